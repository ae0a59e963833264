import { logicals, number, row, text } from "../values/construct.ts";
import { sizeOf } from "../values/shape.ts";
import type { Builtin, Call, HostValue, Value, ValueOperations } from "../values/value.ts";
import { argument, fail, isOption, numbersAt, refuse, refuseType, scalarAt } from "./arguments.ts";
import { categoricalOf } from "./categories.ts";
import { define, type Results } from "./define.ts";

/** Which fold each observation is tested in (from 1); 0 in none. */
interface Partition {
  readonly type: "holdout" | "kfold" | "leaveout" | "resubstitution";
  readonly folds: number;
  readonly testedIn: Int32Array;
}

function contentOf(value: Value): Partition {
  return (value as HostValue<Partition>).content;
}

const part = (name: "training" | "test"): Builtin =>
  define(name, (call) => {
    const { type, testedIn } = contentOf(call.args[0]);
    const fold = scalarAt(call, 1, 1);
    const tested = (k: number): boolean => (type === "resubstitution" ? true : k === fold);
    const bits = Array.from(testedIn, (k) => (name === "test" ? tested(k) : type === "resubstitution" || !tested(k)));
    return logicals([bits.length, 1], bits);
  });

const methods: Readonly<Record<string, Builtin>> = { training: part("training"), test: part("test") };

const operations: ValueOperations = {
  className: "cvpartition",
  size: () => [1, 1],
  member: (value, name) => {
    const { type, folds, testedIn } = contentOf(value);
    const inTest = Array.from({ length: folds }, (_, k) => testedIn.filter((each) => each === k + 1).length);
    if (name === "NumTestSets") return number(folds);
    if (name === "NumObservations") return number(testedIn.length);
    if (name === "Type") return text(type);
    if (name === "TestSize") return row(inTest);
    return name === "TrainSize" ? row(inTest.map((count) => testedIn.length - count)) : undefined;
  },
  memberNames: () => ["NumTestSets", "NumObservations", "Type", "TestSize", "TrainSize"],
  method: (name) => (Object.hasOwn(methods, name) ? methods[name] : undefined),
};

/** The observations group by group where labels are given, all in one where their number is. */
function groupsIn(call: Call): { count: number; groups: number[][] } {
  const value = argument(call, 0);
  const plain = value.kind === "numeric" && value.data.length === 1;
  const count = plain ? scalarAt(call, 0) : Math.max(...sizeOf(value));
  const all = Array.from({ length: count }, (_, i) => i);
  if (plain || call.args.some((each) => isOption(each, "Stratify") && scalarAt({ ...call, args: call.args.slice(-1) }, 0) === 0))
    return { count, groups: [all] };
  const { codes, categories } = categoricalOf(call, value);
  return { count, groups: categories.map((_, k) => all.filter((i) => codes[i] === k + 1)) };
}

/** `cvpartition(n | labels, 'HoldOut', p)`, `'KFold', k`, `'LeaveOut'`, `'Resubstitution'`. */
function cvpartition(call: Call): Value {
  const { count, groups } = groupsIn(call);
  const is = (name: string): boolean => isOption(call.args[1], name);
  const testedIn = new Int32Array(count);
  const shuffled = (group: readonly number[]): number[] =>
    Array.from(call.session.random.permutation(group.length), (i) => group[i]);
  const made = (type: Partition["type"], folds: number): Value => ({
    kind: "host",
    operations,
    content: { type, folds, testedIn },
  });
  if (is("HoldOut")) {
    const p = scalarAt(call, 2, 0.5);
    const total = p < 1 ? undefined : p / count;
    for (const group of groups)
      for (const i of shuffled(group).slice(0, Math.round(group.length * (total ?? p)))) testedIn[i] = 1;
    return made("holdout", 1);
  }
  if (is("KFold")) {
    const k = scalarAt(call, 2, 10);
    let next = 0;
    for (const group of groups) for (const i of shuffled(group)) testedIn[i] = (next++ % k) + 1;
    return made("kfold", k);
  }
  if (is("LeaveOut")) {
    for (let i = 0; i < count; i++) testedIn[i] = i + 1;
    return made("leaveout", count);
  }
  if (is("Resubstitution")) return made("resubstitution", 1);
  return refuse(call, 1, "'HoldOut', 'KFold', 'LeaveOut' or 'Resubstitution'");
}

/** Indices cut in three parts by their shares, as `dividerand` and its kind have it. */
function dividing(name: string, order: (call: Call, n: number) => ArrayLike<number>): Builtin {
  return define(
    name,
    (call): Results => {
      const n = scalarAt(call, 0);
      const shares = [scalarAt(call, 1, 0.7), scalarAt(call, 2, 0.15), scalarAt(call, 3, 0.15)];
      const whole = shares.reduce((a, b) => a + b, 0);
      const [train, validate] = [Math.round((n * shares[0]) / whole), Math.round((n * shares[1]) / whole)];
      const all = Array.from(order(call, n), (i) => i + 1);
      const sorted = (from: number, to: number): Value => row(all.slice(from, to).sort((a, b) => a - b));
      return [sorted(0, train), sorted(train, train + validate), sorted(train + validate, n)];
    },
    { least: 1, most: 4 },
  );
}

/** `crossvalind('Kfold', n, k)`: a fold for each observation; `'HoldOut', n, p`. */
function crossvalind(call: Call): Results {
  const n = numbersAt(call, 1).data.length === 1 ? scalarAt(call, 1) : numbersAt(call, 1).data.length;
  const order = Array.from(call.session.random.permutation(n));
  if (isOption(call.args[0], "KFold")) {
    const k = scalarAt(call, 2, 5);
    return { kind: "numeric", class: "double", size: [n, 1], data: Float64Array.from(order, (i) => (i % k) + 1) };
  }
  if (!isOption(call.args[0], "HoldOut"))
    return fail(call, "layergraph:unsupported", "crossvalind is supported with 'Kfold' and 'HoldOut'.");
  const held = Math.round(n * scalarAt(call, 2, 0.5));
  return [
    logicals(
      [n, 1],
      order.map((i) => i >= held),
    ),
    logicals(
      [n, 1],
      order.map((i) => i < held),
    ),
  ];
}

/** Methods of partitions: of anything else they are not functions. */
function onlyOf(name: string): Builtin {
  return define(name, (call): Results => refuseType(call, argument(call, 0)), { least: 1 });
}

/** Functions that divide observations. */
export const partitions: readonly Builtin[] = [
  define("cvpartition", cvpartition, { least: 2 }),
  dividing("dividerand", (call, n) => call.session.random.permutation(n)),
  dividing("divideblock", (_, n) => Array.from({ length: n }, (_, i) => i)),
  onlyOf("training"),
  onlyOf("test"),
  define("crossvalind", crossvalind, { least: 2, most: 3 }),
];
