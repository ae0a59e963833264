import { builtInDefinitions } from "../../network/registry.ts";
import { commonShape, solverShapes } from "../../train/optionShapes.ts";
import { fields, layerDeclarations } from "./optionTypes.ts";

/**
 * The declarations of all that generated modules import: those of the layer functions follow from the layers' definitions. They say the same as
 * the package's own declarations, for far less of the compiler's time.
 */
export function libraryDeclarations(used: ReadonlySet<string>): string {
  const layers = [...builtInDefinitions.values()].filter(({ type }) => used.has(type)).flatMap(layerDeclarations);
  const solvers = Object.entries(solverShapes).map(
    ([solver, shape]) =>
      `export declare function trainingOptions(solver: "${solver}", options?: { ${fields({ ...commonShape, ...shape }, []).join("; ")} }): TrainingOptions;`,
  );
  return [graphs, ...(used.has("trainingOptions") ? solvers : []), ...layers].join("\n");
}

const graphs = `
export interface Layer {
  readonly name: string;
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly given: Readonly<Record<string, unknown>>;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly base: string;
  readonly definition: { readonly type: string };
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}
export declare function layerClass(path: string | URL): (...args: readonly unknown[]) => Layer;
export interface Connection { readonly source: string; readonly destination: string; }
type LayerList = Layer | readonly (Layer | readonly Layer[])[];
declare class Graph {
  readonly layers: readonly Layer[];
  readonly connections: readonly Connection[];
}
export declare class LayerGraph extends Graph {
  readonly #state: unknown;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
}
export declare class DlNetwork extends Graph {
  readonly #state: unknown;
  readonly graph: LayerGraph;
}
export declare function layerGraph(layers?: LayerList | { readonly graph: LayerGraph }): LayerGraph;
export declare function addLayers(lgraph: LayerGraph, layers: LayerList): LayerGraph;
export declare function addLayers(lgraph: DlNetwork, layers: LayerList): DlNetwork;
export declare function removeLayers(lgraph: LayerGraph, names: string | readonly string[]): LayerGraph;
export declare function removeLayers(lgraph: DlNetwork, names: string | readonly string[]): DlNetwork;
export declare function replaceLayer(lgraph: LayerGraph, name: string, layers: LayerList, options?: { reconnectBy?: "name" | "order" }): LayerGraph;
export declare function replaceLayer(lgraph: DlNetwork, name: string, layers: LayerList, options?: { reconnectBy?: "name" | "order" }): DlNetwork;
export declare function connectLayers(lgraph: LayerGraph, source: string, destination: string): LayerGraph;
export declare function connectLayers(lgraph: DlNetwork, source: string, destination: string): DlNetwork;
export declare function disconnectLayers(lgraph: LayerGraph, source: string, destination: string): LayerGraph;
export declare function disconnectLayers(lgraph: DlNetwork, source: string, destination: string): DlNetwork;
export declare function dlnetwork(layers: LayerList | LayerGraph | DlNetwork, options?: { initialize?: boolean; seed?: number }): DlNetwork;
export interface TrainingOptions { readonly solver: string; readonly validationData?: any; }
export interface TrainingResult { readonly net: unknown; readonly info: unknown; }
export interface TrainnetResult { readonly net: unknown; readonly info: unknown; }
export interface DataSet { readonly predictors: readonly unknown[]; readonly responses: unknown; }
export type GivenPredictors = unknown;
export type GivenResponses = unknown;
export declare function trainNetwork(data: DataSet, layers: LayerList | LayerGraph, options: TrainingOptions): Promise<TrainingResult>;
export declare function trainNetwork(predictors: GivenPredictors, responses: GivenResponses, layers: LayerList | LayerGraph, options: TrainingOptions): Promise<TrainingResult>;
export declare function trainnet(data: DataSet, net: LayerList | LayerGraph | DlNetwork, loss: string, options: TrainingOptions): Promise<TrainnetResult>;
export declare function trainnet(predictors: GivenPredictors, responses: GivenResponses, net: LayerList | LayerGraph | DlNetwork, loss: string, options: TrainingOptions): Promise<TrainnetResult>;
`;

