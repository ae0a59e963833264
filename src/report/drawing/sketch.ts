import type { Issue } from "../../errors.ts";
import type { AnalyzedLayer, LayerRole, NetworkAnalysis } from "../../network/analyze.ts";
import { foldedUnits, type Unit } from "./fold.ts";
import { demandOrder } from "./order.ts";
import { type Wire, wiresOf } from "./wires.ts";

/** A line of text in a box. */
export interface BoxLine {
  readonly text: string;
  /** The whole text where it is shortened. */
  readonly whole?: string;
  readonly kind: "name" | "type" | "size" | "note" | "error" | "warning";
}

/** Where wires go in or out. */
export interface SketchPort {
  readonly name: string;
  /** Whether nothing is connected to it. */
  readonly open: boolean;
}

/** A problem of a layer, or all of one severity. */
export interface Mark {
  readonly severity: Issue["severity"];
  readonly messages: readonly string[];
}

/** A box before it has a place. */
export interface SketchBox {
  /** The names of its layers, in the order of computing. */
  readonly layers: readonly string[];
  readonly role: LayerRole;
  readonly lines: readonly BoxLine[];
  readonly inputs: readonly SketchPort[];
  readonly outputs: readonly SketchPort[];
  readonly marks: readonly Mark[];
  /** How many blocks of the same structure it stands for; 1 for a layer. */
  readonly repeats: number;
}

/** What is to be drawn: boxes in the order of computing, and wires between their places in that order. */
export interface Sketch {
  readonly boxes: readonly SketchBox[];
  readonly wires: readonly Wire[];
}

/** The boxes and wires of a network; with `fold`, blocks that repeat are one box. */
export function sketchOf(analysis: NetworkAnalysis, fold: boolean): Sketch {
  const { layers, issues } = analysis;
  const wires = wiresOf(analysis);
  const order = demandOrder(layers.length, wires);
  const marked = new Map<string, Issue[]>();
  for (const issue of issues) {
    if (issue.layer === undefined) continue;
    const known = marked.get(issue.layer);
    if (known) known.push(issue);
    else marked.set(issue.layer, [issue]);
  }
  const units: readonly Unit[] = fold
    ? foldedUnits(layers, wires, order, new Set(marked.keys()))
    : order.places.map((place) => ({ places: [place], repeats: 1 }));
  const joined = joinedWires(layers, wires, units);
  const used = usedPorts(units.length, joined);
  const boxes = units.map((unit, i) =>
    unit.places.length === 1
      ? layerBox(layers[unit.places[0]], marked.get(layers[unit.places[0]].name) ?? [], used[i])
      : blockBox(
          unit.places.map((place) => layers[place]),
          unit.repeats,
          used[i],
        ),
  );
  return { boxes, wires: joined };
}

/** The wires between units. Wires that carry the same value into one block are one wire, and the value is its port. */
function joinedWires(layers: readonly AnalyzedLayer[], wires: readonly Wire[], units: readonly Unit[]): Wire[] {
  const unitOf = new Int32Array(layers.length);
  units.forEach(({ places }, i) => {
    for (const place of places) unitOf[place] = i;
  });
  const known = new Set<string>();
  return wires.flatMap((wire): Wire[] => {
    const [source, destination] = [unitOf[wire.source], unitOf[wire.destination]];
    const isBlock = (unit: number): boolean => units[unit].places.length > 1;
    if (source === destination && isBlock(source)) return [];
    const value = endName(layers[wire.source], wire.sourcePort);
    const joined = {
      source,
      sourcePort: isBlock(source) ? value : wire.sourcePort,
      destination,
      destinationPort: isBlock(destination) ? value : wire.destinationPort,
    };
    const key = JSON.stringify([source, joined.sourcePort, destination, joined.destinationPort]);
    if (isBlock(destination) && known.has(key)) return [];
    known.add(key);
    return [joined];
  });
}

function endName({ name, outputNames }: AnalyzedLayer, port: string): string {
  return outputNames.length > 1 ? `${name}/${port}` : name;
}

