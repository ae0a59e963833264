import type { Layer, Layout } from "../layer.ts";

const numbers = new WeakMap<object, number>();
let last = 0;

/**
 * A text that layers have in common which compute the same from inputs of the same sizes: their options but the name, and the sizes. What is neither text
 * nor number in an option counts as the same where it is the same object.
 */
export function layerKey({ given }: Layer, inputs: readonly Layout[]): string {
  const plain = (_: string, value: unknown): unknown => {
    if (typeof value === "function") return `function ${numberOf(value)}`;
    return isPlain(value) ? value : `object ${numberOf(value as object)}`;
  };
  return `${JSON.stringify(given, plain)} ${inputs.map(({ format, shape }) => `${format} ${shape.join()}`).join("; ")}`;
}

function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype && !("layers" in value)) || (Array.isArray(value) && value.length < 100);
}

function numberOf(value: object): number {
  const number = numbers.get(value) ?? ++last;
  numbers.set(value, number);
  return number;
}
