import type { NetworkAnalysis } from "../network/analyze.ts";
import type { ReceptiveField } from "../network/reach/receptiveField.ts";
import { escaped } from "./svg.ts";

/** The totals of a network as the head of its page. */
export function headerFacts(analysis: NetworkAnalysis): string {
  const { totals, causality } = analysis;
  const facts: readonly (readonly [label: string, value: string, className?: string])[] = [
    ["Layers", counted(totals.layers)],
    ["Connections", counted(totals.connections)],
    ["Learnables", counted(totals.learnables)],
    ...reachFacts(analysis),
    ["Errors", counted(totals.errors), totals.errors > 0 ? "error" : "good"],
    ["Warnings", counted(totals.warnings), totals.warnings > 0 ? "warning" : "good"],
  ];
  const list = facts.map(
    ([label, value, className]) =>
      `<div${className ? ` class="${className}"` : ""}><dt>${escaped(label)}</dt><dd>${escaped(value)}</dd></div>`,
  );
  return `<dl class="facts">${list.join("")}</dl>${breakList(causality.breaks)}`;
}

/** What the network's last layer with time steps sees, and whether it looks ahead. */
function reachFacts({ causality, layers }: NetworkAnalysis): [string, string][] {
  const widest = layers.flatMap(({ receptiveField }) => receptiveField ?? []).filter(({ stride }) => stride !== null);
  const last = widest.at(-1);
  const causal = causality.causal === null ? [] : [["Causal", causality.causal ? "yes" : "no"] as [string, string]];
  return last === undefined
    ? causal
    : [["Receptive field", `${last.steps === "all" ? "all" : counted(last.steps)} steps`], ...causal];
}

function breakList(breaks: NetworkAnalysis["causality"]["breaks"]): string {
  if (breaks.length === 0) return "";
  const items = breaks.map(
    ({ layer, message }) =>
      `<li><button type="button" class="go" data-layer="${escaped(layer)}">${escaped(layer)}</button> ${escaped(message)}</li>`,
  );
  return `<details class="breaks"><summary>Why it is not causal: ${breaks.length} layer${breaks.length === 1 ? "" : "s"}</summary><ol>${items.join("")}</ol></details>`;
}

/** A receptive field in a few words: `121 steps, −120 … 0`. */
export function fieldText(
  { port, input, earliest, latest, steps, stride }: ReceptiveField,
  all: readonly ReceptiveField[],
): string {
  const ports = new Set(all.map((field) => field.port)).size > 1 ? `${port}: ` : "";
  const inputs = new Set(all.map((field) => field.input)).size > 1 ? ` of ${input}` : "";
  const apart = stride === null || stride === 1 ? "" : `, stride ${stride}`;
  const count = steps === "all" ? "all steps" : `${counted(steps)} step${steps === 1 ? "" : "s"}`;
  return `${ports}${count}${inputs}, ${signed(earliest)} … ${signed(latest)}${apart}`;
}

function signed(place: number | string): string {
  return typeof place === "number" && place < 0 ? `−${-place}` : String(place);
}

function counted(count: number): string {
  return count.toLocaleString("en");
}
