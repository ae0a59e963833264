import { basename } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import {
  classesOf,
  type DataSet,
  type ExplainOptions,
  type Explanation,
  type ExplanationMethod,
  explain,
  explanationMethods,
  explanationPage,
  type GivenObservation,
  LayerGraphError,
  type Network,
} from "../index.ts";
import { type DataFlags, dataDescription, readData, withDataFlags } from "./dataFlags.ts";
import { explanationDocument, explanationText } from "./explanationText.ts";
import { exitStatus } from "./failure.ts";
import { loadTrainedNetwork, withLayersFlag } from "./graphArgument.ts";
import { outputFile } from "./output.ts";
import type { GraphFlags } from "./ownLayers.ts";
import { requiredFlag } from "./usage.ts";

interface ExplainFlags extends GraphFlags, DataFlags {
  readonly data?: string;
  readonly observation: number;
  readonly method?: readonly ExplanationMethod[];
  readonly layer?: readonly string[];
  readonly target?: string;
  readonly atStep?: number;
  readonly scoreLayer?: string;
  readonly baseline: "zeros" | "mean";
  readonly steps?: number;
  readonly window?: number;
  readonly stride?: number;
  readonly format?: "text" | "html" | "json";
  readonly output?: string;
}

/** Defines `layergraph explain`: what a network's answer to one observation follows from, as a page, a JSON document or a few lines. */
export function defineExplain(command: Command): void {
  command
    .description(
      "Explains a network's answer to one observation: what each part of it adds to the score (integrated gradients), by how much the score falls where parts " +
        "are covered (occlusion), where a layer finds what speaks for the score (Grad-CAM), where layers with attention look, and what layers put out. " +
        "Observations, steps and layers' channels count from 0.",
    )
    .option("--data <file>", dataDescription)
    .option("--observation <number>", "which observation of the data", wholeNumber("--observation"), 0)
    .option(
      "--target <class>",
      "the class whose score is explained, or the number of the response; the likeliest class by default",
    )
    .option(
      "--at-step <number>",
      "for an answer at each step, the step that is explained; the mean over all by default",
      wholeNumber("--at-step"),
    )
    .option("--score-layer <name>", "the layer whose output is the score; what the probabilities are computed from by default")
    .addOption(
      new Option("--method <method>", "what explains it; all by default; may be given several times")
        .choices([...explanationMethods])
        .argParser((method: string, before?: ExplanationMethod[]) => [...(before ?? []), methodOf(method)]),
    )
    .option(
      "--layer <name>",
      "the layer of Grad-CAM, of the attention map and of the activations; may be given several times",
      (name: string, before: readonly string[] = []) => [...before, name],
    )
    .addOption(
      new Option("--baseline <kind>", "what stands for nothing: zeros, or the mean of each channel")
        .choices(["zeros", "mean"])
        .default("zeros"),
    )
    .option("--steps <number>", "integrated gradients: places at which slopes are taken (64)", wholeNumber("--steps"))
    .option("--window <number>", "occlusion: how many steps are covered at once (a twentieth)", wholeNumber("--window"))
    .option("--stride <number>", "occlusion: how far the window moves (half of it)", wholeNumber("--stride"))
    .addOption(
      new Option("--format <format>", "what is written: by default what the name of the file says, and text without one").choices(
        ["text", "html", "json"],
      ),
    )
    .option("-o, --output <file>", "write to a .html, .json or .txt file instead of standard output")
    .addHelpText(
      "after",
      "\nExample:\n  layergraph explain net.onnx --data test.csv --sequence-id id --responses label --observation 3 -o report.html",
    );
  withDataFlags(withLayersFlag(command)).action(async (path: string, flags: ExplainFlags) => {
    process.exitCode = await explainAnswer(path, flags);
  });
}

