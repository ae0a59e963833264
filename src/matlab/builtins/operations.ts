import type { BinaryOperator, UnaryOperator } from "../syntax/ast.ts";
import { withIndexed } from "../values/assignment.ts";
import { logical, logicals } from "../values/construct.ts";
import { isTrue, textOf } from "../values/convert.ts";
import { braceIndexed, indexed } from "../values/indexing.ts";
import { member, withMember } from "../values/members.ts";
import { binary, unary } from "../values/operators.ts";
import type { Builtin, Call, Subscript, Value } from "../values/value.ts";
import { cellAt, fail, numbersAt, structAt, textAt } from "./arguments.ts";
import { define } from "./define.ts";

const twoSided: Readonly<Record<string, BinaryOperator>> = {
  plus: "+",
  minus: "-",
  times: ".*",
  mtimes: "*",
  rdivide: "./",
  ldivide: ".\\",
  mrdivide: "/",
  mldivide: "\\",
  power: ".^",
  mpower: "^",
  eq: "==",
  ne: "~=",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
  and: "&",
  or: "|",
};

const oneSided: Readonly<Record<string, UnaryOperator>> = { uminus: "-", uplus: "+", not: "~" };

function subscriptsOf(call: Call, value: Value): Subscript[] {
  if (value.kind !== "cell") return fail(call, "MATLAB:subsref:Subs", "Subscripts of '()' and '{}' are given in a cell array.");
  return value.elements.map((each) => (textOf(each) === ":" ? ":" : each));
}

/** `subsref(x, substruct('()', {1}))`: one step of indexing. */
function subsref(call: Call): Value {
  const { fields } = structAt(call, 1);
  return (fields.get("type") ?? []).reduce<Value>((value, type, i) => {
    const subs = fields.get("subs")![i];
    if (textOf(type) === ".") return member(value, textOf(subs) ?? "");
    if (textOf(type) === "{}") return braceIndexed(value, subscriptsOf(call, subs))[0];
    return indexed(value, subscriptsOf(call, subs), call.session.charge);
  }, call.args[0]);
}

function subsasgn(call: Call): Value {
  const { fields } = structAt(call, 1);
  const [type, subs] = [fields.get("type")?.[0], fields.get("subs")?.[0]];
  if (type === undefined || subs === undefined || (fields.get("type") ?? []).length > 1)
    return fail(
      call,
      "layergraph:unsupported",
      "subsasgn is supported for one step: substruct('()', {1}) or substruct('.', 'name').",
    );
  if (textOf(type) === ".") return withMember(call.args[0], textOf(subs) ?? "", call.args[2]);
  if (textOf(type) === "{}")
    return fail(call, "layergraph:unsupported", "subsasgn with '{}' is not supported; write c{i} = value.");
  return withIndexed(call.args[0], subscriptsOf(call, subs), call.args[2]);
}

function substruct(call: Call): Value {
  const steps = call.args.length / 2;
  const pick = (offset: number): Value[] => Array.from({ length: steps }, (_, i) => call.args[2 * i + offset]);
  textAt(call, 0);
  if (textOf(call.args[0]) !== ".") cellAt(call, 1);
  return {
    kind: "struct",
    size: [1, steps],
    fields: new Map([
      ["type", pick(0)],
      ["subs", pick(1)],
    ]),
  };
}

/** Operators by their names as functions. */
export const operations: readonly Builtin[] = [
  ...Object.entries(twoSided).map(([name, operator]) =>
    define(
      name,
      ({ args, session }) => args.slice(1).reduce((left, right) => binary(operator, left, right, session.charge), args[0]),
      {
        least: 2,
      },
    ),
  ),
  ...Object.entries(oneSided).map(([name, operator]) =>
    define(name, ({ args, session }) => unary(operator, args[0], session.charge), { least: 1, most: 1 }),
  ),
  define(
    "xor",
    (call) => {
      const [a, b] = [numbersAt(call, 0), numbersAt(call, 1)];
      if (a.data.length !== b.data.length) return logical(isTrue(call.args[0]) !== isTrue(call.args[1]));
      return logicals(
        a.size,
        Array.from(a.data, (x, i) => (x !== 0) !== (b.data[i] !== 0)),
      );
    },
    { least: 2, most: 2 },
  ),
  define("subsref", subsref, { least: 2, most: 2 }),
  define("subsasgn", subsasgn, { least: 3, most: 3 }),
  define("substruct", substruct, { least: 2 }),
];