interface UsedPorts {
  readonly inputs: Set<string>;
  readonly outputs: Set<string>;
}

function usedPorts(count: number, wires: readonly Wire[]): UsedPorts[] {
  const used = Array.from({ length: count }, (): UsedPorts => ({ inputs: new Set(), outputs: new Set() }));
  for (const wire of wires) {
    used[wire.source].outputs.add(wire.sourcePort);
    used[wire.destination].inputs.add(wire.destinationPort);
  }
  return used;
}

/** The declared ports, and those that are used all the same. */
function portsOf(declared: readonly string[], used: ReadonlySet<string>): SketchPort[] {
  const names = [...declared, ...[...used].filter((name) => !declared.includes(name))];
  return names.map((name) => ({ name, open: !used.has(name) }));
}

function layerBox(layer: AnalyzedLayer, issues: readonly Issue[], used: UsedPorts): SketchBox {
  const { name, title, role, activations, inputNames, outputNames } = layer;
  const sizes = activations.map(({ port, size }) => (activations.length > 1 ? `${port}: ${size}` : size));
  return {
    layers: [name],
    role,
    lines: [
      nameLine(name),
      line(title, "type"),
      ...sizes.map((size) => line(size, "size")),
      ...issues.slice(0, 3).map(({ code, severity }) => line(code.replaceAll("-", " "), severity)),
    ],
    inputs: portsOf(inputNames, used.inputs),
    outputs: portsOf(outputNames, used.outputs),
    marks: marksOf(issues),
    repeats: 1,
  };
}

function marksOf(issues: readonly Issue[]): Mark[] {
  return (["error", "warning"] as const).flatMap((severity) => {
    const messages = issues.filter((issue) => issue.severity === severity).map(({ message }) => message);
    return messages.length > 0 ? [{ severity, messages }] : [];
  });
}

/** At most so many layers of a block are listed. */
const listed = 16;

function blockBox(layers: readonly AnalyzedLayer[], repeats: number, used: UsedPorts): SketchBox {
  const period = layers.length / repeats;
  const first = layers.slice(0, period);
  const last = layers.at(-1)!;
  const shown = period > listed ? first.slice(0, listed - 1) : first;
  const names = shown.map((_, i) => Array.from({ length: repeats }, (_, block) => layers[block * period + i].name));
  return {
    layers: layers.map(({ name }) => name),
    role: first.some(({ role }) => role === "learnable") ? "learnable" : "other",
    lines: [
      line(`${repeats} × ${period === 1 ? first[0].title : `${period} layers`}`, "name"),
      ...shown.map(({ title }, i) => line(`${commonName(names[i])} · ${title}`, "note")),
      ...(shown.length < period ? [line(`and ${period - shown.length} more`, "note")] : []),
      ...last.activations.slice(0, 1).map(({ size }) => line(size, "size")),
    ],
    inputs: portsOf([], used.inputs),
    outputs: portsOf([], used.outputs),
    marks: [],
    repeats,
  };
}

/** Names that differ in their numbers as one: `conv1_2…8`; else the first and the last. */
export function commonName(names: readonly string[]): string {
  const parts = names.map((name) => name.split(/(\d+)/));
  const [first, last] = [parts[0], parts.at(-1)!];
  const fit = parts.every((each) => each.length === first.length && each.every((part, i) => i % 2 === 1 || part === first[i]));
  if (!fit) return names.length > 1 ? `${names[0]} … ${names.at(-1)}` : names[0];
  return first.map((part, i) => (part === last[i] ? part : `${part}…${last[i]}`)).join("");
}

/** Longer texts are shortened in the middle; their whole is told when pointed at. */
const longest = 56;

function nameLine(name: string): BoxLine {
  return name === "" ? line("(no name)", "name") : line(name, "name");
}

function line(text: string, kind: BoxLine["kind"]): BoxLine {
  const characters = Array.from(text);
  if (characters.length <= longest) return { text, kind };
  const half = Math.floor((longest - 1) / 2);
  return { text: `${characters.slice(0, half).join("")}…${characters.slice(-half).join("")}`, whole: text, kind };
}
