import { number, numbers, numericOf, struct, text } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { sizeOf } from "../values/shape.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, fail, isOption, numbersAt, reserve, scalarAt, structAt, wholeAt } from "./arguments.ts";
import { arrayOf, gathered, numbersIn } from "./arrays.ts";
import { define, type Results } from "./define.ts";
import { wantedArray } from "./making.ts";

const told = Symbol("streams that are our own");

/** Says once that a function's numbers are not MATLAB's. */
function tellOwnStream(call: Call): void {
  const said = call.session.memory(told, () => new Set<string>());
  const which = ["randn", "normrnd", "mvnrnd"].includes(call.name) ? "randn" : "randperm";
  if (said.has(which)) return;
  said.add(which);
  call.session.note({
    kind: "warning",
    code: "own-random-stream",
    message: `${call.name} draws from a seeded stream of our own: MATLAB's algorithm is not published, so its numbers differ from MATLAB's for the same seed (those of rand and randi do not).`,
    place: call.place,
  });
}

function drawn(call: Call, from: number, draw: () => number): Value {
  if (isSeeding(call)) return seeded(call);
  const wanted = wantedArray(call, from);
  const data = new Float64Array(reserve(call, wanted.size));
  for (let i = 0; i < data.length; i++) data[i] = draw();
  return arrayOf(wanted.size, data, wanted.class);
}

/** `rand('seed', 0)`, `rand('state', 0)`, `randn('twister', 5)`: the old ways to seed. */
function isSeeding(call: Call): boolean {
  return ["seed", "state", "twister"].some((each) => isOption(call.args[0], each));
}

function seeded(call: Call): Value {
  call.session.random.seed(scalarAt(call, 1, 0));
  return numbers([0, 0], []);
}

function rand(call: Call): Value {
  return drawn(call, 0, call.session.random.uniform);
}

function randn(call: Call): Value {
  tellOwnStream(call);
  return drawn(call, 0, call.session.random.normal);
}

function randi(call: Call): Value {
  const { data } = numbersAt(call, 0);
  const [least, most] = data.length === 1 ? [1, data[0]] : [data[0], data[1]];
  if (!(most >= least) || !Number.isInteger(least) || !Number.isInteger(most))
    fail(
      call,
      "MATLAB:randi:invalidLimits",
      "First input must be a positive scalar integer value IMAX, or two integer values [IMIN IMAX] with IMIN less than or equal to IMAX.",
    );
  return drawn(call, 1, () => least + Math.floor(call.session.random.uniform() * (most - least + 1)));
}

function randperm(call: Call): Value {
  const n = wholeAt(call, 0);
  const kept = wholeAt(call, 1, n);
  if (n < 0 || kept < 0 || kept > n)
    fail(call, "MATLAB:randperm:invalidN", "K must be a nonnegative integer scalar less than or equal to N.");
  tellOwnStream(call);
  reserve(call, [1, n]);
  const order = call.session.random.permutation(n).subarray(0, kept);
  return numericOf(
    [1, kept],
    Float64Array.from(order, (i) => i + 1),
    "double",
  );
}

/** `rng(seed)`, `rng('default')`, `rng('shuffle')`, `rng(state)`; the state before as result. */
function rng(call: Call): Results {
  const first = call.args[0];
  const before = call.session.memory(seedNow, () => ({ seed: 0 }));
  const state = struct({ Type: text("twister"), Seed: number(before.seed), State: number(before.seed) });
  if (first !== undefined && first.kind !== "unknown") {
    before.seed = seedIn(call, first);
    call.session.random.seed(before.seed);
  }
  return call.nargout > 0 || first === undefined ? state : [];
}

const seedNow = Symbol("seed");

function seedIn(call: Call, value: Value): number {
  const name = textOf(value);
  if (name === "default") return 0;
  if (name === "shuffle") return call.session.mode === "run" ? Date.now() % 2 ** 32 : 0;
  if (value.kind === "struct") return Number(numbersIn(structAt(call, 0).fields.get("Seed")?.[0] ?? number(0))?.data[0]);
  const seed = scalarAt(call, 0);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
    fail(call, "MATLAB:rng:badSeed", "Seed must be a nonnegative integer value less than 2^32.");
  return seed;
}

/** `k` of the numbers 0 … n − 1, drawn again or not. */
function sampleOf(call: Call, n: number, k: number, again: boolean): Float64Array {
  if (again) return Float64Array.from({ length: k }, () => Math.floor(call.session.random.uniform() * n));
  if (k > n)
    fail(call, `stats:${call.name}:SampleTooLarge`, "K must be less than or equal to N for sampling without replacement.");
  tellOwnStream(call);
  return Float64Array.from(call.session.random.permutation(n).subarray(0, k));
}

function randsample(call: Call): Value {
  const value = argument(call, 0);
  const [k, again] = [wholeAt(call, 1), scalarAt(call, 2, 0) !== 0];
  if (call.args.length > 3) fail(call, "layergraph:unsupported", "randsample with weights is not supported.");
  const many = numbersIn(value)?.data.length === 1 ? scalarAt(call, 0) : undefined;
  reserve(call, [k, 1]);
  if (many !== undefined)
    return numbers(
      [k, 1],
      sampleOf(call, many, k, again).map((i) => i + 1),
    );
  const size = sizeOf(value);
  const at = sampleOf(call, Math.max(...size), k, again);
  return gathered(value, size[0] === 1 ? [1, k] : [k, 1], at);
}

function datasample(call: Call): Results {
  const value = argument(call, 0);
  const k = wholeAt(call, 1);
  const size = sizeOf(value);
  const option = call.args.findIndex((each) => isOption(each, "Replace"));
  const again = option < 0 || scalarAt(call, option + 1) !== 0;
  const along = size[0] === 1 ? 1 : 0;
  const rows = sampleOf(call, size[along], k, again);
  const picked = numbers(
    [1, k],
    rows.map((i) => i + 1),
  );
  if (along === 1) return [gathered(value, [1, k], rows), picked];
  const at = Int32Array.from({ length: k * size[1] }, (_, i) => rows[i % k] + size[0] * Math.floor(i / k));
  return [gathered(value, [k, size[1]], at), picked];
}

function unifrnd(call: Call): Value {
  const [low, high] = [scalarAt(call, 0), scalarAt(call, 1)];
  return drawn(call, 2, () => low + (high - low) * call.session.random.uniform());
}

function normrnd(call: Call): Value {
  const [mean, deviation] = [scalarAt(call, 0), scalarAt(call, 1)];
  tellOwnStream(call);
  return drawn(call, 2, () => mean + deviation * call.session.random.normal());
}

/** Functions that draw random numbers. */
export const randomNumbers: readonly Builtin[] = [
  define("rand", rand),
  define("randn", randn),
  define("randi", randi, { least: 1 }),
  define("randperm", randperm, { least: 1, most: 2 }),
  define("rng", rng, { most: 2, unknowns: "accept", role: "environment" }),
  define("randsample", randsample, { least: 2, most: 4 }),
  define("datasample", datasample, { least: 2 }),
  define("unifrnd", unifrnd, { least: 2 }),
  define("normrnd", normrnd, { least: 2 }),
];
