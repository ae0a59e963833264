import type { Observations } from "../../data/dataSet.ts";
import type { Image } from "../../data/images.ts";
import type { MatSize } from "../../data/matValues.ts";
import type { Sequence } from "../../data/sequences.ts";
import type { InputSpec } from "../../layer.ts";
import type { Place } from "../syntax/ast.ts";
import { numbersOf } from "../values/convert.ts";
import { describeValue } from "../values/describe.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Value } from "../values/value.ts";
import { ranked, rowMajor } from "./arrays.ts";

/** How data are read. */
export interface DataReading {
  /** What errors call the data. */
  readonly name: string;
  /** Whether time steps are rows, as `trainnet` has them; `trainNetwork` has them in columns. */
  readonly timeRows: boolean;
  readonly place: Place;
}

/** What one input of a network is fed. */
export interface ReadObservations {
  readonly observations: Observations;
  /** Whether it was one sequence as a bare matrix, so that results are bare as well. */
  readonly bare: boolean;
}

/** Predictors of one input as MATLAB's functions take them: matrices, 4-D arrays and cell arrays of sequences. */
export function readObservations(value: Value, spec: InputSpec, reading: DataReading): ReadObservations {
  const temporal = spec.format.includes("T");
  const spatial = spec.spatial?.length ?? 0;
  if (value.kind === "cell") {
    if (value.elements.length === 0) throw invalid(reading, "the cell array is empty");
    if (!temporal && spatial === 0)
      return { observations: { kind: "features", predictors: value.elements.map((x) => vectorOf(x, reading)) }, bare: false };
    if (spatial > 0)
      return {
        observations: images(
          value.elements.map((x) => imageOf(x, spatial, temporal, reading)),
          temporal,
        ),
        bare: false,
      };
    return { observations: { kind: "sequences", predictors: value.elements.map((x) => sequenceOf(x, reading)) }, bare: false };
  }
  const { size, data } = arrayOf(value, reading);
  if (spatial > 0) {
    const rank = spatial + (temporal ? 2 : 1);
    return { observations: images(split({ size, data }, rank), temporal), bare: temporal };
  }
  if (!temporal) return { observations: { kind: "features", predictors: rowsOf({ size, data }, reading) }, bare: false };
  if (size.length === 2) return { observations: { kind: "sequences", predictors: [sequenceOf(value, reading)] }, bare: true };
  const sequences = split({ size, data }, 2).map(({ data: part, size: [rows, columns] }) =>
    turned(part, [rows, columns], reading.timeRows),
  );
  return { observations: { kind: "sequences", predictors: sequences }, bare: false };
}

interface RealArray {
  readonly size: MatSize;
  readonly data: ArrayLike<number>;
}

/** The size and numbers of a real array. */
export function arrayOf(value: Value, reading: Pick<DataReading, "name" | "place">): RealArray {
  const data = value.kind === "numeric" || value.kind === "logical" ? numbersOf(value) : undefined;
  if (data && (value.kind === "numeric" || value.kind === "logical")) return { data, size: value.size };
  throw invalid(reading, `numbers were expected, received ${describeValue(value)}`);
}

/** One sequence: channels × time, or time × channels where time steps are rows. */
export function sequenceOf(value: Value, reading: DataReading): Sequence {
  const { size, data } = arrayOf(value, reading);
  if (size.length !== 2) throw invalid(reading, `a sequence must be a matrix, received size ${size.join("×")}`);
  return turned(rowMajor(data, size), [size[0], size[1]], reading.timeRows);
}

function turned(rows: Float32Array, [height, width]: readonly [number, number], timeRows: boolean): Sequence {
  if (!timeRows) return { data: rows, size: [height, width] };
  const data = new Float32Array(rows.length);
  for (let t = 0; t < height; t++) for (let c = 0; c < width; c++) data[c * height + t] = rows[t * width + c];
  return { data, size: [width, height] };
}

function vectorOf(value: Value, reading: DataReading): Float32Array {
  return Float32Array.from(arrayOf(value, reading).data);
}

/** The rows of a matrix: one observation each. */
export function rowsOf({ size, data }: RealArray, reading: Pick<DataReading, "name" | "place">): Float32Array[] {
  if (size.length > 2)
    throw invalid(reading, `a matrix with one row for each observation was expected, received size ${size.join("×")}`);
  const [rows, columns] = size;
  return Array.from({ length: rows }, (_, r) => Float32Array.from({ length: columns }, (_, c) => data[c * rows + r]));
}

function imageOf(value: Value, spatial: number, temporal: boolean, reading: DataReading): Image {
  const { size, data } = arrayOf(value, reading);
  const full = ranked(size, spatial + (temporal ? 2 : 1));
  return { data: rowMajor(data, full), size: full };
}

/** The observations of an array whose dimension after the first `rank` counts them. */
export function split({ size, data }: RealArray, rank: number): Image[] {
  const full = ranked(size, rank + 1);
  const own = full.slice(0, rank);
  const count = own.reduce((product, n) => product * n, 1);
  const observations = full.slice(rank).reduce((product, n) => product * n, 1);
  return Array.from({ length: observations }, (_, i) => ({ data: rowMajor(data, own, i * count), size: own }));
}

function images(predictors: readonly Image[], temporal: boolean): Observations {
  return { kind: temporal ? "imageSequences" : "images", predictors };
}

/** The error about data that a network cannot be given. */
export function invalid({ name, place }: Pick<DataReading, "name" | "place">, what: string): ScriptError {
  return new ScriptError("layergraph:invalidData", `Invalid training data. ${name}: ${what}.`, place);
}
