import type { Issue } from "../errors.ts";
import {
  type Activation,
  type Factor,
  type Format,
  type Layer,
  type LayerState,
  type Learnable,
  layoutOf,
  printLayout,
} from "../layer.ts";
import { elementCount } from "../tensor.ts";
import { costsOf, type LayerCosts, type NetworkCosts } from "./costs/costs.ts";
import { checkedSizes } from "./costs/sizes.ts";
import { outputName, outputsOf } from "./ends.ts";
import { type Causality, causalityOf } from "./reach/causality.ts";
import { type ReceptiveField, receptiveField } from "./reach/receptiveField.ts";
import { type LayerFields, receptiveFields } from "./reach/receptiveFields.ts";
import { describeLayer, type TracedLayer, traceLayers } from "./trace.ts";
import { type ValidateOptions, validate } from "./validate.ts";
import { type Connection, type Edge, printEnd, requireWiring, type Wiring } from "./wiring.ts";

/** One output of a layer. */
export interface AnalyzedActivation {
  readonly port: string;
  readonly format: Format;
  /** As MATLAB prints it, for one observation of one time step: `64(C) × 1(B) × 1(T)`. */
  readonly size: string;
  /** In the order [B, C, S…, T]; text where a size depends on the data: `batch`, `time-4`. */
  readonly shape: readonly (number | string)[];
}

/** One array of a layer. */
export interface AnalyzedArray {
  readonly name: string;
  /** MATLAB's size. */
  readonly size: readonly number[];
  /** The number of elements. */
  readonly count: number;
}

/** One trainable array of a layer. */
export interface AnalyzedLearnable extends AnalyzedArray {
  /** One factor, or one for each block of rows. */
  readonly learnRateFactor: Factor;
  readonly l2Factor: Factor;
}

/** What the definition of a layer declares it to be, most telling first; `other` for layers without anything to learn. */
export type LayerRole = "input" | "output" | "learnable" | "other";

/** One row of the table of layers. */
export interface AnalyzedLayer {
  readonly name: string;
  readonly type: string;
  /** MATLAB's Type column: `1-D Convolution`. */
  readonly title: string;
  readonly description: string;
  readonly role: LayerRole;
  /** The input ports; empty where they follow from options that are wrong or not known yet. */
  readonly inputNames: readonly string[];
  /** The output ports; empty where they follow from options that are wrong or not known yet. */
  readonly outputNames: readonly string[];
  /** Empty where the sizes are not known because something before is wrong, and for output layers. */
  readonly activations: readonly AnalyzedActivation[];
  readonly learnables: readonly AnalyzedLearnable[];
  readonly state: readonly AnalyzedArray[];
  readonly totalLearnables: number;
  /**
   * Which steps of each input layer with time steps each output depends on. Null where the sizes are not known, where nothing is along time, and where the
   * reach of a layer of one's own could not be measured.
   */
  readonly receptiveField: readonly ReceptiveField[] | null;
  /**
   * Whether no output of this layer depends at a step on a later step of its own input. Null where the layer has no steps to compare, and where it is not
   * known.
   */
  readonly causal: boolean | null;
  /** How much it computes and keeps; null where the sizes are not known. */
  readonly costs: LayerCosts | null;
}

/** How a network is judged. */
export interface AnalyzeOptions extends ValidateOptions {
  /** The observations in a mini-batch, for the memory of activations; 128 by default. */
  readonly miniBatchSize?: number;
  /** The time steps of each sequence, for the memory of activations and for the operations; 100 by default. */
  readonly sequenceLength?: number;
}

/** Everything that can be told about a network before training: plain data, in the order in which the layers were added. */
export interface NetworkAnalysis {
  readonly layers: readonly AnalyzedLayer[];
  readonly connections: readonly Connection[];
  readonly inputNames: readonly string[];
  /** The output layers; for `targetUsage: "dlnetwork"` the outputs that are not connected: `add_1`, `lstm/hidden`. */
  readonly outputNames: readonly string[];
  readonly issues: readonly Issue[];
  readonly causality: Causality;
  readonly totals: NetworkCosts & {
    readonly layers: number;
    readonly connections: number;
    readonly learnables: number;
    readonly errors: number;
    readonly warnings: number;
  };
}

/**
 * What a network is made of: each layer with the sizes that flow out of it and the arrays that it learns, and every problem. Works on
 * unfinished networks too. `targetUsage: "dlnetwork"` judges it as a network without output layers.
 *
 * @example console.log(printAnalysis(analyze(lgraph)));
 * @see MATLAB analyzeNetwork
 */
