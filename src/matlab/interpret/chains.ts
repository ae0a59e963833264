import type { Apply, Expression, Member, Name } from "../syntax/ast.ts";
import { textAt } from "../syntax/sourceText.ts";
import { partsOf } from "../syntax/walk.ts";
import { textOf } from "../values/convert.ts";
import { describeValue } from "../values/describe.ts";
import { braceIndexed } from "../values/indexing.ts";
import { membersOf } from "../values/members.ts";
import { ScriptError } from "../values/scriptError.ts";
import { unknownFrom } from "../values/unknown.ts";
import { indexedSize, sized } from "../values/unknownSizes.ts";
import type { HostValue, ObjectValue, UnknownValue, Value } from "../values/value.ts";
import { evaluateArguments, evaluateSubscripts } from "./arguments.ts";
import type { UserClass } from "./code.ts";
import { isSmall } from "./glance.ts";
import { callableIn, namesPackage } from "./lookup.ts";
import type { Frame } from "./machine.ts";
import { pinFor } from "./pins.ts";
import { after, type Step } from "./step.ts";
import { onOpen } from "./tolerance.ts";

/** What follows a name or another expression: `(…)`, `{…}` and `.name`, in order. */
export type Link = Apply | Member;

interface Chain {
  readonly base: Expression;
  readonly links: readonly Link[];
}

/** The values that some links gave, and the link that comes next. */
interface Reached {
  readonly values: readonly Value[];
  readonly next: number;
}

const chains = new WeakMap<Expression, Chain>();

/** An expression as what it begins with and the links behind that. */
export function chainOf(expression: Expression): Chain {
  const known = chains.get(expression);
  if (known !== undefined) return known;
  const links: Link[] = [];
  let base = expression;
  while (base.kind === "apply" || base.kind === "member") {
    links.unshift(base);
    base = base.target;
  }
  const chain = { base, links };
  chains.set(expression, chain);
  return chain;
}

/** The values of a name with what follows it: indexing, fields, properties, calls, whatever the name turns out to be. */
export function evaluateChain(frame: Frame, expression: Expression, nargout: number): Step<readonly Value[]> {
  const { base, links } = chainOf(expression);
  if (base.kind !== "name") return after(frame.machine.evaluate(frame, base), (value) => follow(frame, links, 0, value, nargout));
  const variable = frame.scope.peek(base.name);
  if (variable === undefined)
    return after(startCall(frame, base, links, nargout), ({ values, next }) => onward(frame, links, next, values, nargout));
  observeVariable(frame, base, variable);
  const result = follow(frame, links, 0, variable, nargout);
  return after(result, (values) => {
    if (values.some((value) => sharesData(value, variable))) frame.scope.read(base.name);
    return values;
  });
}

/** Notes what a variable was; a small array must stay as it was seen, and is not set in place from then on. */
function observeVariable({ machine, scope }: Frame, base: Name, variable: Value): void {
  if (machine.options.mode === "port" && isSmall(variable)) scope.read(base.name);
  machine.journal.observe(base, variable);
}

/** Whether one array is made on the elements of another. */
function sharesData(value: Value, other: Value): boolean {
  if (value.kind === "cell" && other.kind === "cell") return value.elements === other.elements;
  return "data" in value && "data" in other && value.data.buffer === other.data.buffer;
}

function onward(
  frame: Frame,
  links: readonly Link[],
  next: number,
  values: readonly Value[],
  nargout: number,
): Step<readonly Value[]> {
  if (next === links.length) return values;
  if (values.length !== 1)
    throw new ScriptError(
      "MATLAB:index:expected_one_output_for_indexing",
      `Intermediate indexing in '${textAt(links[next].place)}' produced a comma-separated list with ${values.length} values, but it must produce a single value.`,
      links[next].place,
    );
  return follow(frame, links, next, values[0], nargout);
}

/** What links make of a value. */
export function follow(frame: Frame, links: readonly Link[], at: number, value: Value, nargout: number): Step<readonly Value[]> {
  if (at === links.length) return [value];
  if (at > 0) frame.machine.journal.observe(links[at - 1], value);
  return after(link(frame, links, at, value, nargout), ({ values, next }) => onward(frame, links, next, values, nargout));
}

