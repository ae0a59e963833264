import type { Learnable } from "../../src/layer.ts";
import type { LayerFacts, OptionFact } from "./layerFacts.ts";

/** Where the table stands in the README. */
export const markers = { start: "<!-- layers: written by npm run generate:docs -->", end: "<!-- end of layers -->" };

/** The README's table: a row for each layer. */
export function layerTable(facts: readonly LayerFacts[]): string {
  const head = ["layer", "formats in → out", "options (defaults)", "learnables", "golden cases"];
  const rows = facts.map((each) => [
    `[${each.type}](docs/layers.md#${each.type.toLowerCase()})`,
    each.formats,
    each.options
      .filter((option) => option.about === undefined)
      .map(printOption)
      .join(", ") || "–",
    Object.entries(each.learnables).map(printLearnable).join(", ") || "–",
    each.goldenCases > 0 ? String(each.goldenCases) : "worked numbers",
  ]);
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map(escaped).join(" | ")} |`).join("\n");
}

/** The README with its table replaced. */
export function withTable(readme: string, table: string): string {
  const [before, after] = [readme.indexOf(markers.start), readme.indexOf(markers.end)];
  if (before < 0 || after < before) throw new Error(`The README has no place for the table: ${markers.start} … ${markers.end}`);
  return `${readme.slice(0, before + markers.start.length)}\n\n${table}\n\n${readme.slice(after)}`;
}

/** The page with a section for each layer. */
export function layerPage(facts: readonly LayerFacts[]): string {
  return `${[pageHead, ...facts.map(section)].join("\n\n")}\n`;
}

const pageHead = `# Layers

Written by \`npm run generate:docs\` from the definitions in \`layers/\` and the comments above them; edit those.

Formats name the dimensions as MATLAB does: S spatial, C channels, B observations, T time steps. Sizes of arrays in memory are \`[batch, channels, …, time]\`,
sizes of learnables are MATLAB's. Every layer also has the option \`name\`.`;

function section(facts: LayerFacts): string {
  const { ports, learnables, states, appliedTo } = facts;
  const several = ports.inputs.length > 1 || ports.outputs.length > 1;
  const arrays = Object.entries(learnables).map(printLearnable).join(", ");
  const named = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");
  return [
    `## ${facts.type}`,
    facts.text,
    ["```ts", ...facts.examples, "```"].join("\n"),
    [
      `- Formats: ${facts.formats}`,
      ...(several ? [`- Ports: ${named(ports.inputs) || "none"} → ${named(ports.outputs) || "none"}`] : []),
      ...(facts.positional.length > 0 ? [`- By position: ${named(facts.positional)}`] : []),
      ...(facts.options.length > 0 ? [`- Options: ${facts.options.map((o) => `\`${printOption(o)}\``).join(", ")}`] : []),
      ...(arrays ? [`- Learnables of the first example over ${appliedTo}: ${arrays}`] : []),
      ...(states.length > 0 ? [`- State: ${named(states)}`] : []),
      `- Compared with ${facts.goldenCases > 0 ? `${facts.goldenCases} golden cases` : "worked numbers"}`,
    ].join("\n"),
  ].join("\n\n");
}

/** `stride = 1`; an option that must be given by its name alone, one that may be missing with a question mark. */
function printOption({ name, usual, optional }: OptionFact): string {
  return usual === undefined ? (optional ? `${name}?` : name) : `${name} = ${usual}`;
}

function printLearnable([name, { size, initializer }]: [string, Learnable]): string {
  return `${name} ${size.join("×")}${typeof initializer === "string" ? ` (${initializer})` : ""}`;
}

function escaped(cell: string): string {
  return cell.replaceAll("|", "\\|");
}
