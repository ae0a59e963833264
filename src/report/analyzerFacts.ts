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
    ["Errors", counted(totals.errors), totals.errors > 0 ? "error" : "good"],
    ["Warnings", counted(totals.warnings), totals.warnings > 0 ? "warning" : "good"],
    ...reachFacts(analysis),
    ...costFacts(analysis),
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
  return last === undefined ? causal : [["Receptive field", stepCount(last.steps)], ...causal];
}

/** How much is computed, and what the activations of a mini-batch take. */
function costFacts({ totals }: NetworkAnalysis): [string, string][] {
  const { operations, operationsPerStep, activationBytes, miniBatchSize, sequenceLength } = totals;
  if (operations === 0) return [];
  const batch = `${counted(miniBatchSize)}${sequenceLength === null ? " observations" : ` × ${counted(sequenceLength)} steps`}`;
  return [
    operationsPerStep === null
      ? ["Operations per observation", shortened(operations, 1000, ["", " k", " M", " G", " T"])]
      : ["Operations per time step", shortened(operationsPerStep, 1000, ["", " k", " M", " G", " T"])],
    [`Training activations, ${batch}`, shortened(activationBytes.training, 1024, [" B", " KiB", " MiB", " GiB", " TiB"])],
    [`Prediction activations, ${batch}`, shortened(activationBytes.prediction, 1024, [" B", " KiB", " MiB", " GiB", " TiB"])],
  ];
}

/** A large number in three digits with its unit. */
function shortened(value: number, base: number, units: readonly string[]): string {
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(value) / Math.log(base)));
  return `${Number((value / base ** power).toPrecision(3)).toLocaleString("en")}${units[power]}`;
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
  return `${ports}${stepCount(steps)}${inputs}, ${signed(earliest)} … ${signed(latest)}${apart}`;
}

function stepCount(steps: number | "all"): string {
  return steps === "all" ? "all steps" : `${counted(steps)} step${steps === 1 ? "" : "s"}`;
}

function signed(place: number | string): string {
  return typeof place === "number" && place < 0 ? `−${-place}` : String(place);
}

function counted(count: number): string {
  return count.toLocaleString("en");
}
