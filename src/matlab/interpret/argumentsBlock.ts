import type { ArgumentsBlock, Declaration, FunctionDefinition, Place } from "../syntax/ast.ts";
import { cell, struct } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Evaluation, StructValue, Value } from "../values/value.ts";
import { conformed } from "./conform.ts";
import type { Frame } from "./machine.ts";
import { finished } from "./step.ts";

/** The declarations of a function's inputs. */
interface Declared {
  readonly positional: readonly Declaration[];
  readonly repeating: readonly Declaration[];
  /** Name-value arguments by the struct that holds them. */
  readonly groups: ReadonlyMap<string, readonly Declaration[]>;
}

/**
 * Binds a call's arguments as `arguments` blocks say: defaults, sizes, classes, validators, name-value arguments in any case.
 * @throws ScriptError in MATLAB's words
 */
export function* applyArguments(
  frame: Frame,
  definition: FunctionDefinition,
  args: readonly Value[],
  place: Place,
): Evaluation<void> {
  const declared = declarationsOf(definition);
  const count = positionalCount(declared, args);
  checkNumber(definition, declared, count, args, place);
  for (const [i, declaration] of declared.positional.entries()) {
    const given = i < count ? args[i] : undefined;
    const value = given ?? (yield* initial(frame, declaration));
    if (value === undefined) continue;
    yield* bind(frame, declaration, value, `Invalid argument at position ${i + 1}.`, place);
  }
  const rest = args.slice(Math.min(count, declared.positional.length));
  if (declared.repeating.length > 0) yield* bindRepeating(frame, declared, rest, place);
  else yield* bindNamed(frame, declared, rest, place);
}

function declarationsOf({ argumentsBlocks, inputs }: FunctionDefinition): Declared {
  const lines = (kind: ArgumentsBlock["kind"]): Declaration[] =>
    argumentsBlocks.filter((block) => block.kind === kind).flatMap(({ declarations }) => declarations);
  const groups = new Map<string, Declaration[]>();
  for (const declaration of lines("input").filter(
    ({ field, classProperties }) => field !== undefined || classProperties !== undefined,
  ))
    groups.set(declaration.name, [...(groups.get(declaration.name) ?? []), declaration]);
  const repeating = lines("repeating");
  const single = lines("input").filter(({ name }) => !groups.has(name));
  const positional = inputs
    .filter((name): name is string => name !== undefined && !groups.has(name) && !repeating.some((each) => each.name === name))
    .map((name) => single.find((each) => each.name === name))
    .filter((each) => each !== undefined);
  return { positional, repeating, groups };
}

/** How many arguments stand before the name-value ones. */
function positionalCount({ positional, groups, repeating }: Declared, args: readonly Value[]): number {
  if (groups.size === 0 || repeating.length > 0) return Math.min(args.length, positional.length);
  const required = positional.filter(({ initial }) => initial === undefined).length;
  for (let i = required; i < Math.min(args.length, positional.length); i++) {
    if ((args.length - i) % 2 === 0 && isName(args[i], groups)) return i;
  }
  return Math.min(args.length, positional.length);
}

function isName(value: Value, groups: Declared["groups"]): boolean {
  const name = textOf(value)?.toLowerCase();
  return name !== undefined && [...groups.values()].flat().some(({ field }) => field?.toLowerCase() === name);
}

function checkNumber(
  { name }: FunctionDefinition,
  declared: Declared,
  count: number,
  args: readonly Value[],
  place: Place,
): void {
  const required = declared.positional.filter(({ initial }) => initial === undefined).length;
  const begin = `Error using ${name}\n`;
  if (count < required) {
    const more = required - count;
    const text = `Invalid argument list. Function requires ${more} more ${more === 1 ? "input" : "inputs"}.`;
    throw new ScriptError("MATLAB:minrhs", begin + text, place);
  }
  if (args.length > count && declared.groups.size === 0 && declared.repeating.length === 0)
    throw new ScriptError("MATLAB:TooManyInputs", `${begin}Too many input arguments.`, place);
}

