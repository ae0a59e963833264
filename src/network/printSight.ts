import type { NetworkAnalysis } from "./analyze.ts";
import type { Place, ReceptiveField } from "./reach/receptiveField.ts";

/** So many layers are told of one by one. */
const mostTold = 4;

/** What a network sees and costs, a sentence for each line: receptive fields of its last outputs along time, causality, operations and memory. */
export function printSight(analysis: NetworkAnalysis): string[] {
  return [...printFields(analysis), ...printCausality(analysis), ...printCosts(analysis)];
}

function printFields({ layers, causality }: NetworkAnalysis): string[] {
  const fields = new Map(layers.flatMap(({ name, receptiveField }) => (receptiveField ? [[name, receptiveField] as const] : [])));
  const told = causality.judged.flatMap((name) => (fields.get(name) ?? []).map((field) => printField(name, field)));
  return told.length > mostTold ? [...told.slice(0, mostTold), `and ${told.length - mostTold} more receptive fields.`] : told;
}

function printField(name: string, { input, earliest, latest, steps, stride }: ReceptiveField): string {
  const seen = steps === "all" ? "steps" : counted(steps, "step");
  const every = stride === null || stride === 1 ? "" : ` Its steps are ${Number(stride.toFixed(3))} steps of '${input}' apart.`;
  return `'${name}' sees ${seen} of '${input}': from ${printPlace(earliest)} to ${printPlace(latest)}.${every}`;
}

function printPlace(place: number | Place): string {
  if (place === "start") return "the first";
  if (place === "end") return "the last";
  if (place === 0) return "its own";
  if (typeof place === "number") return `${Math.abs(place)} ${place < 0 ? "before" : "behind"} its own`;
  const [side, offset] = place.split(/[+-]/);
  return `${offset} ${side === "start" ? "behind the first" : "before the last"}`;
}

function printCausality({ causality: { causal, breaks, unknown } }: NetworkAnalysis): string[] {
  if (causal === true) return ["Causal: no output depends on a later step."];
  if (causal === null) {
    return unknown.length === 0
      ? []
      : [`Whether it is causal is not known: the reach of ${listed(unknown)} could not be measured.`];
  }
  const byMessage = new Map<string, string[]>();
  for (const { layer, message } of breaks) byMessage.set(message, [...(byMessage.get(message) ?? []), layer]);
  return [
    "Not causal: outputs depend on later steps.",
    ...[...byMessage].map(
      ([message, names]) => `${listed(names)}: ${message.replace("Its output", names.length > 1 ? "The output" : "Its output")}`,
    ),
  ];
}

function listed(names: readonly string[]): string {
  const told = names.slice(0, 2 * mostTold).map((name) => `'${name}'`);
  return names.length > told.length ? `${told.join(", ")} and ${names.length - told.length} more` : told.join(", ");
}

function printCosts({ totals }: NetworkAnalysis): string[] {
  const { operations, operationsPerStep, miniBatchSize, sequenceLength, activationBytes } = totals;
  if (operations === 0 && activationBytes.prediction === 0) return [];
  const each =
    operationsPerStep === null
      ? `${counted(operations, "operation")} for each observation`
      : `${counted(Math.round(operationsPerStep), "operation")} for each of ${counted(sequenceLength!, "time step")}`;
  const { prediction, training } = activationBytes;
  return [
    `${each}; activations of ${counted(miniBatchSize, "observation")}: ${printBytes(prediction)} in prediction, ${printBytes(training)} in training.`,
  ];
}

/** Bytes with three digits: `9.83 MB`. */
function printBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB", "PB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${units[power]}`;
}

/** A number with commas, and what it counts: `1,234 layers`. */
export function counted(count: number, what: string): string {
  return `${String(count).replace(/\B(?=(\d{3})+$)/g, ",")} ${what}${count === 1 ? "" : "s"}`;
}
