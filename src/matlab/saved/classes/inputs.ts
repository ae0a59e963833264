import { inPackage, type SavedClass } from "../savedClass.ts";
import type { SavedArray, SavedFields } from "../savedFields.ts";

/** How MATLAB saves input layers: the statistics of the normalization are fields of a struct. */
export const inputClasses = inPackage("nnet.cnn.layer", {
  SequenceInputLayer: normalizing("sequenceInputLayer", { inputSize: (saved) => saved.plain("InputSize") }),
  ImageInputLayer: normalizing("imageInputLayer", { inputSize: imageSize }),
  FeatureInputLayer: normalizing("featureInputLayer", {}),
  InputLayer: {
    type: "inputLayer",
    options: {
      inputSize: (saved) => saved.numbers("InputSize"),
      format: (saved) => saved.text("InputFormat") ?? saved.text("Format"),
    },
  },
});

function normalizing(type: string, options: NonNullable<SavedClass["options"]>): SavedClass {
  return {
    type,
    options: {
      ...options,
      normalization: normalizationOf,
      normalizationDimension: dimensionOf,
    },
    states: {
      mean: (saved) => statistic(saved, "Mean", ["zerocenter", "zscore"]) ?? statistic(saved, "AverageImage", ["zerocenter"]),
      standardDeviation: (saved) => statistic(saved, "Std", ["zscore"]),
      min: (saved) => statistic(saved, "Min", ["rescale"]),
      max: (saved) => statistic(saved, "Max", ["rescale"]),
    },
    note: (saved) =>
      saved.texts("Augmentations") === undefined
        ? undefined
        : "the file asks for data augmentation in training, which is left out: there is no such option.",
  };
}

/** [height, width, channels]; one channel is not written in early releases. */
function imageSize(saved: SavedFields): unknown {
  const size = saved.numbers("InputSize");
  return size?.length === 2 ? [...size, 1] : size;
}

/** A statistic that the ways of normalizing which are named take. */
function statistic(saved: SavedFields, name: string, ways: readonly string[]): SavedArray | undefined {
  const how = saved.inner("Normalization");
  return how && ways.includes(how.text("Type") ?? "") ? how.array(name) : undefined;
}

/** `rescale` is two options of the script, told apart by where it goes to. */
function normalizationOf(saved: SavedFields): unknown {
  const how = saved.inner("Normalization");
  const type = how?.text("Type") ?? saved.text("Normalization");
  if (type === undefined || type === "") return saved.raw("Normalization")?.kind === "function" ? "a function" : "none";
  if (type !== "rescale") return type;
  const [from] = how?.numbers("TargetMin") ?? [];
  const [to] = how?.numbers("TargetMax") ?? [];
  if (to === 1 && from === -1) return "rescale-symmetric";
  return to === 1 && from === 0 ? "rescale-zero-one" : `rescale from ${from} to ${to}`;
}

/** What the statistics are taken over; where the file leaves it open, their size tells. */
function dimensionOf(saved: SavedFields): unknown {
  const stated = saved.text("NormalizationDimension") ?? "auto";
  const count = statisticSize(saved.inner("Normalization"));
  const channels = saved.numbers("InputSize");
  if (stated !== "auto" || count === undefined || channels === undefined) return stated;
  const last = channels.length === 2 ? 1 : channels.at(-1);
  return count === last ? "auto" : count === 1 ? "all" : "element";
}

function statisticSize(how: SavedFields | undefined): number | undefined {
  return ["Mean", "AverageImage", "Min"].map((name) => how?.array(name)?.data.length).find((count) => count !== undefined);
}
