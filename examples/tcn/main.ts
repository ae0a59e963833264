import { runExample } from "./example.ts";

await runExample({ trainCount: 400, testCount: 200, numFilters: 32, maxEpochs: 15, output: "net.onnx" }, (line) => {
  process.stdout.write(`${line}\n`);
});