function* initial(frame: Frame, { initial: expression }: Declaration): Evaluation<Value | undefined> {
  return expression === undefined ? undefined : yield* finished(frame.machine.evaluate(frame, expression));
}

function* bind(frame: Frame, declaration: Declaration, value: Value, label: string, place: Place): Evaluation<void> {
  frame.scope.write(declaration.name, value);
  const fitted = yield* conformed(frame, declaration, value, label, place, (given) => frame.scope.write(declaration.name, given));
  frame.scope.write(declaration.name, fitted);
}

function* bindRepeating(frame: Frame, { repeating }: Declared, rest: readonly Value[], place: Place): Evaluation<void> {
  const lists = repeating.map((): Value[] => []);
  for (const [i, value] of rest.entries()) {
    const declaration = repeating[i % repeating.length];
    const label = `Invalid argument at position ${i + 1}.`;
    lists[i % repeating.length].push(yield* conformed(frame, declaration, value, label, place));
  }
  for (const [i, { name }] of repeating.entries())
    frame.scope.write(name, cell(lists[i], lists[i].length === 0 ? [0, 0] : [1, lists[i].length]));
}

function* bindNamed(frame: Frame, { groups }: Declared, rest: readonly Value[], place: Place): Evaluation<void> {
  const given = namedValues(groups, rest, place);
  for (const [group, declarations] of groups) {
    frame.scope.write(group, struct({}));
    for (const declaration of declarations) {
      const { field } = declaration;
      if (field === undefined) continue;
      const value = given.get(field) ?? (yield* initial(frame, declaration));
      given.delete(field);
      if (value === undefined) continue;
      setField(frame, group, field, value);
      const label = `Invalid name-value argument '${field}'.`;
      const fitted = yield* conformed(frame, declaration, value, label, place, (each) => setField(frame, group, field, each));
      setField(frame, group, field, fitted);
    }
    if (!declarations.some(({ classProperties }) => classProperties !== undefined)) continue;
    for (const [name, value] of given) setField(frame, group, name, value);
  }
}

function setField({ scope }: Frame, group: string, field: string, value: Value): void {
  const { fields } = scope.peek(group) as StructValue;
  scope.write(group, { kind: "struct", size: [1, 1], fields: new Map([...fields, [field, [value]]]) });
}

/** The name-value arguments under their declared spelling. */
function namedValues(groups: Declared["groups"], rest: readonly Value[], place: Place): Map<string, Value> {
  const fields = [...groups.values()].flat();
  const open = fields.some(({ classProperties }) => classProperties !== undefined);
  const names = fields.flatMap(({ field }) => field ?? []);
  const given = new Map<string, Value>();
  for (let i = 0; i < rest.length; i += 2) {
    const name = textOf(rest[i]);
    const known =
      names.find((each) => each.toLowerCase() === name?.toLowerCase()) ?? uniqueStart(names, name) ?? (open ? name : undefined);
    if (known === undefined || i + 1 === rest.length) throw badName(name, names, place);
    given.set(known, rest[i + 1]);
  }
  return given;
}

/** Names may be cut short as long as one alone begins so. */
function uniqueStart(names: readonly string[], name: string | undefined): string | undefined {
  if (name === undefined || name === "") return undefined;
  const begun = names.filter((each) => each.toLowerCase().startsWith(name.toLowerCase()));
  return begun.length === 1 ? begun[0] : undefined;
}

function badName(name: string | undefined, names: readonly string[], place: Place): ScriptError {
  if (name === undefined)
    return new ScriptError(
      "MATLAB:TooManyInputs",
      "Invalid argument list. A name-value argument must be a name followed by a value.",
      place,
    );
  if (names.includes(name))
    return new ScriptError(
      "MATLAB:functionValidation:MissingValue",
      `Invalid argument list. The name '${name}' must be followed by a value.`,
      place,
    );
  const quoted = names.map((each) => `'${each}'`);
  const list = quoted.length > 1 ? `${quoted.slice(0, -1).join(", ")}, or ${quoted.at(-1)}` : quoted[0];
  return new ScriptError(
    "MATLAB:functionValidation:UnknownParam",
    `Invalid argument name '${name}'. Name must be ${list}.`,
    place,
  );
}