async function explainAnswer(path: string, flags: ExplainFlags): Promise<number> {
  const dataPath = requiredFlag(flags.data, "explain", "--data <file>, the data with the observation");
  const output = flags.output === undefined ? undefined : outputFile(flags.output, [".html", ".json", ".txt"]);
  const net = await loadTrainedNetwork(path, flags);
  const data = await readData(dataPath, flags);
  const x = observationOf(data, flags.observation);
  const explanation = await explain(net, x, optionsOf(net, flags));
  const text = written(explanation, { path, dataPath, data, flags, format: flags.format ?? formatOf(output?.extension) });
  if (output) output.write(text);
  else process.stdout.write(text);
  return exitStatus.done;
}

function formatOf(extension: string | undefined): "text" | "html" | "json" {
  if (extension === ".html") return "html";
  return extension === ".json" ? "json" : "text";
}

interface Report {
  readonly path: string;
  readonly dataPath: string;
  readonly data: DataSet;
  readonly flags: ExplainFlags;
  readonly format: "text" | "html" | "json";
}

function written(explanation: Explanation, { path, dataPath, data, flags, format }: Report): string {
  const { observation } = flags;
  const actual = actualOf(data, observation);
  if (format === "json") return `${JSON.stringify(explanationDocument(explanation, observation, actual), undefined, 2)}\n`;
  if (format === "text") return `${explanationText(explanation, observation, actual)}\n`;
  const { className, index, output } = explanation.score;
  const what = className === undefined ? `number ${index} of ${output}` : `“${className}”`;
  const size = explanation.observation.size.join(" × ");
  return explanationPage(explanation, {
    title: `Why ${what}? Observation ${observation} of ${basename(dataPath)}`,
    about: [
      ["Network", basename(path)],
      ["Data", basename(dataPath)],
      ["Observation", `${observation} (${size}${explanation.overTime ? ", features × time" : ""})`],
      ["Baseline", flags.baseline],
    ],
    ...(actual !== undefined && { actual }),
  });
}

function optionsOf(net: Network, flags: ExplainFlags): ExplainOptions {
  const { target, atStep, scoreLayer, method, layer, baseline, steps, window, stride } = flags;
  return {
    ...(target !== undefined && { target: targetOf(net, target) }),
    ...(atStep !== undefined && { step: atStep }),
    ...(scoreLayer !== undefined && { output: scoreLayer }),
    ...(method && { methods: method }),
    ...(layer && { layers: layer }),
    baseline,
    ...(steps !== undefined && { steps }),
    ...(window !== undefined && { window }),
    ...(stride !== undefined && { stride }),
  };
}

/** A class by its name, or else a number. */
function targetOf(net: Network, target: string): string | number {
  return !classesOf(net)?.includes(target) && /^\d+$/.test(target) ? Number(target) : target;
}

/** One observation of a data set. */
function observationOf({ predictors }: DataSet, observation: number): GivenObservation {
  if (observation < predictors.length) return predictors[observation];
  const expected = predictors.length === 1 ? "0, the only one" : `a number from 0 to ${predictors.length - 1}`;
  const message = `--observation ${observation}: the data have ${predictors.length} observations, expected ${expected}.`;
  throw new LayerGraphError("no-observation", message, { received: String(observation), expected });
}

/** What the data say is right: a class, or one for each step; undefined where they do not say it, or have numbers. */
function actualOf({ responses }: DataSet, observation: number): string | readonly string[] | undefined {
  if (responses?.kind === "labels") return responses.classes[responses.codes[observation]];
  if (responses?.kind !== "labelSequences") return undefined;
  return Array.from(responses.codes[observation], (code) => responses.classes[code] ?? "");
}

function wholeNumber(flag: string): (text: string) => number {
  return (text) => {
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new InvalidArgumentError(`${flag} must be a whole number of at least 0.`);
  };
}

function methodOf(text: string): ExplanationMethod {
  const method = explanationMethods.find((each) => each === text);
  if (method) return method;
  throw new InvalidArgumentError(`Allowed choices are ${explanationMethods.join(", ")}.`);
}
