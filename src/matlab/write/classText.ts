import type { ClassDefinition, Declaration, Expression, FunctionDefinition, Program } from "../syntax/ast.ts";
import { methodText, type Self, type WrittenFunction } from "./functionText.ts";
import { type Kind, kinds, typeText } from "./kind.ts";
import { type ModuleFacts, routineScope } from "./routineScope.ts";
import { Inexpressible } from "./scope.ts";
import { settled } from "./settled.ts";
import { indented } from "./text.ts";

type PropertyBlock = ClassDefinition["properties"][number];
type MethodBlock = ClassDefinition["methods"][number];

/** A class of the script that is no layer, in TypeScript: the methods that ran, and the functions that they call. */
export function classText(definition: ClassDefinition, program: Program, facts: ModuleFacts, onlyRan: boolean): WrittenFunction {
  const others = definition.superclasses.filter((name) => name !== "handle");
  if (others.length > 0) throw new Inexpressible(nameOf(definition), `a class that derives from ${others[0]}`);
  const calls = new Set<string>();
  const properties = definition.properties.flatMap((block) => propertyLines(block, definition, program, facts, calls));
  const methods = definition.methods.flatMap((block) =>
    block.functions
      .filter((each) => ran(each, facts))
      .map((each) => {
        const { lines, calls: own } = methodText(each, program, facts, {
          onlyRan,
          self: selfOf(each, block, definition),
          head: headOf(each, block, definition),
        });
        for (const name of own) calls.add(name);
        return lines;
      }),
  );
  const parts = [properties, ...methods]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => (line === "" ? "" : `  ${indented(line)}`)).join("\n"));
  calls.delete(definition.name);
  return { text: [`class ${definition.name} {`, parts.join("\n\n"), "}"].join("\n"), calls };
}

function nameOf({ name, place }: ClassDefinition): Expression {
  return { kind: "name", name, place };
}

function has(block: { readonly attributes: PropertyBlock["attributes"] }, name: string): boolean {
  return block.attributes.some(
    (each) =>
      each.name.toLowerCase() === name && (each.value === true || (each.value.kind === "name" && each.value.name === "true")),
  );
}

/** Whether a method ran; one without statements did nothing. */
function ran({ body }: FunctionDefinition, facts: ModuleFacts): boolean {
  return body.some((statement) => facts.reached.has(statement));
}

/** The variable that holds the object: the first input, of a constructor the output. */
function selfOf(method: FunctionDefinition, block: MethodBlock, definition: ClassDefinition): Self | undefined {
  if (has(block, "static")) return undefined;
  const { name: className } = definition;
  const name = method.name === className ? method.outputs[0] : method.inputs[0];
  if (name === undefined) return undefined;
  return { name, className, isHandle: definition.superclasses.includes("handle") };
}

function headOf({ name }: FunctionDefinition, block: MethodBlock, definition: ClassDefinition): string {
  if (name === definition.name) return "constructor";
  if (name.startsWith("get.")) return `get ${name.slice(4)}`;
  if (name.startsWith("set.")) throw new Inexpressible(nameOf(definition), "a method that sets a property");
  return has(block, "static") ? `static ${name}` : name;
}

function propertyLines(
  block: PropertyBlock,
  definition: ClassDefinition,
  program: Program,
  facts: ModuleFacts,
  calls: Set<string>,
): string[] {
  if (has(block, "dependent")) return [];
  const isConstant = has(block, "constant");
  const kindsOf = facts.propertiesOf(definition.name);
  const word = isConstant ? "static readonly " : "";
  return block.declarations.map((declaration) => {
    const kind = kindsOf.get(declaration.name) ?? kinds.other;
    const initial = initialText(declaration, program, facts, calls);
    const isShort = initial !== undefined && initial !== "[]";
    const type = isShort ? "" : `: ${typeText(kind, facts.imports)}`;
    return `${word}${declaration.name}${initial === undefined ? "!" : ""}${type}${initial === undefined ? "" : ` = ${initial}`};`;
  });
}

function initialText({ initial }: Declaration, program: Program, facts: ModuleFacts, calls: Set<string>): string | undefined {
  if (initial === undefined) return undefined;
  const scope = routineScope(facts, { program, body: [], inputs: [], pins: new Map(), isFunction: true }, new Map());
  const { text } = settled(initial, scope);
  for (const name of scope.calls) calls.add(name);
  return text;
}

/** The kinds of the properties of classes, as all objects of them were seen to have. */
export function propertyKinds(
  seen: Iterable<{ readonly className: string; readonly properties: ReadonlyMap<string, Kind> }>,
  joined: (a: Kind, b: Kind) => Kind,
): ReadonlyMap<string, ReadonlyMap<string, Kind>> {
  const all = new Map<string, Map<string, Kind>>();
  for (const { className, properties } of seen) {
    const known = all.get(className) ?? new Map<string, Kind>();
    all.set(className, known);
    for (const [name, kind] of properties) known.set(name, joined(known.get(name) ?? kinds.unknown, kind));
  }
  return all;
}
