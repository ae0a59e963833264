import { printLayerCheck } from "../../src/index.ts";
import { arraySizes, gradientDifferences, layerChecks } from "./sizesAndGradients.ts";
import { runTraining } from "./training.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

say("Two sequences of 5 steps × 6 channels, 2 heads, 4 key channels, 10 value channels, output size 3:");
for (const [name, size] of Object.entries(await arraySizes())) say(`  ${name.padEnd(14)} ${size}`);
say("The gradients written by hand differ from the automatic ones by at most this share of the largest:");
for (const [name, difference] of Object.entries(await gradientDifferences()))
  say(`  ${name.padEnd(14)} ${difference.toExponential(1)}`);
const { right, wrong } = await layerChecks();
say(printLayerCheck(right));
say("The same with a backward that forgets the Jacobian of the softmax:");
say(printLayerCheck(wrong));
await runTraining({ maxEpochs: 30 }, say);
