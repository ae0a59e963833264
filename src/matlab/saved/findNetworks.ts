import { type MatObject, type MatObjectArray, type MatValue, matText, numberOfElements } from "../../data/matValues.ts";
import { LayerGraphError } from "../../errors.ts";

/** What in a file holds layers. */
export type HolderKind = "network" | "graph" | "layers";

/** A network, a layer graph or an array of layers in a file. */
export interface Holder {
  /** Where it is, as MATLAB would write it: `net`, `agent.Critic.Network`, `nets{2}`. */
  readonly path: string;
  readonly kind: HolderKind;
  /** MATLAB's class: `DAGNetwork`. */
  readonly className: string;
  readonly value: MatObject | MatObjectArray;
}

const kinds: Readonly<Record<string, HolderKind>> = {
  SeriesNetwork: "network",
  DAGNetwork: "network",
  dlnetwork: "network",
  "nnet.cnn.LayerGraph": "graph",
};

/** Values deeper in other values are not looked at: nobody keeps a network there, and damaged files go round in circles. */
const deepest = 24;
/** More values than are looked through; no file of networks has as many. */
const mostValues = 200_000;

/** Every network, layer graph and layer array in the variables of a file, found by following references; what is inside of one is part of it. */
export function findNetworks(variables: ReadonlyMap<string, MatValue>): Holder[] {
  const found: Holder[] = [];
  const seen = new Set<MatValue>();
  const visit = (value: MatValue, path: string, depth: number): void => {
    if (depth > deepest || seen.has(value)) return;
    seen.add(value);
    if (seen.size > mostValues) throw tooMany();
    const holder = holderOf(value, path, depth === 0);
    if (holder) found.push(holder);
    else for (const [child, name] of children(value, path)) visit(child, name, depth + 1);
  };
  for (const [name, value] of variables) visit(value, name, 0);
  return found;
}

function holderOf(value: MatValue, path: string, alone: boolean): Holder | undefined {
  if (value.kind !== "object" && value.kind !== "objectArray") return undefined;
  const { className } = value;
  const kind = value.kind === "object" ? kinds[className] : undefined;
  if (kind) return { path, kind, className, value };
  const isLayers = value.kind === "objectArray" ? areLayers(value) : alone && isLayer(value);
  return isLayers ? { path, kind: "layers", className, value } : undefined;
}

function areLayers({ className, elements }: MatObjectArray): boolean {
  if (elements.length === 0 || elements.some((element) => element === undefined)) return false;
  return className === "nnet.cnn.layer.Layer" || elements.every((element) => isLayer(element!));
}

/** A layer by itself: its class is MATLAB's, or it has the private properties of the base class of layers. */
function isLayer(value: MatObject): boolean {
  if (value.className.startsWith("nnet.cnn.layer.")) return true;
  return value.properties.has("nnet.layer.Layer.PrivateInputs");
}

function* children(value: MatValue, path: string): Generator<[MatValue, string]> {
  if (value.kind === "cell") {
    for (const [i, element] of value.elements.entries()) yield [element, `${path}{${i + 1}}`];
  } else if (value.kind === "struct") {
    const single = numberOfElements(value.size) === 1;
    for (const [name, values] of value.fields)
      for (const [i, each] of values.entries()) yield [each, `${path}${single ? "" : `(${i + 1})`}.${name}`];
  } else if (value.kind === "object") {
    for (const [name, each] of value.properties) yield [each, name === "any" ? path : `${path}.${name}`];
  } else if (value.kind === "objectArray") {
    for (const [i, element] of value.elements.entries()) if (element) yield [element, `${path}(${i + 1})`];
  }
}

function tooMany(): LayerGraphError {
  return new LayerGraphError(
    "mat-too-large",
    `The file has more than ${mostValues} values in its structs, cells and objects; networks are looked for in so many at most.`,
  );
}

/** Why something in a file is no network that can be opened, where it is known; undefined for everything else. */
export function whyNot(value: MatValue): string | undefined {
  const className = value.kind === "struct" || value.kind === "object" || value.kind === "opaque" ? value.className : undefined;
  if (className === undefined) return undefined;
  const reason = reasons[className] ?? (/Projected/.test(className) ? projected : undefined);
  if (reason) return reason;
  const name = value.kind === "object" ? matText(value.properties.get("Name")) : undefined;
  return name === undefined ? undefined : `it is called '${name}'`;
}

const projected = "projected layers are not supported; unpack them in MATLAB with unpackProjectedLayers";

const reasons: Readonly<Record<string, string>> = {
  network:
    "it is a shallow network of the class 'network' (feedforwardnet, patternnet and others), which is built otherwise than layers are and is not supported",
  dlquantizer: "it is a quantizer; save the network that it was made from",
  "nnet.cnn.TrainingOptionsADAM": "it is training options",
  "nnet.cnn.TrainingOptionsSGDM": "it is training options",
  "nnet.cnn.TrainingOptionsRMSProp": "it is training options",
};