function link(frame: Frame, links: readonly Link[], at: number, value: Value, nargout: number): Step<Reached> {
  const step = links[at];
  if (value.kind === "unknown") return unknownLink(frame, step, value, at + 1);
  if (step.kind === "member") return after(memberName(frame, step), (name) => member(frame, links, at, value, name, nargout));
  if (value.kind === "handle" && step.brackets === "()") {
    const wanted = at + 1 === links.length ? nargout : 1;
    return after(evaluateArguments(frame, step.args), (args) =>
      reached(frame.machine.callHandle(frame, value, args, wanted, step.place), at + 1),
    );
  }
  return after(evaluateSubscripts(frame, value, step.args), (subscripts) => {
    const name = (): string => textAt(step.place);
    if (step.brackets === "{}") {
      const inside = onOpen(frame, [value], step.place, name, () =>
        braceIndexed(value, subscripts, frame.machine.session.charge),
      );
      return { values: "kind" in inside ? [inside] : inside, next: at + 1 };
    }
    const elements = onOpen(frame, [value], step.place, name, () => frame.machine.indexed(frame, value, subscripts, step.place));
    return after(elements, (result) => ({ values: [result], next: at + 1 }));
  });
}

function reached(step: Step<readonly Value[]>, next: number): Step<Reached> {
  return after(step, (values) => ({ values, next }));
}

/** The name behind a dot, computed where it is `.(…)`. */
export function memberName(frame: Frame, { name, place }: Member): Step<string> {
  if (typeof name === "string") return name;
  return after(frame.machine.evaluate(frame, name), (value) => {
    const text = textOf(value);
    if (text !== undefined) return text;
    throw new ScriptError(
      "MATLAB:mustBeFieldName",
      `Dynamic structure field names must be character vectors; received ${describeValue(value)}.`,
      place,
    );
  });
}

/** Whatever is taken from an unknown is unknown. */
function unknownLink(frame: Frame, step: Link, value: UnknownValue, next: number): Step<Reached> {
  if (step.kind === "member")
    return after(memberName(frame, step), (name) => {
      const dotted = `${value.name}.${name}`;
      return { values: [pinFor(frame.machine.pins, dotted) ?? unknownFrom(value, dotted)], next };
    });
  const args = evaluateSubscripts(frame, value, step.args);
  const [open, close] = step.brackets;
  const written = step.args.map(({ place }) => textAt(place)).join(", ");
  return after(args, (subscripts) => {
    const found = unknownFrom(value, `${value.name}${open}${written}${close}`);
    // Braces of a table give its contents, of a cell array what the cell holds.
    const size = step.brackets === "()" || subscripts.length > 1 ? indexedSize(value, subscripts) : undefined;
    return { values: [sized(found, size)], next };
  });
}

function member(frame: Frame, links: readonly Link[], at: number, value: Value, name: string, nargout: number): Step<Reached> {
  if (value.kind === "object") return objectMember(frame, links, at, value, name, nargout);
  if (value.kind === "host") return hostMember(frame, links, at, value, name, nargout);
  if (value.kind === "struct") return { values: membersOf(value, name), next: at + 1 };
  if (callableIn(frame, name) !== undefined) return methodCall(frame, links, at, value, name, nargout);
  return { values: membersOf(value, name), next: at + 1 };
}

/** `object.name`: a property, or a method with the arguments behind it. */
function objectMember(
  frame: Frame,
  links: readonly Link[],
  at: number,
  object: ObjectValue,
  name: string,
  nargout: number,
): Step<Reached> {
  const type = object.definition as UserClass;
  const isProperty = object.properties.has(name) || type.declared.has(name);
  if (
    !isProperty &&
    (type.methods.has(name) || type.operations?.method?.(name) !== undefined || callableIn(frame, name) !== undefined)
  )
    return methodCall(frame, links, at, object, name, nargout);
  const place = links[at].place;
  return after(frame.machine.property(frame, object, name, place), (value) => ({ values: [value], next: at + 1 }));
}

/** `host.name`: what the host says, or a function of that name which takes it as its first argument. */
function hostMember(
  frame: Frame,
  links: readonly Link[],
  at: number,
  host: HostValue,
  name: string,
  nargout: number,
): Step<Reached> {
  const list = host.operations.memberList?.(host, name);
  if (list !== undefined) return { values: list, next: at + 1 };
  const own = host.operations.member?.(host, name);
  if (own !== undefined) return { values: [own], next: at + 1 };
  if (host.operations.method?.(name) !== undefined || callableIn(frame, name) !== undefined)
    return methodCall(frame, links, at, host, name, nargout);
  const { place } = links[at];
  const values = onOpen(
    frame,
    [host],
    place,
    () => textAt(place),
    () => membersOf(host, name),
  );
  return { values: "kind" in values ? [values] : values, next: at + 1 };
}

