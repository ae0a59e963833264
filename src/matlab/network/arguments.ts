import { nearest } from "../../errors.ts";
import type { Place } from "../syntax/ast.ts";
import { textOf } from "../values/convert.ts";
import { describeValue } from "../values/describe.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Value } from "../values/value.ts";

/** What a function takes by name. */
export interface NamedParameters {
  /** The name of the function, for messages. */
  readonly where: string;
  readonly names: readonly string[];
}

/** One argument given by name. */
export interface NamedArgument {
  /** As the function spells it. */
  readonly name: string;
  readonly value: Value;
}

/**
 * The arguments by name, `'Name',value` or `Name=value`: in any case, and shortened where only one name begins so, as MATLAB's functions take them.
 *
 * @throws ScriptError that lists all names that there are not
 */
export function namedArguments(args: readonly Value[], { where, names }: NamedParameters, place: Place): NamedArgument[] {
  const problems: string[] = [];
  const found: NamedArgument[] = [];
  for (let i = 0; i < args.length; i += 2) {
    const given = textOf(args[i]);
    if (given === undefined) {
      problems.push(`Expected the name of an option in argument ${i + 1} of those by name, received ${describeValue(args[i])}.`);
      continue;
    }
    const name = matchedName(given, names);
    if (typeof name !== "string") problems.push(unknownName(given, name, where, names));
    else if (i + 1 >= args.length)
      problems.push(`No value was given for '${name}'. Name-value pair arguments require a name followed by a value.`);
    else found.push({ name, value: args[i + 1] });
  }
  if (problems.length > 0)
    throw new ScriptError("MATLAB:InputParser:UnmatchedParameter", `${where}: ${problems.join("\n")}`, place);
  return found;
}

/** Whether text is the name of an option, in any case or shortened. */
export function isName(given: string, names: readonly string[]): boolean {
  return typeof matchedName(given, names) === "string";
}

/** The name that is meant, or the ones that it may mean. */
function matchedName(given: string, names: readonly string[]): string | readonly string[] {
  const small = given.toLowerCase();
  const same = names.find((name) => name === given) ?? names.find((name) => name.toLowerCase() === small);
  if (same !== undefined || small === "") return same ?? [];
  const starting = names.filter((name) => name.toLowerCase().startsWith(small));
  return starting.length === 1 ? starting[0] : starting;
}

function unknownName(given: string, candidates: readonly string[], where: string, names: readonly string[]): string {
  const start = `'${given}' is not a recognized parameter.`;
  if (candidates.length > 1) return `${start} It is short for ${candidates.map((name) => `'${name}'`).join(" and ")}.`;
  const meant = nearest(given, names);
  return `${start} ${meant === undefined ? `The parameters of ${where} are ${names.join(", ")}.` : `Did you mean '${meant}'?`}`;
}

/** Where the arguments by name begin: after the required ones, and after those of at most `optional` more that are no names of options. */
export function namesBegin(args: readonly Value[], required: number, optional: number, names: readonly string[]): number {
  let at = Math.min(required, args.length);
  while (at < args.length && at < required + optional) {
    const text = textOf(args[at]);
    if (text !== undefined && (args.length - at) % 2 === 0 && isName(text, names)) break;
    at++;
  }
  return at;
}
