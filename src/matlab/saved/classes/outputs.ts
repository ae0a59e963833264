import { inPackage, type SavedClass } from "../savedClass.ts";
import type { SavedFields } from "../savedFields.ts";

/** The names of the classes: the categories in their order, or in early releases a cell of names. */
const classes = (saved: SavedFields): unknown =>
  saved.texts("Categories") ?? saved.texts("Classes") ?? saved.texts("ClassNames") ?? "auto";

const weighted: SavedClass["options"] = {
  classes,
  classWeights: (saved) => saved.numbers("ClassWeights") ?? "none",
};

/** How MATLAB saves output layers. */
export const outputClasses = inPackage("nnet.cnn.layer", {
  ClassificationOutputLayer: {
    type: "classificationLayer",
    options: { ...weighted, outputSize: (saved) => (classes(saved) === "auto" ? saved.plain("NumClasses") : undefined) },
  },
  PixelClassificationLayer: { type: "pixelClassificationLayer", options: weighted },
  RegressionOutputLayer: {
    type: "regressionLayer",
    options: { responseNames: (saved) => saved.texts("ResponseNames") },
  },
});
