import { textOf, toStrings } from "./convert.ts";
import { sameSize, sizeOf } from "./shape.ts";
import type { Value } from "./value.ts";

/**
 * Whether two values cannot be told apart: same class, size and elements; NaN is the same as NaN. Host values and handles are the same only
 * where they are one and the same, or name the same function.
 */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === "numeric" && b.kind === "numeric" && a.class !== b.class) return false;
  if (a.kind !== b.kind) return false;
  return a.kind === "unknown" && b.kind === "unknown" ? a.name === b.name : equalValues(a, b, true);
}

/**
 * MATLAB's `isequal`: sizes and elements are compared, numeric classes, logical and char being alike, as are char rows and strings.
 * @param nanEqual as `isequaln`, where NaN is equal to NaN and missing to missing
 */
export function equalValues(a: Value, b: Value, nanEqual = false): boolean {
  if (a === b && nanEqual) return true;
  if (isText(a) && isText(b) && (a.kind === "string" || b.kind === "string")) return equalTexts(a, b, nanEqual);
  const [x, y] = [plainElements(a), plainElements(b)];
  if (x && y)
    return sameSize(sizeOf(a), sizeOf(b)) && equalLists(x, y, nanEqual) && equalLists(imaginaryOf(a), imaginaryOf(b), nanEqual);
  if (a.kind === "categorical" || b.kind === "categorical") return equalCategories(a, b, nanEqual);
  if (a.kind !== b.kind) return false;
  if (a.kind === "cell" && b.kind === "cell") {
    return sameSize(a.size, b.size) && a.elements.every((each, i) => equalValues(each, b.elements[i], nanEqual));
  }
  if (a.kind === "struct" && b.kind === "struct") return equalStructs(a, b, nanEqual);
  if (a.kind === "handle" && b.kind === "handle") return a === b || (a.name !== undefined && a.name === b.name);
  if (a.kind === "object" && b.kind === "object") return equalObjects(a, b, nanEqual);
  return a === b || (a.kind === "host" && b.kind === "host" && a.content === b.content && a.operations === b.operations);
}

function isText(value: Value): boolean {
  return value.kind === "string" || value.kind === "char" || value.kind === "cell";
}

function equalTexts(a: Value, b: Value, missingEqual: boolean): boolean {
  if ([a, b].some((value) => value.kind === "cell" && value.elements.some((each) => textOf(each) === undefined))) return false;
  const [x, y] = [toStrings(a), toStrings(b)];
  return sameSize(x.size, y.size) && x.values.every((each, i) => each === y.values[i] && (each !== undefined || missingEqual));
}

/** The elements of a numeric, logical or char array. */
function plainElements(value: Value): ArrayLike<number | bigint> | undefined {
  if (value.kind === "numeric" || value.kind === "logical") return value.data;
  return value.kind === "char" ? Array.from({ length: value.text.length }, (_, i) => value.text.charCodeAt(i)) : undefined;
}

function imaginaryOf(value: Value): ArrayLike<number | bigint> {
  return (value.kind === "numeric" ? value.imaginary : undefined) ?? [];
}

function equalLists(a: ArrayLike<number | bigint>, b: ArrayLike<number | bigint>, nanEqual: boolean): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    // biome-ignore lint/suspicious/noDoubleEquals: a number and a bigint are equal by value only so
    if (a[i] != b[i] && !(nanEqual && Number.isNaN(a[i]) && Number.isNaN(b[i]))) return false;
  }
  return true;
}

function equalCategories(a: Value, b: Value, missingEqual: boolean): boolean {
  if (![a, b].every((value) => value.kind === "categorical" || isText(value))) return false;
  return equalTexts(a.kind === "categorical" ? toStrings(a) : a, b.kind === "categorical" ? toStrings(b) : b, missingEqual);
}

/** The order of fields does not matter. */
function equalStructs(a: Value & { kind: "struct" }, b: Value & { kind: "struct" }, nanEqual: boolean): boolean {
  if (!sameSize(a.size, b.size) || a.fields.size !== b.fields.size) return false;
  return [...a.fields].every(([name, list]) => {
    const other = b.fields.get(name);
    return other !== undefined && list.every((each, i) => equalValues(each, other[i], nanEqual));
  });
}

function equalObjects(a: Value & { kind: "object" }, b: Value & { kind: "object" }, nanEqual: boolean): boolean {
  if (a.definition !== b.definition) return false;
  if (a.box || b.box) return a.box === b.box;
  return [...a.properties].every(([name, value]) => {
    const other = b.properties.get(name);
    return other !== undefined && equalValues(value, other, nanEqual);
  });
}
