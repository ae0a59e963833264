import { type Command, Option } from "commander";
import {
  type CheckLayerSizes,
  checkLayer,
  type Format,
  type Layer,
  type LayerCheck,
  LayerGraphError,
  printLayerCheck,
} from "../index.ts";
import { exitStatus } from "./failure.ts";
import { importFile, running } from "./moduleFile.ts";
import { printDocument, printLine } from "./output.ts";
import { requiredFlag } from "./usage.ts";

interface CheckLayerFlags {
  readonly inputSize?: readonly string[];
  readonly observationDimension?: string;
  readonly format?: string;
  readonly json?: boolean;
}

/** Defines `layergraph check-layer`: the checks of layers of one's own; the exit status says whether one failed. */
export function defineCheckLayer(command: Command): void {
  command
    .description(
      "Checks every layer that a module (.js or .mjs) exports: layers, or functions that defineLayer returned and that need no options. Prints what " +
        "MATLAB's checkLayer prints. The exit status is 1 if a check failed.",
    )
    .option(
      "--input-size <size>",
      'the sizes of the input, such as 12,8 or "[24 24 20]"; once for each input, NaN where a size does not matter',
      (size: string, before: readonly string[] = []) => [...before, size],
    )
    .option("--observation-dimension <n>", "which of the sizes counts observations: 2 for sequences and features, 4 for images")
    .option("--format <format>", "what the sizes mean, such as CBT or SSCB, instead of --observation-dimension")
    .addOption(new Option("--json", "print one JSON document"))
    .addHelpText("after", '\nExample:\n  layergraph check-layer attention.js --input-size "[12 3 20]" --observation-dimension 2')
    .action(async (path: string, flags: CheckLayerFlags) => {
      process.exitCode = await checkFile(path, flags);
    });
}

async function checkFile(path: string, flags: CheckLayerFlags): Promise<number> {
  requiredFlag(flags.inputSize?.[0], "check-layer", "--input-size <size>, the sizes of the input");
  const sizes = sizesOf(flags.inputSize!, flags.format);
  const observationDimension = dimensionOf(flags);
  const checks: LayerCheck[] = [];
  for (const layer of await exportedLayers(path)) {
    const check = await checkLayer(layer, sizes, observationDimension === undefined ? {} : { observationDimension });
    checks.push(check);
    if (!flags.json) printLine(`${checks.length > 1 ? "\n" : ""}${layer.type} '${layer.name}'\n${printLayerCheck(check)}`);
  }
  const passed = checks.every((check) => check.passed);
  if (flags.json) printDocument({ passed, layers: checks });
  return passed ? exitStatus.done : exitStatus.no;
}

/** The layers of a module under the names of their exports, each once. */
async function exportedLayers(path: string): Promise<Layer[]> {
  if (!/\.m?js$/i.test(path)) {
    throw new LayerGraphError("module-format", `'${path}' is not a JavaScript module; .js and .mjs files are.`);
  }
  const found = new Map<unknown, Layer>();
  for (const [name, value] of Object.entries(await importFile(path))) {
    if (!isLayer(value) && !isLayerFunction(value)) continue;
    const layer = isLayer(value) ? value : await running(path, `makes no layer with ${name}()`, () => value());
    if (!found.has(value)) found.set(value, layer.name === "" ? { ...layer, name } : layer);
  }
  if (found.size > 0) return [...found.values()];
  throw new LayerGraphError("no-layers", `'${path}' exports no layer; export a layer, or what defineLayer returns.`);
}

function isLayer(value: unknown): value is Layer {
  return typeof value === "object" && value !== null && "definition" in value && "inputNames" in value;
}

function isLayerFunction(value: unknown): value is () => Layer {
  return typeof value === "function" && "definition" in value;
}

function sizesOf(given: readonly string[], format: string | undefined): CheckLayerSizes {
  return given.map((text) => {
    const size = text
      .replace(/^\s*\[|\]\s*$/g, "")
      .split(/[\s,]+/)
      .filter((word) => word !== "");
    const numbers = size.map((word) => (/^nan$/i.test(word) ? Number.NaN : Number(word)));
    if (size.length === 0 || numbers.some((n, i) => Number.isNaN(n) && !/^nan$/i.test(size[i]))) {
      const message = `--input-size '${text}': expected numbers such as 12,8 or "[24 24 20]".`;
      throw new LayerGraphError("invalid-flag", message, { received: text });
    }
    return format === undefined ? numbers : { size: numbers, format: format.toUpperCase() as Format };
  });
}

function dimensionOf({ observationDimension: given, format }: CheckLayerFlags): number | undefined {
  if (given === undefined) return undefined;
  if (format !== undefined) {
    throw new LayerGraphError("invalid-flag", "--format says which size counts observations; leave --observation-dimension out.");
  }
  if (/^\d+$/.test(given)) return Number(given);
  throw new LayerGraphError("invalid-flag", `--observation-dimension '${given}': expected a whole number such as 2.`, {
    received: given,
  });
}
