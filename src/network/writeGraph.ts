import { LayerGraphError } from "../errors.ts";
import type { Layer } from "../layer.ts";
import { functionText } from "./functionText.ts";
import { graphFormat } from "./graphFile.ts";
import { LayerGraph } from "./layerGraph.ts";
import { isPlaceholder } from "./placeholder.ts";
import { fileType } from "./registry.ts";
import { type Connection, requireWiring } from "./wiring.ts";

/** One layer in a graph file: its type, its name and the options that were given. */
export interface GraphFileLayer {
  readonly type: string;
  readonly name: string;
  readonly [option: string]: unknown;
}

/** A layer graph as data for JSON. */
export interface GraphFile {
  readonly format: typeof graphFormat;
  readonly layers: readonly GraphFileLayer[];
  readonly connections: readonly Connection[];
}

/** How a layer graph becomes data. */
export interface WriteGraphOptions {
  /** Whether functions that are written in MATLAB are written as their text, which `readGraph` reads with `functions`; false by default: they are refused. */
  readonly functionTexts?: boolean;
}

/**
 * A layer graph as data that `JSON.stringify` writes and `readGraph` reads back without loss: MATLAB's two tables. Throws where an option
 * has no JSON form, such as a function.
 *
 * @example writeFileSync("tcn.json", JSON.stringify(writeGraph(lgraph), undefined, 2));
 */
export function writeGraph(lgraph: LayerGraph, { functionTexts = false }: WriteGraphOptions = {}): GraphFile {
  requireWiring(lgraph, "writeGraph");
  return {
    format: graphFormat,
    layers: lgraph.layers.map((layer) => writeLayer(layer, functionTexts)),
    connections: lgraph.connections,
  };
}

function writeLayer(layer: Layer, functionTexts: boolean): GraphFileLayer {
  const type = isPlaceholder(layer) ? layer.type : fileType(layer.definition);
  const options = Object.entries(layer.given)
    .filter(([, value]) => value !== undefined)
    .map(([option, value]) => {
      if (layer.definition.graphs?.includes(option)) return [option, nested(value, functionTexts)];
      return [option, (functionTexts ? functionText(value, layer.given) : undefined) ?? plain(value, layer, option, 0)];
    });
  return { type, name: layer.name, ...Object.fromEntries(options) };
}

/** The graph that an option holds in its own form; what else the option is, such as a value that is not known, as it is. */
function nested(value: unknown, functionTexts: boolean): unknown {
  const graph = (value as { readonly graph?: unknown }).graph ?? value;
  return graph instanceof LayerGraph ? writeGraph(graph, { functionTexts }) : value;
}

/** The value as JSON can hold it: typed arrays become lists, what JSON lacks is refused. */
function plain(value: unknown, layer: Layer, option: string, depth: number): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Number.isNaN(value) && readAsNull(layer.options[option])) return null;
  if (depth > 60) throw noForm(layer, option, "nested too deep");
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return plain([...(value as Float32Array)], layer, option, depth);
  if (Array.isArray(value)) return value.map((element) => plain(element, layer, option, depth + 1));
  if (typeof value === "object") {
    const entries = Object.entries(value as object).filter(([, element]) => element !== undefined);
    return Object.fromEntries(entries.map(([key, element]) => [key, plain(element, layer, option, depth + 1)]));
  }
  throw noForm(layer, option, typeof value === "number" ? String(value) : `a ${typeof value}`);
}

/** Whether a layer reads NaN, which JSON lacks, as null, so that its file may say null. */
function readAsNull(checked: unknown): boolean {
  return Array.isArray(checked) && checked.includes(null);
}

function noForm(layer: Layer, option: string, what: string): LayerGraphError {
  const required = !layer.definition.options.shape[option]?.safeParse(undefined).success;
  const other = required ? "Make it a layer of its own with defineLayer, which files name 'custom:…'" : `Leave '${option}' out`;
  const fix = `${other}, or keep the graph as a program.`;
  return new LayerGraphError(
    "no-json-form",
    `${layer.type} '${layer.name}': option '${option}' is ${what}, which has no JSON form. ${fix}`,
    { layer: layer.name, received: what, expected: "text, numbers, truth values, lists or objects of these", fix },
  );
}