/** The part of JavaScript's own library that generated modules use; the compiler's takes half a second to read. */
export const languageDeclarations = `
interface Object { toString(): string; }
interface Function { readonly length: number; }
interface CallableFunction extends Function {}
interface NewableFunction extends Function {}
interface IArguments { readonly length: number; }
interface RegExp { test(text: string): boolean; }
interface Boolean { valueOf(): boolean; }
interface SymbolConstructor { readonly iterator: unique symbol; }
declare var Symbol: SymbolConstructor;
interface IteratorYieldResult<T> { done?: false; value: T; }
interface IteratorReturnResult<R> { done: true; value: R; }
type IteratorResult<T, R = any> = IteratorYieldResult<T> | IteratorReturnResult<R>;
interface Iterator<T, R = any, N = any> { next(...given: [] | [N]): IteratorResult<T, R>; }
interface Iterable<T, R = any, N = any> { [Symbol.iterator](): Iterator<T, R, N>; }
interface IterableIterator<T, R = any, N = any> extends Iterator<T, R, N> { [Symbol.iterator](): IterableIterator<T, R, N>; }
interface ReadonlyArray<T> {
  readonly length: number;
  readonly [n: number]: T;
  [Symbol.iterator](): IterableIterator<T>;
  at(index: number): T | undefined;
  map<U>(change: (value: T, index: number) => U): U[];
  filter(keep: (value: T, index: number) => unknown): T[];
  some(is: (value: T) => unknown): boolean;
  every(is: (value: T) => unknown): boolean;
  reduce<U>(join: (before: U, value: T) => U, start: U): U;
  includes(value: T): boolean;
  slice(start?: number, end?: number): T[];
  join(separator?: string): string;
  flat(): T extends readonly (infer U)[] ? U[] : T[];
  flatMap<U>(change: (value: T, index: number) => U | readonly U[]): U[];
  indexOf(value: T): number;
  toReversed(): T[];
  toSorted(order?: (a: T, b: T) => number): T[];
}
interface Array<T> extends ReadonlyArray<T> {
  length: number;
  [n: number]: T;
  push(...values: T[]): number;
  pop(): T | undefined;
  splice(start: number, count?: number, ...values: T[]): T[];
  fill(value: T): this;
}
interface ArrayConstructor {
  from<U>(shape: { length: number }, make: (value: undefined, index: number) => U): U[];
}
declare var Array: ArrayConstructor;
interface String {
  readonly length: number;
  readonly [n: number]: string;
  [Symbol.iterator](): IterableIterator<string>;
  at(index: number): string | undefined;
  slice(start?: number, end?: number): string;
  toUpperCase(): string;
  toLowerCase(): string;
  trim(): string;
  includes(part: string): boolean;
  startsWith(part: string): boolean;
  endsWith(part: string): boolean;
  padStart(length: number, fill?: string): string;
  split(separator: string): string[];
  replaceAll(part: string, by: string): string;
}
interface StringConstructor { (value: unknown): string; fromCharCode(...codes: number[]): string; }
declare var String: StringConstructor;
interface ObjectConstructor { keys(value: object): string[]; assign<T, U>(target: T, source: U): T & U; create(prototype: object): any; }
declare var Object: ObjectConstructor;
interface Map<K, V> {
  readonly size: number;
  get(key: K): V | undefined;
  has(key: K): boolean;
  set(key: K, value: V): this;
  delete(key: K): boolean;
  keys(): IterableIterator<K>;
  values(): IterableIterator<V>;
}
declare var Map: { new <K, V>(entries?: readonly (readonly [K, V])[]): Map<K, V> };
interface Set<T> { readonly size: number; [Symbol.iterator](): IterableIterator<T>; }
declare var Set: { new <T>(values: readonly T[]): Set<T> };
interface Number { toFixed(digits?: number): string; toString(): string; }
interface NumberConstructor { (value: unknown): number; readonly EPSILON: number; }
declare var Number: NumberConstructor;
declare function Boolean(value: unknown): boolean;
interface Math {
  readonly PI: number;
  ${["abs", "ceil", "exp", "floor", "log", "log10", "log2", "round", "sign", "sqrt", "trunc"].map((name) => `${name}(x: number): number;`).join(" ")}
  hypot(...values: number[]): number;
  max(...values: number[]): number;
  min(...values: number[]): number;
}
declare var Math: Math;
interface ImportMeta { readonly url: string; }
interface URL { readonly href: string; }
declare var URL: { new (url: string, base?: string): URL };
interface PromiseLike<T> { then<U>(done: (value: T) => U): PromiseLike<U>; }
interface Promise<T> { then<U>(done: (value: T) => U): Promise<U>; }
declare var NaN: number;
declare var Infinity: number;
type Record<K extends string, T> = { [P in K]: T };
type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Parameters<F extends (...args: any) => any> = F extends (...args: infer P) => any ? P : never;
`;
