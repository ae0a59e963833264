import type { LayerRole, NetworkAnalysis } from "../../network/analyze.ts";
import { light } from "./colors.ts";
import { type SketchOptions, sketchOptions } from "./options.ts";
import { type Sketch, type SketchBox, sketchOf } from "./sketch.ts";
import type { Wire } from "./wires.ts";

/**
 * A network as a flowchart in Mermaid's language, as Markdown files and wikis show it: layers with name, type and output size in the colours of their
 * roles, problems in red, ports on the connections of layers that have several. Mermaid itself refuses charts of more than 500 connections unless its
 * `maxEdges` is raised; `fold` makes charts of deep networks small.
 *
 * @example writeFileSync("network.mmd", graphMermaid(analyze(lgraph)));
 */
export function graphMermaid(analysis: NetworkAnalysis, options: SketchOptions = {}): string {
  const { fold, direction } = sketchOptions(options, "graphMermaid");
  const sketch = sketchOf(analysis, fold);
  return [
    `flowchart ${direction === "down" ? "TB" : "LR"}`,
    ...sketch.boxes.map((box, i) => `  n${i}${shape(box)}`),
    ...sketch.wires.map((wire) => `  n${wire.source} ${arrow(sketch, wire)} n${wire.destination}`),
    ...classes(sketch),
    "",
  ].join("\n");
}

function shape({ lines, repeats }: SketchBox): string {
  const text = lines
    .map(({ text: line, kind }) => `${kind === "error" ? "✕ " : kind === "warning" ? "⚠ " : ""}${mermaidText(line)}`)
    .join("<br>");
  return repeats > 1 ? `[["${text}"]]` : `["${text}"]`;
}

/** A wire that runs against the order closes a loop. */
function arrow({ boxes }: Sketch, { source, sourcePort, destination, destinationPort }: Wire): string {
  const from = boxes[source].outputs.length > 1 ? sourcePort : "";
  const to = boxes[destination].inputs.length > 1 ? destinationPort : "";
  const label = from !== "" && to !== "" ? `${from} → ${to}` : from + to;
  const line = source >= destination ? "-.->" : "-->";
  return label === "" ? line : `${line}|"${mermaidText(label)}"|`;
}

function classes({ boxes }: Sketch): string[] {
  const members = new Map<string, string[]>();
  const add = (name: string, member: string): void => {
    members.set(name, [...(members.get(name) ?? []), member]);
  };
  boxes.forEach(({ role, marks }, i) => {
    add(marks[0]?.severity ?? role, `n${i}`);
  });
  const shades = { ...light.roles, ...light.marks };
  return [...members].flatMap(([name, list]) => {
    const { area, edge } = shades[name as LayerRole | "error" | "warning"];
    const width = name in light.marks ? ",stroke-width:3px" : "";
    return [`  classDef ${name} fill:${area},stroke:${edge},color:${light.text}${width}`, `  class ${list.join(",")} ${name}`];
  });
}

/** A text in Mermaid's quotes: all but letters, digits and spaces could mean something there and is written by its number. */
function mermaidText(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0)!;
    if (/[\s\p{Cc}]/u.test(character)) return " ";
    if (code >= 0xd800 && code <= 0xdfff) return "\uFFFD";
    return code >= 128 || /[A-Za-z0-9]/.test(character) ? character : `#${code};`;
  }).join("");
}