function methodCall(frame: Frame, links: readonly Link[], at: number, self: Value, name: string, nargout: number): Step<Reached> {
  const behind = links[at + 1];
  const args = behind?.kind === "apply" && behind.brackets === "()" ? behind : undefined;
  const next = args === undefined ? at + 1 : at + 2;
  const wanted = next === links.length ? nargout : 1;
  const { place } = links[at];
  const method = self.kind === "object" ? (self.definition as UserClass).methodTable.get(name) : undefined;
  return after(evaluateArguments(frame, args?.args ?? []), (given) =>
    reached(
      method?.isStatic
        ? frame.machine.callFunction(frame, method, given, wanted, place)
        : frame.machine.callNamed(frame, name, [self, ...given], wanted, place),
      next,
    ),
  );
}

/** A name that is no variable: a function with its arguments, something in a package, or a class with what it holds. */
function startCall(frame: Frame, base: Name, links: readonly Link[], nargout: number): Step<Reached> {
  let { name } = base;
  let at = 0;
  if (callableIn(frame, name) === undefined) {
    const dotted = dottedName(frame, name, links);
    if (dotted !== undefined) ({ name, at } = dotted);
    else if (links[0]?.kind === "apply" && isIndexing(frame, links[0]))
      return reached(frame.machine.callNamed(frame, name, [], 1, base.place), 0);
  }
  const behind = links[at];
  const found = behind?.kind === "member" && typeof behind.name === "string" ? callableIn(frame, name) : undefined;
  if (found?.kind === "class" && behind.kind === "member") return classMember(frame, found, links, at, nargout);
  const args = behind?.kind === "apply" && behind.brackets === "()" ? behind.args : undefined;
  const next = args === undefined ? at : at + 1;
  const wanted = next === links.length ? nargout : 1;
  const place = next === 0 ? base.place : links[next - 1].place;
  return after(evaluateArguments(frame, args ?? []), (given) => {
    frame.machine.written = args;
    return reached(frame.machine.callNamed(frame, name, given, wanted, place), next);
  });
}

/** Whether what stands in the brackets can only be subscripts: `{…}`, or with `:` or an `end` of its own among them. */
function isIndexing(frame: Frame, { brackets, args }: Apply): boolean {
  return brackets === "{}" || args.some(({ value }) => value.kind === "colon" || hasEnd(frame, value));
}

/** Whether an `end` in an expression belongs to what the expression is a subscript of: one in the subscripts of a variable is the variable's. */
function hasEnd(frame: Frame, expression: Expression): boolean {
  if (expression.kind === "end") return true;
  const { base } = expression.kind === "apply" ? chainOf(expression) : { base: expression };
  if (expression.kind === "apply" && (base.kind !== "name" || frame.scope.peek(base.name) !== undefined)) return false;
  return partsOf(expression).some((part) => hasEnd(frame, part));
}

/** The longest beginning of `name.a.b` that names something, and how many links that takes. */
function dottedName(frame: Frame, base: string, links: readonly Link[]): { name: string; at: number } | undefined {
  let name = base;
  for (const [i, step] of links.entries()) {
    if (step.kind !== "member" || typeof step.name !== "string") return undefined;
    name += `.${step.name}`;
    if (callableIn(frame, name) !== undefined) return { name, at: i + 1 };
    if (!namesPackage(frame, name) && i > 4) return undefined;
  }
  return undefined;
}

/** `Class.name`: a static method, a constant property or an enumeration member. */
function classMember(frame: Frame, type: UserClass, links: readonly Link[], at: number, nargout: number): Step<Reached> {
  const step = links[at] as Member & { name: string };
  const method = type.methodTable.get(step.name);
  if (method === undefined)
    return after(frame.machine.constant(frame, type, step.name, step.place), (value) => ({ values: [value], next: at + 1 }));
  const behind = links[at + 1];
  const args = behind?.kind === "apply" && behind.brackets === "()" ? behind : undefined;
  const next = args === undefined ? at + 1 : at + 2;
  const wanted = next === links.length ? nargout : 1;
  return after(evaluateArguments(frame, args?.args ?? []), (given) =>
    reached(frame.machine.callFunction(frame, method, given, wanted, step.place), next),
  );
}