export function analyze(lgraph: Wiring, options: AnalyzeOptions = {}): NetworkAnalysis {
  requireWiring(lgraph, "analyze");
  const sizes = checkedSizes(options);
  const trace = traceLayers(lgraph);
  const issues = validate(lgraph, options);
  const fields = receptiveFields(lgraph);
  const costs = costsOf(lgraph, sizes);
  const layers = lgraph.layers.map((layer) =>
    analyzedLayer(layer, trace.layers.get(layer.name), fields.get(layer.name), costs.layers.get(layer.name)),
  );
  const byName = new Map(lgraph.layers.map((layer) => [layer.name, layer]));
  return {
    layers,
    connections: lgraph.edges.map((edge) => printedEdge(edge, byName)),
    inputNames: namesWhere(lgraph, (layer) => layer.definition.input !== undefined),
    outputNames:
      options.targetUsage === "dlnetwork"
        ? outputsOf(lgraph).map((output) => outputName(lgraph, output))
        : namesWhere(lgraph, (layer) => layer.definition.loss !== undefined),
    issues,
    causality: causalityOf(lgraph),
    totals: {
      layers: layers.length,
      connections: lgraph.edges.length,
      learnables: layers.reduce((sum, layer) => sum + layer.totalLearnables, 0),
      errors: issues.filter((issue) => issue.severity === "error").length,
      warnings: issues.filter((issue) => issue.severity === "warning").length,
      ...costs.totals,
    },
  };
}

function namesWhere({ layers }: Wiring, is: (layer: Layer) => boolean): string[] {
  return layers.filter(is).map((layer) => layer.name);
}

function printedEdge(edge: Edge, byName: ReadonlyMap<string, Layer>): Connection {
  return {
    source: printEnd(byName.get(edge.source)!, edge.sourcePort, "output"),
    destination: printEnd(byName.get(edge.destination)!, edge.destinationPort, "input"),
  };
}

function analyzedLayer(
  layer: Layer,
  traced: TracedLayer | undefined,
  fields: LayerFields | undefined,
  costs: LayerCosts | undefined,
): AnalyzedLayer {
  const learnables = Object.entries(traced?.learnables ?? {}).map(([name, spec]) => analyzedLearnable(name, spec));
  return {
    name: layer.name,
    type: layer.type,
    title: layer.definition.title ?? layer.type,
    description: describeLayer(layer, traced),
    role: roleOf(layer),
    inputNames: layer.inputNames,
    outputNames: layer.outputNames,
    activations: (traced?.outputs ?? []).map((x, i) => analyzedActivation(layer.outputNames[i], x)),
    learnables,
    state: Object.entries(traced?.state ?? {}).map(([name, spec]) => analyzedArray(name, spec)),
    totalLearnables: learnables.reduce((sum, { count }) => sum + count, 0),
    receptiveField: fields ? analyzedFields(layer, fields) : null,
    causal: fields?.causal ?? null,
    costs: costs ?? null,
  };
}

function roleOf({ definition }: Layer): LayerRole {
  if (definition.input) return "input";
  if (definition.loss) return "output";
  return definition.learnables ? "learnable" : "other";
}

/** The fields of all outputs; null where there are none, or where one is not known. */
function analyzedFields({ outputNames }: Layer, { outputs }: LayerFields): readonly ReceptiveField[] | null {
  const all = outputs.flatMap((seen, i) => [...seen].map(([input, field]) => [outputNames[i], input, field] as const));
  if (all.length === 0 || all.some(([, , field]) => field === "unknown")) return null;
  return all.flatMap((each) => receptiveField(...each) ?? []);
}

function analyzedActivation(port: string, x: Activation): AnalyzedActivation {
  const shape = x.value.shape.map((d) => (typeof d === "number" ? d : String(d)));
  return { port, format: x.format, size: printLayout(layoutOf(x)), shape };
}

function analyzedArray(name: string, { size }: LayerState | Learnable): AnalyzedArray {
  return { name, size: [...size], count: elementCount(size) };
}

function analyzedLearnable(name: string, spec: Learnable): AnalyzedLearnable {
  return { ...analyzedArray(name, spec), learnRateFactor: spec.learnRateFactor ?? 1, l2Factor: spec.l2Factor ?? 1 };
}
