import {
  addLayers,
  concatenationLayer,
  connectLayers,
  convolution1dLayer,
  convolution2dLayer,
  flattenLayer,
  fullyConnectedLayer,
  globalAveragePooling1dLayer,
  globalAveragePooling2dLayer,
  type Image,
  imageInputLayer,
  type LayerGraph,
  layerGraph,
  reluLayer,
  type Sequence,
  sequenceInputLayer,
  softmaxLayer,
} from "../../src/index.ts";
import { type SeededRandom, seededNormal } from "../tcn/seededNormal.ts";
import { type Examples, flattened, taskFamily } from "./taskFamily.ts";

/** Of a picture in pixels; of the longest recording in steps. */
const [size, longest] = [16, 60];
/** Pixels or steps from crest to crest. */
const periods = { fine: 3.5, coarse: 7 };
type Kind = keyof typeof periods;

/** A network with an input for pictures and one for sequences compares what it sees with what it hears. */
export const severalInputs = taskFamily({
  name: "multi-input",
  task: "whether the stripes of a picture and the waves of a recording are both fine or both coarse",
  examples: pairs,
  layers: twoBranches,
  options: { maxEpochs: 10, miniBatchSize: 20, initialLearnRate: 0.005 },
});

/** Each input has a branch of its own that ends in a vector; the vectors are put together and judged. */
function twoBranches(): LayerGraph {
  let lgraph = layerGraph([
    imageInputLayer([size, size, 1], { name: "picture" }),
    convolution2dLayer(5, 16),
    reluLayer(),
    globalAveragePooling2dLayer(),
    flattenLayer(),
    concatenationLayer(1, 2, { name: "both" }),
    fullyConnectedLayer(32),
    reluLayer(),
    fullyConnectedLayer(2),
    softmaxLayer({ name: "match" }),
  ]);
  const branch = [sequenceInputLayer(1, { name: "recording" }), convolution1dLayer(7, 16, { padding: "same" }), reluLayer()];
  lgraph = addLayers(lgraph, [...branch, globalAveragePooling1dLayer({ name: "heard" })]);
  return connectLayers(lgraph, "heard", "both/in2");
}

/** A picture and a recording for each: the same kind in half of the pairs, and both kinds as often in either. */
function pairs(count: number, seed: number): Examples {
  const random = seededNormal(seed);
  const kind = (fine: boolean): Kind => (fine ? "fine" : "coarse");
  const pictures: Image[] = [];
  const recordings: Sequence[] = [];
  const labels: string[] = [];
  for (let index = 0; index < count; index++) {
    const [seen, heard] = [kind(index % 2 === 0), kind(index % 4 < 2)];
    pictures.push(stripes(seen, random));
    recordings.push(waves(heard, random));
    labels.push(seen === heard ? "same" : "different");
  }
  return {
    predictors: { picture: pictures, recording: recordings },
    answers: { match: labels },
    features: pictures.map(({ data }, index) => [...data, ...flattened(recordings[index], longest)]),
  };
}

/** Stripes in any direction under noise. */
function stripes(kind: Kind, random: SeededRandom): Image {
  const [direction, phase] = [random.uniform(0, 2 * Math.PI), random.uniform(0, 2 * Math.PI)];
  const data = Float32Array.from({ length: size * size }, (_, at) => {
    const along = (at % size) * Math.cos(direction) + Math.floor(at / size) * Math.sin(direction);
    return Math.sin(phase + (2 * Math.PI * along) / periods[kind]) + 0.3 * random.normal();
  });
  return { data, size: [size, size, 1] };
}

/** 30 to 60 steps of waves under noise. */
function waves(kind: Kind, random: SeededRandom): Sequence {
  const time = Math.floor(random.uniform(longest / 2, longest + 1));
  const phase = random.uniform(0, 2 * Math.PI);
  const data = Float32Array.from(
    { length: time },
    (_, step) => Math.sin(phase + (2 * Math.PI * step) / periods[kind]) + 0.3 * random.normal(),
  );
  return { data, size: [1, time] };
}
