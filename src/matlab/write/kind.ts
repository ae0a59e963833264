import type { Layer } from "../../layer.ts";
import { DlNetwork } from "../../network/dlnetwork.ts";
import { LayerGraph } from "../../network/layerGraph.ts";
import type { AnonymousFunction } from "../syntax/ast.ts";
import { Table } from "../values/tableData.ts";
import type { ObjectValue, Value } from "../values/value.ts";

/** What a MATLAB value is in TypeScript. */
export type Kind =
  | { readonly is: "number" | "boolean" | "string" | "layer" | "graph" | "network" | "options" | "connections" }
  | { readonly is: "function"; readonly signature?: Signature }
  /** `[]`, which goes with every list; what is not known yet; what has no form. */
  | { readonly is: "empty" | "unknown" | "other" }
  | { readonly is: "list"; readonly of: Kind }
  | { readonly is: "record"; readonly fields: ReadonlyMap<string, Kind> }
  /** `containers.Map` */
  | { readonly is: "map"; readonly key: Kind & { readonly is: "number" | "string" }; readonly of: Kind }
  /** An object of a class of the script that is no layer. */
  | { readonly is: "object"; readonly className: string; readonly isHandle: boolean }
  /** A table: an object of its columns. */
  | { readonly is: "table"; readonly columns: ReadonlyMap<string, Kind> };

/** What a function takes and gives. */
export interface Signature {
  readonly parameters: readonly Kind[];
  readonly result: Kind;
}

const signatures = new WeakMap<AnonymousFunction, Signature>();

/** Notes what an anonymous function of the script was seen to take and to give. */
export function learnSignature(of: AnonymousFunction, signature: Signature): void {
  signatures.set(of, signature);
}

export const kinds = {
  number: { is: "number" },
  boolean: { is: "boolean" },
  string: { is: "string" },
  layer: { is: "layer" },
  graph: { is: "graph" },
  network: { is: "network" },
  options: { is: "options" },
  function: { is: "function" },
  connections: { is: "connections" },
  empty: { is: "empty" },
  unknown: { is: "unknown" },
  other: { is: "other" },
} as const satisfies Record<string, Kind>;

/** What an anonymous function of the script was seen to take and to give. */
export function signatureOf(of: AnonymousFunction): Signature | undefined {
  return signatures.get(of);
}

/** The kind of a list of elements of one kind. */
export function listOf(of: Kind): Kind {
  return { is: "list", of };
}

/** What a value that was observed is in TypeScript. */
export function kindOf(value: Value | undefined): Kind {
  if (value === undefined) return kinds.other;
  switch (value.kind) {
    case "unknown":
      return kinds.unknown;
    case "numeric":
      return arrayKind(value.size, kinds.number);
    case "logical":
      return arrayKind(value.size, kinds.boolean);
    case "char":
      return value.size[0] <= 1 ? kinds.string : listOf(kinds.string);
    case "string":
      return arrayKind(value.size, kinds.string);
    case "categorical":
      return arrayKind(value.size, kinds.string);
    case "cell":
      return cellKind(value.size, value.elements.map(kindOf));
    case "struct":
      return structKind(value.size, value.fields);
    case "handle":
      return handleKind(value.anonymous && signatures.get(value.anonymous));
    case "object":
      return objectKind(value);
    case "host":
      return hostKind(value.content, value.operations.className);
    default:
      return kinds.other;
  }
}

function objectKind({ className, definition: { ancestors } }: ObjectValue): Kind {
  if (ancestors.some((name) => name.startsWith("nnet.layer."))) return kinds.layer;
  return { is: "object", className, isHandle: ancestors.includes("handle") };
}

function handleKind(signature: Signature | undefined): Kind {
  return signature ? { is: "function", signature } : kinds.function;
}

/** A cell array with rows and columns is a list of rows. */
function cellKind(size: readonly number[], elements: readonly Kind[]): Kind {
  if (elements.length === 0) return kinds.empty;
  const of = elements.reduce(joined);
  return size.length === 2 && Math.min(...size) > 1 ? listOf(listOf(of)) : listOf(of);
}

function arrayKind(size: readonly number[], of: Kind): Kind {
  const count = size.reduce((product, length) => product * length, 1);
  if (count === 1) return of;
  if (count === 0) return kinds.empty;
  if (size.length === 2) return size.includes(1) ? listOf(of) : listOf(listOf(of));
  return kinds.other;
}

function structKind(size: readonly number[], fields: ReadonlyMap<string, readonly Value[]>): Kind {
  const count = size.reduce((product, length) => product * length, 1);
  if (count === 0) return kinds.empty;
  const record: Kind = {
    is: "record",
    fields: new Map([...fields].map(([name, values]) => [name, values.map(kindOf).reduce(joined)])),
  };
  return count === 1 ? record : listOf(record);
}

function hostKind(content: unknown, className: string): Kind {
  const layers = layersIn(content);
  if (layers) return layers.length === 1 ? kinds.layer : layers.length === 0 ? kinds.empty : listOf(kinds.layer);
  if (isConnections(content)) return kinds.connections;
  if (content instanceof Table) return tableKind(content);
  const map = mapIn(content);
  if (map)
    return {
      is: "map",
      key: map.keyType === "char" ? kinds.string : kinds.number,
      of: [...map.entries.values()].map(kindOf).reduce(joined, kinds.unknown as Kind),
    };
  const graph = graphIn(content);
  if (graph) return /dlnetwork/i.test(className) || graph instanceof DlNetwork ? kinds.network : kinds.graph;
  if (/TrainingOptions/i.test(className)) return kinds.options;
  return kinds.other;
}

