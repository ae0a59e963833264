import { CsvError, parse } from "csv-parse/sync";
import { LayerGraphError, nearest } from "../errors.ts";
import { checkedDataSet, type DataSet } from "./dataSet.ts";
import { isNumberText } from "./numberText.ts";
import { type Label, listed, type Responses, toResponses } from "./responses.ts";
import { toSequences } from "./sequences.ts";

/** What the columns of a CSV file mean. */
export interface CsvOptions {
  /** The columns that are features, in order; by default all that are neither the response nor the sequence id. */
  readonly predictors?: readonly string[];
  /** The column that is the response. Without it the data set has none. */
  readonly responses?: string;
  /** The column that tells sequences apart: then each row is a time step. Without it each row is an observation. */
  readonly sequenceId?: string;
  /**
   * What the responses are; by default `numbers` where all are numbers and `labels` otherwise. With `sequenceId`, a response that
   * changes within a sequence goes step by step, which `labelSequences` and `numberSequences` ask for in any case.
   */
  readonly responseType?: Responses["kind"];
}

/**
 * The data set in a CSV file, whose first line names the columns.
 *
 * *Wide*: a row for each observation; the columns are its features and its response.
 * *Long* (with `sequenceId`): a row for each time step, in order; rows with the same id are one sequence, sequences come in the order
 * in which their ids first appear.
 *
 * @example
 * readCsv("id,x,y,label\n1,0.5,1,up\n1,0.6,2,up\n2,0.1,3,down\n", { sequenceId: "id", responses: "label" })
 * @throws LayerGraphError `csv-syntax`, `csv-column` or `csv-value`, with line and column
 */
export function readCsv(text: string, options: CsvOptions = {}): DataSet {
  const table = readTable(text);
  const columns = chooseColumns(table, options);
  return checkedDataSet(columns.sequenceId === undefined ? wideData(table, columns, options) : longData(table, columns, options));
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

interface Table {
  readonly names: readonly string[];
  readonly rows: readonly Row[];
}

/** Columns by index. */
interface Columns {
  readonly predictors: readonly number[];
  readonly responses: number | undefined;
  readonly sequenceId: number | undefined;
}

function readTable(text: string): Table {
  const rows: Row[] = [];
  try {
    parse(text, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      on_record: (cells: string[], { lines }) => {
        rows.push({ line: lines, cells });
        return null;
      },
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new LayerGraphError("csv-syntax", `The CSV file is not well formed: ${cause.message}.`, { cause });
  }
  const [header, ...body] = rows;
  if (header === undefined || body.length === 0)
    throw new LayerGraphError(
      "csv-syntax",
      "The CSV file needs a line with the names of the columns, and at least one row after it.",
    );
  if (header.cells.every(isNumberText))
    throw new LayerGraphError("csv-syntax", "The first line of the CSV file holds numbers only; it must name the columns.");
  const seen = new Set<string>();
  const twice = header.cells.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined)
    throw new LayerGraphError("csv-column", `Two columns of the CSV file are named '${twice}'; names must differ.`);
  return { names: header.cells, rows: body };
}

function chooseColumns({ names }: Table, { predictors, responses, sequenceId }: CsvOptions): Columns {
  const places = new Map(names.map((name, index) => [name, index]));
  const indexOf = (name: string) => {
    const index = places.get(name);
    if (index !== undefined) return index;
    const guess = nearest(name, names);
    throw new LayerGraphError(
      "csv-column",
      `The CSV file has no column '${name}'${guess === undefined ? "" : ` (did you mean '${guess}'?)`}; its columns are ${listed(names)}.`,
    );
  };
  const [response, id] = [responses, sequenceId].map((name) => (name === undefined ? undefined : indexOf(name)));
  const others = names.map((_, index) => index).filter((index) => index !== response && index !== id);
  const features = predictors === undefined ? others : predictors.map(indexOf);
  const overlap = features.find((index) => index === response || index === id);
  if (overlap !== undefined || (response !== undefined && response === id))
    throw new LayerGraphError("csv-column", `The column '${names[overlap ?? response ?? 0]}' cannot have two meanings at once.`);
  if (features.length === 0) throw new LayerGraphError("csv-column", "The CSV file has no column left that is a feature.");
  return { predictors: features, responses: response, sequenceId: id };
}

function wideData(table: Table, columns: Columns, { responseType }: CsvOptions): DataSet {
  if (responseType === "labelSequences" || responseType === "numberSequences")
    throw new LayerGraphError(
      "csv-column",
      `Responses of type ${responseType} need time steps: name the column that tells sequences apart with sequenceId (--sequence-id).`,
    );
  const predictors = table.rows.map((row) => Float32Array.from(columns.predictors, (column) => numberAt(table, row, column)));
  const { responses } = columns;
  if (responses === undefined) return { kind: "features", predictors };
  const { values, type } = readResponses(table, responses, responseType);
  return { kind: "features", predictors, responses: toResponses(values, { type }) };
}

function longData(table: Table, columns: Columns, { responseType }: CsvOptions): DataSet {
  const groups = new Map<string, number[]>();
  for (const [index, row] of table.rows.entries()) {
    const id = row.cells[columns.sequenceId!];
    if (id === "") throw badValue(table, row, columns.sequenceId!, "the id of a sequence");
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [index]);
    else group.push(index);
  }
  const sequences = [...groups.values()];
  const feature = (rows: readonly number[], column: number) =>
    Float64Array.from(rows, (row) => numberAt(table, table.rows[row], column));
  const predictors = toSequences(sequences.map((rows) => columns.predictors.map((column) => feature(rows, column))));
  const { responses } = columns;
  if (responses === undefined) return { kind: "sequences", predictors };
  return { kind: "sequences", predictors, responses: longResponses(table, sequences, responses, responseType) };
}

