import type { LayerRole, NetworkAnalysis } from "../../network/analyze.ts";
import { escaped } from "../svg.ts";
import { light } from "./colors.ts";
import { type SketchOptions, sketchOptions } from "./options.ts";
import { type Sketch, type SketchBox, type SketchPort, sketchOf } from "./sketch.ts";

/**
 * A network in the language of Graphviz: layers as tables with name, type, output size and named ports, in the colours of their roles; problems in red,
 * with their whole text when pointed at.
 *
 * @example writeFileSync("network.dot", graphDot(analyze(lgraph)));
 */
export function graphDot(analysis: NetworkAnalysis, options: SketchOptions = {}): string {
  const { fold, direction } = sketchOptions(options, "graphDot");
  const sketch = sketchOf(analysis, fold);
  return [
    "digraph network {",
    `  rankdir=${direction === "down" ? "TB" : "LR"};`,
    `  node [shape=plain, fontname="Helvetica", fontcolor="${light.text}"];`,
    `  edge [color="${light.wire}", arrowsize=0.7];`,
    ...sketch.boxes.map((box, i) => `  n${i} [tooltip=${quoted(tooltip(box))}, label=<${table(box, direction)}>];`),
    ...edges(sketch),
    "}",
    "",
  ].join("\n");
}

function tooltip({ lines, marks }: SketchBox): string {
  return [...lines.map(({ text, whole = text }) => whole), ...marks.flatMap(({ messages }) => messages)].join("\n");
}

function table({ role, lines, marks, inputs, outputs }: SketchBox, direction: "down" | "right"): string {
  const severity = marks[0]?.severity;
  const shades = severity ? light.marks[severity] : light.roles[role as LayerRole];
  const center = cell(
    lines
      .map(({ text, kind }) => {
        const color =
          kind === "type" ? light.roles[role].ink : kind in light.marks ? light.marks[kind as "error"].ink : undefined;
        const written = kind === "name" ? `<B>${held(text)}</B>` : held(text);
        return `${color ? `<FONT COLOR="${color}">${written}</FONT>` : written}<BR ALIGN="LEFT"/>`;
      })
      .join(""),
  );
  const frame = `BORDER="${severity ? 2 : 1}" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4" STYLE="ROUNDED" BGCOLOR="${shades.area}" COLOR="${shades.edge}"`;
  const [before, after] = [ports("i", inputs, direction), ports("o", outputs, direction)];
  const rows = direction === "down" ? `${row(before)}${row(center)}${row(after)}` : row(`${before}${center}${after}`);
  return `<TABLE ${frame}>${rows}</TABLE>`;
}

function row(content: string): string {
  return content === "" ? "" : `<TR>${content}</TR>`;
}

function cell(content: string): string {
  return `<TD ALIGN="LEFT" BALIGN="LEFT">${content}</TD>`;
}

/** One cell with a cell for each port; layers with one port need none. */
function ports(letter: "i" | "o", list: readonly SketchPort[], direction: "down" | "right"): string {
  if (list.length < 2) return "";
  const cells = list.map(({ name }, i) => `<TD PORT="${letter}${i}"><FONT POINT-SIZE="9">${held(name)}</FONT></TD>`);
  const rows = direction === "down" ? `<TR>${cells.join("")}</TR>` : cells.map(row).join("");
  return `<TD><TABLE BORDER="0" CELLBORDER="0" CELLSPACING="2" CELLPADDING="1">${rows}</TABLE></TD>`;
}

function edges({ boxes, wires }: Sketch): string[] {
  const end = (node: number, letter: "i" | "o", list: readonly SketchPort[], port: string): string =>
    list.length < 2 ? `n${node}` : `n${node}:${letter}${list.findIndex(({ name }) => name === port)}`;
  return wires.map(({ source, sourcePort, destination, destinationPort }) => {
    const [from, to] = [
      end(source, "o", boxes[source].outputs, sourcePort),
      end(destination, "i", boxes[destination].inputs, destinationPort),
    ];
    return `  ${from} -> ${to}${source >= destination ? ` [color="${light.marks.error.edge}", style=dashed]` : ""};`;
  });
}

/** A text in an HTML-like label; an empty one would end the table. */
function held(text: string): string {
  return escaped(text.replace(/\s/g, " ")) || " ";
}

function quoted(text: string): string {
  const known = Array.from(text, (character) => (/[\p{Cs}\0]/u.test(character) ? "\uFFFD" : character)).join("");
  return `"${known.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
