import { LayerGraphError } from "../../errors.ts";
import { type Layer, layerFrom } from "../../layer.ts";
import { LayerGraph } from "../../network/layerGraph.ts";
import { isPlaceholder } from "../../network/placeholder.ts";
import { builtInDefinitions, isBuiltIn } from "../../network/registry.ts";
import { isUnknownValue } from "../../network/unknown.ts";
import { requireWiring } from "../../network/wiring.ts";
import { buildingSteps } from "./buildingSteps.ts";
import { matlabText, mostNumbers, stringText } from "./matlabText.ts";

/**
 * A MATLAB script that builds a layer graph: porting it gives the same graph. Layers that follow each other stand in one array, each other connection
 * has a line of its own. The script ends with the graph in the variable `lgraph`.
 *
 * Values of weights are written as matrices, and from three dimensions or 65 numbers on as `reshape([…], […])`; arrays of more than 10,000 numbers are
 * refused. What is not known is written as the name that it has, to be set before. Layers and options that MATLAB does not have, and own layers, which
 * must be written as classes, are named in comments.
 *
 * @example writeFileSync("tcn.m", writeMatlab(lgraph));
 * @throws LayerGraphError `no-matlab-form` for an option that is a function or too much data, and for a layer whose kind is not known
 */
export function writeMatlab(given: LayerGraph): string {
  requireWiring(given, "writeMatlab");
  const script = new MatlabScript();
  const graph = inMatlabsLayers(given);
  const body = script.graphLines(graph, "lgraph");
  return `${[...script.remarks(graph), ...script.before, ...body].join("\n")}\n`;
}

/** The graph with several layers in the place of one that MATLAB has no single one for. */
function inMatlabsLayers(graph: LayerGraph): LayerGraph {
  return graph.layers.reduce((whole, { type, name, given, definition }) => {
    const entries = definition.matlab?.inLayers?.({ ...given, type, name });
    const layers = entries?.map(({ type, ...options }) => layerFrom(builtInDefinitions.get(type)!, options));
    return layers ? whole.replaceLayer(name, layers) : whole;
  }, graph);
}

/** The lines of a script, with the graphs inside of layers before those that hold them. */
class MatlabScript {
  /** The lines that build graphs inside of layers. */
  readonly before: string[] = [];
  private readonly notes = new Set<string>();
  private readonly unknowns = new Set<string>();
  private nested = 0;

  /** What somebody who runs the script must know. */
  remarks({ layers }: LayerGraph): string[] {
    const count = `${layers.length} layer${layers.length === 1 ? "" : "s"}`;
    const set = this.unknowns.size > 0 ? [`% Set before running: ${[...this.unknowns].join(", ")}.`] : [];
    return [`% A network of ${count}.`, ...set, ...[...this.notes].map((note) => `% ${note}`), ""];
  }

  graphLines(graph: LayerGraph, variable: string): string[] {
    const lines: string[] = [];
    for (const step of buildingSteps(graph)) {
      if (step.kind === "add") lines.push(...this.addLines(step.layers, variable, lines.length === 0));
      else {
        const { source, destination } = step.connection;
        lines.push(`${variable} = connectLayers(${variable}, ${stringText(source)}, ${stringText(destination)});`);
      }
    }
    return lines.length > 0 ? lines : [`${variable} = layerGraph();`];
  }

  private addLines(layers: readonly Layer[], variable: string, first: boolean): string[] {
    const call = (given: string): string =>
      first ? `${variable} = layerGraph(${given});` : `${variable} = addLayers(${variable}, ${given});`;
    const texts = layers.map((layer) => this.layerText(layer));
    const gap = first ? [] : [""];
    if (texts.length === 1) return [...gap, call(texts[0])];
    return [...gap, "layers = [", ...texts.map((text) => `    ${text}`), "    ];", call("layers")];
  }

  /** The call that makes a layer; factors that are no options of the layer are set by the functions for that. */
  private layerText(layer: Layer): string {
    this.noteWhatIsMissing(layer);
    const { type, given, definition, name } = layer;
    const required = definition.positional ?? [];
    const optional = definition.matlab?.byPosition ? [] : (definition.optionalPositional ?? []);
    const count = optional.findIndex((option) => given[option] === undefined);
    const byPosition = [...required, ...optional.slice(0, count < 0 ? optional.length : count)];
    const { learnRateFactors, l2Factors, ...options } = given;
    const positional = byPosition.map((option) => this.optionText(layer, option));
    const named = Object.keys(options)
      .filter((option) => given[option] !== undefined && !byPosition.includes(option))
      .map((option) => `${matlabName(option)}=${this.optionText(layer, option)}`);
    const call = `${type}(${[...positional, ...named, `Name=${stringText(name)}`].join(", ")})`;
    return withFactors("setL2Factor", l2Factors, withFactors("setLearnRateFactor", learnRateFactors, call));
  }

  private optionText(layer: Layer, option: string): string {
    const value = layer.given[option];
    this.noteUnknown(value);
    if (layer.definition.graphs?.includes(option)) return this.nestedText(layer, option, value);
    const text = matlabText(value);
    if (text !== undefined) return text;
    const what = typeof value === "function" ? "a function" : `more than ${mostNumbers} numbers, or no list of numbers or texts`;
    const fix = typeof value === "function" ? "Write it as a class of MATLAB" : "Save the network as .onnx or .json";
    throw noForm(layer, `option '${option}' is ${what}, which a script cannot hold. ${fix}, or leave it out.`);
  }

  /** The variable with the network that an option holds. */
  private nestedText(layer: Layer, option: string, value: unknown): string {
    const inner = (value as { readonly graph?: unknown } | undefined)?.graph ?? value;
    if (!(inner instanceof LayerGraph)) throw noForm(layer, `option '${option}' holds no layer graph.`);
    const variable = `inner${++this.nested}`;
    const lines = this.graphLines(inMatlabsLayers(inner), variable);
    this.before.push(...lines, "");
    return `dlnetwork(${variable}, Initialize=false)`;
  }

  private noteUnknown(value: unknown): void {
    if (isUnknownValue(value)) this.unknowns.add(value.$unknown);
    else if (Array.isArray(value)) for (const each of value) this.noteUnknown(each);
  }

  private noteWhatIsMissing(layer: Layer): void {
    const { definition, type, given } = layer;
    if (isPlaceholder(layer)) throw noForm(layer, `there is no layer type '${type}'.`);
    if (!isBuiltIn(definition))
      this.notes.add(`'${type}' is a layer of your own: MATLAB needs a class ${type}.m with these options.`);
    const { missing, ownOptions = [] } = definition.matlab ?? {};
    if (missing !== undefined) this.notes.add(`MATLAB has no ${type}: ${missing}.`);
    for (const option of ownOptions) {
      if (given[option] !== undefined) this.notes.add(`MATLAB's ${type} has no option ${matlabName(option)}.`);
    }
  }
}

function matlabName(option: string): string {
  return option.charAt(0).toUpperCase() + option.slice(1);
}

function withFactors(setter: string, factors: unknown, layer: string): string {
  const entries = Object.entries((factors ?? {}) as Record<string, number>);
  return entries.reduce(
    (text, [learnable, factor]) => `${setter}(${text}, ${stringText(matlabName(learnable))}, ${factor})`,
    layer,
  );
}

function noForm(layer: Layer, why: string): LayerGraphError {
  return new LayerGraphError("no-matlab-form", `${layer.type} '${layer.name}': ${why}`, { layer: layer.name });
}
