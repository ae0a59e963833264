import { runClassification } from "./classification.ts";
import { runWgan } from "./wgan-gp.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

say("Classification:");
await runClassification({ epochs: 60 }, say);
say("WGAN with gradient penalty:");
await runWgan({ iterations: 300 }, say);
