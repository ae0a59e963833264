import { number, numbers } from "../values/construct.ts";
import type { Builtin, Call, Evaluation, HandleValue, Value } from "../values/value.ts";
import { fail, functionAt, namedOptions, numbersFrom, scalarAt } from "./arguments.ts";
import { defineWaiting } from "./define.ts";

/** Kronrod's 15 points in (0, 1], their weights, and the weights of Gauss' 7 points among them. */
const points = [
  [0, 0.20948214108472782, 0.4179591836734694],
  [0.20778495500789848, 0.20443294007529889, 0],
  [0.4058451513773972, 0.19035057806478542, 0.3818300505051189],
  [0.5860872354676911, 0.16900472663926791, 0],
  [0.7415311855993945, 0.14065325971552592, 0.27970539148927664],
  [0.8648644233597691, 0.10479001032225019, 0],
  [0.9491079123427585, 0.06309209262997856, 0.1294849661688697],
  [0.9914553711208126, 0.022935322010529224, 0],
] as const;

const nodes = [...points.slice(1).map(([x, k, g]) => [-x, k, g] as const), ...points];

/** A function of several numbers at once. */
type Several = (x: Float64Array) => Evaluation<Float64Array>;

interface Accuracy {
  readonly absolute: number;
  readonly relative: number;
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly error: number;
}

const mostParts = 650;

/** The parts of an interval by Gauss' and Kronrod's rules, all in one call of the function. */
function* measured(of: Several, ends: readonly (readonly [number, number])[]): Evaluation<Part[]> {
  const x = Float64Array.from(ends.flatMap(([from, to]) => nodes.map(([at]) => (from + to) / 2 + (at * (to - from)) / 2)));
  const y = yield* of(x);
  return ends.map(([from, to], part) => {
    let [kronrod, gauss] = [0, 0];
    for (const [i, [, forKronrod, forGauss]] of nodes.entries()) {
      kronrod += forKronrod * y[part * nodes.length + i];
      gauss += forGauss * y[part * nodes.length + i];
    }
    const half = (to - from) / 2;
    return { from, to, value: kronrod * half, error: Math.abs(kronrod - gauss) * half };
  });
}

/** The integral over [0, 1] of a function there, halving the parts that are not exact enough. */
function* adaptive(call: Call, of: Several, { absolute, relative }: Accuracy): Evaluation<number> {
  let parts = yield* measured(
    of,
    Array.from({ length: 10 }, (_, i) => [i / 10, (i + 1) / 10] as const),
  );
  for (;;) {
    const total = parts.reduce((sum, part) => sum + part.value, 0);
    const allowed = Math.max(absolute, relative * Math.abs(total));
    const error = parts.reduce((sum, part) => sum + part.error, 0);
    const poor = parts.filter((part) => part.error > allowed * (part.to - part.from) && part.to - part.from > 1e-14);
    if (!(error > allowed) || poor.length === 0 || !Number.isFinite(total)) return total;
    if (parts.length + poor.length > mostParts) {
      const message = `${call.name}: the interval was halved ${mostParts} times, and the integral is not exact to its tolerance; the error is about ${error.toExponential(1)}.`;
      call.session.note({ kind: "warning", code: "MATLAB:integral:MaxIntervalCountReached", message, place: call.place });
      return total;
    }
    const halves = poor.flatMap(({ from, to }) => [[from, (from + to) / 2] as const, [(from + to) / 2, to] as const]);
    const bad = new Set(poor);
    parts = [...parts.filter((part) => !bad.has(part)), ...(yield* measured(of, halves))];
  }
}

/** From a number in (0, 1) to the interval, which may be infinite, and the derivative of that. */
function substitution(from: number, to: number): (u: number) => readonly [x: number, slope: number] {
  if (from === Number.NEGATIVE_INFINITY && to === Number.POSITIVE_INFINITY) {
    return (u) => {
      const t = 2 * u - 1;
      return [t / (1 - t * t), (2 * (1 + t * t)) / (1 - t * t) ** 2];
    };
  }
  if (to === Number.POSITIVE_INFINITY) return (u) => [from + (u / (1 - u)) ** 2, (2 * u) / (1 - u) ** 3];
  if (from === Number.NEGATIVE_INFINITY) return (u) => [to - (u / (1 - u)) ** 2, (2 * u) / (1 - u) ** 3];
  // Takes away weak singularities at the ends, as MATLAB's own substitution does.
  return (u) => {
    const t = 2 * u - 1;
    return [((to - from) / 4) * t * (3 - t * t) + (to + from) / 2, (3 * (to - from) * (1 - t * t)) / 2];
  };
}