/** Columns of single numbers and texts; other columns have no form. */
function tableKind({ names, columns, height }: Table): Kind {
  const kind = (column: Value): Kind => {
    const of = kindOf(column);
    return of.is === "list" || height !== 1 ? of : listOf(of);
  };
  return { is: "table", columns: new Map(names.map((name, k) => [name, kind(columns[k])])) };
}

/** What a `containers.Map` holds. */
function mapIn(content: unknown): { readonly keyType: string; readonly entries: ReadonlyMap<unknown, Value> } | undefined {
  const { entries, keyType } = (content ?? {}) as { readonly entries?: unknown; readonly keyType?: string };
  return entries instanceof Map && keyType !== undefined ? { entries, keyType } : undefined;
}

/** Whether the content of a table is that of the connections of a graph. */
function isConnections(content: unknown): boolean {
  const { names } = (content ?? {}) as { readonly names?: unknown };
  return Array.isArray(names) && names.length === 2 && names[0] === "Source" && names[1] === "Destination";
}

/** The elements of a layer array, as the content of its host value holds them. */
export function layersIn(content: unknown): readonly unknown[] | undefined {
  const { elements } = (content ?? {}) as { readonly elements?: unknown };
  return Array.isArray(elements) && "size" in (content as object) ? elements : undefined;
}

/** Whether an element of a layer array is a layer of ours, rather than an object of a MATLAB class. */
export function isLayer(element: unknown): element is Layer {
  return typeof element === "object" && element !== null && "definition" in element && "given" in element;
}

/** The graph or network that a host value holds. */
export function graphIn(content: unknown): LayerGraph | DlNetwork | undefined {
  if (content instanceof LayerGraph || content instanceof DlNetwork) return content;
  const { graph } = (content ?? {}) as { readonly graph?: unknown };
  return graph instanceof LayerGraph || graph instanceof DlNetwork ? graph : undefined;
}

/** The one kind that values of both kinds can have. */
export function joined(a: Kind, b: Kind): Kind {
  if (a.is === "unknown" || a.is === "empty") return b.is === "unknown" || (a.is === "empty" && isScalar(b)) ? wide(a, b) : b;
  if (b.is === "unknown" || b.is === "empty") return joined(b, a);
  if (a.is === "list" && b.is === "list") return listOf(joined(a.of, b.of));
  if (a.is === "list") return withScalar(a.of, b);
  if (b.is === "list") return withScalar(b.of, a);
  if (a.is === "record" && b.is === "record") return joinedRecords(a.fields, b.fields);
  if (a.is === "map" && b.is === "map") return { ...a, of: joined(a.of, b.of) };
  if (a.is === "function" && b.is === "function") return joinedFunctions(a.signature, b.signature);
  if (a.is === "object" && b.is === "object") return a.className === b.className ? a : kinds.other;
  return a.is === b.is ? a : kinds.other;
}

function joinedFunctions(a: Signature | undefined, b: Signature | undefined): Kind {
  if (!a || !b || a.parameters.length !== b.parameters.length) return kinds.function;
  const parameters = a.parameters.map((kind, k) => joined(kind, b.parameters[k]));
  return { is: "function", signature: { parameters, result: joined(a.result, b.result) } };
}

/** A list and a scalar are both lists, where their elements are of one kind. */
function withScalar(element: Kind, scalar: Kind): Kind {
  const of = joined(element, scalar);
  return of.is === "other" && element.is !== "other" ? kinds.other : listOf(of);
}

/** An empty array and a scalar are both lists. */
function wide(a: Kind, b: Kind): Kind {
  return b.is === "unknown" ? a : b.is === "string" ? b : listOf(b);
}

function isScalar({ is }: Kind): boolean {
  return is === "number" || is === "boolean" || is === "layer" || is === "record";
}

function joinedRecords(a: ReadonlyMap<string, Kind>, b: ReadonlyMap<string, Kind>): Kind {
  const fields = new Map(a);
  for (const [name, kind] of b) fields.set(name, fields.has(name) ? joined(fields.get(name)!, kind) : kind);
  return { is: "record", fields };
}

/** The TypeScript type of a kind, and the names of types of this library that it uses. */
export function typeText(kind: Kind, imports: Set<string>): string {
  switch (kind.is) {
    case "layer":
      imports.add("type Layer");
      return "Layer";
    case "graph":
      imports.add("type LayerGraph");
      return "LayerGraph";
    case "network":
      imports.add("type DlNetwork");
      return "DlNetwork";
    case "connections":
      imports.add("type LayerGraph");
      return 'LayerGraph["connections"]';
    case "options":
      imports.add("type TrainingOptions");
      return "TrainingOptions";
    case "list": {
      const element = typeText(kind.of, imports);
      return /[ |=]/.test(element) && !element.startsWith("{") ? `(${element})[]` : `${element}[]`;
    }
    case "record":
      return `{ ${[...kind.fields].map(([name, of]) => `${name}: ${typeText(of, imports)}`).join("; ")} }`;
    case "object":
      return kind.className;
    case "map":
      return `Map<${typeText(kind.key, imports)}, ${typeText(kind.of, imports)}>`;
    case "table":
      return `{ ${[...kind.columns].map(([name, of]) => `${name}: ${typeText(of, imports)}`).join("; ")} }`;
    case "function":
      return kind.signature === undefined ? "unknown" : functionType(kind.signature, imports);
    case "unknown":
      return "number";
    case "empty":
      return "never[]";
    case "other":
      return "unknown";
    default:
      return kind.is;
  }
}

/** The names of parameters in a type say nothing but must be there. */
function functionType({ parameters, result }: Signature, imports: Set<string>): string {
  const list = parameters.map((kind, k) => `${"abcdefghij"[k] ?? `p${k}`}: ${typeText(kind, imports)}`);
  return `(${list.join(", ")}) => ${typeText(result, imports)}`;
}
