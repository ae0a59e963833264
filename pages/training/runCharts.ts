import { element } from "../parts/element.ts";
import type { View } from "./controls.ts";
import { depthInk, runInks } from "./inks.ts";
import { type ChartContent, type Line, LineChart, type Shade } from "./lineChart.ts";
import { bytesText, numberText, percentText } from "./numberText.ts";
import type { ShownCurves, ShownRun } from "./shownRun.ts";
import { smoothed } from "./smoothing.ts";

/** The charts of the page: the first run in full, the others as smoothed lines over it. */
export class RunCharts {
  readonly root: HTMLElement;
  readonly #metric: LineChart | undefined;
  readonly #loss = new LineChart({ title: "Loss", height: 280 });
  readonly #learnRate = new LineChart({ title: "Learning rate", height: 150, fromZero: true });
  readonly #speed = new LineChart({ title: "Iterations per second", height: 150, fromZero: true });
  readonly #gradient = new LineChart({ title: "Gradient norm of each layer", height: 240 });
  readonly #ratio = new LineChart({ title: "Update ÷ weights of each layer", height: 240 });
  readonly #cores: LineChart;
  readonly #memory = new LineChart({
    title: "Memory of the process",
    height: 150,
    fromZero: true,
    value: bytesText,
    tick: bytesText,
  });

  constructor({ facts }: ShownRun) {
    if (facts.metric === "accuracy")
      this.#metric = new LineChart({ title: "Accuracy", height: 280, range: [0, 100], value: percentText });
    if (facts.metric === "rmse") this.#metric = new LineChart({ title: "RMSE", height: 280 });
    this.#cores = new LineChart({
      title: `Processor cores that the process kept busy, of ${facts.cores}`,
      height: 150,
      range: [0, facts.cores],
    });
    const wide = [...(this.#metric ? [this.#metric] : []), this.#loss];
    const layers = facts.layers.length > 0 ? [this.#gradient, this.#ratio] : [];
    this.root = element(
      "div",
      {},
      element("div", { class: "wide" }, ...wide.map(({ root }) => root)),
      element(
        "div",
        { class: "narrow" },
        ...[this.#learnRate, this.#speed, ...layers, this.#cores, this.#memory].map(({ root }) => root),
      ),
    );
  }

  /** Draws the runs; `chosen` is a layer that is to stand out. */
  show(runs: readonly ShownRun[], view: View, chosen: string | undefined): void {
    const [main] = runs;
    const shown = runs.map((run, i) => ({ run, ink: runInks[i % runInks.length] })).filter(({ run }) => run.visible);
    const content = (lines: readonly Line[], more: Partial<ChartContent> = {}): ChartContent => ({
      lines,
      xLabel: view.axis,
      shades: main.visible ? epochShades(main, view) : [],
      ...more,
    });
    const over = (column: number, name: string): Line[] =>
      shown.flatMap(({ run, ink }) => [
        ...measured(run, column, view, { ink, name: nameOf(run, runs, name), full: run === main }),
      ]);
    this.#metric?.show(content(over(1, "training")));
    this.#loss.show(content(positive(over(0, "training"), view.logarithmic), { logarithmic: view.logarithmic }));
    const plain = (column: (run: ShownRun) => Plain): Line[] =>
      shown.map(({ run, ink }) => ({ label: nameOf(run, runs, ""), ink, ...placed(run, view, column(run)) }));
    this.#learnRate.show(content(plain(({ curves: { progress } }) => ({ x: progress.x, y: progress.mean[2] }))));
    this.#speed.show(content(plain(speeds)));
    this.#cores.show(content(plain(({ curves: { hardware } }) => ({ x: hardware.x, y: hardware.mean[0] }))));
    this.#memory.show(content(plain(({ curves: { hardware } }) => ({ x: hardware.x, y: hardware.mean[1] }))));
    for (const [chart, name] of [
      [this.#gradient, "gradientNorm"],
      [this.#ratio, "updateRatio"],
    ] as const)
      if (main.facts.layers.length > 0)
        chart.show(content(main.visible ? layerLines(main, main.curves[name], view, chosen) : [], { logarithmic: true }));
  }

  /** Draws again, in other colours. */
  redraw(): void {
    for (const chart of [
      this.#metric,
      this.#loss,
      this.#learnRate,
      this.#speed,
      this.#gradient,
      this.#ratio,
      this.#cores,
      this.#memory,
    ])
      chart?.redraw();
  }
}

/** Numbers over iterations. */
interface Plain {
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

function placed(
  run: ShownRun,
  { axis }: View,
  { x, y }: Plain,
): { x: readonly (number | null)[]; y: readonly (number | null)[] } {
  return { x: axis === "iteration" ? x : x.map((iteration) => run.place(iteration, axis)), y };
}

interface MeasuredLook {
  readonly ink: string;
  readonly name: string;
  /** Whether the single mini-batches are shown too. */
  readonly full: boolean;
}

/** More marks than this run into each other. */
const mostMarked = 80;

/** A column of the training curves: single mini-batches light, smoothed strong, validation as dashed points. */
function measured(run: ShownRun, column: number, view: View, { ink, name, full }: MeasuredLook): Line[] {
  const { progress, validation } = run.curves;
  const over = (curves: ShownCurves, y: readonly (number | null)[]) => placed(run, view, { x: curves.x, y });
  const single = { ink, strength: 0.35, width: 1, label: `${name} mini-batch`.trim() };
  const least = { ...single, ...over(progress, progress.least[column]), silent: true };
  const most = { ...single, ...over(progress, progress.most[column]), filled: progress.every > 1 };
  const smooth = view.smoothing > 0 ? smoothed(progress.mean[column], view.smoothing, progress.every) : progress.mean[column];
  const checked = {
    label: `${name.replace(/training$/, "")}validation`,
    ink: full ? "--text" : ink,
    dashed: true,
    marked: validation.x.length <= mostMarked,
  };
  return [
    ...(full && view.smoothing > 0 ? [least, most] : []),
    { label: view.smoothing > 0 ? `${name} smoothed` : name, ink, width: 2, ...over(progress, smooth) },
    ...(run.facts.validated ? [{ ...checked, ...over(validation, validation.mean[column]) }] : []),
  ];
}

function nameOf(run: ShownRun, runs: readonly ShownRun[], name: string): string {
  return runs.length === 1 ? name : `${run.facts.name} ${name}`.trim();
}

/** Logarithms are of positive numbers. */
function positive(lines: readonly Line[], wanted: boolean): readonly Line[] {
  if (!wanted) return lines;
  return lines.map((line) => ({ ...line, y: line.y.map((y) => (y !== null && y > 0 ? y : null)) }));
}

/** Iterations per second between points that are about a fiftieth of all apart. */
function speeds({ curves: { progress } }: ShownRun): Plain {
  const { x, mean } = progress;
  const seconds = mean[3];
  const step = Math.max(1, Math.ceil(x.length / 50));
  const [places, values]: [number[], (number | null)[]] = [[], []];
  for (let i = step; i < x.length; i += step) {
    const taken = seconds[i] === null || seconds[i - step] === null ? 0 : seconds[i]! - seconds[i - step]!;
    places.push(x[i]);
    values.push(taken > 0 ? (x[i] - x[i - step]) / taken : null);
  }
  return { x: places, y: values };
}

/** More lines than this hide each other: of many layers some are drawn, evenly over the depth, and the chosen one. */
const mostLayerLines = 40;

function layerLines(run: ShownRun, curves: ShownCurves, view: View, chosen: string | undefined): readonly Line[] {
  const { layers } = run.facts;
  const { x } = placed(run, view, { x: curves.x, y: [] });
  const step = Math.ceil(layers.length / mostLayerLines);
  const drawn = layers.map((layer, i) => ({ layer, i })).filter(({ layer, i }) => i % step === 0 || layer === chosen);
  const lines = drawn.map(({ layer, i }) => ({
    label: layer,
    ink: depthInk(layers.length === 1 ? 0 : i / (layers.length - 1)),
    strength: chosen === undefined || chosen === layer ? 1 : 0.15,
    width: chosen === layer ? 2.5 : 1.25,
    silent: chosen !== undefined && chosen !== layer,
    x,
    y: curves.mean[i],
  }));
  return positive(lines, true);
}

/** Every epoch, or as many together as a chart has room for. */
function epochShades(run: ShownRun, { axis }: View): Shade[] {
  const { iterationsPerEpoch } = run.facts;
  const done = run.curves.progress.x.at(-1) ?? 0;
  const epochs = Math.ceil(done / iterationsPerEpoch);
  const together = Math.max(1, Math.ceil(epochs / 60));
  const place = (iteration: number): number => run.place(iteration, axis) ?? 0;
  return Array.from({ length: Math.ceil(epochs / together) }, (_, i) => ({
    from: i === 0 && axis !== "minute" ? 0 : place(i * together * iterationsPerEpoch),
    to: place(Math.min(done, (i + 1) * together * iterationsPerEpoch)),
    label: together === 1 ? `Epoch ${i + 1}` : `Epochs ${numberText(i * together + 1)}–${numberText((i + 1) * together)}`,
  }));
}