/** `sequences` are the numbers of the rows that each consists of. */
function longResponses(
  table: Table,
  sequences: readonly number[][],
  column: number,
  wanted: Responses["kind"] | undefined,
): Responses {
  const { values, type } = readResponses(table, column, wanted);
  const change = sequences.flatMap((rows) => rows.filter((row) => values[row] !== values[rows[0]]))[0];
  if (wanted === "labelSequences" || wanted === "numberSequences" || (wanted === undefined && change !== undefined)) {
    const steps = sequences.map((rows) => rows.map((row) => values[row]));
    return type === "labels" ? toResponses(steps, { type }) : toResponses(steps.map((row) => [row as number[]]));
  }
  if (change !== undefined)
    throw new LayerGraphError(
      "csv-value",
      `Line ${table.rows[change].line}, column '${table.names[column]}': the response changes within a sequence, but responses of type ${wanted} are one for each sequence.`,
    );
  return toResponses(
    sequences.map(([first]) => values[first]),
    { type },
  );
}

/** The responses of all rows. Labels that are all numbers stay numbers, so that classes sort as numbers do. */
function readResponses(
  table: Table,
  column: number,
  wanted: Responses["kind"] | undefined,
): { values: Label[]; type: "labels" | "numbers" } {
  const empty = table.rows.find(({ cells }) => cells[column] === "");
  if (empty !== undefined) throw badValue(table, empty, column, "a response");
  const numeric = table.rows.every(({ cells }) => isNumberText(cells[column]));
  const type = wanted?.startsWith("label") || (wanted === undefined && !numeric) ? "labels" : "numbers";
  const value = (row: Row) => (type === "numbers" || numeric ? numberAt(table, row, column) : row.cells[column]);
  return { values: table.rows.map(value), type };
}

function numberAt(table: Table, row: Row, column: number): number {
  if (!isNumberText(row.cells[column])) throw badValue(table, row, column, "a number");
  return Number(row.cells[column]);
}

function badValue({ names }: Table, { line, cells }: Row, column: number, expected: string): LayerGraphError {
  const received = cells[column] === "" ? "nothing" : `'${cells[column].slice(0, 40)}'`;
  const hint =
    expected === "a number"
      ? " If the column is the response, name it with responses (--responses); if it tells sequences apart, with sequenceId (--sequence-id). Missing values must be filled in."
      : "";
  return new LayerGraphError(
    "csv-value",
    `Line ${line}, column '${names[column]}': expected ${expected}, received ${received}.${hint}`,
  );
}
