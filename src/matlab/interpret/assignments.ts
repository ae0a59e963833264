import { numberOfElements } from "../../data/matValues.ts";
import type { Apply, Expression, Member, Name, Place } from "../syntax/ast.ts";
import { withBraceIndexed, withIndexed } from "../values/assignment.ts";
import { emptyMatrix } from "../values/construct.ts";
import { isPlainEmpty } from "../values/convertElements.ts";
import { braceIndexed } from "../values/indexing.ts";
import { member, withAllFields, withMember } from "../values/members.ts";
import { ScriptError } from "../values/scriptError.ts";
import { sizeOf } from "../values/shape.ts";
import { renamed } from "../values/unknown.ts";
import type { StructValue, Subscript, Value } from "../values/value.ts";
import { evaluateSubscripts } from "./arguments.ts";
import { chainOf, type Link, memberName } from "./chains.ts";
import { isSmall } from "./glance.ts";
import { setInPlace } from "./inPlace.ts";
import type { Frame } from "./machine.ts";
import { pinnedValue } from "./pins.ts";
import { after, type Step } from "./step.ts";

/** Assigns a value to a variable, an element, a field or a property, at any depth. */
export function assign(frame: Frame, target: Expression, value: Value): Step<void> {
  const { base, links } = chainOf(target);
  if (base.kind !== "name")
    throw new ScriptError(
      "MATLAB:assignment:target",
      "Incorrect use of '=' operator. Assign a value to a variable.",
      target.place,
    );
  return after(assignTo(frame, target, base.name, links, value), () => observeTarget(frame, base));
}

function assignTo(frame: Frame, target: Expression, name: string, links: readonly Link[], value: Value): Step<void> {
  if (links.length === 0) {
    if (value.kind === "host") frame.machine.journal.keep(value, name, target.place, () => frame.scope.peek(name) === value);
    return setVariable(frame, name, value);
  }
  const current = frame.scope.peek(name);
  if (links.length === 1 && links[0].kind === "apply") return assignElements(frame, name, current, links[0], value);
  return after(inside(frame, current, links, 0, value), (changed) => setVariable(frame, name, changed));
}

/** Notes what a variable is after it was assigned to, by the name in the target: code may be written from it. */
function observeTarget({ scope, machine }: Frame, base: Name): void {
  if (machine.options.mode === "run") return;
  const value = scope.peek(base.name);
  if (value === undefined || (value.kind !== "host" && !isSmall(value))) return;
  scope.read(base.name);
  machine.journal.observe(base, value);
}

/** Gives a variable its value; values from outside (`--set`) win, and an unknown takes the variable's name. */
export function setVariable(frame: Frame, name: string, value: Value): void {
  const pinned = pinnedValue(frame.machine.pins, name, value);
  frame.scope.write(name, pinned.kind === "unknown" ? renamed(pinned, name) : pinned);
}

/** `x(i) = value`, `x{i} = value`: in place where nothing else refers to the array. */
function assignElements(frame: Frame, name: string, current: Value | undefined, link: Apply, value: Value): Step<void> {
  return after(subscriptsOf(frame, current, link), (subscripts) => {
    const braces = link.brackets === "{}";
    if (current !== undefined && frame.scope.owns(name, current) && setInPlace(current, subscripts, value, braces)) return;
    frame.machine.meter.step(1 + Math.floor(elementsIn(current) / 64));
    const changed = withElement(frame, current, subscripts, value, braces);
    setVariable(frame, name, changed);
    if (changed !== current && changed !== value && frame.scope.peek(name) === changed) frame.scope.own(name, changed);
  });
}

function elementsIn(value: Value | undefined): number {
  return value === undefined || value.kind === "unknown" || value.kind === "host" ? 0 : numberOfElements(sizeOf(value));
}

function subscriptsOf(frame: Frame, value: Value | undefined, { args }: Apply): Step<readonly Subscript[]> {
  return evaluateSubscripts(frame, value ?? emptyMatrix, args);
}

function withElement(
  { machine }: Frame,
  current: Value | undefined,
  subscripts: readonly Subscript[],
  value: Value,
  braces: boolean,
): Value {
  const { charge } = machine.session;
  return braces ? withBraceIndexed(current, subscripts, value, charge) : withIndexed(current, subscripts, value, charge);
}

