import { createRequire } from "node:module";
import { Command } from "commander";

/** A command as the list of commands tells it; what it takes and does is loaded when it is asked for. */
interface ListedCommand {
  readonly usage: string;
  readonly summary: string;
  readonly load: () => Promise<(command: Command) => void>;
}

const commands: readonly ListedCommand[] = [
  {
    usage: "init [folder]",
    summary: "begin a project: graph, own layer, data, training, tests",
    load: async () => (await import("./init.ts")).defineInit,
  },
  {
    usage: "validate <graph>",
    summary: "tell every problem of a graph",
    load: async () => (await import("./validate.ts")).defineValidate,
  },
  {
    usage: "analyze <graph>",
    summary: "show the table of layers: sizes, learnables, problems",
    load: async () => (await import("./analyze.ts")).defineAnalyze,
  },
  {
    usage: "plot <graph>",
    summary: "draw the graph: SVG, Mermaid, Graphviz",
    load: async () => (await import("./plot.ts")).definePlot,
  },
  {
    usage: "check-layer <file.js>",
    summary: "check a layer of your own: sizes, types, states, gradients",
    load: async () => (await import("./checkLayer.ts")).defineCheckLayer,
  },
  {
    usage: "train <graph>",
    summary: "train a graph and save the network",
    load: async () => (await import("./train.ts")).defineTrain,
  },
  {
    usage: "evaluate <net.onnx>",
    summary: "judge a network on data: loss, accuracy, confusion matrix",
    load: async () => (await import("./evaluate.ts")).defineEvaluate,
  },
  {
    usage: "predict <net.onnx>",
    summary: "predict labels and scores",
    load: async () => (await import("./predict.ts")).definePredict,
  },
  {
    usage: "explain <net.onnx>",
    summary: "explain an answer: attributions, attention, activations",
    load: async () => (await import("./explain.ts")).defineExplain,
  },
  {
    usage: "port <script.m>",
    summary: "port a MATLAB script to TypeScript or a graph file",
    load: async () => (await import("./port.ts")).definePort,
  },
  {
    usage: "run <script.m>",
    summary: "run a MATLAB script, training included",
    load: async () => (await import("./run.ts")).defineRun,
  },
  {
    usage: "import <net.mat>",
    summary: "open a network that MATLAB saved",
    load: async () => (await import("./import.ts")).defineImport,
  },
  {
    usage: "export <graph>",
    summary: "write a graph as ONNX, JSON, TypeScript or MATLAB",
    load: async () => (await import("./export.ts")).defineExport,
  },
  {
    usage: "completion <shell>",
    summary: "print what a shell needs to complete commands and flags",
    load: async () => (await import("./completion.ts")).defineCompletion,
  },
];

/** The command that tells what all others take. */
const tellsAll = "completion";

/**
 * The command line, with all that it takes to parse these arguments: commands that they do not name are only listed. Parsing throws
 * commander's errors and the commands' own; commands set the process's exit status.
 */
export async function commandLine(args: readonly string[]): Promise<Command> {
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
  const all = args.includes(tellsAll);
  for (const { usage, summary, load } of commands) {
    const command = program.command(usage).summary(summary);
    if (all || args.includes(command.name())) (await load())(command);
  }
  return program;
}
