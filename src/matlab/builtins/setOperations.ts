import { type MatSize, numberOfElements } from "../../data/matValues.ts";
import { concatenated } from "../values/concatenate.ts";
import { numbers, strings } from "../values/construct.ts";
import { toCategorical } from "../values/convertElements.ts";
import { describeValue } from "../values/describe.ts";
import { sizeOf } from "../values/shape.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, fail, withoutFlags } from "./arguments.ts";
import { gathered } from "./arrays.ts";
import { define, type Results } from "./define.ts";
import { commonKeys, groupsOf, type Key, ordered } from "./sets.ts";
import { textArrayOf } from "./textArrays.ts";

/** `intersect`, `setdiff`, `union`, `setxor`: sorted, each element once. */
function setOperation(name: string, keeps: (inA: boolean, inB: boolean) => boolean): Builtin {
  return define(
    name,
    (call) => {
      const { call: plain, flags } = withoutFlags(call, ["stable", "sorted"]);
      const [a, b] = ofOneTextKind(argument(plain, 0), argument(plain, 1));
      if ((a.kind === "cell") !== (b.kind === "cell") && ![a.kind, b.kind].includes("char"))
        fail(
          call,
          `MATLAB:${name}:InputClass`,
          `${name} of ${describeValue(a)} and ${describeValue(b)}: both must be texts, or neither.`,
        );
      if (plain.args.length > 2) fail(call, `MATLAB:${name}:Option`, `${name} with rows is not supported.`);
      const [keysA, keysB] = commonKeys(call, a, b);
      const [inA, inB] = [new Set(keysA), new Set(keysB)];
      const chosen = (keys: readonly Key[]): number[] =>
        groupsOf(keys, flags.has("stable"))
          .map((places) => places[0])
          .filter((i) => keeps(inA.has(keys[i]), inB.has(keys[i])));
      const fromA = chosen(keysA);
      const fromB = chosen(keysB).filter((i) => !inA.has(keysB[i]));
      return setResults(call, [a, b], [keysA, keysB], [fromA, fromB], flags.has("stable"));
    },
    { least: 2 },
  );
}

/** Two arrays of texts of one kind: categorical where one of them is, or else string arrays where one of them is such an array. */
function ofOneTextKind(a: Value, b: Value): readonly [Value, Value] {
  const kinds = [a.kind, b.kind];
  if (a.kind === b.kind || !(kinds.includes("categorical") || kinds.includes("string"))) return [a, b];
  const alike = (value: Value): Value => {
    const found = value.kind === "categorical" ? undefined : textArrayOf(value);
    if (found === undefined) return value;
    return kinds.includes("categorical") ? toCategorical(value) : strings(found.texts, found.size);
  };
  return [alike(a), alike(b)];
}

function setResults(
  call: Call,
  [a, b]: readonly [Value, Value],
  [keysA, keysB]: readonly [readonly Key[], readonly Key[]],
  [fromA, fromB]: readonly [readonly number[], readonly number[]],
  stable: boolean,
): Results {
  const rows = [a, b].every((each) => sizeOf(each)[0] === 1 || each.kind === "char" || numberOfElements(sizeOf(each)) === 0);
  const column = (places: readonly number[]): Value =>
    numbers(
      [places.length, 1],
      places.map((i) => i + 1),
    );
  const shape = (length: number): MatSize => (rows ? [1, length] : [length, 1]);
  if (fromB.length === 0) {
    const inB = fromA.map((i) => keysB.indexOf(keysA[i]));
    return [gathered(a, shape(fromA.length), fromA), column(fromA), column(inB)];
  }
  const keys = [...fromA.map((i) => keysA[i]), ...fromB.map((i) => keysB[i])];
  const order = stable ? keys.map((_, i) => i) : ordered(keys, false);
  const all = concatenated(
    1,
    [gathered(a, [fromA.length, 1], fromA), gathered(b, [fromB.length, 1], fromB)],
    call.session.charge,
  );
  return [gathered(all, shape(keys.length), order), column(fromA), column(fromB)];
}

/** Sets: each element once, in order unless `'stable'` is asked for. */
export const setOperations: readonly Builtin[] = [
  setOperation("intersect", (inA, inB) => inA && inB),
  setOperation("setdiff", (inA, inB) => inA && !inB),
  setOperation("union", () => true),
  setOperation("setxor", (inA, inB) => inA !== inB),
];
