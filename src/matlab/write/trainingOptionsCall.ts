import { refusedOptions, refusedValues } from "../../train/refusedOptions.ts";
import { type TrainingOptionName, trainingOptionNames } from "../../train/trainingOptions.ts";
import type { Argument, Expression } from "../syntax/ast.ts";
import { type Kind, kinds } from "./kind.ts";
import { optionName, textConstant } from "./optionNames.ts";
import { Inexpressible, primary, type Scope, type Translated } from "./scope.ts";
import { settled } from "./settled.ts";
import { commentMark, enclosed } from "./text.ts";

/** `trainingOptions(solver, …)`; options that have no meaning here become comments. */
export function trainingOptionsCall(args: readonly Argument[], scope: Scope, call: Expression): Translated {
  const [solver, ...rest] = args;
  if (solver === undefined) throw new Inexpressible(call, "training options without a solver");
  scope.imports.add("trainingOptions");
  const name = settled(solver.value, scope).text;
  const items: string[] = [];
  for (let at = 0; at < rest.length; at++) {
    const { name: given, value: first } = rest[at];
    const text = given ?? textConstant(first, scope);
    const value = given === undefined ? rest[++at]?.value : first;
    if (text === undefined || value === undefined) throw new Inexpressible(first, "an option whose name is not known");
    items.push(optionItem(text, value, scope));
  }
  const options = items.length > 0 ? [enclosed("{", items, "}", items.length > 2)] : [];
  return primary(`trainingOptions(${[name, ...options].join(", ")})`, kinds.options);
}

function optionItem(name: string, value: Expression, scope: Scope): string {
  const known = trainingOptionNames.map((option) => option.name);
  const option = optionName(name, [...known, ...Object.keys(refusedOptions)]);
  const text = textConstant(value, scope);
  const refused =
    option === undefined ||
    option in refusedOptions ||
    (text !== undefined && text.toLowerCase() in (refusedValues[option] ?? {}));
  const leftOut = `${commentMark}// left out: ${name} = ${scope.source(value).replaceAll(/\s+/g, " ")}`;
  if (refused) return leftOut;
  const facts = trainingOptionNames.find((each) => each.name === option)!;
  if (facts.kind === "code" || option === "checkpointPath") return leftOut;
  const written = facts.kind === "data" ? dataText(option, value, scope) : valueText(facts, value, text, scope);
  return written === option ? option : `${option}: ${written}`;
}

/** Data are parameters: they are not a part of the program. */
function dataText(option: string, value: Expression, scope: Scope): string {
  return scope.parameter(option, kinds.other, scope.source(value));
}

function valueText(facts: TrainingOptionName, value: Expression, text: string | undefined, scope: Scope): string {
  if (facts.choices && text !== undefined)
    return JSON.stringify(facts.choices.find((choice) => choice === text.toLowerCase()) ?? text);
  const kind: Kind =
    facts.kind === "boolean" ? kinds.boolean : facts.kind === "choice" || facts.kind === "text" ? kinds.string : kinds.number;
  const written = settled(value, scope, { name: facts.name, kind });
  if (facts.kind === "boolean" && (written.text === "0" || written.text === "1")) return written.text === "1" ? "true" : "false";
  return written.text;
}
