import type { MatCategorical, MatLogical, MatString } from "../../data/matValues.ts";
import { broadcastSize, zipInto } from "./broadcast.ts";
import { nanAsLogical, numbersOf, toStrings } from "./convert.ts";
import { fastComparison, isSimple } from "./kernels.ts";
import { notSupported } from "./refusals.ts";
import { ScriptError } from "./scriptError.ts";
import { type Charge, chargeArray, sizeOf } from "./shape.ts";
import type { Value } from "./value.ts";

type Ordered = number | bigint | string;

const relations = {
  "==": (x: Ordered, y: Ordered) => x === y,
  "~=": (x: Ordered, y: Ordered) => x !== y,
  "<": (x: Ordered, y: Ordered) => x < y,
  "<=": (x: Ordered, y: Ordered) => x <= y,
  ">": (x: Ordered, y: Ordered) => x > y,
  ">=": (x: Ordered, y: Ordered) => x >= y,
} as const;

/** A relational operator. */
export type Relation = keyof typeof relations;

/** Whether an operator is relational. */
export function isRelation(operator: string): operator is Relation {
  return operator in relations;
}

/**
 * MATLAB's comparison with implicit expansion: numbers, logicals and chars as numbers; where either operand is a string array, as strings;
 * where either is categorical, by category (`==` and `~=` only).
 * @throws ScriptError for classes or sizes that do not fit
 */
export function compared(operator: Relation, a: Value, b: Value, charge?: Charge): MatLogical {
  if (a.kind === "categorical" || b.kind === "categorical") return comparedCategories(operator, a, b);
  if (a.kind === "string" || b.kind === "string") return comparedStrings(operator, a, b);
  if (a.kind === "object" && b.kind === "object" && a.box && (operator === "==" || operator === "~=")) {
    return { kind: "logical", size: [1, 1], data: Uint8Array.of(Number((a.box === b.box) === (operator === "=="))) };
  }
  const [x, y] = [comparable(operator, a, b, a), comparable(operator, a, b, b)];
  const [sizeA, sizeB] = [sizeOf(a), sizeOf(b)];
  const size = broadcastSize(sizeA, sizeB);
  const data = new Uint8Array(chargeArray(size, 1, charge));
  if (isSimple(x, data.length) && isSimple(y, data.length)) {
    fastComparison(operator, x, y, data);
    return { kind: "logical", size, data };
  }
  const mixed = typeof x[0] !== typeof y[0];
  const holds = relations[operator];
  // Number and bigint compare by value with < and >, never with ===.
  const test = mixed ? (u: Ordered, v: Ordered) => holds(Number(u), Number(v)) : holds;
  zipInto<Ordered, Ordered, number>([sizeA, x], [sizeB, y], size, data, (u, v) => (test(u, v) ? 1 : 0));
  return { kind: "logical", size, data };
}

function comparable(operator: Relation, a: Value, b: Value, value: Value): ArrayLike<number | bigint> {
  if (value.kind === "numeric" && value.imaginary === undefined) return value.data;
  const data = numbersOf(value);
  if (data === undefined) throw notSupported(operator, a, b);
  return data;
}

/** A missing string is equal to nothing and in no order with anything. */
function comparedStrings(operator: Relation, a: Value, b: Value): MatLogical {
  const [x, y] = [asStrings(operator, a, b, a), asStrings(operator, a, b, b)];
  const size = broadcastSize(x.size, y.size);
  const data = new Uint8Array(chargeArray(size, 1));
  const holds = relations[operator];
  zipInto([x.size, x.values], [y.size, y.values], size, data, (u, v) => {
    if (u === undefined || v === undefined) return operator === "~=" ? 1 : 0;
    return holds(u, v) ? 1 : 0;
  });
  return { kind: "logical", size, data };
}

function asStrings(operator: Relation, a: Value, b: Value, value: Value): MatString {
  if (!["string", "char", "cell", "numeric", "logical"].includes(value.kind)) throw notSupported(operator, a, b);
  return toStrings(value);
}

function comparedCategories(operator: Relation, a: Value, b: Value): MatLogical {
  if (operator !== "==" && operator !== "~=") {
    throw new ScriptError(
      "MATLAB:categorical:NotOrdinal",
      `Relational operator '${operator}' requires ordinal categorical arrays, which are not supported here.`,
    );
  }
  const [x, y] = [categoryNames(operator, a, b, a), categoryNames(operator, a, b, b)];
  const size = broadcastSize(x.size, y.size);
  const data = new Uint8Array(chargeArray(size, 1));
  const equal = operator === "==" ? 1 : 0;
  zipInto([x.size, x.values], [y.size, y.values], size, data, (u, v) => (u !== undefined && u === v ? equal : 1 - equal));
  return { kind: "logical", size, data };
}

function categoryNames(operator: Relation, a: Value, b: Value, value: Value): MatString {
  if (value.kind === "categorical") return { kind: "string", size: value.size, values: categories(value) };
  if (value.kind === "char" || value.kind === "string" || value.kind === "cell") return toStrings(value);
  throw notSupported(operator, a, b);
}

function categories(value: MatCategorical): (string | undefined)[] {
  return Array.from(value.codes, (code) => (code === 0 ? undefined : value.categories[code - 1]));
}

/** MATLAB's elementwise `&` and `|`. */
export function combined(operator: "&" | "|", a: Value, b: Value, charge?: Charge): MatLogical {
  const [x, y] = [conditions(operator, a, a, b), conditions(operator, b, a, b)];
  const [sizeA, sizeB] = [sizeOf(a), sizeOf(b)];
  const size = broadcastSize(sizeA, sizeB);
  const data = new Uint8Array(chargeArray(size, 1, charge));
  zipInto<number, number, number>(
    [sizeA, x],
    [sizeB, y],
    size,
    data,
    operator === "&" ? (u, v) => (u && v ? 1 : 0) : (u, v) => (u || v ? 1 : 0),
  );
  return { kind: "logical", size, data };
}

/** MATLAB's `~`. */
export function negated(value: Value, charge?: Charge): MatLogical {
  const x = conditions("~", value, value);
  chargeArray(sizeOf(value), 1, charge);
  const data = new Uint8Array(x.length);
  for (let i = 0; i < x.length; i++) data[i] = x[i] ? 0 : 1;
  return { kind: "logical", size: sizeOf(value), data };
}

function conditions(operator: string, value: Value, ...operands: readonly Value[]): ArrayLike<number> {
  const data = numbersOf(value);
  if (data === undefined) throw notSupported(operator, ...operands);
  if (value.kind === "numeric" && (value.class === "double" || value.class === "single")) {
    for (let i = 0; i < data.length; i++) if (Number.isNaN(data[i])) throw nanAsLogical();
  }
  return data;
}
