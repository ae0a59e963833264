import { type MatSize, type NumericData, numberOfElements } from "../../data/matValues.ts";
import { internal } from "../../errors.ts";
import { type ArrayValue, elementBytes } from "./elements.ts";
import { type Charge, canonicalSize, chargeArray, lengthAlong } from "./shape.ts";
import type { Value } from "./value.ts";

/** Arrays of one class whose other dimensions agree, joined along a dimension. */
export function joinedAlong(dimension: number, arrays: readonly ArrayValue[], charge?: Charge): ArrayValue {
  const [first] = arrays;
  if (arrays.length === 0) internal("nothing to join");
  if (arrays.length === 1) return first;
  const size = joinedSize(
    dimension,
    arrays.map((array) => array.size),
  );
  chargeArray(size, elementBytes(first), charge);
  const parts = arrays.map((array) => ({ array, stretch: stretchOf(dimension, array.size) }));
  const outer = numberOfElements(size.slice(dimension));
  const list = <T>(of: (array: ArrayValue) => readonly T[]): T[] => joinedLists(parts, outer, of);
  switch (first.kind) {
    case "numeric":
      return {
        kind: "numeric",
        class: first.class,
        size: canonicalSize(size),
        data: joinedNumbers(first.data, size, parts, outer),
      };
    case "logical":
      return { kind: "logical", size: canonicalSize(size), data: joinedNumbers(first.data, size, parts, outer) };
    case "categorical":
      return { ...first, size: canonicalSize(size), codes: joinedNumbers(first.codes, size, parts, outer) };
    case "char":
      return { kind: "char", size: canonicalSize(size), text: joinedText(parts, outer) };
    case "string":
      return {
        kind: "string",
        size: canonicalSize(size),
        values: list((array) => (array.kind === "string" ? array.values : [])),
      };
    case "cell":
      return {
        kind: "cell",
        size: canonicalSize(size),
        elements: list((array) => (array.kind === "cell" ? array.elements : [])),
      };
    case "struct": {
      const field = (name: string): Value[] => list((array) => (array.kind === "struct" ? array.fields.get(name)! : []));
      const fields = new Map([...first.fields.keys()].map((name) => [name, field(name)] as const));
      return { kind: "struct", size: canonicalSize(size), fields };
    }
  }
}

/** An array to be joined, and how many of its elements stand together in the result. */
interface Part {
  readonly array: ArrayValue;
  readonly stretch: number;
}

function joinedSize(dimension: number, sizes: readonly MatSize[]): MatSize {
  const count = Math.max(dimension, ...sizes.map((size) => size.length));
  return Array.from({ length: count }, (_, i) => {
    if (i !== dimension - 1) return lengthAlong(sizes[0], i + 1);
    return sizes.reduce((sum, size) => sum + lengthAlong(size, dimension), 0);
  });
}

/** Elements up to and along the dimension. */
function stretchOf(dimension: number, size: MatSize): number {
  return numberOfElements(size.slice(0, dimension));
}

function joinedNumbers<T extends NumericData>(like: T, size: MatSize, parts: readonly Part[], outer: number): T {
  const result = new (like.constructor as new (count: number) => T)(numberOfElements(size));
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (const { array, stretch } of parts) {
      const data = array.kind === "categorical" ? array.codes : (array as ArrayValue & { kind: "numeric" }).data;
      (result as Float64Array).set(data.subarray(o * stretch, (o + 1) * stretch) as Float64Array, at);
      at += stretch;
    }
  }
  return result;
}

function joinedLists<T>(parts: readonly Part[], outer: number, of: (array: ArrayValue) => readonly T[]): T[] {
  if (outer === 1) return ([] as T[]).concat(...parts.map(({ array }) => of(array)));
  const result: T[] = [];
  for (let o = 0; o < outer; o++) {
    for (const { array, stretch } of parts) {
      const from = of(array);
      for (let i = o * stretch; i < (o + 1) * stretch; i++) result.push(from[i]);
    }
  }
  return result;
}

function joinedText(parts: readonly Part[], outer: number): string {
  const pieces: string[] = [];
  for (let o = 0; o < outer; o++) {
    for (const { array, stretch } of parts) {
      if (array.kind === "char") pieces.push(array.text.slice(o * stretch, (o + 1) * stretch));
    }
  }
  return pieces.join("");
}
