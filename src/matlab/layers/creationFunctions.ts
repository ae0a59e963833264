import {
  cos,
  type Dim,
  equal,
  log,
  multiply,
  type Value as Op,
  range,
  reshape,
  scalar,
  sqrt,
  subtract,
} from "../../ops/index.ts";
import { elementCount } from "../../tensor.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Call, Value } from "../values/value.ts";
import { type Family, knownNumbers, sizeArguments } from "./functionArguments.ts";
import { combinedBy, tracedFrom } from "./operators.ts";
import { plainText } from "./plainValues.ts";
import { stretched } from "./shapes.ts";
import { layerRandom } from "./traceContext.ts";
import { asFloat, fromStored, knownArray, scalarArray, type TracedArray } from "./tracedArray.ts";

/** Functions that make arrays of sizes that may be known only when data arrives, or `"like"` an array that is being traced. */
export const creationFunctions: Family = {
  zeros: (call) => filled(0, sizeWanted(call)),
  ones: (call) => filled(1, sizeWanted(call)),
  nan: (call) => filled(Number.NaN, sizeWanted(call)),
  NaN: (call) => filled(Number.NaN, sizeWanted(call)),
  inf: (call) => filled(Number.POSITIVE_INFINITY, sizeWanted(call)),
  Inf: (call) => filled(Number.POSITIVE_INFINITY, sizeWanted(call)),
  eye: (call) => identity(sizeWanted(call)),
  rand: (call) => fromStored(uniform(sizeWanted(call), call)),
  randn: (call) => fromStored(normal(sizeWanted(call), call)),
  linspace: ({ args }) => {
    const [from, to] = [0, 1].map((i) => tracedFrom(args[i], "linspace"));
    const [count] = knownNumbers(args[2] ?? tracedCount, "The number of points");
    const steps = knownArray(
      [1, count],
      Array.from({ length: count }, (_, i) => i / (count - 1)),
    );
    return combinedBy("+", from, combinedBy(".*", combinedBy("-", to, from), steps));
  },
};

const tracedCount: Value = { kind: "numeric", class: "double", size: [1, 1], data: Float64Array.of(100) };

/** The size that is asked for, without names of classes and `"like", X`. */
function sizeWanted({ args, name }: Call): Dim[] {
  const texts = args.findIndex((arg) => plainText(arg) !== undefined);
  const given = texts < 0 ? args : args.slice(0, texts);
  if (given.length === 0) return [1, 1];
  return sizeArguments(given, name).map((d) => {
    if (d !== undefined) return d;
    throw new ScriptError("MATLAB:invalidSize", `Size inputs of ${name} must be numbers.`);
  });
}

function filled(value: number, size: readonly Dim[]): TracedArray {
  return stretched(scalarArray(scalar(value)), size);
}

function identity([rows, columns]: readonly Dim[]): TracedArray {
  return fromStored(asFloat(equal(reshape(range(columns), [columns, 1]), reshape(range(rows), [1, rows]))));
}

/** Uniform numbers: the layer's own in a layer, the script's outside. */
function uniform(size: readonly Dim[], { session }: Call): Op {
  const shape = [...size].reverse();
  const random = layerRandom();
  if (random) return random(shape);
  const known = shape.map((d) => (typeof d === "number" ? d : 0));
  const values = Float64Array.from({ length: elementCount(known) }, () => session.random.uniform());
  return knownArray(size as number[], values).value;
}

/** Normal numbers by Box and Muller. */
function normal(size: readonly Dim[], call: Call): Op {
  const radius = sqrt(multiply(log(subtract(1, uniform(size, call))), -2));
  return multiply(radius, cos(multiply(uniform(size, call), 2 * Math.PI)));
}
