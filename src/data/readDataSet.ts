import { extname } from "node:path";
import { LayerGraphError } from "../errors.ts";
import { readCsv } from "./csv.ts";
import type { DataSet } from "./dataSet.ts";
import { readMat } from "./mat.ts";
import { matData } from "./matData.ts";
import { readMatFile } from "./matFile.ts";
import { readNpz } from "./npz.ts";
import { npzData } from "./npzData.ts";
import { readBytes, readText } from "./readFile.ts";
import type { Responses } from "./responses.ts";
import { readTimeSeries, timeSeriesData } from "./timeseries.ts";

/** What in a file is what. */
export interface DataSetOptions {
  /** `.mat`, `.npz`: the variable with the predictors, guessed where one is obvious. `.csv`: the feature columns, separated by commas. */
  readonly predictors?: string;
  /** `.mat`, `.npz`: the variable with the responses, guessed likewise. `.csv`: the column with the responses. */
  readonly responses?: string;
  /** `.csv`: the column that tells sequences apart, when each row is a time step. */
  readonly sequenceId?: string;
  /** What the responses must be, where the file leaves it open; classes written as numbers need `labels`. */
  readonly responseType?: Responses["kind"];
}

/**
 * The data set in a `.mat`, `.npz`, `.csv` or `.ts` (UEA and UCR time series) file.
 *
 * @example
 * const train = readDataSet("HumanActivityTrain.mat"); // guesses XTrain and YTrain
 * @throws LayerGraphError that names the file and what is wrong with it
 */
export function readDataSet(path: string, options: DataSetOptions = {}): DataSet {
  requirePath(path, "readDataSet");
  const extension = extname(path).toLowerCase();
  const reader = Object.hasOwn(readers, extension) ? readers[extension] : undefined;
  if (reader === undefined)
    throw new LayerGraphError(
      "data-format",
      `'${path}' is not a data file that can be read; ${Object.keys(readers).join(", ")} files are.`,
    );
  for (const name of ["predictors", "responses", "sequenceId"] as const)
    if (options[name] !== undefined && !reader.options.includes(name))
      throw new LayerGraphError("data-option", `'${path}': ${name} has no meaning for ${extension} files; leave it out.`);
  return withResponseType(
    path,
    inFile(path, () => reader.read(path, options)),
    options,
  );
}

/**
 * The data set in a file, as `readDataSet` gives it, of a `.mat` file of version 7.3 too.
 *
 * @example const train = await loadDataSet("big.mat");
 * @throws LayerGraphError that names the file and what is wrong with it
 */
export async function loadDataSet(path: string, options: DataSetOptions = {}): Promise<DataSet> {
  requirePath(path, "loadDataSet");
  if (extname(path).toLowerCase() !== ".mat" || options.sequenceId !== undefined) return readDataSet(path, options);
  try {
    const variables = await readMatFile(path);
    return withResponseType(path, matData(variables, options, options.responseType), options);
  } catch (error) {
    throw named(path, error);
  }
}

function requirePath(path: unknown, where: string): void {
  if (typeof path === "string") return;
  throw new LayerGraphError(
    "data-format",
    `${where}: the path of a data file is expected, received ${path === undefined ? "nothing" : typeof path}.`,
  );
}

/** The data, whose responses must be of the kind that is wanted. */
function withResponseType(path: string, data: DataSet, { responseType }: DataSetOptions): DataSet {
  if (responseType !== undefined && data.responses !== undefined && data.responses.kind !== responseType)
    throw new LayerGraphError(
      "response-type",
      `'${path}': the responses are ${data.responses.kind}, but ${responseType} are wanted.`,
    );
  return data;
}

interface Reader {
  readonly options: readonly (keyof DataSetOptions)[];
  readonly read: (path: string, options: DataSetOptions) => DataSet;
}

const readers: Readonly<Record<string, Reader>> = {
  ".mat": {
    options: ["predictors", "responses"],
    read: (path, options) => matData(readMat(readBytes(path)), options, options.responseType),
  },
  ".npz": {
    options: ["predictors", "responses"],
    read: (path, options) => npzData(readNpz(readBytes(path)), options, options.responseType),
  },
  ".csv": {
    options: ["predictors", "responses", "sequenceId"],
    read: (path, { predictors, ...options }) =>
      readCsv(readText(path), { ...options, predictors: predictors?.split(",").map((name) => name.trim()) }),
  },
  ".ts": { options: [], read: (path) => timeSeriesData(readTimeSeries(readText(path))) },
};

/** Puts the path before messages that speak of the content only. */
function inFile(path: string, read: () => DataSet): DataSet {
  try {
    return read();
  } catch (error) {
    throw named(path, error);
  }
}

function named(path: string, error: unknown): unknown {
  if (!(error instanceof LayerGraphError) || error.message.includes(path)) return error;
  return new LayerGraphError(error.code, `'${path}': ${error.message}`, { ...error.details, cause: error });
}
