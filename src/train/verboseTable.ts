/** What the table shows beside the loss: percent correct, the root of the mean squared error, or nothing. */
export type VerboseMetric = "accuracy" | "rmse" | "none";

/** One row of the table. */
export interface VerboseRow {
  readonly epoch: number;
  readonly iteration: number;
  /** Since training started. */
  readonly seconds: number;
  readonly loss: number;
  /** Accuracy in percent, or RMSE. */
  readonly metric: number;
  /** Left out where the iteration was not validated. */
  readonly validationLoss?: number;
  readonly validationMetric?: number;
  readonly learnRate: number;
}

/** Why training ended. */
export type StopReason = "max-epochs" | "validation-criterion" | "output-function" | "stopped";

/** The parts of the table, as lines without line ends. */
export interface VerboseTable {
  /** The lines before the table: where training runs, and whether normalization statistics are computed. */
  preamble(normalization: boolean): string[];
  header(): string[];
  row(row: VerboseRow): string;
  footer(reason: StopReason): string[];
}

/** The wording for `output-function` is ours; the others are MATLAB's. */
const endings: Readonly<Record<StopReason, string>> = {
  "max-epochs": "Max epochs completed.",
  "validation-criterion": "Met validation criterion.",
  "output-function": "Stopped by output function.",
  stopped: "Stopped manually.",
};

/** Why training ended, as the last line of the table says it. */
export function printEnding(reason: StopReason): string {
  return endings[reason];
}

interface Column {
  readonly title: string;
  readonly unit: string;
  readonly cell: (row: VerboseRow) => string;
}

/**
 * The table that MATLAB's `trainNetwork` prints with `Verbose`: for classification or regression, with or without validation.
 *
 * @see MATLAB trainingOptions, "Verbose"
 */
export function verboseTable(what: { readonly metric: VerboseMetric; readonly validation: boolean }): VerboseTable {
  const columns = columnsOf(what.metric, what.validation);
  const lineOf = (cells: readonly string[]): string => `|${cells.join("|")}|`;
  const titles = columns.map(({ title }) => `  ${title}  `);
  const units = columns.map(({ unit }, at) => centred(unit, titles[at].length));
  const border = `|${"=".repeat(lineOf(titles).length - 2)}|`;
  return {
    preamble: (normalization) => [
      "Training on single CPU.",
      ...(normalization ? ["Initializing input data normalization."] : []),
    ],
    header: () => [border, lineOf(titles), lineOf(units), border],
    row: (row) => lineOf(columns.map(({ cell }, at) => `${cell(row)} `.padStart(titles[at].length))),
    footer: (reason) => [border, `Training finished: ${printEnding(reason)}`],
  };
}

function columnsOf(metric: VerboseMetric, validation: boolean): Column[] {
  const unit = metric === "accuracy" ? "Accuracy" : "RMSE";
  const measured = (column: Column) => (metric === "none" ? [] : [column]);
  const metricText = (value: number | undefined) => (value === undefined ? "" : printMetric(value, metric));
  const lossText = (value: number | undefined) => (value === undefined ? "" : printLoss(value, metric));
  const validated = (column: Column) => (validation ? [column] : []);
  return [
    { title: "Epoch", unit: "", cell: (row) => String(row.epoch) },
    { title: "Iteration", unit: "", cell: (row) => String(row.iteration) },
    { title: "Time Elapsed", unit: "(hh:mm:ss)", cell: (row) => printElapsed(row.seconds) },
    ...measured({ title: "Mini-batch", unit, cell: (row) => metricText(row.metric) }),
    ...validated({ title: "Validation", unit, cell: (row) => metricText(row.validationMetric) }).flatMap(measured),
    { title: "Mini-batch", unit: "Loss", cell: (row) => lossText(row.loss) },
    ...validated({ title: "Validation", unit: "Loss", cell: (row) => lossText(row.validationLoss) }),
    { title: "Base Learning", unit: "Rate", cell: (row) => printDecimals(row.learnRate) },
  ];
}

/** MATLAB puts the odd space to the right. */
function centred(text: string, width: number): string {
  const left = Math.floor((width - text.length) / 2);
  return text.padStart(left + text.length).padEnd(width);
}

/** Hours, minutes and seconds as `00:01:23`; more than 99 hours take more digits. */
export function printElapsed(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

function printMetric(value: number, metric: VerboseMetric): string {
  if (!Number.isFinite(value)) return printSpecial(value);
  return metric === "accuracy" ? `${value.toFixed(2)}%` : value.toFixed(2);
}

/** A regression loss of 100 or more has one decimal; every other loss has four. */
function printLoss(value: number, metric: VerboseMetric): string {
  return metric === "rmse" && Number.isFinite(value) && value >= 100 ? value.toFixed(1) : printDecimals(value);
}

/** Four decimals; `5.7758e-05` where they would show nothing. */
function printDecimals(value: number): string {
  if (!Number.isFinite(value)) return printSpecial(value);
  if (Math.abs(value) > 1e-4) return value.toFixed(4);
  return value.toExponential(4).replace(/e([+-])(\d)$/, "e$10$2");
}

function printSpecial(value: number): string {
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Inf" : "-Inf";
}
