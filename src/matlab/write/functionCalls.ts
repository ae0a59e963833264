import type { AnonymousFunction, Argument, Expression } from "../syntax/ast.ts";
import { receiver } from "./builtinForm.ts";
import { type Kind, kinds, listOf } from "./kind.ts";
import { anonymousFunction, functionValue } from "./lambdas.ts";
import { optionName } from "./optionNames.ts";
import { grouped, Inexpressible, observedKind, primary, type Scope, type Translated } from "./scope.ts";
import { asList, settled } from "./settled.ts";
import { precedence } from "./text.ts";

type CallForm = (args: readonly Argument[], scope: Scope, call: Expression) => Translated;

/** The functions that call functions, by name. */
export const functionCalls: ReadonlyMap<string, CallForm> = new Map<string, CallForm>([
  ["arrayfun", mapped],
  ["cellfun", mapped],
  ["feval", fed],
  ["deal", (args, scope, call) => (args.length === 1 ? settled(args[0].value, scope) : refuse(call))],
]);

function refuse(call: Expression): never {
  throw new Inexpressible(call, "these arguments");
}

/** `feval(f, …)` */
function fed([of, ...args]: readonly Argument[], scope: Scope, call: Expression): Translated {
  const target: Expression =
    of.value.kind === "text" || of.value.kind === "handle"
      ? { kind: "name", name: of.value.kind === "text" ? of.value.value : of.value.name, place: of.place }
      : of.value;
  const { text, kind, ...rest } = scope.translate({ kind: "apply", target, brackets: "()", args, place: call.place });
  return { text, ...rest, kind: kind.is === "other" ? observedKind(call, scope) : kind };
}

/** `arrayfun(@(x) …, list)` and `cellfun` as `list.map((x) => …)`; further lists are read at the same place. */
function mapped(args: readonly Argument[], scope: Scope, call: Expression): Translated {
  const [of, ...lists] = withoutOptions(args, call);
  if (of === undefined || lists.length === 0) return refuse(call);
  const [first, ...others] = lists.map((list) => scope.translate(list));
  if (first.kind.is !== "list" && !["number", "layer", "string"].includes(first.kind.is))
    throw new Inexpressible(call, "a function of the elements of such a value");
  const list = asList(first);
  const result = observedKind(call, scope);
  const kind: Kind = result.is === "list" || result.is === "empty" ? result : listOf(result);
  const write = (body: string) => primary(`${receiver({ ...first, text: list })}.map(${body})`, kind);
  if (of.kind !== "anonymous") {
    if (others.length > 0) throw new Inexpressible(call, "a function of several lists");
    const element: Kind = first.kind.is === "list" ? first.kind.of : first.kind;
    return write(applied(of, element, scope));
  }
  return write(
    arrow(
      of,
      others.map((other) => grouped(other, precedence.primary)),
      scope,
    ),
  );
}

function withoutOptions(args: readonly Argument[], call: Expression): readonly Expression[] {
  const at = args.findIndex(({ name, value }) => isOption(name) || (value.kind === "text" && isOption(value.value)));
  const rest = at < 0 ? [] : args.slice(at);
  if (rest.some(({ name, value }) => /^errorhandler$/i.test(name ?? (value.kind === "text" ? value.value : "")))) refuse(call);
  return (at < 0 ? args : args.slice(0, at)).map(({ value }) => value);
}

function isOption(text: string | undefined): boolean {
  return text !== undefined && optionName(text, ["uniformOutput", "errorHandler"]) !== undefined;
}

/** A function by its name, called with each element. */
function applied(of: Expression, element: Kind, scope: Scope): string {
  const isOwn = of.kind !== "handle" || scope.userFunction(of.name) !== undefined;
  if (isOwn) return `(each) => ${functionValue(of, scope)}(each)`;
  const name: Expression = { kind: "name", name: "each", place: of.place };
  const inner: Scope = {
    ...scope,
    isVariable: (variable) => variable === "each" || scope.isVariable(variable),
    kindOfVariable: (variable) => (variable === "each" ? element : scope.kindOfVariable(variable)),
    uses: new Set(),
    translate: (part, within) => scope.translate(part, within ?? inner),
  };
  const call: Expression = {
    kind: "apply",
    target: { kind: "name", name: of.name, place: of.place },
    brackets: "()",
    args: [{ value: name, place: of.place }],
    place: of.place,
  };
  return `(each) => ${inner.translate(call).text}`;
}

/** The arrow function of the elements of the first list; the parameters behind the first are elements of the other lists. */
function arrow(of: AnonymousFunction, others: readonly string[], scope: Scope): string {
  if (of.parameters.length !== others.length + 1) throw new Inexpressible(of, "a function of other lists");
  const index = ["k", "at", "place"].find((name) => !scope.isVariable(name) && !of.parameters.includes(name))!;
  const places = new Map(
    of.parameters.slice(1).flatMap((name, k) => (name === undefined ? [] : [[name, `${others[k]}[${index}]`]])),
  );
  const inner: Scope = { ...scope, identifier: (name) => places.get(name) ?? scope.identifier(name) };
  const first: AnonymousFunction = { ...of, parameters: of.parameters.slice(0, 1) };
  const seen = scope.signatureOf(of);
  const bound: Scope = {
    ...inner,
    signatureOf: (each) =>
      each === first && seen ? { ...seen, parameters: seen.parameters.slice(0, 1) } : scope.signatureOf(each),
    isVariable: (name) => places.has(name) || scope.isVariable(name),
    kindOfVariable: (name) => (places.has(name) ? parameterKind(of, name, scope) : scope.kindOfVariable(name)),
    uses: new Set(),
    translate: (part, within) => scope.translate(part, within ?? bound),
  };
  const { text } = anonymousFunction(first, bound, false);
  for (const name of bound.uses) if (!places.has(name)) scope.uses.add(name);
  return others.length === 0 ? text : text.replace(/^\((\w*)\)/, `($1, ${index})`);
}

function parameterKind(of: AnonymousFunction, name: string, scope: Scope): Kind {
  return scope.signatureOf(of)?.parameters[of.parameters.indexOf(name)] ?? kinds.unknown;
}
