import { createRequire } from "node:module";
import { Command } from "commander";
import { addAnalyze } from "./analyze.ts";
import { addCheckLayer } from "./checkLayer.ts";
import { addCompletion } from "./completion.ts";
import { addEvaluate } from "./evaluate.ts";
import { addExport } from "./export.ts";
import { addImport } from "./import.ts";
import { addInit } from "./init.ts";
import { addPort } from "./port.ts";
import { addPredict } from "./predict.ts";
import { addRun } from "./run.ts";
import { addTrain } from "./train.ts";
import { addValidate } from "./validate.ts";

/** The whole command line. Parsing throws commander's errors and the commands' own; commands set the process's exit status. */
export function commandLine(): Command {
  const { version } = createRequire(import.meta.url)("layergraph/package.json") as { version: string };
  const program = new Command("layergraph")
    .description("Build, check, train and ship MATLAB-style layer graphs.")
    .version(version)
    .exitOverride()
    .showHelpAfterError("(add --help for what there is)")
    .addHelpText(
      "after",
      "\nExit status: 0 done; 1 the answer is no, such as an invalid graph; 2 wrong usage or unreadable input; 130 interrupted." +
        "\n\nExample:\n  layergraph train network.json --data train.csv --sequence-id id --responses label --solver adam -o net.onnx",
    );
  for (const add of [
    addInit,
    addValidate,
    addAnalyze,
    addCheckLayer,
    addTrain,
    addEvaluate,
    addPredict,
    addPort,
    addRun,
    addImport,
    addExport,
    addCompletion,
  ])
    add(program);
  return program;
}
