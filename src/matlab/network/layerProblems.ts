import type { Issue } from "../../errors.ts";
import type { AnyLayerDefinition } from "../../layer.ts";
import type { Place } from "../syntax/ast.ts";
import { ScriptError } from "../values/scriptError.ts";
import { matlabName } from "./layerOptions.ts";

/** All that is wrong with the options of a layer, as one error of the script, the options spelled as MATLAB spells them. */
export function matlabProblems(definition: AnyLayerDefinition, problems: readonly Issue[], place?: Place): ScriptError {
  const known = Object.keys(definition.options.shape);
  const spelled = problems.map(({ message }) =>
    message.replaceAll(/option '(\w+)/g, (all, option: string) =>
      known.includes(option) ? `option '${matlabName(option)}` : all,
    ),
  );
  return new ScriptError(problems[0].code, spelled.join("\n"), place);
}
