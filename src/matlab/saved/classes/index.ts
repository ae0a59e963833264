import type { SavedClasses } from "../savedClass.ts";
import { combiningClasses } from "./combining.ts";
import { convolutionClasses } from "./convolutions.ts";
import { elementwiseClasses, exampleClasses } from "./elementwise.ts";
import { inputClasses } from "./inputs.ts";
import { normalizationClasses } from "./normalizations.ts";
import { outputClasses } from "./outputs.ts";
import { poolingClasses } from "./pooling.ts";
import { sequenceClasses } from "./sequences.ts";

/** Every class of MATLAB's layers that the library has, by its full name. */
export const savedClasses: SavedClasses = {
  ...inputClasses,
  ...convolutionClasses,
  ...sequenceClasses,
  ...normalizationClasses,
  ...poolingClasses,
  ...elementwiseClasses,
  ...combiningClasses,
  ...outputClasses,
};

/** Classes of MATLAB's examples that the library has as layers, used where neither a `.m` file nor an own layer defines them. */
export const savedExampleClasses: SavedClasses = exampleClasses;
