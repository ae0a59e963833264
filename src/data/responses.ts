import { LayerGraphError } from "../errors.ts";
import type { Image } from "./images.ts";
import { type Sequence, type SequenceInput, type SequenceOptions, toFeatures, toSequences } from "./sequences.ts";

/** What a network learns to answer, one entry for each observation. Codes count from 0 and index `classes`. */
export type Responses =
  /** One class for each observation. */
  | { readonly kind: "labels"; readonly classes: readonly string[]; readonly codes: Int32Array }
  /** One class for each time step of each observation. */
  | { readonly kind: "labelSequences"; readonly classes: readonly string[]; readonly codes: readonly Int32Array[] }
  /** A vector of numbers for each observation, all of the same length. */
  | { readonly kind: "numbers"; readonly values: readonly Float32Array[] }
  /** A sequence of numbers for each observation. */
  | { readonly kind: "numberSequences"; readonly values: readonly Sequence[] }
  /** One class for each pixel of each observation: codes in row-major order of `size`, [height, width], −1 for pixels without a class. */
  | {
      readonly kind: "labelImages";
      readonly classes: readonly string[];
      readonly codes: readonly Int32Array[];
      readonly size: readonly number[];
    }
  /** An image for each observation, all of one size; or a sequence of images. */
  | { readonly kind: "numberImages" | "numberImageSequences"; readonly values: readonly Image[] };

/** A class as users write it. */
export type Label = string | number | boolean;

/** Responses as users write them; {@link toResponses} says what each means. */
export type ResponseInput = readonly Label[] | readonly (readonly Label[])[] | readonly SequenceInput[];

/** How responses are understood. */
export interface ResponseOptions extends SequenceOptions {
  /** All classes, in order, when the labels alone do not show them: classes without observations count too. */
  readonly classes?: readonly Label[];
  /** `labels` makes numbers classes; by default text and logical values are classes, numbers are numbers. */
  readonly type?: "labels" | "numbers";
}

/**
 * Responses as the trainer takes them, as `trainNetwork` reads its third argument:
 *
 * | written | means |
 * |---|---|
 * | `["a", "b"]` | a class for each observation |
 * | `[["a", "a"], ["b"]]` | a class for each time step |
 * | `[1.5, 2]`, `[[1.5, 0], [2, 1]]` | a number or a row of numbers for each observation (an N × R matrix) |
 * | `[[[1, 2, 3]], [[4, 5]]]`, `{ data, size }[]` | numbers for each time step, responses × time |
 *
 * @example
 * toResponses(["up", "down", "up"]) // { kind: "labels", classes: ["down", "up"], codes: Int32Array [1, 0, 1] }
 * @throws LayerGraphError `unknown-class`, `mixed-responses`, `bad-number` and those of {@link toSequences}
 */
export function toResponses(t: ResponseInput, options: ResponseOptions = {}): Responses {
  const { name = "T" } = options;
  if (!Array.isArray(t) || t.length === 0)
    throw new LayerGraphError("no-responses", `${name} must be a list with a response for each observation.`);
  if (t.every(isLabel)) return oneForEach(t, options);
  if (t.every((row) => Array.isArray(row) && row.every(isLabel))) return rowForEach(t as readonly (readonly Label[])[], options);
  const scalar = t.findIndex(isLabel);
  if (scalar >= 0)
    throw new LayerGraphError(
      "mixed-responses",
      `${name}[${scalar}] is a single value, but other responses are lists; give one value for each observation or a list for each.`,
    );
  if (options.type === "labels" || options.classes !== undefined)
    throw new LayerGraphError(
      "mixed-responses",
      `${name} holds matrices of numbers, which cannot be labels; give a list of labels for each sequence.`,
    );
  return { kind: "numberSequences", values: toSequences(t as readonly SequenceInput[], { ...options, name }) };
}

function isLabel(value: unknown): value is Label {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function areClasses(labels: readonly Label[], { type, classes }: ResponseOptions, name: string): boolean {
  const words = labels.some((label) => typeof label !== "number");
  if (type === "numbers" && words)
    throw new LayerGraphError(
      "bad-number",
      `${name} holds '${String(labels.find((label) => typeof label !== "number"))}', but numbers are wanted.`,
    );
  return type === "labels" || (type === undefined && (words || classes !== undefined));
}

function oneForEach(labels: readonly Label[], options: ResponseOptions): Responses {
  const { name = "T" } = options;
  if (!areClasses(labels, options, name)) {
    const rows = (labels as readonly number[]).map((value) => [value]);
    return { kind: "numbers", values: toFeatures(rows, { ...options, name }) };
  }
  const classes = classesOf(labels, options.classes);
  return { kind: "labels", classes, codes: codesOf(labels, classes, name) };
}

function rowForEach(rows: readonly (readonly Label[])[], options: ResponseOptions): Responses {
  const { name = "T" } = options;
  if (!areClasses(rows.flat(), options, name))
    return { kind: "numbers", values: toFeatures(rows as readonly (readonly number[])[], { ...options, name }) };
  const classes = classesOf(rows.flat(), options.classes);
  return { kind: "labelSequences", classes, codes: rows.map((row, index) => codesOf(row, classes, `${name}[${index}]`)) };
}

function classesOf(labels: readonly Label[], given: readonly Label[] | undefined): string[] {
  return given === undefined ? sortedClasses(labels) : [...new Set(given.map(String))];
}

/** The distinct labels in the order MATLAB's `categorical` gives them: numbers ascending, otherwise by character code. */
export function sortedClasses(labels: Iterable<Label>): string[] {
  const distinct = [...new Set(labels)];
  const numbers = distinct.every((label) => typeof label === "number");
  if (numbers) distinct.sort((a, b) => Number(a) - Number(b));
  const names = distinct.map(String);
  return numbers ? names : [...new Set(names)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The place of each label among the classes. Throws `unknown-class`. */
export function codesOf(labels: readonly Label[], classes: readonly string[], name: string): Int32Array {
  const codes = new Map(classes.map((label, code) => [label, code]));
  return Int32Array.from(labels, (label, index) => {
    const code = codes.get(String(label));
    if (code === undefined)
      throw new LayerGraphError(
        "unknown-class",
        `${name}[${index}] is '${String(label)}', which is not one of the classes ${listed(classes)}.`,
      );
    return code;
  });
}

/** At most ten names in quotes, and how many more there are. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => `'${name}'`);
  return names.length > 10 ? `${shown.join(", ")} and ${names.length - 10} more` : shown.join(", ");
}

/** How many observations the responses are for. */
export function responseCount(responses: Responses): number {
  return "codes" in responses ? responses.codes.length : responses.values.length;
}

/** The number of time steps of a response; undefined where it is one for the whole observation. */
export function responseLength(responses: Responses, index: number): number | undefined {
  switch (responses.kind) {
    case "labelSequences":
      return responses.codes[index].length;
    case "numberSequences":
    case "numberImageSequences":
      return responses.values[index].size.at(-1);
    default:
      return undefined;
  }
}
