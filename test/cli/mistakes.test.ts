import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { layergraph, temporaryFolder } from "./commandLine.ts";
import { graphFile, rampLayers, writeRamps } from "./tinyData.ts";

const folder = temporaryFolder();
const csv = ["--sequence-id", "id", "--responses", "label"];
const data = ["--data", "train.csv", ...csv];
const adam = ["--solver", "adam", "-o", "net.onnx"];

beforeAll(() => {
  writeRamps(folder, "train", 4);
  writeFileSync(join(folder, "ramps.json"), graphFile(rampLayers()));
  writeFileSync(join(folder, "unfinished.json"), graphFile(rampLayers().slice(0, 2)));
  writeFileSync(join(folder, "wrong.json"), wrongGraph());
  writeFileSync(join(folder, "empty.json"), "");
  writeFileSync(join(folder, "list.json"), "[]");
  writeFileSync(join(folder, "malformed.json"), '{ "format": "layergraph/2",\n  "layers": [,] }');
  writeFileSync(join(folder, "graph.txt"), "");
  writeFileSync(join(folder, "empty.csv"), "");
  writeFileSync(join(folder, "nan.csv"), "id,x,y,label\n1,0.5,NaN,up\n1,0.1,0,up\n");
  writeFileSync(join(folder, "text.csv"), "id,x,y,label\n1,0.5,high,up\n1,0.1,0,up\n");
  writeFileSync(join(folder, "damaged.npz"), "PK no archive");
  writeFileSync(join(folder, "damaged.mat"), "MATLAB 5.0 but not really");
  writeFileSync(join(folder, "damaged.onnx"), "no model");
  writeFileSync(join(folder, "empty.onnx"), "");
  writeFileSync(join(folder, "options.json"), '{ "solver": "adam", "MaxEpochs": 3, "momentum": 1 }');
  writeFileSync(join(folder, "a file"), "");
  writeFileSync(join(folder, "plain.js"), "export const layer = 3;");
  mkdirSync(join(folder, "folder.json"));
  mkdirSync(join(folder, "folder.csv"));
});

/** An option that does not exist, a connection to nowhere, and so ports that are open. */
function wrongGraph(): string {
  const [input, conv, relu, pool, , softmax] = rampLayers({ filters: 1 });
  const file = JSON.parse(graphFile([input, relu, pool, softmax, { ...conv, dilation: 2 }])) as { connections: object[] };
  file.connections.pop();
  file.connections.push({ source: "pool", destination: "pol" });
  return JSON.stringify(file);
}

const train = (...args: string[]) => ["train", "ramps.json", ...args];

