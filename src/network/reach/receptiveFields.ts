import { timeDimensionOf } from "../../layer/apply.ts";
import type { LayerReach } from "../../layer/reach.ts";
import type { Activation, Layer } from "../../layer.ts";
import { type Dim, subtractDims, symbol } from "../../ops/index.ts";
import { inputKey } from "../graphState.ts";
import { type TracedLayer, traceLayers } from "../trace.ts";
import type { Edge, Wiring } from "../wiring.ts";
import { type Field, identityField, throughLayer, union } from "./field.ts";
import { looksAhead, reachBetween, reachOf } from "./reachOf.ts";
import { shareTime, stepsOf } from "./steps.ts";

/** What one output of a layer sees of each input layer with time steps, by its name. */
export type Fields = ReadonlyMap<string, Field>;

/** How far a layer of a network sees. */
export interface LayerFields {
  readonly traced: TracedLayer;
  /** How it depends on its own inputs; undefined where that could not be told. */
  readonly reach: LayerReach | undefined;
  /** What each of its inputs sees. */
  readonly sees: readonly Fields[];
  /** What each of its outputs sees. */
  readonly outputs: readonly Fields[];
  /** Whether no step of an output depends on a later step of its inputs; null where there are no steps, or where it is not known. */
  readonly causal: boolean | null;
}

const known = new WeakMap<Wiring, ReadonlyMap<string, LayerFields>>();

/** How far every layer sees that could be traced, in prediction, in the order of computing. */
export function receptiveFields(wiring: Wiring): ReadonlyMap<string, LayerFields> {
  const fields = known.get(wiring) ?? fieldsAnew(wiring);
  known.set(wiring, fields);
  return fields;
}

function fieldsAnew(wiring: Wiring): ReadonlyMap<string, LayerFields> {
  const { layers } = traceLayers(wiring);
  const incoming = new Map(wiring.edges.map((edge) => [inputKey(edge.destination, edge.destinationPort), edge]));
  const result = new Map<string, LayerFields>();
  const inputTimes = new Map<string, Dim>();
  for (const traced of layers.values()) {
    const { layer } = traced;
    const time = inputTime(layer);
    if (time !== undefined) inputTimes.set(layer.name, time);
    const sees = layer.inputNames.map((port) => fieldsAt(incoming.get(inputKey(layer.name, port))!, result));
    result.set(layer.name, layer.definition.input ? inputFields(traced) : layerFields(traced, sees, inputTimes));
  }
  return result;
}

function inputTime({ definition, options }: Layer): Dim | undefined {
  const spec = definition.input?.(options as never);
  const time = spec && timeDimensionOf(spec);
  return time === undefined ? undefined : symbol(time);
}

function fieldsAt({ source, sourcePort }: Edge, known: ReadonlyMap<string, LayerFields>): Fields {
  const { traced, outputs } = known.get(source)!;
  return outputs[traced.layer.outputNames.indexOf(sourcePort)];
}

/** An input layer: what is fed in is what is seen. */
function inputFields(traced: TracedLayer): LayerFields {
  const hasSteps = inputTime(traced.layer) !== undefined;
  const fields: Fields = new Map(hasSteps ? [[traced.layer.name, identityField]] : []);
  return { traced, reach: undefined, sees: [], outputs: [fields], causal: hasSteps ? true : null };
}

function layerFields(traced: TracedLayer, sees: readonly Fields[], inputTimes: ReadonlyMap<string, Dim>): LayerFields {
  const reach = reachOf(traced);
  const outputs = traced.outputs.map((output, i): Fields => {
    const fields = new Map<string, Field>();
    const add = (input: string, field: Field): void => {
      const before = fields.get(input);
      fields.set(input, before === undefined ? field : union(before, field));
    };
    traced.inputs.forEach((x, k) => {
      for (const [input, field] of sees[k]) {
        const seen = seenThrough(reach, i, k, field, x, output, inputTimes.get(input)!);
        if (seen !== undefined) add(input, seen);
      }
    });
    return fields;
  });
  return { traced, reach, sees, outputs, causal: isCausal(traced, reach) };
}

/** What an output sees of an input of the network by one input of its layer; undefined for nothing. */
function seenThrough(
  reach: LayerReach | undefined,
  output: number,
  input: number,
  field: Field,
  x: Activation,
  y: Activation,
  time: Dim,
): Field | undefined {
  const steps = stepsOf(x);
  const between = reach && reachBetween(reach, output, input);
  if (between === "none") return undefined;
  if (steps === undefined) return field;
  if (between === undefined) return "unknown";
  const lack = subtractDims(time, steps);
  return throughLayer(between, field, stepsOf(y) !== undefined, typeof lack === "number" ? lack : undefined);
}

function isCausal({ inputs, outputs }: TracedLayer, reach: LayerReach | undefined): boolean | null {
  const pairs = outputs.flatMap((y, i) => inputs.flatMap((x, k) => (shareTime(x, y) ? [[i, k] as const] : [])));
  if (pairs.length === 0 || reach === undefined) return null;
  return pairs.every(([i, k]) => {
    const between = reachBetween(reach, i, k);
    return between === "none" || !looksAhead(between);
  });
}
