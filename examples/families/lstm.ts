import { fullyConnectedLayer, lstmLayer, sequenceInputLayer, softmaxLayer } from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";
import { type Examples, flattened, taskFamily } from "./taskFamily.ts";

const longest = 24;
const symbols = ["circle", "square", "star"];

/** Long short-term memory stores what it is told to store, and keeps it. */
export const lstm = taskFamily({
  name: "LSTM",
  task: "which symbol was shown when a light was on for the last time",
  examples: shows,
  layers: () => [
    sequenceInputLayer(symbols.length + 1),
    lstmLayer(32, { outputMode: "last" }),
    fullyConnectedLayer(symbols.length),
    softmaxLayer({ name: "symbol" }),
  ],
  options: { maxEpochs: 15, miniBatchSize: 20, initialLearnRate: 0.01 },
});

/** A symbol at each of 12 to 24 steps, and a light that is on at one to three of them. */
function shows(count: number, seed: number): Examples {
  const random = seededNormal(seed);
  const below = (limit: number): number => Math.floor(random.uniform(0, limit));
  const rows = Array.from({ length: count }, () => {
    const time = longest / 2 + below(longest / 2 + 1);
    const shown = Array.from({ length: time }, () => below(symbols.length));
    const lit = Array.from({ length: 1 + below(3) }, () => below(time));
    const data = new Float32Array((symbols.length + 1) * time);
    shown.forEach((symbol, step) => {
      data[symbol * time + step] = 1;
    });
    for (const step of lit) data[symbols.length * time + step] = 1;
    const sequence = { data, size: [symbols.length + 1, time] as [number, number] };
    return { sequence, label: symbols[shown[Math.max(...lit)]] };
  });
  return {
    predictors: rows.map(({ sequence }) => sequence),
    answers: { symbol: rows.map(({ label }) => label) },
    features: rows.map(({ sequence }) => flattened(sequence, longest)),
  };
}
