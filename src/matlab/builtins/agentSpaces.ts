import { number, numbers, row, string, struct } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { sizeOf } from "../values/shape.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, cellAt, numbersAt } from "./arguments.ts";
import { define } from "./define.ts";

/** The fields of a space with those that `Name=value` pairs from argument `from` on give; names in any case. */
function withPairs(call: Call, from: number, fields: Readonly<Record<string, Value>>): Value {
  const given: Record<string, Value> = { ...fields };
  for (let i = from; i + 1 < call.args.length; i += 2) {
    const name = textOf(call.args[i]) ?? "";
    const known = Object.keys(fields).find((each) => each.toLowerCase() === name.toLowerCase());
    given[known ?? name] = call.args[i + 1];
  }
  return struct(given);
}

/** `rlNumericSpec([4 1], LowerLimit=-1)`: the sizes of an agent's observations or actions, which networks are built from. */
function rlNumericSpec(call: Call): Value {
  const dimension = row(Array.from(numbersAt(call, 0).data));
  return withPairs(call, 1, {
    LowerLimit: number(Number.NEGATIVE_INFINITY),
    UpperLimit: number(Number.POSITIVE_INFINITY),
    Name: string(""),
    Description: string(""),
    Dimension: dimension,
    DataType: string("double"),
  });
}

/** `rlFiniteSetSpec([-10 10])`, or a cell array with one array for each element. */
function rlFiniteSetSpec(call: Call): Value {
  const given = argument(call, 0);
  const listed = given.kind === "cell";
  const elements = listed ? cellAt(call, 0) : columnOf(call);
  const dimension = listed && cellAt(call, 0).elements.length > 0 ? [...sizeOf(cellAt(call, 0).elements[0])] : [1, 1];
  return withPairs(call, 1, {
    Elements: elements,
    Name: string(""),
    Description: string(""),
    Dimension: row(dimension),
    DataType: string("double"),
  });
}

function columnOf(call: Call): Value {
  const { data } = numbersAt(call, 0);
  return numbers([data.length, 1], Float64Array.from(data));
}

/** What agents of reinforcement learning observe and do, as structs: their networks take the sizes from them. */
export const agentSpaces: readonly Builtin[] = [
  define("rlNumericSpec", rlNumericSpec, { least: 1 }),
  define("rlFiniteSetSpec", rlFiniteSetSpec, { least: 1 }),
];
