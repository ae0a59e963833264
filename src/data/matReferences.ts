import type { Source } from "./matElements.ts";
import { type MatStruct, type MatValue, matField, matText, numberOfElements } from "./matValues.ts";

/** The first word of every reference to objects. */
export const referenceMark = 0xdd000000;

/** Turns what an array says about objects into values. */
export interface References {
  /** Whether a bare uint32 column that begins with the mark is a reference, as it is inside the subsystem. */
  readonly bare: boolean;
  /** The object or objects that the words name; `className` is what the element around them says. */
  resolve(words: Uint32Array, className: string | undefined, source: Source, at: number): MatValue;
  /** The enumeration members that a struct with `EnumerationInstanceTag` names. */
  enumeration(struct: MatStruct, source: Source, at: number): MatValue;
}

/** Leaves references as they stand: for values that must be plain, so that nothing can lead back to itself. */
export const unresolved: References = {
  bare: false,
  resolve: (_words, className) => ({ kind: "opaque", typeSystem: "MCOS", className: className ?? "" }),
  enumeration: (struct) => struct,
};

/** What an array stands for where references are bare: objects, enumeration members, a function handle, or the array itself. */
export function resolved(value: MatValue, references: References, source: Source, at: number): MatValue {
  if (!references.bare) return value;
  if (isReference(value)) return references.resolve(value.data, undefined, source, at);
  if (value.kind === "cell" && value.elements.length === 2) {
    const [mark, handle] = value.elements;
    if (isLoneMark(mark) && handle.kind === "struct" && handle.fields.has("function_handle")) return functionHandle(handle);
  }
  if (value.kind === "struct" && value.fields.has("EnumerationInstanceTag")) return references.enumeration(value, source, at);
  return value;
}

/** A value that was read as it stands, with everything in it that stands for something else resolved. */
export function deeplyResolved(value: MatValue, references: References, source: Source): MatValue {
  const inside = (each: MatValue): MatValue => deeplyResolved(each, references, source);
  if (value.kind === "cell") return resolved({ ...value, elements: value.elements.map(inside) }, references, source, 0);
  if (value.kind !== "struct") return resolved(value, references, source, 0);
  const fields = new Map([...value.fields].map(([name, values]) => [name, values.map(inside)]));
  return resolved({ ...value, fields }, references, source, 0);
}

function isReference(value: MatValue): value is MatValue & { readonly data: Uint32Array } {
  if (value.kind !== "numeric" || !(value.data instanceof Uint32Array)) return false;
  return value.size[1] === 1 && value.data.length > 1 && value.data[0] === referenceMark;
}

function isLoneMark(value: MatValue): boolean {
  return value.kind === "numeric" && value.class === "uint32" && value.data.length === 1 && value.data[0] === referenceMark;
}

/** A function handle from the struct that is stored of it. */
export function functionHandle(value: MatValue): MatValue {
  const handle = value.kind === "struct" && numberOfElements(value.size) === 1 ? matField(value, "function_handle") : undefined;
  const text = handle?.kind === "struct" ? matText(handle.fields.get("function")?.[0]) : undefined;
  return { kind: "function", source: text?.slice(Math.max(0, text.indexOf("@"))), value };
}
