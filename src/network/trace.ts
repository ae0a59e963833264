import { type Issue, LayerGraphError } from "../errors.ts";
import { applyLayer, fedActivation, givenTo, type LayerSources, storedShape } from "../layer/apply.ts";
import { type Activation, givenValues, type Layer, type LayerState, type Learnable, layoutOf } from "../layer.ts";
import { type Dim, inLayer, input } from "../ops/index.ts";
import { inputKey } from "./graphState.ts";
import { type FedInput, sizeIssues } from "./mismatch.ts";
import { type Order, type Structure, structureOf, topologicalOrder } from "./order.ts";
import { portsOf, type Wiring } from "./wiring.ts";

/** A layer that could be traced: what flows in and out, and the arrays it has for these inputs. */
export interface TracedLayer {
  readonly layer: Layer;
  /** MATLAB's description of the layer with these inputs. */
  readonly description: string;
  readonly inputs: readonly Activation[];
  readonly outputs: readonly Activation[];
  readonly learnables: Readonly<Record<string, Learnable>>;
  readonly state: Readonly<Record<string, LayerState>>;
}

/** What tracing every layer that can be traced, in prediction, tells about a network. */
export interface Trace {
  readonly structure: Structure;
  readonly order: Order;
  /** By name, in the order of computing. Layers that failed, that lack an input or that depend on such layers are missing. */
  readonly layers: ReadonlyMap<string, TracedLayer>;
  /** What went wrong in the layers that failed themselves, and what is suspicious in others. */
  readonly issues: readonly Issue[];
}

const known = new WeakMap<Wiring, Trace>();

/** Traces a network; asking again about the same value costs nothing. */
export function traceLayers(wiring: Wiring): Trace {
  const trace = known.get(wiring) ?? tracedAnew(wiring);
  known.set(wiring, trace);
  return trace;
}

/** MATLAB's description of a layer; its title where it could not be traced. */
export function describeLayer({ definition, type }: Layer, traced: TracedLayer | undefined): string {
  return traced?.description ?? definition.title ?? type;
}

function tracedAnew(wiring: Wiring): Trace {
  const structure = structureOf(wiring);
  const order = topologicalOrder(structure);
  const byName = new Map(wiring.layers.map((layer) => [layer.name, layer]));
  const incoming = new Map(wiring.edges.map((edge) => [inputKey(edge.destination, edge.destinationPort), edge]));
  const layers = new Map<string, TracedLayer>();
  const issues: Issue[] = [];
  const inputsOf = (layer: Layer): (FedInput | undefined)[] =>
    (portsOf(layer, "input") ?? []).map((port) => {
      const edge = incoming.get(inputKey(layer.name, port));
      const activation = edge && layers.get(edge.source)?.outputs[outputIndex(byName.get(edge.source)!, edge.sourcePort)];
      return activation && { edge, activation };
    });
  for (const place of order.places) {
    const layer = wiring.layers[place];
    const inputs = inputsOf(layer);
    if (layer.problems.length > 0 || inputs.includes(undefined)) continue;
    const result = tracedLayer(layer, inputs as FedInput[]);
    if ("issues" in result) issues.push(...result.issues);
    else {
      layers.set(layer.name, result);
      issues.push(...warningOf(result));
    }
  }
  return { structure, order, layers, issues };
}

function warningOf({ layer, inputs }: TracedLayer): Issue[] {
  const warning = layer.definition.warning?.({ options: layer.options as never, inputs: inputs.map(layoutOf) });
  if (warning === undefined) return [];
  return [{ code: "suspicious-input", severity: "warning", message: `Layer '${layer.name}': ${warning}`, layer: layer.name }];
}

function outputIndex(layer: Layer, port: string): number {
  return layer.outputNames.indexOf(port);
}

/** The layer traced over its inputs, or what is wrong with it. */
function tracedLayer(layer: Layer, inputs: readonly FedInput[]): TracedLayer | { readonly issues: readonly Issue[] } {
  const run = (activations: readonly Activation[]): TracedLayer => {
    const { outputs, learnables, state } = applyLayer(layer, activations, sourcesFor(layer, false));
    if (layer.definition.forward) applyLayer(layer, activations, sourcesFor(layer, true));
    if (layer.definition.loss) checkLoss(layer, givenTo(layer, activations[0]));
    const { title = layer.type, description: describe } = layer.definition;
    const description = describe?.(layer.options as never, activations.map(layoutOf)) ?? title;
    return { layer, description, inputs: activations, outputs: layer.definition.loss ? [] : outputs, learnables, state };
  };
  try {
    return run(layer.definition.input ? [fedActivation(layer, layer.name, false)] : inputs.map((x) => x.activation));
  } catch (error) {
    return { issues: sizeIssues(layer, inputs, error, run) };
  }
}

function checkLoss(layer: Layer, prediction: Activation): void {
  const target = input(`${layer.name}/target`, prediction.value.shape);
  inLayer(layer.name, () => layer.definition.loss?.({ prediction, target, options: layer.options as never }));
}

/** Placeholders for the arrays of a layer; values that the user gave are checked against the sizes. */
function sourcesFor(layer: Layer, training: boolean): LayerSources {
  const source = (name: string, spec: Learnable | LayerState) => {
    checkedSize(name, spec.size);
    givenValues(spec.given, spec.size, `option '${name}'`);
    return input(`${layer.name}/${name}`, storedShape(spec.size));
  };
  const random = (shape: readonly Dim[]) => input(`${layer.name}/random`, shape);
  return { training, learnable: source, state: source, random };
}

/** More elements than a single-precision array can have in memory. */
const mostElements = 2 ** 31;

function checkedSize(name: string, size: readonly number[]): void {
  const count = size.reduce((product, n) => product * n, 1);
  if (size.every((n) => Number.isInteger(n) && n >= 0) && count <= mostElements) return;
  throw new LayerGraphError(
    "too-large",
    `'${name}' has size ${size.join("×")}, expected whole numbers and at most ${mostElements} elements.`,
    { received: size.join("×"), expected: `at most ${mostElements} elements` },
  );
}
