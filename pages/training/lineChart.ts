import uPlot from "uplot";
import { element } from "../parts/element.ts";
import { inkOf } from "./inks.ts";
import { legendOf } from "./legend.ts";
import { numberText } from "./numberText.ts";

/** One line of a chart. */
export interface Line {
  readonly label: string;
  readonly x: readonly (number | null)[];
  readonly y: readonly (number | null)[];
  /** The name of a colour of the style sheet, as `--s1`, or a colour. */
  readonly ink: string;
  readonly width?: number;
  /** How strong the colour is; 1 by default. */
  readonly strength?: number;
  readonly dashed?: boolean;
  /** Whether its points are marked. */
  readonly marked?: boolean;
  /** The area between this line and the one before it is filled. */
  readonly filled?: boolean;
  /** Left out where a point is read out. */
  readonly silent?: boolean;
}

/** A stretch of the horizontal axis that is shaded. */
export interface Shade {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** What a chart shows. */
export interface ChartContent {
  readonly lines: readonly Line[];
  readonly xLabel: string;
  readonly shades: readonly Shade[];
  readonly logarithmic?: boolean;
}

/** How a chart is made. */
export interface ChartOptions {
  readonly title: string;
  readonly height: number;
  /** The ends of the vertical axis, where they are not the data's. */
  readonly range?: readonly [number, number];
  /** Whether the vertical axis begins at 0. */
  readonly fromZero?: boolean;
  /** How its values are written; `numberText` by default. */
  readonly value?: (value: number) => string;
  /** How they are written along the axis; `numberText` by default. */
  readonly tick?: (value: number) => string;
}

/** A chart of lines that can grow: with the mouse a part is chosen, two clicks show all again; with the arrow keys points are read out. */
export class LineChart {
  readonly root: HTMLElement;
  readonly #options: ChartOptions;
  readonly #host: HTMLElement;
  readonly #readout = element("p", { class: "readout" });
  readonly #legend = element("p", { class: "legend" });
  #plot: uPlot | undefined;
  #content: ChartContent | undefined;
  #shape = "";
  #chosen = false;