describe("a mistake ends in one plain text and its exit status", () => {
  it.each<[string, string[], RegExp, number?]>([
    ["no command", [], /^Usage: layergraph/],
    ["an unknown command", ["trian"], /unknown command 'trian'\n\(Did you mean train\?\)/],
    ["a command that does not exist", ["draw", "ramps.json"], /unknown command 'draw'/],
    [
      "an unknown flag",
      train(...data, ...adam, "--max-epoch", "3"),
      /unknown option '--max-epoch'\n\(Did you mean --max-epochs\?\)/,
    ],
    ["a graph too many", ["validate", "ramps.json", "other.json"], /too many arguments/],
    ["no graph", ["validate"], /missing required argument 'graph'/],
    ["a missing file", ["validate", "ramp.json"], /There is no file 'ramp\.json'\. Did you mean 'ramps\.json'/],
    ["a folder as graph", ["analyze", "folder.json"], /'folder\.json' is a folder/],
    ["an empty graph file", ["validate", "empty.json"], /'empty\.json': .*malformed JSON at line 1, column 1/],
    ["malformed JSON", ["validate", "malformed.json"], /malformed JSON at line 2, column 14: received ",", expected a value/],
    ["malformed JSON, analysed", ["analyze", "malformed.json"], /malformed JSON at line 2, column 14/],
    ["malformed JSON, trained", ["train", "malformed.json", ...data, ...adam], /malformed JSON at line 2, column 14/],
    [
      "a graph of another format",
      ["validate", "graph.txt"],
      /'graph\.txt' is not a graph that can be read: \.json, \.js, \.mjs, \.ts, \.mts, \.onnx, \.mat and \.m files are/,
    ],
    ["a MATLAB script that is not there", ["validate", "net.m"], /There is no file .net\.m/],
    ["a MATLAB network that is not there", ["analyze", "net.mat"], /no file .net\.mat/],
    ["a TypeScript module that is not there", ["validate", "net.ts"], /no file .net\.ts/],
    ["a format that does not exist", ["validate", "ramps.json", "--format", "xml"], /Allowed choices are text, json/],
    ["layers that are none", ["validate", "ramps.json", "--layers", "plain.js"], /'plain\.js' exports no layer/],
    [
      "layers in another format",
      ["validate", "ramps.json", "--layers", "ramps.json"],
      /is not a module; \.js, \.mjs, \.ts, \.mts files are/,
    ],
    ["no data and no output", train("--solver", "adam"), /train needs --data <file>.*, and --output <net\.onnx>/],
    ["no solver", train(...data, "-o", "net.onnx"), /no solver is given; "solver" must be one of "sgdm", "adam", "rmsprop"/],
    ["an unknown solver", train(...data, "--solver", "adm", "-o", "net.onnx"), /there is no solver "adm"; did you mean "adam"\?/],
    [
      "wrong numbers, all of them at once",
      train(...data, ...adam, "--max-epochs", "abc", "--mini-batch-size", "-3", "--initial-learn-rate", "NaN"),
      /maxEpochs.*abc[\s\S]*miniBatchSize[\s\S]*initialLearnRate/,
    ],
    ["an option of another solver", train(...data, ...adam, "--momentum", "0.5"), /'momentum' is an option of sgdm; adam has/],
    [
      "a truth flag that is neither true nor false",
      train(...data, ...adam, "--verbose", "maybe"),
      /option 'verbose' must be true or false, received "maybe"/,
    ],
    [
      "sequences without the column that tells them apart",
      train("--data", "train.csv", "--responses", "label", ...adam),
      /Line 2, column 'id': expected a number, received 's0'\..*if it tells sequences apart, with sequenceId \(--sequence-id\)/,
    ],
    ["plots that there are not", train(...data, ...adam, "--plots", "progress"), /option 'plots'.*"training-progress"/],
    [
      "wrong options in a file",
      train(...data, "--options", "options.json", "-o", "net.onnx"),
      /'options\.json'[\s\S]*momentum[\s\S]*did you mean.*maxEpochs/,
    ],
    ["an options file that is a list", train(...data, "--options", "list.json", "-o", "net.onnx"), /'list\.json' holds a list/],
    ["a missing options file", train(...data, "--options", "opts.json", "-o", "net.onnx"), /There is no file 'opts\.json'/],
    ["missing data", train("--data", "trian.csv", ...csv, ...adam), /There is no file 'trian\.csv'. Did you mean 'train\.csv'/],
    ["a folder as data", train("--data", "folder.csv", ...csv, ...adam), /'folder\.csv' is a folder/],
    ["empty data", train("--data", "empty.csv", ...csv, ...adam), /'empty\.csv': .*needs a line with the names of the columns/],
    ["data of another format", train("--data", "ramps.json", ...adam), /'ramps\.json' is not a data file that can be read/],
    [
      "numbers that are none",
      train("--data", "nan.csv", ...csv, ...adam),
      /Line 2, column 'y': expected a number, received 'NaN'/,
    ],
    [
      "text among numbers",
      train("--data", "text.csv", ...csv, ...adam),
      /Line 2, column 'y': expected a number, received 'high'/,
    ],
    ["a damaged archive", train("--data", "damaged.npz", ...adam), /'damaged\.npz': .*not a ZIP archive/],
    ["a damaged MAT-file", train("--data", "damaged.mat", ...adam), /'damaged\.mat': /],
    [
      "data without responses",
      train("--data", "train.csv", "--sequence-id", "id", "--predictors", "x,y", ...adam),
      /no responses are known.*--responses/,
    ],
    [
      "an unknown column",
      train("--data", "train.csv", "--sequence-id", "id", "--responses", "lable", ...adam),
      /no column 'lable' \(did you mean 'label'\?\)/,
    ],
    [
      "data that do not fit the graph",
      train("--data", "train.csv", "--sequence-id", "id", "--responses", "label", "--predictors", "x", ...adam),
      /feature dimension 1 .* feature dimension 2/,
    ],
    [
      "a graph that is not valid",
      ["train", "unfinished.json", ...data, ...adam],
      /Invalid network\.[\s\S]*Missing output layer/,
      1,
    ],
    [
      "a graph file of which a part cannot be read: every problem, as validate tells them",
      ["train", "wrong.json", ...data, ...adam],
      /Invalid network\.\n[\s\S]*no layer 'pol'[\s\S]*no option 'dilation'; did you mean dilationFactor\?[\s\S]*wrong\.json is not valid: 6 errors, 0 warnings\./,
      1,
    ],
    [
      "a graph file that is a list",
      ["train", "list.json", ...data, ...adam],
      /must be an object with "format", .* received a list/,
      1,
    ],
    [
      "an output below a file",
      train("--data", "none.csv", "--solver", "adam", "-o", "a file/net.onnx"),
      /'a file' cannot be written to: a part of the path is a file/,
    ],
    [
      "an output of another format",
      train(...data, "--solver", "adam", "-o", "net.bin"),
      /--output 'net\.bin': the name must end in \.onnx/,
    ],
    ["checkpoints below a file", train(...data, ...adam, "--checkpoint-path", "a file/c"), /'a file\/c' cannot be written to/],
    ["--resume without checkpoints", train(...data, ...adam, "--resume"), /--resume: there is no checkpoint path/],
    ["a missing checkpoint", train(...data, ...adam, "--resume", "none.safetensors"), /There is no file 'none\.safetensors'/],
    ["a network that is none", ["evaluate", "damaged.onnx", ...data], /'damaged\.onnx'/],
    ["an empty network", ["predict", "empty.onnx", ...data], /'empty\.onnx'/],
    ["a graph where a network is wanted", ["predict", "ramps.json", ...data], /not a trained network; networks are \.onnx files/],
    ["no data to predict for", ["predict", "net.onnx"], /predict needs --data <file>/],
    [
      "wrong prediction numbers",
      ["predict", "damaged.onnx", ...data, "--mini-batch-size", "none"],
      /'damaged\.onnx'|miniBatchSize/,
    ],
    [
      "predictions in another format",
      ["predict", "net.onnx", ...data, "-o", "p.xlsx"],
      /must end in one of \.csv, \.json, \.npz/,
    ],
  ])("%s", async (_, args, message, status = 2) => {
    const finished = await layergraph(args, { cwd: folder });
    expect(finished.stderr).toMatch(message);
    expect(finished.stderr).not.toMatch(/^\s+at .*:\d+\)?$/m);
    expect(finished.stderr).not.toContain("fault of layergraph");
    expect([finished.status, finished.stdout]).toEqual([status, ""]);
  });
});

const commands = [
  ...["init", "validate", "analyze", "plot", "train", "evaluate", "predict", "explain", "check-layer"],
  ...["port", "run", "import", "export", "completion"],
];

describe("help", () => {
  it.each(commands)("of %s has an example", async (command) => {
    const { status, stdout } = await layergraph([command, "--help"], { cwd: folder });
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples?(?:, .+)?:\\n {2}.*layergraph ${command} `));
  });

  it("lists the commands and what the exit status says", async () => {
    const { status, stdout } = await layergraph(["--help"], { cwd: folder });
    expect(status).toBe(0);
    for (const command of commands) expect(stdout).toContain(`  ${command} `);
    expect(stdout).toContain("Exit status:");
  });

  it("has a flag for every training option that a text can give", async () => {
    const { stdout } = await layergraph(["train", "--help"], { cwd: folder });
    for (const flag of [
      "--max-epochs",
      "--l2-regularization",
      "--gradient-threshold-method",
      "--padding-mode",
      "--seed",
      "--verbose",
    ])
      expect(stdout).toContain(`  ${flag} `);
  });

  it("prints the version of the package", async () => {
    const { stdout } = await layergraph(["--version"], { cwd: folder });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
