import type { StepReach } from "../../layer/reach.ts";

/** A step counted from the first or from the last one: `offset` steps behind the first, or before the last. */
export interface Anchor {
  readonly side: "start" | "end";
  readonly offset: number;
}

/**
 * The steps of an input that the steps of an activation depend on: step i sees the steps from `from[i]` to `to[i]`, step i + period sees those
 * `shift` later. Infinite where they go to the first or last step; a step that sees nothing goes from ∞ to −∞.
 */
export interface SteppingField {
  readonly kind: "stepping";
  readonly shift: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** The same steps of an input whichever step it is, or where there are no steps. */
export interface FixedField {
  readonly kind: "fixed";
  readonly from: Anchor;
  readonly to: Anchor;
}

/** Which steps of one input an activation depends on; `"unknown"` where a layer's reach could not be told. */
export type Field = SteppingField | FixedField | "unknown";

const start: Anchor = { side: "start", offset: 0 };
const end: Anchor = { side: "end", offset: 0 };

/** Each step sees itself. */
export const identityField: SteppingField = { kind: "stepping", shift: 1, from: [0], to: [0] };

/** All steps are seen. */
export const wholeField: FixedField = { kind: "fixed", from: start, to: end };

/** Fields with longer periods are not followed further. */
const longestPeriod = 4096;

/** How many steps of the input lie between neighbouring steps. */
export function strideOf({ shift, from }: SteppingField): number {
  return shift / from.length;
}

/**
 * What the output of a layer sees of an input of the network, from what its own input sees of it. An output without steps may see the last steps only:
 * `lack` tells how many steps fewer than the input of the network the layer's input has, if that is known.
 */
export function throughLayer(reach: StepReach, field: Field, hasSteps: boolean, lack: number | undefined): Field {
  if (field === "unknown" || field.kind === "fixed") return field;
  return hasSteps ? composed(reach, field) : atOneStep(reach, field, lack);
}

function composed({ earliest, latest, stride = 1, spread = 1 }: StepReach, field: SteppingField): Field {
  if (earliest === "end") return wholeField;
  const inner = field.from.length;
  const rounds = inner / greatestCommonDivisor(inner, stride);
  if (rounds * spread > longestPeriod) return "unknown";
  const from: number[] = [];
  const to: number[] = [];
  for (let u = 0; u < rounds * spread; u++) {
    const first = earliest === "start" ? Number.NEGATIVE_INFINITY : Math.ceil((stride * u + earliest) / spread);
    const last = latest === "end" ? Number.POSITIVE_INFINITY : Math.floor((stride * u + latest) / spread);
    from.push(earliestSeen(field, first, last));
    to.push(latestSeen(field, first, last));
  }
  return shortest({ kind: "stepping", shift: (field.shift * rounds * stride) / inner, from, to });
}

/** The first step that is seen from the steps `first` … `last`; within one period every phase has come. */
function earliestSeen(field: SteppingField, first: number, last: number): number {
  if (first === Number.NEGATIVE_INFINITY) return first;
  let found = Number.POSITIVE_INFINITY;
  for (let t = first; t <= Math.min(last, first + field.from.length - 1); t++) found = Math.min(found, boundAt(field, "from", t));
  return found;
}

function latestSeen(field: SteppingField, first: number, last: number): number {
  if (last === Number.POSITIVE_INFINITY) return last;
  let found = Number.NEGATIVE_INFINITY;
  for (let t = last; t >= Math.max(first, last - field.to.length + 1); t--) found = Math.max(found, boundAt(field, "to", t));
  return found;
}

function boundAt(field: SteppingField, side: "from" | "to", t: number): number {
  const period = field.from.length;
  const round = Math.floor(t / period);
  return field[side][t - round * period] + round * field.shift;
}

/** What is seen by an output without steps. */
function atOneStep({ earliest, latest }: StepReach, field: SteppingField, lack: number | undefined): FixedField {
  if (earliest === "end") return { kind: "fixed", ...atLastStep(field, lack) };
  if (earliest === "start" || latest === "end") return wholeField;
  const [from, to] = [boundAt(field, "from", earliest), boundAt(field, "to", latest)];
  return {
    kind: "fixed",
    from: { side: "start", offset: Math.max(0, from) },
    to: to === Number.POSITIVE_INFINITY ? end : { side: "start", offset: Math.max(0, to) },
  };
}

/** What the last step sees: near the end where nothing is skipped, so that it lies as far behind the last step of the input as is lacking. */
function atLastStep(field: SteppingField, lack: number | undefined): Pick<FixedField, "from" | "to"> {
  if (lack === undefined || field.shift !== field.from.length) return { from: start, to: end };
  const { earliest, latest } = extremes(field);
  const place = (bound: number): Anchor => ({ side: "end", offset: Math.max(0, lack - bound) });
  return {
    from: earliest === Number.NEGATIVE_INFINITY ? start : place(earliest),
    to: latest === Number.POSITIVE_INFINITY ? end : place(latest),
  };
}

/** The lowest and highest of what the steps see, relative to their own place. */
export function extremes(field: SteppingField): { readonly earliest: number; readonly latest: number } {
  const stride = strideOf(field);
  const relative = (bounds: readonly number[]): number[] => bounds.map((bound, i) => bound - i * stride + 0);
  return { earliest: Math.min(...relative(field.from)), latest: Math.max(...relative(field.to)) };
}

/** What two activations that are combined see together. */
export function union(a: Field, b: Field): Field {
  if (a === "unknown" || b === "unknown") return "unknown";
  if (a.kind === "fixed" && b.kind === "fixed") {
    return { kind: "fixed", from: earlier(a.from, b.from), to: later(a.to, b.to) };
  }
  if (a.kind === "stepping" && b.kind === "stepping") return steppingUnion(a, b);
  return a.kind === "stepping" ? withFixed(a, b as FixedField) : withFixed(b as SteppingField, a as FixedField);
}

function steppingUnion(a: SteppingField, b: SteppingField): Field {
  if (strideOf(a) !== strideOf(b)) return wholeField;
  const period = (a.from.length * b.from.length) / greatestCommonDivisor(a.from.length, b.from.length);
  if (period > longestPeriod) return "unknown";
  const steps = Array.from({ length: period }, (_, i) => i);
  return shortest({
    kind: "stepping",
    shift: strideOf(a) * period,
    from: steps.map((i) => Math.min(boundAt(a, "from", i), boundAt(b, "from", i))),
    to: steps.map((i) => Math.max(boundAt(a, "to", i), boundAt(b, "to", i))),
  });
}

/** Steps that beside their own also see fixed ones, as steps that see as far. */
function withFixed(field: SteppingField, fixed: FixedField): Field {
  const latest = fixed.to.side === "end" ? Number.POSITIVE_INFINITY : fixed.to.offset;
  const earliest = Number.NEGATIVE_INFINITY;
  const stride = strideOf(field);
  return {
    ...field,
    from: field.from.map(() => earliest),
    to: field.to.map((bound, i) => Math.max(bound, Math.ceil(latest + i * stride))),
  };
}

/** With what is earlier of two places: those before the end are not told to be behind those at the start. */
function earlier(a: Anchor, b: Anchor): Anchor {
  if (a.side !== b.side) return a.side === "start" ? a : b;
  return a.offset < b.offset === (a.side === "start") ? a : b;
}

function later(a: Anchor, b: Anchor): Anchor {
  return earlier(a, b) === a ? b : a;
}

/** The same field with its shortest period. */
function shortest(field: SteppingField): SteppingField {
  const whole = field.from.length;
  for (let period = 1; period < whole; period++) {
    const shift = (field.shift * period) / whole;
    if (whole % period !== 0 || !Number.isInteger(shift)) continue;
    const part: SteppingField = { kind: "stepping", shift, from: field.from.slice(0, period), to: field.to.slice(0, period) };
    if (field.from.every((bound, i) => boundAt(part, "from", i) === bound && boundAt(part, "to", i) === field.to[i])) return part;
  }
  return field;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
