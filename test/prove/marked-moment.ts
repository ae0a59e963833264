import { markedMoments, peaks, trained } from "../../examples/attention/markedMoment.ts";
import { classify } from "../../src/index.ts";
import { type Proof, verdictOf } from "./proof.ts";

const seeds = [1, 2, 3];
const wanted = { steps: 3, share: 0.95, accuracy: 0.9 };

/** Attention and integrated gradients find the moment that decides. */
export const markedMoment: Proof = {
  name: "marked-moment",
  claim:
    `where one marked moment in a long noisy signal decides, the attention of a network that sees 5 steps before it and the integrated gradients both peak within ` +
    `${wanted.steps} steps of that moment for ${100 * wanted.share} % of 200 test sequences, with three seeds`,
  run: async (say) => {
    const problems: string[] = [];
    for (const seed of seeds) {
      const net = await trained({ seed });
      const test = markedMoments(200, 100 + seed);
      const { labels } = await classify(net, test.sequences);
      const accuracy = test.labels.filter((label, i) => label === labels[i]).length / test.labels.length;
      const began = performance.now();
      const found = await peaks(net, test);
      const milliseconds = (performance.now() - began) / found.length;
      const near = (which: "attention" | "gradients"): number =>
        found.filter((peak) => peak[which] <= wanted.steps).length / found.length;
      const [attention, gradients, both] = [
        near("attention"),
        near("gradients"),
        found.filter((peak) => Math.max(peak.attention, peak.gradients) <= wanted.steps).length / found.length,
      ];
      const error = Math.max(...found.map((peak) => peak.error));
      say(
        `seed ${seed}: accuracy ${accuracy.toFixed(3)}; within ${wanted.steps} steps: attention ${percent(attention)}, integrated gradients ${percent(gradients)}, ` +
          `both ${percent(both)}; completeness off by at most ${error.toExponential(1)}; ${milliseconds.toFixed(0)} ms for each sequence`,
      );
      if (both < wanted.share) problems.push(`seed ${seed}: both peak near the moment for ${percent(both)} only`);
      if (accuracy < wanted.accuracy) problems.push(`seed ${seed}: the accuracy is ${accuracy}`);
    }
    return verdictOf(problems);
  },
};

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
