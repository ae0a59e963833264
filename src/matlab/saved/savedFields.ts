import { describeMat, type MatStruct, type MatValue, matNumbers, matText, numberOfElements } from "../../data/matValues.ts";
import { LayerGraphError } from "../../errors.ts";

/** Numbers of a saved network in MATLAB's order with MATLAB's size. */
export interface SavedArray {
  readonly size: number[];
  readonly data: Float32Array;
}

/** What a file says of a learnable: its values where it has any, and how it is to be trained. */
export interface SavedLearnable {
  readonly value?: SavedArray;
  readonly learnRateFactor?: unknown;
  readonly l2Factor?: unknown;
  /** The class that makes its first values: `nnet.internal.cnn.layer.learnable.initializer.Glorot`. */
  readonly initializer?: string;
}

/** The fields that MATLAB saved of one object, by MATLAB's names. Later releases append fields and earlier ones lack them, so all may be missing. */
export class SavedFields {
  /** Names the object in messages: `lstm (nnet.cnn.layer.LSTMLayer)`. */
  readonly where: string;
  readonly values: ReadonlyMap<string, MatValue>;

  constructor(where: string, values: ReadonlyMap<string, MatValue>) {
    this.where = where;
    this.values = values;
  }

  /** The field as it stands in the file. */
  raw(name: string): MatValue | undefined {
    return this.values.get(name);
  }

  /** The field as options hold values: a number, a truth value, text, or a list of them; undefined where it is empty or anything else. */
  plain(name: string): unknown {
    return plainOf(this.values.get(name));
  }

  /** The field as text. */
  text(name: string): string | undefined {
    return matText(this.values.get(name));
  }

  /** The field as real numbers; undefined where it is empty or no array of numbers. */
  numbers(name: string): readonly number[] | undefined {
    const numbers = matNumbers(this.values.get(name));
    return numbers && numbers.length > 0 ? numbers : undefined;
  }

  /** The field as a list of texts, from a cell of char, a string array, or the categories of a categorical. */
  texts(name: string): readonly string[] | undefined {
    return textsOf(this.values.get(name));
  }

  /** The fields of a field that is a 1×1 struct. */
  inner(name: string): SavedFields | undefined {
    const value = this.values.get(name);
    return value && new SavedFields(`${this.where}, ${name}`, structFields(value) ?? new Map());
  }

  /** The field as an array of numbers, `dlarray` and `gpuArray` objects opened; undefined where it is empty. */
  array(name: string): SavedArray | undefined {
    const value = this.values.get(name);
    return value && arrayOf(value, `${this.where}: ${name}`);
  }

  /** The field as a learnable: a struct with `Value` and factors, or an array alone. */
  learnable(name: string): SavedLearnable {
    const value = this.values.get(name);
    const fields = value && structFields(value);
    if (!fields) return { value: this.array(name) };
    const own = new SavedFields(`${this.where}: ${name}`, fields);
    return {
      value: own.array("Value"),
      learnRateFactor: own.plain("LearnRateFactor"),
      l2Factor: own.plain("L2Factor"),
      initializer: own.inner("Initializer")?.text("Class"),
    };
  }
}

/** The fields of a 1×1 struct; undefined for anything else. */
export function structFields(value: MatValue): ReadonlyMap<string, MatValue> | undefined {
  if (value.kind !== "struct" || numberOfElements(value.size) !== 1) return undefined;
  return new Map([...value.fields].map(([name, [first]]) => [name, first]));
}

/** What is saved of an object: what its `saveobj` returned, where that is a struct, or else its properties. */
export function savedParts(value: MatValue): ReadonlyMap<string, MatValue> | undefined {
  if (value.kind !== "object") return undefined;
  const any = value.saved ? value.properties.get("any") : undefined;
  return any === undefined ? value.properties : structFields(any);
}

/** A value as options hold it; undefined where it is empty, or no number, truth value, text or list of these. */
export function plainOf(value: MatValue | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.kind === "logical") return value.data.length === 1 ? value.data[0] === 1 : listed(Array.from(value.data, Boolean));
  const numbers = matNumbers(value);
  if (numbers) return numbers.length === 1 ? numbers[0] : listed(numbers);
  return matText(value) ?? listed(textsOf(value) ?? []);
}

function listed<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** The texts of a cell of char, a string array or the categories of a categorical; undefined for anything else. */
export function textsOf(value: MatValue | undefined): readonly string[] | undefined {
  if (value?.kind === "categorical") return value.categories;
  if (value?.kind === "char") return value.text === "" ? undefined : [value.text];
  const texts = value?.kind === "cell" ? value.elements.map(matText) : value?.kind === "string" ? value.values : [];
  return texts.length > 0 && texts.every((text) => text !== undefined) ? texts : undefined;
}

/** An array of numbers in single precision; undefined where it is empty. */
export function arrayOf(value: MatValue, where: string): SavedArray | undefined {
  const found = opened(value);
  if (found.kind === "logical") return filled(found.size, Float32Array.from(found.data));
  if (found.kind === "numeric" && found.imaginary === undefined) {
    const { data, size } = found;
    return filled(size, data instanceof Float32Array ? data : Float32Array.from(data as ArrayLike<number | bigint>, Number));
  }
  if ("size" in found && numberOfElements(found.size) === 0) return undefined;
  throw new LayerGraphError("mat-network", `${where} is a ${describeMat(found)}; real numbers were expected.`);
}

function filled(size: readonly number[], data: Float32Array): SavedArray | undefined {
  return data.length === 0 ? undefined : { size: [...size], data };
}

/** The array inside of `dlarray` and `gpuArray` objects. */
function opened(value: MatValue): MatValue {
  let inside = value;
  for (let depth = 0; depth < 4 && inside.kind === "object"; depth++) {
    const any = inside.properties.get("any");
    const wrapped: MatValue | undefined =
      inside.className === "dlarray" && any?.kind === "struct"
        ? (any as MatStruct).fields.get("Data")?.[0]
        : inside.className === "gpuArray" && any?.kind === "cell"
          ? any.elements[1]
          : undefined;
    if (wrapped === undefined) break;
    inside = wrapped;
  }
  return inside;
}
