import { fullyConnectedLayer, gruLayer, sequenceInputLayer, softmaxLayer } from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";
import { type Examples, flattened, taskFamily } from "./taskFamily.ts";

const longest = 30;

/** Gated recurrent units follow a point and know which way it went. */
export const gru = taskFamily({
  name: "GRU",
  task: "which way round a point goes about the origin, from anywhere, at any speed",
  examples: orbits,
  layers: () => [
    sequenceInputLayer(2),
    gruLayer(24, { outputMode: "last" }),
    fullyConnectedLayer(2),
    softmaxLayer({ name: "way" }),
  ],
  options: { maxEpochs: 12, miniBatchSize: 20, initialLearnRate: 0.01 },
});

/** Noisy positions of a point at 15 to 30 steps; its speed changes all the time, its direction does not. */
function orbits(count: number, seed: number): Examples {
  const random = seededNormal(seed);
  const labels = Array.from({ length: count }, (_, index) => (index % 2 === 0 ? "clockwise" : "counterclockwise"));
  const sequences = labels.map((label) => {
    const time = Math.floor(random.uniform(longest / 2, longest + 1));
    const data = new Float32Array(2 * time);
    let angle = random.uniform(0, 2 * Math.PI);
    for (let step = 0; step < time; step++) {
      data[step] = Math.cos(angle) + 0.2 * random.normal();
      data[time + step] = Math.sin(angle) + 0.2 * random.normal();
      angle += (label === "clockwise" ? -1 : 1) * random.uniform(0.1, 0.7);
    }
    return { data, size: [2, time] as [number, number] };
  });
  return { predictors: sequences, answers: { way: labels }, features: sequences.map((sequence) => flattened(sequence, longest)) };
}
