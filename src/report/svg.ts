import { cellColors, chartPage, inkStyle } from "./cellInk.ts";

/** How large a chart is, in CSS pixels. */
export const chartSize = { width: 640, height: 420 } as const;

/** The colours of series, in MATLAB's order: on white, and on a dark page. */
const series = [
  cellColors.right,
  cellColors.wrong,
  ["#b8860b", "#f0c040"],
  ["#7e2f8e", "#c07fd0"],
  ["#4f7a1f", "#9ccc65"],
  ["#1f8bb5", "#6fd0f5"],
  ["#a2142f", "#ef6f84"],
] as const;

/** How many colours there are before they begin anew. */
export const seriesColors = series.length;

/** Text as it stands in SVG; what XML cannot hold is replaced. */
export function escaped(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0)!;
    const held =
      code === 9 || code === 10 || (code >= 32 && (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff);
    return held ? (entities[character] ?? character) : "\uFFFD";
  }).join("");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A number in SVG: two decimals are finer than a pixel. */
export function at(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Where a text stands and how. */
export interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly className?: string;
  /** Degrees around its place. */
  readonly turned?: number;
}

/** A text element. */
export function textElement(text: string, { x, y, anchor = "middle", className, turned }: TextPlace): string {
  const attributes = [
    `x="${at(x)}" y="${at(y)}" text-anchor="${anchor}"`,
    ...(className ? [`class="${className}"`] : []),
    ...(turned === undefined ? [] : [`transform="rotate(${turned} ${at(x)} ${at(y)})"`]),
  ];
  return `<text ${attributes.join(" ")}>${escaped(text)}</text>`;
}

/** A whole SVG document that needs nothing beside itself, in the colours of the page that it stands in: light or dark. */
export function svgDocument(title: string, content: readonly string[], height: number = chartSize.height): string {
  const { width } = chartSize;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${at(height)}" width="${width}" height="${at(height)}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<style>${styles()}</style>`,
    `<rect class="page" width="${width}" height="${at(height)}"/>`,
    ...content,
    "</svg>",
    "",
  ].join("\n");
}

function styles(): string {
  const colors = (shade: 0 | 1): string => series.map((pair, i) => `.s${i}{--ink:${pair[shade]}}`).join("");
  return [
    `svg{--page:${chartPage[0]};--text:#222;--line:#888;--grid:#e4e4e4;--cell:${cellColors.right[0]};font:13px system-ui,sans-serif}`,
    ".page{fill:var(--page)}text{fill:var(--text)}.title{font-size:15px;font-weight:600}.small{font-size:12px}",
    ".axis{stroke:var(--line);fill:none}.grid{stroke:var(--grid)}.curve{fill:none;stroke:var(--ink);stroke-width:1.6;stroke-linejoin:round}",
    ".mark{fill:none;stroke:var(--ink);stroke-width:1.4}.dot,.bar{fill:var(--ink)}.cell{fill:var(--cell)}",
    `.more{fill:${cellColors.more[0]}}.less{fill:#de6222}.plain{--ink:var(--text)}.faint{opacity:.45}.mean{font-weight:600}`,
    inkStyle.light,
    colors(0),
    `@media(prefers-color-scheme:dark){svg{--page:${chartPage[1]};--text:#e4e6ea;--line:#7d828a;--grid:#2c3036;--cell:${cellColors.right[1]}}${inkStyle.dark}${colors(1)}}`,
  ].join("");
}
