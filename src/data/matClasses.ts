import { LayerGraphError } from "../errors.ts";
import { textOfUnits } from "./matNumbers.ts";
import { type MatCell, type MatNumeric, type MatValue, matText, numberOfElements } from "./matValues.ts";

const missingLength = 0xffffffffffffffffn;

/**
 * A `string` array from the words it is saved as: version, number of dimensions, dimensions, the length of each string in UTF-16
 * units, then all units, four to a word. Undefined when the words are of another version, so that the object is shown as it is.
 */
export function decodeString(properties: ReadonlyMap<string, MatValue>): MatValue | undefined {
  const any = properties.get("any");
  if (any?.kind !== "numeric" || !(any.data instanceof BigUint64Array) || any.data[0] !== 1n) return undefined;
  const value = knownStrings.get(any) ?? stringOf(any.data);
  knownStrings.set(any, value);
  return value;
}

/** Many objects may share their characters; so do their values here. */
const knownStrings = new WeakMap<MatNumeric, MatValue>();

function stringOf(words: BigUint64Array): MatValue {
  const dimensions = Number(words[1] ?? 0n);
  const size = Array.from(words.subarray(2, 2 + Math.min(dimensions, words.length)), Number);
  const count = numberOfElements(size);
  const textStart = 2 + dimensions + count;
  if (size.length < 2 || !(textStart <= words.length)) throw damaged(`a size of ${size.join("×")} in ${words.length} words`);
  const units = unitsOf(words.subarray(textStart));
  const values: (string | undefined)[] = [];
  let at = 0;
  for (const length of words.subarray(2 + dimensions, textStart)) {
    if (length === missingLength) {
      values.push(undefined);
      continue;
    }
    if (length > units.length - at) throw damaged(`${length} characters where ${units.length - at} are left`);
    values.push(textOfUnits(units.subarray(at, at + Number(length))));
    at += Number(length);
  }
  return { kind: "string", size, values };
}

/** Words were read as numbers, so the first of four units is the lowest quarter, whatever the byte order of the file or host. */
function unitsOf(words: BigUint64Array): Uint16Array {
  const units = new Uint16Array(4 * words.length);
  words.forEach((word, index) => {
    for (let quarter = 0; quarter < 4; quarter++) units[4 * index + quarter] = Number((word >> BigInt(16 * quarter)) & 0xffffn);
  });
  return units;
}

/** A `categorical` array from its properties; undefined when these are not the known ones. */
export function decodeCategorical(properties: ReadonlyMap<string, MatValue>): MatValue | undefined {
  const codes = properties.get("codes");
  const names = properties.get("categoryNames");
  if (names?.kind !== "cell" || codes?.kind !== "numeric") return undefined;
  const { data, size } = codes;
  if (!(data instanceof Uint8Array || data instanceof Uint16Array || data instanceof Uint32Array)) return undefined;
  const categories = categoriesOf(names);
  if (categories === undefined) return undefined;
  const outside = data.find((code) => code > categories.length);
  if (outside !== undefined) throw damaged(`category ${outside} of ${categories.length}`);
  return { kind: "categorical", size, codes: data, categories };
}

/** Many objects may share their names; so do their lists here. */
const knownCategories = new WeakMap<MatCell, string[]>();

function categoriesOf(names: MatCell): string[] | undefined {
  const known = knownCategories.get(names);
  if (known !== undefined) return known;
  const categories = names.elements.map((name) => matText(name));
  if (!categories.every((name) => name !== undefined)) return undefined;
  knownCategories.set(names, categories);
  return categories;
}

function damaged(what: string): LayerGraphError {
  return new LayerGraphError("mat-corrupt", `MAT-file: an object of class string or categorical declares ${what}.`);
}
