import { at, escaped } from "../svg.ts";
import type { DrawnBox, DrawnPort } from "./graphDrawing.ts";
import { type Direction, fonts, space } from "./measure.ts";

const corner = 6;

/** A layer, or blocks that repeat, with its texts, its ports and its problems. */
export function boxElement(box: DrawnBox, direction: Direction): string {
  const { layers, role, lines, marks, repeats } = box;
  const severity = marks[0]?.severity;
  const classes = ["layer", role, ...(severity ? [`marked has-${severity}`] : [])].join(" ");
  const name =
    layers.length === 1 ? `data-layer="${attribute(layers[0])}"` : `data-layers="${attribute(JSON.stringify(layers))}"`;
  const told = [...lines.map(({ text, whole = text }) => whole), ...marks.flatMap(({ messages }) => messages)];
  const label = `${lines.map(({ text, whole = text }) => whole).join(", ")}${marks.map((mark) => `; ${mark.severity}: ${mark.messages.join(" ")}`).join("")}`;
  return [
    `<g class="${classes}" ${name} role="graphics-symbol img" aria-label="${attribute(label)}">`,
    `<title>${escaped(told.join("\n"))}</title>`,
    ...(repeats > 1 ? [sheet(box, space.sheets), sheet(box, space.sheets / 2)] : []),
    card(box),
    ...texts(box),
    ...box.ports.flatMap((port) => portElements(port, box, direction)),
    ...(severity ? [badge(box, severity)] : []),
    "</g>",
  ].join("");
}

function attribute(text: string): string {
  return escaped(text).replace(/[\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function frontOf({ width, height, repeats }: DrawnBox): { readonly width: number; readonly height: number } {
  const sheets = repeats > 1 ? space.sheets : 0;
  return { width: width - sheets, height: height - sheets };
}

function sheet(box: DrawnBox, offset: number): string {
  const { width, height } = frontOf(box);
  return `<rect class="card" x="${at(box.x + offset)}" y="${at(box.y + offset)}" width="${at(width)}" height="${at(height)}" rx="${corner}"/>`;
}

function card(box: DrawnBox): string {
  const { x, y } = box;
  const { height } = frontOf(box);
  const bar = `M${at(x + corner)} ${at(y)}h-1a5 5 0 0 0 -5 5v${at(height - 10)}a5 5 0 0 0 5 5h1z`;
  return `${sheet(box, 0)}<path class="bar" d="${bar}"/>`;
}

function texts({ x, y, textLeft, textTop, lines }: DrawnBox): string[] {
  let baseline = y + textTop + space.above;
  return lines.map(({ text, kind }) => {
    baseline += fonts[kind].height;
    return `<text class="${kind}" x="${at(x + textLeft + space.beside)}" y="${at(baseline - 4)}">${escaped(text)}</text>`;
  });
}

/** A port of a layer with several, or one that nothing is connected to; the others are where arrows end. */
function portElements({ name, side, x, y, open, named }: DrawnPort, box: DrawnBox, direction: Direction): string[] {
  const several = box.ports.filter((port) => port.side === side).length > 1;
  if (!several && !open) return [];
  const hint = `<title>${escaped(`${side} ${name}${open ? ", not connected" : ""}`)}</title>`;
  const shown =
    side === "output" || open
      ? `<circle class="dot${open ? " open" : ""}" cx="${at(x)}" cy="${at(y)}" r="3.5">${hint}</circle>`
      : "";
  return [shown, named ? portName(name, side, x, y, direction) : ""];
}

function portName(name: string, side: DrawnPort["side"], x: number, y: number, direction: Direction): string {
  const input = side === "input";
  if (direction === "down") {
    return `<text class="port" text-anchor="middle" x="${at(x)}" y="${at(input ? y + 12 : y - 5)}">${escaped(name)}</text>`;
  }
  return `<text class="port" text-anchor="${input ? "start" : "end"}" x="${at(input ? x + 8 : x - 6)}" y="${at(y + 3.5)}">${escaped(name)}</text>`;
}

function badge(box: DrawnBox, severity: "error" | "warning"): string {
  const [x, y] = [box.x + box.textLeft + box.textRoom - 13, box.y + box.textTop + 14];
  return `<g class="badge ${severity}"><circle cx="${at(x)}" cy="${at(y)}" r="8"/><text text-anchor="middle" x="${at(x)}" y="${at(y + 4)}">!</text></g>`;
}
