import type { SavedArray, SavedFields, SavedLearnable } from "./savedFields.ts";

/**
 * How one of MATLAB's layer classes is saved, and which of our layers it is. An option `numFilters` is read from the field `NumFilters`, a learnable
 * `inputWeights` from `InputWeights`; a class states what departs from that.
 */
export interface SavedClass {
  /** The type of our layer. */
  readonly type: string;
  /** Options that are not the plain value of the field of their name; undefined leaves the option out. */
  readonly options?: Readonly<Record<string, (saved: SavedFields) => unknown>>;
  /** Learnables, in the order of the layer. */
  readonly learnables?: readonly string[];
  /** Learnables whose values do not lie in the file as the layer has them. */
  readonly arranged?: Readonly<Record<string, (value: SavedArray, saved: SavedFields) => SavedArray>>;
  /** States that are kept with a trained network: where their values are. */
  readonly states?: Readonly<Record<string, (saved: SavedFields) => SavedArray | undefined>>;
  /** What a reader of the imported network must know. */
  readonly note?: (saved: SavedFields) => string | undefined;
}

/** Classes by their full names. */
export type SavedClasses = Readonly<Record<string, SavedClass>>;

/** Classes of one package, by their full names. */
export function inPackage(name: string, classes: SavedClasses): SavedClasses {
  return Object.fromEntries(Object.entries(classes).map(([own, saved]) => [`${name}.${own}`, saved]));
}

/** The field that an option or learnable is saved in. */
export function fieldOf(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}

/** The option or learnable that a field holds. */
export function optionOf(field: string): string {
  return field[0].toLowerCase() + field.slice(1);
}

/** A size for height and width: one number where both are the same. */
export function pair(field: string): (saved: SavedFields) => unknown {
  return (saved) => {
    const numbers = saved.numbers(field);
    return numbers?.every((number) => number === numbers[0]) ? numbers[0] : numbers;
  };
}

/** The options of a class that are sizes for height and width. */
export function pairs(...options: readonly string[]): Readonly<Record<string, (saved: SavedFields) => unknown>> {
  return Object.fromEntries(options.map((option) => [option, pair(fieldOf(option))]));
}

/** Padding (or cropping): the mode where it is a rule, or else the amounts, one number where all are the same. */
export function edges(mode: string, amounts: string): (saved: SavedFields) => unknown {
  return (saved) => {
    const rule = saved.text(mode);
    return rule === undefined || rule === "manual" ? pair(amounts)(saved) : rule;
  };
}

/** The initializer that a class of MATLAB's computes; undefined where it is none of ours. */
export function initializerOf({ initializer }: SavedLearnable): string | undefined {
  const name = initializer?.split(".").at(-1);
  return name === undefined ? undefined : initializers[name];
}

const initializers: Readonly<Record<string, string>> = {
  Glorot: "glorot",
  He: "he",
  Orthogonal: "orthogonal",
  NarrowNormal: "narrow-normal",
  Zeros: "zeros",
  Ones: "ones",
  UnitForgetGate: "unit-forget-gate",
};
