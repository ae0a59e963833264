import { LayerGraphError } from "../errors.ts";
import { printDims, sameDim, type Value } from "../ops/index.ts";
import { type Activation, internalLabels, type Label } from "./formats.ts";

const words: Record<Label, string> = { S: "spatial size", C: "channels", B: "observations", T: "time steps" };

/** Refuses inputs that differ in format or in any dimension but the one at `free`; names them in1, in2, … */
export function requireSameSizes(inputs: readonly Activation[], free?: number): void {
  const [first, ...others] = inputs;
  others.forEach((other, i) => {
    const name = `in${i + 2}`;
    if (other.format !== first.format) {
      throw mismatch("format", first, other, name, `Bring '${name}' to format ${first.format}.`);
    }
    const axis = first.value.shape.findIndex((d, a) => a !== free && !sameDim(d, other.value.shape[a]));
    if (axis < 0) return;
    const label = internalLabels(first.format)[axis];
    throw mismatch(words[label], first, other, name, fixFor(label, first, name));
  });
}

function fixFor(label: Label, { format, value }: Activation, name: string): string {
  if (label === "C") {
    const channels = value.shape[1];
    return `Put ${format === "CB" ? `fullyConnectedLayer(${channels})` : `convolution1dLayer(1, ${channels})`} before '${name}'.`;
  }
  return `Give the layers before '${name}' the stride and padding of those before 'in1'.`;
}

function mismatch(what: string, first: Activation, other: Activation, name: string, fix: string): LayerGraphError {
  const print = ({ value, format }: Activation): string => `${printDims(value.shape)} (${format})`;
  return new LayerGraphError(
    "size-mismatch",
    `inputs differ in ${what}: in1 has ${print(first)}, ${name} has ${print(other)}. ${fix}`,
    { port: name, received: print(other), expected: print(first), fix },
  );
}

/** The lengths of the sequences of any input: inputs of the same size have the same. */
export function sharedLengths(inputs: readonly Activation[]): Value | undefined {
  return inputs.find((x) => x.lengths)?.lengths;
}
