import { type Anchor, extremes, type Field, type SteppingField, strideOf } from "./field.ts";

/** A step of an input: counted from the first (`"start"`, `"start+3"`) or from the last one (`"end"`, `"end-3"`). */
export type Place = "start" | "end" | `start+${number}` | `end-${number}`;

/**
 * Which steps of an input layer an output depends on, in prediction. Where the output has time steps, its step t (from 0) sees the steps from
 * `stride · t + earliest` to `stride · t + latest` as far as they are there; `"start"` and `"end"` are the first and the last step.
 */
export interface ReceptiveField {
  /** The output of the layer. */
  readonly port: string;
  /** The input layer. */
  readonly input: string;
  readonly earliest: number | Place;
  readonly latest: number | Place;
  /** How many steps one output sees at most; `"all"` where this grows with the sequence. */
  readonly steps: number | "all";
  /** How many steps of the input lie between neighbouring steps of the output: a fraction behind layers that make sequences longer, null for outputs without steps. */
  readonly stride: number | null;
}

/** A field as data; undefined where it is not known or nothing is seen. */
export function receptiveField(port: string, input: string, field: Field): ReceptiveField | undefined {
  if (field === "unknown") return undefined;
  if (field.kind === "stepping") return steppingData(port, input, field);
  const { from, to } = field;
  const sides = from.side === to.side ? Math.abs(to.offset - from.offset) + 1 : "all";
  return { port, input, earliest: placeOf(from), latest: placeOf(to), steps: sides, stride: null };
}

function steppingData(port: string, input: string, field: SteppingField): ReceptiveField | undefined {
  const { earliest, latest } = extremes(field);
  const steps = Math.max(...field.from.map((from, i) => field.to[i] - from + 1));
  if (steps <= 0) return undefined;
  return {
    port,
    input,
    earliest: Number.isFinite(earliest) ? earliest : "start",
    latest: Number.isFinite(latest) ? latest : "end",
    steps: Number.isFinite(steps) ? steps : "all",
    stride: strideOf(field),
  };
}

function placeOf({ side, offset }: Anchor): Place {
  if (offset === 0) return side;
  return side === "start" ? `start+${offset}` : `end-${offset}`;
}
