import { LayerGraphError } from "../../src/errors.ts";
import { type AppliedLayer, applyLayer, fedActivation, storedShape } from "../../src/layer/apply.ts";
import { type Activation, type Format, internalLabels, type Layer, layoutOf } from "../../src/layer.ts";
import { type Dim, input, symbol } from "../../src/ops/index.ts";
import { allExampleLayers } from "./layerExamples.ts";

/** One way in which a layer can be applied. */
export interface Application {
  readonly layer: Layer;
  readonly inputs: readonly Activation[];
  readonly applied: AppliedLayer;
}

const formats: readonly Format[] = ["CBT", "CB", "SCB", "SCBT", "SSCB", "SSCBT", "SSSCB", "SSSCBT"];
const printOrder: readonly string[] = ["CB", "CBT", "SCB", "SCBT", "SSCB", "SSCBT", "SSSCB", "SSSCBT"];
/** Tried in this order, for a layer may want a number of channels. */
const channelCounts = [8, 1, 2, 3, 4, 12];

/** How a layer can be applied: once for each format that its first input may have. Found out by trying. */
export function applications(layer: Layer): Application[] {
  const { definition } = layer;
  if (definition.input) return [attempt(layer, [fedActivation(layer, layer.name, false)])].filter((each) => each !== undefined);
  return formats.flatMap((format) => {
    for (const channels of channelCounts) {
      const found = appliedTo(layer, sample(format, channels));
      if (found) return [found];
    }
    return [];
  });
}

/** The layer applied to an input: with others like it, with smaller ones, with those that a layer with outputs of the same names gives, or with any. */
function appliedTo(layer: Layer, first: Activation): Application | undefined {
  const alike = layer.inputNames.map(() => first);
  const smaller = [first, ...alike.slice(1).map(() => sample(first.format, first.value.shape[1] as number, 8))];
  return attempt(layer, alike) ?? attempt(layer, smaller) ?? fromPartner(layer, first) ?? attemptAny(layer, [first]);
}

function fromPartner(layer: Layer, first: Activation): Application | undefined {
  const wanted = layer.inputNames.slice(1);
  if (wanted.length === 0) return undefined;
  for (const partner of allExampleLayers()) {
    if (!wanted.every((name) => partner.outputNames.includes(name)) || partner.inputNames.length !== 1) continue;
    for (const format of formats) {
      const before = attempt(partner, [sample(format, 8)]);
      const outputs = wanted.map((name) => before?.applied.outputs[partner.outputNames.indexOf(name)]);
      const [main] = before?.applied.outputs ?? [];
      if (!main || main.format !== first.format || outputs.includes(undefined)) continue;
      const found = attempt(layer, [main, ...(outputs as Activation[])]);
      if (found) return found;
    }
  }
  return undefined;
}

/** The layer with each further input in the first format that fits. */
function attemptAny(layer: Layer, inputs: readonly Activation[]): Application | undefined {
  if (inputs.length === layer.inputNames.length) return attempt(layer, inputs);
  if (inputs.length > 3) return undefined;
  const channels = [...new Set([inputs[0].value.shape[1] as number, 1])];
  for (const format of formats) {
    for (const count of channels) {
      const found = attemptAny(layer, [...inputs, sample(format, count)]);
      if (found) return found;
    }
  }
  return undefined;
}

function attempt(layer: Layer, inputs: readonly Activation[]): Application | undefined {
  const source = (name: string, { size }: { readonly size: readonly number[] }) => input(name, storedShape(size));
  const random = (shape: readonly Dim[]) => input("random", shape);
  try {
    return { layer, inputs, applied: applyLayer(layer, inputs, { training: false, learnable: source, state: source, random }) };
  } catch (error) {
    if (error instanceof LayerGraphError) return undefined;
    throw error;
  }
}

function sample(format: Format, channels: number, pixels = 16): Activation {
  const sizes = { B: symbol("batch"), C: channels, S: pixels, T: symbol("time") };
  const value = input(
    "x",
    internalLabels(format).map((label) => sizes[label]),
  );
  return { value, format };
}

/** Formats in and out, `any` where each stays as it is: `any`, `CB, CBT; SSCB → CB`, `→ CBT` of an input layer, `CB →` of an output layer. */
export function printFormats(found: readonly Application[]): string {
  const pairs = found.map(({ layer, inputs, applied }) => {
    const end = layer.definition.loss ? "" : layoutOf(applied.outputs[0]).format;
    return { start: layer.definition.input ? "" : inputs[0].format, end };
  });
  pairs.sort((a, b) => printOrder.indexOf(a.start) - printOrder.indexOf(b.start));
  const kept = pairs.filter(({ start, end }) => start === end).map(({ start }) => start);
  const sames = kept.length === formats.length ? ["any"] : kept.length > 0 ? [kept.join(", ")] : [];
  const ends = [...new Set(pairs.filter(({ start, end }) => start !== end).map(({ end }) => end))];
  const changes = ends.map((end) => {
    const starts = pairs.filter((pair) => pair.end === end && pair.start !== end).map((pair) => pair.start);
    const all = starts.length === formats.length ? "any" : starts.join(", ");
    return `${all} → ${end}`.trim();
  });
  return [...sames, ...new Set(changes)].join("; ");
}
