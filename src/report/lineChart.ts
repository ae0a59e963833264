import { type Place, pathOf, thinned } from "./curve.ts";
import { at, chartSize, seriesColors, svgDocument, textElement } from "./svg.ts";
import { type Ticks, ticksOver } from "./ticks.ts";

/** A line of a chart. Points that are not finite are gaps. */
export interface ChartLine {
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** As MATLAB writes it: `--`, `r:`, `o-`; `bar` for bars, `quiet--` for a faint grey line. A solid line by default. */
  readonly style?: string;
}

/** What a chart of lines shows. */
export interface LineChart {
  readonly title?: string;
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Names of the lines, in their order. */
  readonly legend?: readonly string[];
  /** Where the names stand, at the right: at the top by default. */
  readonly legendAt?: "top" | "bottom";
  readonly lines: readonly ChartLine[];
}

const plot = { left: 70, right: chartSize.width - 20, top: 40, bottom: chartSize.height - 55 } as const;

/** Lines over round axes, as a whole SVG document. */
export function lineChart(chart: LineChart): string {
  const { title, xLabel, yLabel, lines } = chart;
  const bars = lines.some((line) => line.style === "bar");
  const [x, y] = [
    axisOf(
      lines.flatMap((line) => spanOf(line.x)),
      8,
    ),
    axisOf([...lines.flatMap((line) => spanOf(line.y)), ...(bars ? [0] : [])], 6),
  ];
  const across = scale(x, plot.left, plot.right);
  const up = scale(y, plot.bottom, plot.top);
  const content = [
    ...(title ? [textElement(title, { x: (plot.left + plot.right) / 2, y: 24, className: "title" })] : []),
    ...x.values.flatMap((value, i) => xTick(across(value), x.labels[i])),
    ...y.values.flatMap((value, i) => yTick(up(value), y.labels[i])),
    `<path class="axis" d="M${plot.left} ${plot.top}V${plot.bottom}H${plot.right}"/>`,
    ...lines.map((line, i) => drawn(line, i, across, up)),
    ...(xLabel ? [textElement(xLabel, { x: (plot.left + plot.right) / 2, y: chartSize.height - 14 })] : []),
    ...(yLabel ? [textElement(yLabel, { x: 18, y: (plot.top + plot.bottom) / 2, turned: -90 })] : []),
    ...legendOf(chart),
  ];
  return svgDocument(title ?? yLabel ?? "Chart", content);
}

/** The least and the largest finite number. */
function spanOf(values: readonly number[]): number[] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return least <= most ? [least, most] : [];
}

function axisOf(ends: readonly number[], count: number): Ticks {
  return ends.length === 0 ? ticksOver(0, 1, count) : ticksOver(Math.min(...ends), Math.max(...ends), count);
}

type Scale = (value: number) => number;

function scale({ values }: Ticks, from: number, to: number): Scale {
  const [least, most] = [values[0], values.at(-1)!];
  return (value) => from + ((value - least) / (most - least)) * (to - from);
}

function xTick(x: number, label: string): string[] {
  return [
    `<line class="grid" x1="${at(x)}" y1="${plot.top}" x2="${at(x)}" y2="${plot.bottom}"/>`,
    textElement(label, { x, y: plot.bottom + 18, className: "small" }),
  ];
}

function yTick(y: number, label: string): string[] {
  return [
    `<line class="grid" x1="${plot.left}" y1="${at(y)}" x2="${plot.right}" y2="${at(y)}"/>`,
    textElement(label, { x: plot.left - 8, y: y + 4, anchor: "end", className: "small" }),
  ];
}

function drawn({ x, y, style = "-" }: ChartLine, index: number, across: Scale, up: Scale): string {
  const places = y.map((value, i): Place | undefined =>
    Number.isFinite(value) && Number.isFinite(x[i]) ? [across(x[i]), up(value)] : undefined,
  );
  const color = colorOf(style, index);
  if (style === "bar") return bars(places, color, up(0));
  if (style.startsWith(quiet)) return curve(places, style, color);
  const parts = [hasLine(style) ? curve(thinned(places, plot.right - plot.left), style, color) : "", marks(places, style, color)];
  return parts.filter(Boolean).join("\n");
}

/** MATLAB's letters for colours, as places in the order of series. */
const letters: Readonly<Record<string, number>> = { b: 0, r: 6, y: 2, m: 3, g: 4, c: 5 };

function colorOf(style: string, index: number): number {
  const letter = style === "bar" ? undefined : [...style].find((each) => each in letters);
  return letter === undefined ? index % seriesColors : letters[letter];
}

function hasLine(style: string): boolean {
  return /[-:]/.test(style) || !/[o+*xsd^v<>ph|_.]/.test(style);
}

function curve(places: readonly (Place | undefined)[], style: string, color: number): string {
  const dashes = style.includes("--") ? "8 5" : style.includes("-.") ? "8 4 2 4" : style.includes(":") ? "2 4" : undefined;
  const ink = style.startsWith(quiet) ? "plain faint" : `s${color}`;
  return `<path class="curve ${ink}"${dashes ? ` stroke-dasharray="${dashes}"` : ""} d="${pathOf(places)}"/>`;
}

/** What begins the style of a line that only helps to read the others. */
const quiet = "quiet";

function marks(places: readonly (Place | undefined)[], style: string, color: number): string {
  const kind = [...style.replace(/-\./, "")].find((each) => "o+*x.sd^v<>ph|_".includes(each));
  if (kind === undefined) return "";
  const step = Math.ceil(places.length / 1000);
  const shown = places.filter((place, i): place is Place => place !== undefined && i % step === 0);
  if (kind === ".") return shown.map(([x, y]) => `<circle class="dot s${color}" cx="${at(x)}" cy="${at(y)}" r="2"/>`).join("");
  if ("x+*".includes(kind))
    return `<path class="mark s${color}" d="${shown.map(([x, y]) => `M${at(x - 3)} ${at(y - 3)}l6 6m0 -6l-6 6`).join("")}"/>`;
  return shown.map(([x, y]) => `<circle class="mark s${color}" cx="${at(x)}" cy="${at(y)}" r="3"/>`).join("");
}

function bars(places: readonly (Place | undefined)[], color: number, zero: number): string {
  const width = Math.max(1, (0.7 * (plot.right - plot.left)) / Math.max(1, places.length));
  const rectangles = places.map((place) => {
    if (!place) return "";
    const [x, y] = place;
    return `<rect class="bar s${color}" x="${at(x - width / 2)}" y="${at(Math.min(y, zero))}" width="${at(width)}" height="${at(Math.abs(zero - y))}"/>`;
  });
  return rectangles.join("");
}

function legendOf({ legend = [], legendAt = "top", lines }: LineChart): string[] {
  const names = legend.slice(0, lines.length);
  const first = legendAt === "top" ? plot.top + 16 : plot.bottom - 12 - 18 * (names.length - 1);
  return names.flatMap((name, i) => {
    const y = first + 18 * i;
    const color = colorOf(lines[i].style ?? "-", i);
    return [
      textElement(name, { x: plot.right - 36, y, anchor: "end", className: "small" }),
      `<line class="curve s${color}" x1="${plot.right - 30}" y1="${y - 4}" x2="${plot.right - 8}" y2="${y - 4}"/>`,
    ];
  });
}