  constructor(options: ChartOptions) {
    this.#options = options;
    const { title } = options;
    const label = `${title}: read point by point with the arrow keys`;
    this.#host = element("div", { class: "plot", role: "slider", tabindex: 0, "aria-label": label });
    this.#host.addEventListener("keydown", (event) => this.#read(event));
    const head = element("div", { class: "charthead" }, element("h2", {}, title), this.#legend);
    this.root = element("section", { class: "panel chart" }, head, this.#host, this.#readout);
    new ResizeObserver(() => this.#plot?.setSize(this.#size())).observe(this.#host);
    this.#tell(undefined);
  }

  /** Shows new content; what is looked at closely stays so. */
  show(content: ChartContent): void {
    this.#content = content;
    const data = joined(content.lines);
    const shape = JSON.stringify([content.logarithmic, content.xLabel, content.lines.map(({ x: _x, y: _y, ...line }) => line)]);
    if (this.#plot && shape === this.#shape) {
      this.#plot.setData(data, !this.#chosen);
      if (this.#chosen) this.#plot.redraw();
    } else {
      this.#plot?.destroy();
      this.#chosen = false;
      this.#plot = new uPlot(this.#uplotOptions(content), data, this.#host);
      this.#shape = shape;
      this.#legend.replaceChildren(...legendOf(content.lines));
    }
    this.#tell(this.#plot.cursor.idx ?? undefined);
  }

  /** Draws again, in other colours. */
  redraw(): void {
    this.#plot?.redraw(false, true);
  }

  #size(): { width: number; height: number } {
    return { width: Math.max(120, this.#host.clientWidth), height: this.#options.height };
  }

  #uplotOptions(content: ChartContent): uPlot.Options {
    const { tick = numberText } = this.#options;
    const powers = content.logarithmic ? { filter: onlyPowers } : {};
    return {
      ...this.#size(),
      legend: { show: false },
      padding: [8, 12, 0, 0],
      cursor: { sync: { key: "training" }, points: { size: 6 }, drag: { x: true, y: false } },
      scales: { x: { time: false }, y: this.#scale(content) },
      axes: [
        { ...axis(), label: content.xLabel, labelSize: 20, labelFont: axisFont, size: 34 },
        {
          ...axis(powers),
          size: 60,
          ...powers,
          values: (_, values) => values.map((value) => (value === null ? "" : tick(value))),
        },
      ],
      series: [{}, ...content.lines.map(seriesOf)],
      bands: content.lines.flatMap(({ filled, ink, strength = 1 }, i) =>
        filled ? [{ series: [i + 1, i] as [number, number], fill: () => inkOf(ink, strength / 2) }] : [],
      ),
      hooks: {
        drawClear: [(plot) => this.#shade(plot)],
        setCursor: [(plot) => this.#tell(plot.cursor.idx ?? undefined)],
        setSelect: [(plot) => this.#choose(this.#chosen || plot.select.width > 0)],
        ready: [(plot) => plot.over.addEventListener("dblclick", () => this.#choose(false))],
      },
    };
  }

  #scale({ logarithmic }: ChartContent): uPlot.Scale {
    const { range, fromZero } = this.#options;
    if (logarithmic) return { distr: 3 };
    if (range) return { range: [...range] };
    return fromZero ? { range: (_, __, most) => [0, most > 0 ? 1.15 * most : 1] } : {};
  }

  #choose(chosen: boolean): void {
    this.#chosen = chosen;
  }

  #shade(plot: uPlot): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.fillStyle = inkOf("--shade", 1);
    for (const [i, { from, to, label }] of (this.#content?.shades ?? []).entries()) {
      const [left, right] = [from, to].map((x) =>
        Math.min(bbox.left + bbox.width, Math.max(bbox.left, plot.valToPos(x, "x", true))),
      );
      if (i % 2 === 1) ctx.fillRect(left, bbox.top, right - left, bbox.height);
      this.#name(plot, label, (left + right) / 2, right - left);
    }
    ctx.restore();
  }

  #name({ ctx, bbox }: uPlot, label: string, x: number, room: number): void {
    ctx.save();
    ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    ctx.fillStyle = inkOf("--quiet", 1);
    ctx.textAlign = "center";
    if (ctx.measureText(label).width + 8 < room) ctx.fillText(label, x, bbox.top + bbox.height - 6 * devicePixelRatio);
    ctx.restore();
  }

  #read(event: KeyboardEvent): void {
    const plot = this.#plot;
    const last = (plot?.data[0].length ?? 0) - 1;
    if (!plot || last < 0) return;
    const at = plot.cursor.idx ?? last;
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      PageDown: at - Math.ceil(last / 20),
      PageUp: at + Math.ceil(last / 20),
      Home: 0,
      End: last,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(last, next));
    plot.setCursor({ left: plot.valToPos(plot.data[0][index], "x"), top: 0 });
  }

  /** Says what the lines are at a place; at the end where none is pointed at. */
  #tell(index: number | undefined): void {
    const data = this.#plot?.data ?? [[]];
    const at = index ?? data[0].length - 1;
    const { value = numberText } = this.#options;
    const lines = this.#content?.lines ?? [];
    const spoken = lines.flatMap(({ label, silent }, i) => {
      const y = silent ? null : (data[i + 1]?.[at] ?? (index === undefined ? lastOf(data[i + 1]) : null));
      return y === null || y === undefined ? [] : [`${label} ${value(y)}`];
    });
    const x = data[0][at];
    const place = x === undefined ? "no points yet" : `${this.#content?.xLabel ?? ""} ${numberText(x)}`;
    const text = [place, ...spoken.slice(0, 8)].join(" · ");
    this.#readout.textContent = text;
    for (const [name, number] of Object.entries({
      valuemin: 0,
      valuemax: Math.max(0, data[0].length - 1),
      valuenow: Math.max(0, at),
    }))
      this.#host.setAttribute(`aria-${name}`, String(number));
    this.#host.setAttribute("aria-valuetext", text);
  }
}

const axisFont = "12px system-ui, sans-serif";

function axis(more: Pick<uPlot.Axis, "filter"> = {}): uPlot.Axis {
  return {
    font: axisFont,
    stroke: () => inkOf("--quiet", 1),
    grid: { stroke: () => inkOf("--line", 0.6), width: 1, ...more },
    ticks: { stroke: () => inkOf("--line", 1), width: 1, size: 5, ...more },
  };
}

/** Of the places on a logarithmic axis the powers of ten, where there are at least two of them. */
function onlyPowers(_: uPlot, places: readonly number[]): (number | null)[] {
  const isPower = (place: number): boolean => Math.abs(Math.log10(place) - Math.round(Math.log10(place))) < 1e-9;
  return places.filter(isPower).length < 2 ? [...places] : places.map((place) => (isPower(place) ? place : null));
}

function seriesOf({ label, ink, width = 1.5, strength = 1, dashed, marked }: Line): uPlot.Series {
  const stroke = (): string => inkOf(ink, strength);
  return {
    label,
    stroke,
    width,
    ...(dashed && { dash: [6, 4] }),
    points: { show: marked === true, size: 6, fill: stroke, stroke },
  };
}

/** The lines over one common axis. A point whose place is not known is left out. */
function joined(lines: readonly Line[]): uPlot.AlignedData {
  const tables = lines.map(({ x, y }): uPlot.AlignedData => {
    if (!x.includes(null)) return [x as number[], y as number[]];
    const known = x.flatMap((place, i) => (place === null ? [] : [i]));
    return [known.map((i) => x[i] as number), known.map((i) => y[i])];
  });
  if (tables.length === 0) return [[]];
  const [[x]] = tables;
  // Lines over the same places need no joining, which takes its time where there are many.
  return tables.every(([places]) => places === x) ? [[...x], ...tables.map(([, y]) => [...y])] : uPlot.join(tables);
}

function lastOf(values: uPlot.AlignedData[number] | undefined): number | null | undefined {
  for (let i = (values?.length ?? 0) - 1; i >= 0; i--)
    if (values![i] !== null && values![i] !== undefined) return values![i] as number;
  return undefined;
}
