import { internal } from "../errors.ts";

/**
 * The size of one dimension: a number, or an integer expression over symbols such as `batch` and `time`. Expressions are kept in
 * one canonical form (a sum of products), so that equal sizes print the same text and `sameDim` can compare the texts.
 */
export type Dim = number | DimExpression;

/** What a product is made of: a symbol, a quotient rounded down, or the larger of two expressions. */
type Atom =
  | { readonly kind: "symbol"; readonly text: string }
  | { readonly kind: "floor"; readonly text: string; readonly numerator: DimExpression; readonly divisor: number }
  | { readonly kind: "max"; readonly text: string; readonly left: Dim; readonly right: Dim };

interface Term {
  readonly factor: number;
  readonly atoms: readonly Atom[];
}

/** A canonical sum of terms; `constant` is the term without symbols. */
export class DimExpression {
  readonly text: string;

  constructor(
    readonly terms: readonly Term[],
    readonly constant: number,
  ) {
    this.text = printed(terms, constant);
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}

/** A dimension whose size is known only when data arrives. */
export function symbol(name: string): Dim {
  return new DimExpression([{ factor: 1, atoms: [{ kind: "symbol", text: name }] }], 0);
}

/** The sum of the given dimensions. */
export function addDims(...dims: readonly Dim[]): Dim {
  const constant = dims.reduce<number>((sum, d) => sum + (typeof d === "number" ? d : d.constant), 0);
  return collected(dims.flatMap(termsOf), constant);
}

/** `a − b`. */
export function subtractDims(a: Dim, b: Dim): Dim {
  return addDims(a, multiplyDims(b, -1));
}

/** The product of the given dimensions; 1 for none. */
export function multiplyDims(...dims: readonly Dim[]): Dim {
  return dims.reduce<Dim>((a, b) => {
    if (typeof a === "number" && typeof b === "number") return a * b + 0; // + 0: never −0
    const all = withConstant(a).flatMap((x) =>
      withConstant(b).map((y) => ({ factor: x.factor * y.factor, atoms: [...x.atoms, ...y.atoms] })),
    );
    return collected(
      all.filter((t) => t.atoms.length > 0),
      constantOf(a) * constantOf(b),
    );
  }, 1);
}

/** `⌊a / divisor⌋` for a positive whole divisor. */
export function floorDivide(a: Dim, divisor: number): Dim {
  if (divisor === 1) return a;
  if (typeof a === "number") return Math.floor(a / divisor);
  // ⌊(q·d + r)/d⌋ = q + ⌊r/d⌋ term by term, which makes the form canonical.
  const whole = a.terms.map((t) => ({ factor: Math.floor(t.factor / divisor), atoms: t.atoms }));
  const rest = a.terms.map((t) => ({ factor: mod(t.factor, divisor), atoms: t.atoms }));
  const remainder = collected(rest, mod(a.constant, divisor));
  const quotient = collected(whole, Math.floor(a.constant / divisor));
  if (typeof remainder === "number") return addDims(quotient, Math.floor(remainder / divisor));
  return addDims(quotient, properQuotient(remainder, divisor));
}

/** `⌊numerator / divisor⌋`, where every number of the numerator is at least 0 and less than the divisor, in lowest terms and without nesting. */
function properQuotient(numerator: DimExpression, divisor: number): Dim {
  const { terms, constant } = numerator;
  const shared = terms.reduce((g, t) => greatestCommonDivisor(g, t.factor), divisor);
  if (shared > 1) {
    const lower = terms.map((t) => ({ factor: t.factor / shared, atoms: t.atoms }));
    return floorDivide(new DimExpression(lower, Math.floor(constant / shared)), divisor / shared);
  }
  for (const term of terms) {
    const [inner] = term.atoms;
    if (term.factor !== 1 || term.atoms.length > 1 || inner.kind !== "floor") continue;
    // ⌊(⌊n/d⌋ + rest)/divisor⌋ = ⌊(n + d·rest)/(d·divisor)⌋
    const rest = subtractDims(numerator, new DimExpression([term], 0));
    return floorDivide(addDims(inner.numerator, multiplyDims(rest, inner.divisor)), inner.divisor * divisor);
  }
  const atom: Atom = { kind: "floor", text: `floor(${quotientText(numerator)}/${divisor})`, numerator, divisor };
  return new DimExpression([{ factor: 1, atoms: [atom] }], 0);
}

/** `⌈a / divisor⌉` for a positive whole divisor. */
export function ceilDivide(a: Dim, divisor: number): Dim {
  return floorDivide(addDims(a, divisor - 1), divisor);
}

/** The larger of two dimensions, one of which is never negative: what is divided must not be. */
export function maxDims(a: Dim, b: Dim): Dim {
  const difference = subtractDims(a, b);
  if (typeof difference === "number") return difference >= 0 ? a : b;
  const [left, right] = String(a) < String(b) ? [a, b] : [b, a];
  const atom: Atom = { kind: "max", text: `max(${left}, ${right})`, left, right };
  return new DimExpression([{ factor: 1, atoms: [atom] }], 0);
}

/** Whether two dimensions are the same expression, hence equal for all data. */
export function sameDim(a: Dim, b: Dim): boolean {
  return a === b || String(a) === String(b);
}

/** Whether two shapes are the same, dimension by dimension. */
export function sameDims(a: readonly Dim[], b: readonly Dim[]): boolean {
  return a.length === b.length && a.every((d, i) => sameDim(d, b[i]));
}

/** A shape as the plan and the errors print it: `[batch, 64, time]`. */
export function printDims(dims: readonly Dim[]): string {
  return `[${dims.join(", ")}]`;
}

/** How to compute with dimensions elsewhere: with numbers, or with nodes of a graph. */
export interface DimArithmetic<T> {
  readonly symbol: (name: string) => T;
  readonly constant: (value: number) => T;
  readonly add: (a: T, b: T) => T;
  readonly multiply: (a: T, b: T) => T;
  readonly floorDivide: (a: T, divisor: number) => T;
  readonly max: (a: T, b: T) => T;
}

/** Computes a dimension by the given arithmetic. */
export function computeDim<T>(dim: Dim, by: DimArithmetic<T>): T {
  if (typeof dim === "number") return by.constant(dim);
  const atom = (a: Atom): T => {
    if (a.kind === "symbol") return by.symbol(a.text);
    if (a.kind === "floor") return by.floorDivide(computeDim(a.numerator, by), a.divisor);
    return by.max(computeDim(a.left, by), computeDim(a.right, by));
  };
  const terms = dim.terms.map(({ factor, atoms }) => {
    const product = atoms.map(atom).reduce(by.multiply);
    return factor === 1 ? product : by.multiply(by.constant(factor), product);
  });
  const sum = terms.reduce(by.add);
  return dim.constant === 0 ? sum : by.add(sum, by.constant(dim.constant));
}

/** The number that a dimension is, given what its symbols are. */
export function sizeOfDim(dim: Dim, symbols: Readonly<Record<string, number>>): number {
  return computeDim<number>(dim, {
    symbol: (name) => symbols[name] ?? internal(`the size '${name}' is not known`),
    constant: (value) => value,
    add: (a, b) => a + b,
    multiply: (a, b) => a * b + 0,
    floorDivide: (a, divisor) => Math.floor(a / divisor),
    max: Math.max,
  });
}

/** The names of the symbols that a dimension depends on. */
export function symbolsOf(dim: Dim): Set<string> {
  const names = new Set<string>();
  const nothing = (): void => {};
  computeDim<void>(dim, {
    symbol: (name) => void names.add(name),
    constant: nothing,
    add: nothing,
    multiply: nothing,
    floorDivide: nothing,
    max: nothing,
  });
  return names;
}

function mod(a: number, n: number): number {
  return ((a % n) + n) % n;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function constantOf(d: Dim): number {
  return typeof d === "number" ? d : d.constant;
}

function termsOf(d: Dim): readonly Term[] {
  return typeof d === "number" ? [] : d.terms;
}

function withConstant(d: Dim): readonly Term[] {
  return [...termsOf(d), { factor: constantOf(d), atoms: [] }];
}

function keyOf(atoms: readonly Atom[]): string {
  return atoms.map((a) => a.text).join("*");
}

function collected(terms: readonly Term[], constant: number): Dim {
  const byKey = new Map<string, Term>();
  for (const term of terms) {
    const atoms = [...term.atoms].sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
    const key = keyOf(atoms);
    byKey.set(key, { factor: (byKey.get(key)?.factor ?? 0) + term.factor, atoms });
  }
  const kept = [...byKey].filter(([, t]) => t.factor !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  if (kept.length === 0) return constant + 0;
  return new DimExpression(
    kept.map(([, t]) => t),
    constant,
  );
}

function quotientText(numerator: DimExpression): string {
  return numerator.terms.length === 1 && numerator.constant === 0 && numerator.terms[0].factor === 1
    ? numerator.text
    : `(${numerator.text})`;
}

function printed(terms: readonly Term[], constant: number): string {
  const parts = terms.map(({ factor, atoms }) => {
    const product = keyOf(atoms);
    return factor === 1 ? product : factor === -1 ? `-${product}` : `${factor}*${product}`;
  });
  if (constant !== 0) parts.push(String(constant));
  return parts.reduce((text, part) => (part.startsWith("-") ? `${text}${part}` : `${text}+${part}`));
}
