import { element } from "../parts/element.ts";
import { numberText, timeText } from "./numberText.ts";
import { indexAt, type ShownRun } from "./shownRun.ts";

const mostRows = 300;

/** The curves as a table, a row for each epoch, and as files. */
export class NumbersPanel {
  readonly root: HTMLElement;
  readonly #details: HTMLDetailsElement;
  readonly #body = element("tbody");
  readonly #run: ShownRun;

  constructor(run: ShownRun) {
    this.#run = run;
    const head = columnsOf(run).map((name) => element("th", { scope: "col" }, name));
    const table = element("table", { class: "numbers" }, element("thead", {}, element("tr", {}, ...head)), this.#body);
    const region = element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Numbers of each epoch" }, table);
    this.#details = element(
      "details",
      { class: "panel" },
      element("summary", {}, element("h2", {}, "Numbers")),
      this.#saving(),
      region,
    );
    this.#details.addEventListener("toggle", () => this.show());
    this.root = this.#details;
  }

  /** Brings the table up to date, if it is open. */
  show(): void {
    if (!this.#details.open) return;
    const rows = rowsOf(this.#run).map((row) =>
      element("tr", {}, ...row.map((cell) => element("td", { class: "number" }, cell))),
    );
    this.#body.replaceChildren(...rows);
  }

  #saving(): HTMLElement {
    const button = (text: string, extension: string, type: string, content: () => string): HTMLElement => {
      const made = element("button", { type: "button" }, text);
      made.addEventListener("click", () => save(`${fileName(this.#run)}.${extension}`, type, content()));
      return made;
    };
    return element(
      "p",
      { class: "actions" },
      button("Save the curves as CSV", "csv", "text/csv", () => csvOf(this.#run)),
      button("Save the run, to lay it over others", "json", "application/json", () => JSON.stringify(this.#run.toJson())),
    );
  }
}

function metricName({ facts }: ShownRun): string | undefined {
  return { accuracy: "accuracy (%)", rmse: "RMSE", none: undefined }[facts.metric];
}

function columnsOf(run: ShownRun): string[] {
  const metric = metricName(run);
  const measured = (of: string): string[] => [`${of} loss`, ...(metric === undefined ? [] : [`${of} ${metric}`])];
  return [
    "Epoch",
    "Iteration",
    "Elapsed",
    ...measured("Training"),
    ...(run.facts.validated ? measured("Validation") : []),
    "Learning rate",
  ];
}

/** The last point of each epoch; of every second or later epoch where there are many. */
function rowsOf(run: ShownRun): string[][] {
  const { progress } = run.curves;
  const { iterationsPerEpoch } = run.facts;
  const done = progress.x.at(-1) ?? 0;
  const epochs = Math.ceil(done / iterationsPerEpoch);
  const step = Math.ceil(epochs / mostRows);
  return Array.from({ length: Math.ceil(epochs / step) || 0 }, (_, i) => {
    const epoch = Math.min(epochs, (i + 1) * step);
    return rowOf(run, epoch, indexAt(progress.x, Math.min(done, epoch * iterationsPerEpoch)));
  });
}

function rowOf(run: ShownRun, epoch: number, at: number): string[] {
  const { progress, validation } = run.curves;
  const text = (value: number | null | undefined): string => (value === null || value === undefined ? "" : numberText(value));
  const measured = (columns: readonly (readonly (number | null)[])[], index: number): string[] =>
    columns.slice(0, run.facts.metric === "none" ? 1 : 2).map((column) => text(column[index]));
  const checked = validation.x.findLastIndex((x) => x <= progress.x[at]);
  const seconds = progress.mean[3][at];
  return [
    String(epoch),
    String(progress.x[at]),
    seconds === null ? "" : timeText(seconds),
    ...measured(progress.mean, at),
    ...(run.facts.validated ? measured(validation.mean, checked) : []),
    text(progress.mean[2][at]),
  ];
}

/** All points of the curves. */
function csvOf(run: ShownRun): string {
  const { progress, validation } = run.curves;
  const checked = new Map(validation.x.map((x, i) => [x, i]));
  const cell = (value: number | null | undefined): string => (value === null || value === undefined ? "" : String(value));
  const lines = progress.x.map((x, i) => {
    const at = checked.get(x);
    const own = progress.mean.map((column) => cell(column[i]));
    return [x, ...own, ...validation.mean.map((column) => (at === undefined ? "" : cell(column[at])))].join(",");
  });
  const metric = run.facts.metric;
  return [
    "iteration,loss,metric,learnRate,seconds,validationLoss,validationMetric".replaceAll(/metric/gi, (m) =>
      metric === "none" ? m : m === "metric" ? metric : metric[0].toUpperCase() + metric.slice(1),
    ),
    ...lines,
    "",
  ].join("\n");
}

function fileName({ facts }: ShownRun): string {
  return facts.name.replaceAll(/[^\w.-]+/g, "_");
}

function save(name: string, type: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
