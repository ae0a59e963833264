import type { BinaryOperator, Place } from "../syntax/ast.ts";
import { logical } from "../values/construct.ts";
import { binary } from "../values/operators.ts";
import type { ObjectValue, Value } from "../values/value.ts";
import type { UserClass } from "./code.ts";
import type { Frame } from "./machine.ts";
import { after, type Step } from "./step.ts";

/** The methods with which classes overload operators. */
const methods: Readonly<Partial<Record<BinaryOperator, string>>> = {
  "+": "plus",
  "-": "minus",
  "*": "mtimes",
  ".*": "times",
  "/": "mrdivide",
  "./": "rdivide",
  "\\": "mldivide",
  ".\\": "ldivide",
  "^": "mpower",
  ".^": "power",
  "==": "eq",
  "~=": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
  "&": "and",
  "|": "or",
};

/** `a operator b`, one of which is an instance of a class: by its method, or by identity for `==` and `~=`. */
export function objectOperation(frame: Frame, operator: BinaryOperator, a: Value, b: Value, place: Place): Step<Value> {
  const name = methods[operator];
  const owner = [a, b].find((value) => value.kind === "object" && typeOf(value).methodTable.has(name ?? "")) as
    | ObjectValue
    | undefined;
  const method = owner === undefined ? undefined : typeOf(owner).methodTable.get(name!);
  if (method !== undefined) return after(frame.machine.callFunction(frame, method, [a, b], 1, place), ([result]) => result);
  const known = a.kind === "object" && b.kind === "object" && a.className === b.className;
  if (known && (operator === "==" || operator === "~=")) return logical(isSame(a, b) === (operator === "=="));
  return binary(operator, a, b, frame.machine.session.charge);
}

function typeOf(object: ObjectValue): UserClass {
  return object.definition as UserClass;
}

/** Handles are equal where they are one; members of an enumeration are made once each. */
function isSame(a: ObjectValue, b: ObjectValue): boolean {
  return a === b || (a.box !== undefined && a.box === b.box);
}
