import type { Image } from "../../data/images.ts";
import type { MatCategorical } from "../../data/matValues.ts";
import type { Sequence } from "../../data/sequences.ts";
import type { OutputClassification } from "../../train/classify.ts";
import type { OutputPrediction } from "../../train/gatheredOutput.ts";
import { cell, numericOf } from "../values/construct.ts";
import type { Value } from "../values/value.ts";
import { putColumnMajor } from "./arrays.ts";

/** How results are laid out. */
export interface ResultLayout {
  /** Whether one sequence was given as a bare matrix. */
  readonly bare: boolean;
  /** Whether time steps are rows. */
  readonly timeRows: boolean;
}

/** What a network gave, as MATLAB returns it: N × K, cells of K × s, or h × w × c × N, in single precision. */
export function scoresValue(prediction: OutputPrediction, { bare, timeRows }: ResultLayout): Value {
  const { kind, values } = prediction;
  if (kind === "vectors") return stacked(values);
  if (kind === "images") return together(values);
  const each = (values as readonly (Sequence | Image)[]).map((value) => arrayValue(value, timeRows && kind === "sequences"));
  return bare && each.length === 1 ? each[0] : cell(each, [each.length, 1]);
}

/** Labels as MATLAB returns them: an N × 1 categorical, cells of 1 × s ones (s × 1 where time steps are rows), or label images. */
export function labelsValue(result: OutputClassification, classes: readonly string[], { bare, timeRows }: ResultLayout): Value {
  if (result.kind === "vectors") return categorical(result.labels, classes, [result.labels.length, 1]);
  if (result.kind === "sequences") {
    const each = result.labels.map((labels) => categorical(labels, classes, timeRows ? [labels.length, 1] : [1, labels.length]));
    return bare && each.length === 1 ? each[0] : cell(each, [each.length, 1]);
  }
  const each = result.labels.map((labels, i) => {
    const size = result.scores[i].size.slice(0, 2);
    const codes = new Uint32Array(labels.length);
    putColumnMajor(codesOf(labels, classes), size, codes);
    return codes;
  });
  const size = [...result.scores[0].size.slice(0, 2), each.length];
  return { kind: "categorical", size, codes: Uint32Array.from(each.flatMap((codes) => [...codes])), categories: classes };
}

function categorical(labels: readonly string[], classes: readonly string[], size: readonly number[]): MatCategorical {
  return { kind: "categorical", size, codes: codesOf(labels, classes), categories: classes };
}

function codesOf(labels: readonly string[], classes: readonly string[]): Uint32Array {
  const codes = new Map(classes.map((name, i) => [name, i + 1]));
  return Uint32Array.from(labels, (label) => codes.get(label) ?? 0);
}

function stacked(rows: readonly Float32Array[]): Value {
  const [count, width] = [rows.length, rows[0]?.length ?? 0];
  const data = new Float32Array(count * width);
  for (const [r, row] of rows.entries()) for (let c = 0; c < width; c++) data[c * count + r] = row[c];
  return numericOf([count, width], data, "single");
}

function arrayValue({ data, size }: Sequence | Image, timeRows: boolean): Value {
  if (timeRows) return numericOf([size[1], size[0]], data, "single"); // channels × time in rows is time × channels in columns
  const turned = new Float32Array(data.length);
  putColumnMajor(data, size, turned);
  return numericOf(size, turned, "single");
}

function together(images: readonly Image[]): Value {
  const size = images[0]?.size ?? [0, 0, 0];
  const count = size.reduce((product, n) => product * n, 1);
  const data = new Float32Array(images.length * count);
  for (const [i, image] of images.entries()) putColumnMajor(image.data, size, data, i * count);
  return numericOf([...size, images.length], data, "single");
}
