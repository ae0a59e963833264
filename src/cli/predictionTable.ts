import { type Classification, type NpyArray, type Prediction, writeNpz } from "../index.ts";

/** Predictions as a table: a row for each observation, or for each of its time steps. */
export interface PredictionTable {
  /** The names of the classes, in the order of the scores; undefined for numbers. */
  readonly classes: readonly string[] | undefined;
  readonly stepwise: boolean;
  readonly rows: readonly PredictionRow[];
}

/** One row; observations and steps count from 0. */
export interface PredictionRow {
  readonly observation: number;
  readonly step: number;
  readonly label: string | undefined;
  /** The scores of the classes, or the numbers that the network gives. */
  readonly values: Float32Array;
}

/** The table of what `classify` returned, with the classes in the order of the scores. */
export function classificationTable({ kind, labels, scores }: Classification, classes: readonly string[]): PredictionTable {
  const table = predictionTable({ kind, values: scores } as Prediction);
  const flat = labels.flat();
  return { ...table, classes, rows: table.rows.map((row, at) => ({ ...row, label: flat[at] })) };
}

/** The table of what `predict` returned. */
export function predictionTable(prediction: Prediction): PredictionTable {
  const label = undefined;
  if (prediction.kind === "vectors") {
    const rows = prediction.values.map((values, observation) => ({ observation, step: 0, label, values }));
    return { classes: undefined, stepwise: false, rows };
  }
  const rows = prediction.values.flatMap(({ data, size: [count, time] }, observation) =>
    Array.from({ length: time }, (_, step) => {
      const values = Float32Array.from({ length: count }, (_, i) => data[i * time + step]);
      return { observation, step, label, values };
    }),
  );
  return { classes: undefined, stepwise: true, rows };
}

/** The table in a format, by the extension of its file. */
export function encodeTable(table: PredictionTable, extension: string): string | Uint8Array {
  if (extension === ".json") return tableJson(table);
  return extension === ".npz" ? tableNpz(table) : tableCsv(table);
}

/** A header and a row for each row of the table: `observation,label,score_up,score_down`, with `step` where it goes step by step. */
export function tableCsv(table: PredictionTable): string {
  const { classes, stepwise, rows } = table;
  const names = classes?.map((name) => `score_${name}`) ?? Array.from(rows[0]?.values ?? [], (_, i) => `value_${i + 1}`);
  const header = ["observation", ...(stepwise ? ["step"] : []), ...(classes ? ["label"] : []), ...names];
  const lines = rows.map(({ observation, step, label, values }) =>
    [observation, ...(stepwise ? [step] : []), ...(classes ? [quotedCell(label!)] : []), ...values].join(","),
  );
  return `${[header.map(quotedCell).join(","), ...lines].join("\n")}\n`;
}

/** A cell as RFC 4180 writes it. */
function quotedCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function tableJson({ classes, stepwise, rows }: PredictionTable): string {
  const predictions = rows.map(({ observation, step, label, values }) => ({
    observation,
    ...(stepwise && { step }),
    ...(label !== undefined && { label }),
    [classes ? "scores" : "values"]: [...values],
  }));
  const lines = predictions.map((prediction) => `    ${JSON.stringify(prediction)}`).join(",\n");
  return `{\n${classes ? `  "classes": ${JSON.stringify(classes)},\n` : ""}  "predictions": [\n${lines}\n  ]\n}\n`;
}

/** The columns of the table as arrays: `observation`, `step`, `label` (codes from 0 into `classes`), and `scores` or `values`. */
function tableNpz({ classes, stepwise, rows }: PredictionTable): Uint8Array {
  const [count, width] = [rows.length, rows[0]?.values.length ?? 0];
  const whole = (numberOf: (row: PredictionRow) => number): NpyArray => ({
    type: "int32",
    shape: [count],
    data: Int32Array.from(rows, numberOf),
  });
  const values = new Float32Array(count * width);
  rows.forEach((row, at) => {
    values.set(row.values, at * width);
  });
  const codes = new Map(classes?.map((name, code) => [name, code]));
  const arrays: [string, NpyArray][] = [["observation", whole(({ observation }) => observation)]];
  if (stepwise) arrays.push(["step", whole(({ step }) => step)]);
  if (classes) {
    arrays.push(["label", whole(({ label }) => codes.get(label!)!)]);
    arrays.push(["classes", { type: "string", shape: [classes.length], data: [...classes] }]);
  }
  arrays.push([classes ? "scores" : "values", { type: "float32", shape: [count, width], data: values }]);
  return writeNpz(new Map(arrays));
}