/** The value with what `links` name in it, from number `at` on, set to `given`. */
function inside(frame: Frame, value: Value | undefined, links: readonly Link[], at: number, given: Value): Step<Value> {
  if (at === links.length) return given;
  if (value?.kind === "unknown") return value;
  const link = links[at];
  return link.kind === "member"
    ? insideMember(frame, value, links, at, link, given)
    : insideElement(frame, value, links, at, link, given);
}

function insideElement(
  frame: Frame,
  value: Value | undefined,
  links: readonly Link[],
  at: number,
  link: Apply,
  given: Value,
): Step<Value> {
  if (value?.kind === "handle")
    throw new ScriptError("MATLAB:index:handle", "Unable to assign to the result of a function handle.", link.place);
  const braces = link.brackets === "{}";
  return after(subscriptsOf(frame, value, link), (subscripts) => {
    if (at === links.length - 1) return withElement(frame, value, subscripts, given, braces);
    const next = links[at + 1];
    if (!braces && next.kind === "member" && isStructLike(value))
      return after(memberName(frame, next), (name) => {
        const wide = withAllFields(value?.kind === "struct" ? value : noStruct, name);
        const old = within(wide, subscripts) ? frame.machine.indexed(frame, wide, subscripts, link.place) : blank(wide);
        return after(old, (element) =>
          after(inside(frame, element, links, at + 1, given), (changed) => withElement(frame, wide, subscripts, changed, false)),
        );
      });
    const old = oldElement(frame, value, subscripts, braces, link.place);
    return after(old, (element) =>
      after(inside(frame, element, links, at + 1, given), (changed) => withElement(frame, value, subscripts, changed, braces)),
    );
  });
}

function oldElement(
  frame: Frame,
  value: Value | undefined,
  subscripts: readonly Subscript[],
  braces: boolean,
  place: Place,
): Step<Value | undefined> {
  if (value === undefined || !within(value, subscripts)) return undefined;
  if (!braces) return frame.machine.indexed(frame, value, subscripts, place);
  const found = braceIndexed(value, subscripts, frame.machine.session.charge);
  return found.length === 1 ? found[0] : undefined;
}

function isStructLike(value: Value | undefined): value is StructValue | undefined {
  return value === undefined || value.kind === "struct" || isPlainEmpty(value);
}

const noStruct: StructValue = { kind: "struct", size: [0, 0], fields: new Map() };

/** A new element of a struct array, all its fields empty. */
function blank({ fields }: StructValue): StructValue {
  return { kind: "struct", size: [1, 1], fields: new Map([...fields.keys()].map((name) => [name, [emptyMatrix]])) };
}

/** Whether subscripts only name elements that are there. */
function within(value: Value, subscripts: readonly Subscript[]): boolean {
  if (value.kind === "unknown") return true;
  const size = sizeOf(value);
  const limits = subscripts.length === 1 ? [numberOfElements(size)] : size;
  return subscripts.every((subscript, i) => {
    const limit = limits[i] ?? 1;
    if (subscript === ":") return limit > 0;
    if (subscript.kind === "logical") return subscript.data.lastIndexOf(1) < limit;
    return (
      subscript.kind !== "numeric" || Array.from(subscript.data as ArrayLike<number | bigint>).every((index) => index <= limit)
    );
  });
}

function insideMember(
  frame: Frame,
  value: Value | undefined,
  links: readonly Link[],
  at: number,
  link: Member,
  given: Value,
): Step<Value> {
  return after(memberName(frame, link), (name) => {
    const last = at === links.length - 1;
    if (value?.kind === "object") {
      const { place } = link;
      const old = last ? undefined : frame.machine.property(frame, value, name, place);
      return after(old, (inner) =>
        after(inside(frame, inner, links, at + 1, given), (changed) =>
          frame.machine.withProperty(frame, value, name, changed, place),
        ),
      );
    }
    if (last) return withMember(value, name, given);
    return after(inside(frame, oldMember(value, name), links, at + 1, given), (changed) => withMember(value, name, changed));
  });
}

function oldMember(value: Value | undefined, name: string): Value | undefined {
  if (value === undefined || isPlainEmpty(value)) return undefined;
  if (value.kind !== "struct") return member(value, name);
  return numberOfElements(value.size) === 1 ? value.fields.get(name)?.[0] : undefined;
}