function* integrated(call: Call, of: Several, from: number, to: number, accuracy: Accuracy): Evaluation<number> {
  if (from === to) return 0;
  if (from > to) return -(yield* integrated(call, of, to, from, accuracy));
  const place = substitution(from, to);
  const along: Several = function* along(u): Evaluation<Float64Array> {
    call.session.charge({ steps: u.length });
    const pairs = Array.from(u, place);
    const y = yield* of(Float64Array.from(pairs, ([x]) => x));
    return y.map((value, i) => value * pairs[i][1]);
  };
  return yield* adaptive(call, along, accuracy);
}

/** The numbers that a function of the script gives for numbers; as many as it was given. */
function* called(call: Call, target: HandleValue | string, args: readonly Float64Array[]): Evaluation<Float64Array> {
  const rows = args.map((each) => numbers([1, each.length], each));
  const [made] = yield* call.session.invoke(target, rows, 1, call.place);
  if (made === undefined) return fail(call, "MATLAB:maxlhs", "Too many output arguments.");
  const { data } = numbersFrom(call, made);
  if (data.length !== args[0].length)
    return fail(
      call,
      "MATLAB:integral:FxNotSameSizeAsX",
      `${call.name}: output of the function must be the same size as the input: of ${args[0].length} numbers it gave ${data.length}. Use elementwise operators (.*, ./, .^).`,
    );
  return Float64Array.from(data);
}

function accuracyOf(call: Call, from: number): Accuracy {
  const options = namedOptions(call, from, ["AbsTol", "RelTol"]);
  const option = (name: string, usual: number): number =>
    options.has(name) ? scalarAt({ ...call, args: [options.get(name)!] }, 0) : usual;
  return { absolute: option("AbsTol", 1e-10), relative: option("RelTol", 1e-6) };
}

/** `integral(f, a, b, AbsTol=1e-10, RelTol=1e-6)`; the ends may be infinite. */
function* integral(call: Call): Evaluation<Value> {
  const target = functionAt(call, 0);
  const of: Several = (x) => called(call, target, [x]);
  const given = call.name === "quad" ? { absolute: 1e-10, relative: 1e-6 } : accuracyOf(call, 3);
  return number(yield* integrated(call, of, scalarAt(call, 1), scalarAt(call, 2), given));
}

/** An end that is a number or a function of the outer variable. */
function* endAt(call: Call, i: number, x: number): Evaluation<number> {
  const value = call.args[i];
  if (value.kind !== "handle") return scalarAt(call, i);
  return (yield* called(call, value, [Float64Array.of(x)]))[0];
}

/** `integral2(f, xmin, xmax, ymin, ymax)`; the ends of y may be functions of x. */
function* integral2(call: Call): Evaluation<Value> {
  const target = functionAt(call, 0);
  const accuracy = accuracyOf(call, 5);
  const inner: Accuracy = { absolute: accuracy.absolute / 10, relative: accuracy.relative / 10 };
  const outer: Several = function* outer(xs): Evaluation<Float64Array> {
    const made = new Float64Array(xs.length);
    for (const [i, x] of xs.entries()) {
      const of: Several = (y) => called(call, target, [new Float64Array(y.length).fill(x), y]);
      made[i] = yield* integrated(call, of, yield* endAt(call, 3, x), yield* endAt(call, 4, x), inner);
    }
    return made;
  };
  return number(yield* integrated(call, outer, scalarAt(call, 1), scalarAt(call, 2), accuracy));
}

/** Integrals of functions. */
export const integrals: readonly Builtin[] = [
  defineWaiting("integral", integral, { least: 3 }),
  defineWaiting("quadgk", integral, { least: 3 }),
  defineWaiting("quad", integral, { least: 3, most: 3 }),
  defineWaiting("integral2", integral2, { least: 5 }),
];
