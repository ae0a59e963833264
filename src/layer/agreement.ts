import { LayerGraphError } from "../errors.ts";
import { type Dim, printDims, reshape, sameDim, sizeOfDim, symbolsOf, type Value } from "../ops/index.ts";
import { hasOnePlace } from "./flattening.ts";
import { type Activation, axisOf, type Format, internalLabels, type Label, type Layout, layoutOf } from "./formats.ts";
import { allSteps, type LayerReach, type Reach, sameStep } from "./reach.ts";

const words: Record<Label, string> = { S: "spatial size", C: "channels", B: "observations", T: "time steps" };

/**
 * Refuses inputs that differ in format or in any dimension but the one at `free`; names them in1, in2, … The code is `length-mismatch` where
 * the sizes are equal for some lengths of the sequences and differ for others, else `size-mismatch`.
 */
export function requireSameSizes(inputs: readonly Activation[], free?: number): void {
  const [first, ...others] = inputs;
  others.forEach((other, i) => {
    const name = `in${i + 2}`;
    if (other.format !== first.format) {
      throw mismatch("format", first, other, name, formatFix(first, other, name));
    }
    const axis = first.value.shape.findIndex((d, a) => a !== free && !sameDim(d, other.value.shape[a]));
    if (axis < 0) return;
    const label = internalLabels(first.format)[axis];
    throw different(label, axis, first, other, name);
  });
}

/** What global pooling leaves of images is as good as a vector, but not one. */
function formatFix(first: Activation, other: Activation, name: string): string {
  const images = [first, other].map((x) => hasOnePlace(layoutOf(x)));
  if (images[0] && !other.format.includes("S")) return flattenBefore("in1");
  return images[1] && !first.format.includes("S") ? flattenBefore(name) : `Bring '${name}' to format ${first.format}.`;
}

function flattenBefore(name: string): string {
  return `Put flattenLayer before '${name}', whose spatial dimensions have size 1.`;
}

function fixFor(label: Label, { value }: Activation, name: string): string {
  if (label === "C") {
    return `Put a layer with ${value.shape[1]} output channels before '${name}'.`;
  }
  return `Give the layers before '${name}' the stride and padding of those before 'in1'.`;
}

/** Two inputs that differ along an axis: for all data, or only for some lengths of their sequences. */
function different(label: Label, axis: number, first: Activation, other: Activation, name: string, place = 0): LayerGraphError {
  const fix = fixFor(label, first, name);
  const code = agreeForSomeLength(first.value.shape[axis], other.value.shape[axis]) ? "length-mismatch" : "size-mismatch";
  return mismatch(words[label], first, other, name, fix, place, code);
}

/** So many lengths in a row hold one that any usual strides divide. */
const lengthsTried = 1024;

/** Whether two sizes that follow from the length of a sequence are equal for some lengths, such as those that a stride divides. */
function agreeForSomeLength(a: Dim, b: Dim): boolean {
  const names = new Set([...symbolsOf(a), ...symbolsOf(b)]);
  if (names.size !== 1) return false;
  const [name] = names;
  for (let length = lengthsTried; length < 2 * lengthsTried; length++) {
    if (sizeOfDim(a, { [name]: length }) === sizeOfDim(b, { [name]: length })) return true;
  }
  return false;
}

function mismatch(
  what: string,
  first: Activation,
  other: Activation,
  name: string,
  fix: string,
  place = 0,
  code = "size-mismatch",
): LayerGraphError {
  const print = ({ value, format }: Activation): string => `${printDims(value.shape)} (${format})`;
  return new LayerGraphError(
    code,
    `inputs differ in ${what}: in${place + 1} has ${print(first)}, ${name} has ${print(other)}. ${fix}`,
    { port: name, received: print(other), expected: print(first), fix },
  );
}

/**
 * The inputs combined element by element. The result has the format and the size of the largest: along dimensions of size 1 an input is
 * repeated, and so it is along dimensions that its format lacks (a CB input along the time steps of a CBT one), as between dlarrays.
 */
export function combined(inputs: readonly Activation[], combine: (a: Value, b: Value) => Value): Activation {
  const { format } = inputs.reduce((a, b) => (b.format.length > a.format.length ? b : a));
  const stretched = inputs.map((x, i) => stretchable(x, format, i, inputs[0]));
  const sizes = internalLabels(format).map((label, axis) => commonSize(stretched, axis, label));
  const time = axisOf(format, "T");
  const sequences = stretched.filter((x) => x.lengths && sameDim(x.value.shape[time!], sizes[time!]));
  const value = stretched.map((x) => x.value).reduce(combine);
  return { value, format, lengths: sharedLengths(sequences) };
}

/** The input with a dimension of 1 for each that its format lacks; its S, where it has any, are all of those of the format. */
function stretchable(x: Activation, format: Format, place: number, first: Activation): Activation {
  const own = internalLabels(x.format);
  const wanted = internalLabels(format);
  const spatial = own.filter((label) => label === "S").length;
  const fits = spatial === 0 || spatial === wanted.filter((label) => label === "S").length;
  if (!fits || own.some((label) => !wanted.includes(label))) {
    const other = place === 0 ? "in1" : `in${place + 1}`;
    const usual = `Bring all inputs to format ${format}.`;
    throw mismatch("format", first, x, other, hasOnePlace(layoutOf(x)) ? flattenBefore(other) : usual);
  }
  let next = 0;
  const shape = wanted.map((label) => (own[next] === label ? x.value.shape[next++] : 1));
  return { ...x, format, value: shape.length === own.length ? x.value : reshape(x.value, shape) };
}

/** The size that the inputs have along an axis, those of size 1 left out. */
function commonSize(inputs: readonly Activation[], axis: number, label: Label): Dim {
  const first = inputs.find((x) => x.value.shape[axis] !== 1) ?? inputs[0];
  const odd = inputs.findIndex((x) => x.value.shape[axis] !== 1 && !sameDim(x.value.shape[axis], first.value.shape[axis]));
  if (odd < 0) return first.value.shape[axis];
  throw different(label, axis, first, inputs[odd], `in${odd + 1}`, inputs.indexOf(first));
}

/** The lengths of the sequences of any input: inputs of the same size have the same. */
export function sharedLengths(inputs: readonly Activation[]): Value | undefined {
  return inputs.find((x) => x.lengths)?.lengths;
}

/** What a layer that combines its inputs element by element declares: a single step is repeated along all steps of the others. */
export function combinedReach({ inputs }: { readonly inputs: readonly Layout[] }): LayerReach {
  const isOne = ({ format, shape }: Layout): boolean => format.includes("T") && shape.at(-1) === 1;
  const repeats = inputs.some((x) => x.format.includes("T") && !isOne(x));
  return { reach: [inputs.map((x): Reach => (isOne(x) && repeats ? allSteps : sameStep))] };
}
