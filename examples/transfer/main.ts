import { runTransfer } from "./transfer.ts";

await runTransfer({ maxEpochs: 20 }, (line) => {
  process.stdout.write(`${line}\n`);
});
