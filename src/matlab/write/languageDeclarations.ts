/* The two `any` are those of the compiler's own library: programs must be judged here as there. */
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
