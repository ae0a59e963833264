import { nearest } from "../errors.ts";

/** What options are called elsewhere, in small letters without underscores, and what they may be called here. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  batchsize: ["miniBatchSize"],
  beta1: ["gradientDecayFactor"],
  beta2: ["squaredGradientDecayFactor"],
  betas: ["gradientDecayFactor"],
  channels: ["numFilters", "inputSize"],
  clipnorm: ["gradientThreshold"],
  device: ["executionEnvironment"],
  dilation: ["dilationFactor"],
  dilationrate: ["dilationFactor"],
  dropout: ["probability", "dropoutProbability"],
  dropoutrate: ["probability", "dropoutProbability"],
  embeddingdim: ["dimension", "outputSize"],
  epochs: ["maxEpochs"],
  eps: ["epsilon"],
  filters: ["numFilters"],
  groups: ["numGroups"],
  heads: ["numHeads"],
  hiddensize: ["numHiddenUnits"],
  inchannels: ["numChannels", "inputSize"],
  infeatures: ["inputSize"],
  inputdim: ["inputSize"],
  kernelinitializer: ["weightsInitializer"],
  kernelsize: ["filterSize", "poolSize"],
  learningrate: ["initialLearnRate"],
  learnrate: ["initialLearnRate"],
  lr: ["initialLearnRate"],
  negativeslope: ["scale"],
  numepochs: ["maxEpochs"],
  outchannels: ["numFilters"],
  outfeatures: ["outputSize"],
  outputdim: ["outputSize"],
  p: ["probability"],
  patience: ["validationPatience"],
  randomstate: ["seed"],
  rate: ["probability"],
  returnsequences: ["outputMode"],
  rho: ["squaredGradientDecayFactor"],
  strides: ["stride"],
  units: ["numHiddenUnits", "outputSize"],
  weightdecay: ["l2Regularization"],
};

/**
 * The option that somebody means who writes `word`: that name in other letters, what other libraries call so, the nearest by spelling, or the only one of which it is a
 * part. Undefined where nothing is near.
 *
 * @example meantOption("dilation", ["dilationFactor", "padding"]) // "dilationFactor"
 */
export function meantOption(word: string, known: readonly string[]): string | undefined {
  const plain = word.toLowerCase().replaceAll(/[_-]/g, "");
  const same = known.find((option) => option.toLowerCase() === plain);
  const named = Object.hasOwn(elsewhere, plain) ? elsewhere[plain].find((option) => known.includes(option)) : undefined;
  const parts = plain.length < 4 ? [] : known.filter((option) => option.toLowerCase().includes(plain));
  return same ?? named ?? nearest(word, known) ?? (parts.length === 1 ? parts[0] : undefined);
}
