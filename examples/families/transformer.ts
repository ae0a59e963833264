import {
  additionLayer,
  addLayers,
  connectLayers,
  fullyConnectedLayer,
  globalMaxPooling1dLayer,
  type LayerGraph,
  layerGraph,
  layerNormalizationLayer,
  reluLayer,
  selfAttentionLayer,
  sequenceInputLayer,
  softmaxLayer,
} from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";
import { type Examples, flattened, taskFamily } from "./taskFamily.ts";

const keys = 6;
const values = ["left", "right", "straight"];
const longest = keys + 1;
/** What each step holds: a key, a value where it is no question, whether it is one. */
const features = keys + values.length + 1;

/** A transformer's step that asks looks at the step that has the answer, wherever it is. */
export const transformer = taskFamily({
  name: "transformer",
  task: "the value that belongs to the key that is asked for, among pairs in any order",
  examples: questions,
  layers: encoder,
  options: { maxEpochs: 12, miniBatchSize: 25, initialLearnRate: 0.005 },
  trainCount: 1000,
});

/** One encoder block: attention, then two layers for each step by itself, both with what went in added, then normalized. */
function encoder(): LayerGraph {
  const channels = 32;
  let lgraph = layerGraph([
    sequenceInputLayer(features),
    fullyConnectedLayer(channels, { name: "embedding" }),
    selfAttentionLayer(2, channels, { name: "attention" }),
    additionLayer(2, { name: "add_1" }),
    layerNormalizationLayer({ name: "norm_1" }),
    fullyConnectedLayer(2 * channels),
    reluLayer(),
    fullyConnectedLayer(channels),
    additionLayer(2, { name: "add_2" }),
    layerNormalizationLayer(),
  ]);
  lgraph = connectLayers(lgraph, "embedding", "add_1/in2");
  lgraph = connectLayers(lgraph, "norm_1", "add_2/in2");
  const layers = [globalMaxPooling1dLayer({ name: "pool" }), fullyConnectedLayer(3), softmaxLayer({ name: "value" })];
  lgraph = addLayers(lgraph, layers);
  return connectLayers(lgraph, lgraph.layers[9].name, "pool");
}

/** Three to six keys with a value each, in any order, and among them a question: a key without its value. */
function questions(count: number, seed: number): Examples {
  const random = seededNormal(seed);
  const below = (limit: number): number => Math.floor(random.uniform(0, limit));
  const rows = Array.from({ length: count }, () => {
    const shown = shuffled(keys, below).slice(0, 3 + below(keys - 2));
    const pairs = shown.map((key) => ({ key, value: below(values.length) }));
    const asked = pairs[below(pairs.length)];
    const steps: { key: number; value?: number }[] = [...pairs];
    steps.splice(below(steps.length + 1), 0, { key: asked.key });
    return { steps, label: values[asked.value] };
  });
  const sequences = rows.map(({ steps }) => {
    const data = new Float32Array(features * steps.length);
    steps.forEach(({ key, value }, step) => {
      for (const feature of [key, value === undefined ? features - 1 : keys + value]) data[feature * steps.length + step] = 1;
    });
    return { data, size: [features, steps.length] as [number, number] };
  });
  return {
    predictors: sequences,
    answers: { value: rows.map(({ label }) => label) },
    features: sequences.map((sequence) => flattened(sequence, longest)),
  };
}

/** The numbers below `count` in random order. */
function shuffled(count: number, below: (limit: number) => number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let at = count - 1; at > 0; at--) {
    const other = below(at + 1);
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}
