import { ScriptError } from "../values/scriptError.ts";
import type { Subscript, Value } from "../values/value.ts";
import { matrixOf, type SizeNumber, type SymbolicNumbers, simplest } from "./symbolicNumbers.ts";

/** `sizes(subscripts)`. */
export function indexedNumbers({ elements, size }: SymbolicNumbers, subscripts: readonly Subscript[]): SymbolicNumbers | Value {
  const places = subscripts.map((subscript, i) => {
    const count = subscripts.length === 1 ? elements.length : (size[i] ?? 1);
    const taken = placesOf(subscript, count);
    for (const place of taken) requireWithin(place, count);
    return taken;
  });
  const [first, second] = places;
  if (second) {
    const flat = second.flatMap((c) => first.map((r) => elements[r + c * size[0]]));
    return simplest([first.length, second.length], flat);
  }
  const upright = subscripts[0] === ":" || (size[1] === 1 && size[0] > 1);
  const flat = first.map((at) => elements[at]);
  return simplest(upright ? [flat.length, 1] : [1, flat.length], flat);
}

/** `sizes(subscript) = given`, with growth by zeros. */
export function numbersAssigned(target: SymbolicNumbers, subscript: Subscript, given: SymbolicNumbers): SymbolicNumbers | Value {
  const elements: SizeNumber[] = [...target.elements];
  for (const [i, place] of placesOf(subscript, elements.length).entries()) {
    while (elements.length < place) elements.push({ numerator: 0, divisor: 1 });
    elements[place] = given.elements[given.elements.length === 1 ? 0 : i];
  }
  const upright = target.size[1] === 1 && target.size[0] > 1;
  return simplest(upright ? [elements.length, 1] : [1, elements.length], elements);
}

/** The places that a subscript names, from 0. */
function placesOf(subscript: Subscript, count: number): number[] {
  if (subscript === ":") return Array.from({ length: count }, (_, i) => i);
  const numbers = matrixOf(subscript)?.elements.map(({ numerator }) => numerator);
  if (!numbers?.every((n) => typeof n === "number")) {
    throw new ScriptError("MATLAB:badsubscript", "Array indices must be positive integers or logical values.");
  }
  return subscript.kind === "logical" ? numbers.flatMap((n, i) => (n === 0 ? [] : [i])) : numbers.map((n) => n - 1);
}

function requireWithin(place: number, count: number): void {
  if (Number.isInteger(place) && place >= 0 && place < count) return;
  throw new ScriptError(
    "MATLAB:badsubscript",
    `Index exceeds the number of array elements. Index must not exceed ${count}, received ${place + 1}.`,
  );
}
