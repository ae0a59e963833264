import type { Learnable } from "../../src/layer.ts";
import type { LayerFacts, OptionFact } from "./layerFacts.ts";

/** A row for each layer. */
function layerTable(facts: readonly LayerFacts[]): string {
  const head = ["layer", "formats in → out", "options (defaults)", "learnables", "golden cases"];
  const rows = facts.map((each) => [
    `[${each.type}](#${each.type.toLowerCase()})`,
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

/** The page with a section for each layer. */
export function layerPage(facts: readonly LayerFacts[]): string {
  return `${[pageHead, layerTable(facts), ...facts.map(section)].join("\n\n")}\n`;
}

const pageHead = `# Layers

Written by \`npm run generate:docs\` from the definitions in \`layers/\` and the comments above them; edit those.

Formats name the dimensions as MATLAB does: S spatial, C channels, B observations, T time steps. Sizes of arrays in memory are \`[batch, channels, …, time]\`,
sizes of learnables are MATLAB's. Every layer also has the option \`name\`. In the table,
options without a default must be given, those with a question mark may be left out; a layer with learnables also takes, for \`weights\`: \`weights\`,
\`weightsInitializer\`, \`weightLearnRateFactor\`, \`weightL2Factor\`. Sizes of learnables are those of the first example, mostly over 8 channels. Golden cases hold
PyTorch's results and gradients, of layers that it does not have those of the same formulas written out with it; each layer meets them over at least three shapes and,
where it has options that change results, two sets of options.`;

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
