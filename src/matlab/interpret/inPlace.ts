import type { Subscript, Value } from "../values/value.ts";

/**
 * Sets one element of an array that nothing else refers to, where that needs neither growth nor conversion; false where it was not done.
 * What makes loops such as `x(i) = …` take time in proportion to their passes.
 */
export function setInPlace(target: Value, subscripts: readonly Subscript[], given: Value, braces: boolean): boolean {
  const position = positionOf(target, subscripts);
  if (position < 0) return false;
  if (target.kind === "cell") {
    const element = braces ? given : given.kind === "cell" && given.elements.length === 1 ? given.elements[0] : undefined;
    if (element === undefined) return false;
    (target.elements as Value[])[position] = element;
    return true;
  }
  if (braces || target.kind !== given.kind) return false;
  if (target.kind === "logical" && given.kind === "logical" && given.data.length === 1) {
    target.data[position] = given.data[0];
    return true;
  }
  if (target.kind !== "numeric" || given.kind !== "numeric") return false;
  if (target.imaginary || given.imaginary || target.class !== given.class || given.data.length !== 1) return false;
  target.data[position] = given.data[0];
  return true;
}

/** The place of the one element that scalar subscripts name inside the array; −1 for anything else. */
function positionOf(target: Value, subscripts: readonly Subscript[]): number {
  if (target.kind !== "cell" && target.kind !== "logical" && target.kind !== "numeric") return -1;
  const { size } = target;
  if (subscripts.length === 1) {
    const index = scalarIndex(subscripts[0]);
    return index <= (target.kind === "cell" ? target.elements.length : target.data.length) ? index - 1 : -1;
  }
  if (subscripts.length !== 2 || size.length !== 2) return -1;
  const [row, column] = [scalarIndex(subscripts[0]), scalarIndex(subscripts[1])];
  return row >= 1 && column >= 1 && row <= size[0] && column <= size[1] ? (column - 1) * size[0] + row - 1 : -1;
}

/** A subscript that is one whole number; 0 for all others. */
function scalarIndex(subscript: Subscript): number {
  if (subscript === ":" || subscript.kind !== "numeric" || subscript.data.length !== 1) return 0;
  const index = Number(subscript.data[0]);
  return Number.isInteger(index) && index >= 1 ? index : 0;
}
