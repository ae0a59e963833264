import type { Declaration, Expression, FunctionDefinition, Program, Statement } from "../syntax/ast.ts";
import { statementsIn, targetName } from "../syntax/walk.ts";
import { commentsOf } from "./comments.ts";
import { written } from "./emit.ts";
import { type Defaults, withoutDefaults } from "./functionDefaults.ts";
import { typeText } from "./kind.ts";
import { opaqueVariables } from "./opaque.ts";
import { planned } from "./plan.ts";
import { type ModuleFacts, namesIn, routineScope } from "./routineScope.ts";
import { type FunctionShape, Inexpressible, type Scope } from "./scope.ts";
import { alwaysSame, settled } from "./settled.ts";
import { isGrowth } from "./statementParts.ts";
import { indented } from "./text.ts";

/** A function of the script in TypeScript, and the names of functions and classes that it calls. */
export interface WrittenFunction {
  readonly text: string;
  readonly calls: ReadonlySet<string>;
}

/** What a routine is written as. */
interface RoutineText {
  readonly scope: Scope;
  readonly doc: readonly string[];
  readonly parameters: string;
  readonly type: string;
  readonly lines: readonly string[];
}

/** The object that a method is called on. */
export interface Self {
  readonly name: string;
  /** Whether the object itself changes, as those of handle classes do; else a method changes a copy. */
  readonly isHandle: boolean;
  readonly className: string;
}

/** A function of the script in TypeScript, and the names of functions that it calls. */
export function functionText(
  definition: FunctionDefinition,
  program: Program,
  facts: ModuleFacts,
  onlyRan: boolean,
): WrittenFunction {
  const { scope, doc, parameters, type, lines } = routineText(definition, program, facts, onlyRan);
  const head = `function ${scope.identifier(definition.name)}(${parameters}): ${type} {`;
  return { text: [...doc, head, ...inBraces(lines), "}"].join("\n"), calls: new Set(scope.calls) };
}

/** A method, a constructor or a property that is computed, as lines of a class. */
export function methodText(
  definition: FunctionDefinition,
  program: Program,
  facts: ModuleFacts,
  { onlyRan, self, head }: { readonly onlyRan: boolean; readonly self: Self | undefined; readonly head: string },
): { readonly lines: readonly string[]; readonly calls: ReadonlySet<string> } {
  const { scope, doc, parameters, type, lines } = routineText(definition, program, facts, onlyRan, self);
  const result = head === "constructor" ? "" : `: ${type}`;
  return { lines: [...doc, `${head}(${parameters})${result} {`, ...inBraces(lines), "}"], calls: new Set(scope.calls) };
}

function inBraces(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === "" ? "" : `  ${indented(line)}`));
}

function routineText(
  definition: FunctionDefinition,
  program: Program,
  facts: ModuleFacts,
  onlyRan: boolean,
  self?: Self,
): RoutineText {
  const shape = facts.shapeOf(definition);
  if (!shape) throw new Inexpressible(nameOf(definition), `the function ${definition.name}`);
  const { nested } = definition;
  const { body, defaults } = withoutDefaults(definition);
  const own = shape.parameters.map(({ name }) => name).filter((name) => name !== self?.name);
  const inputs = [...own, ...(shape.options === undefined ? [] : [shape.options]), ...(shape.rest ? ["varargin"] : [])];
  const inputKinds = new Map(shape.parameters.map(({ name, kind }) => [name, kind] as const));
  const opaque = new Map<string, Inexpressible>();
  const all = [...body, ...nested.flatMap((inner) => inner.body)];
  const routine = {
    program,
    body: all,
    inputs: [
      ...inputs,
      ...nested.flatMap(({ inputs: names }) => names.filter((name) => name !== undefined)),
      ...(self ? [self.name] : []),
    ],
  };
  const isThis = self && (self.isHandle || !changed(body).has(self.name) || definition.name === self.className);
  const scope = routineScope(
    facts,
    { ...routine, pins: new Map(), isFunction: true, nested, inputKinds, ...(isThis && { self: self.name }) },
    opaque,
  );
  opaqueVariables(all, scope, opaque);
  const outputs = shape.outputs.map(({ name }) => name);
  const roots = [...outputs, ...(self?.isHandle || definition.name === self?.className ? [self!.name] : [])];
  const plan = planned(body, scope, { roots, onlyRan });
  const missing = [...plan.open].filter(
    (name) => !inputs.includes(name) && name !== self?.name && !nestedWrites(nested).has(name),
  );
  const globals = missing.map((name) => globalLine(name, definition, scope));
  scope.calls.clear();
  const result = resultText({ name: definition.name, outputs }, scope, self);
  const start = body[0]?.place.start ?? definition.place.end;
  const parameters = parameterTexts(shape, defaults, scope, self);
  const declared = [...inputs, ...(self ? [self.name] : [])];
  const comments = commentsOf(program);
  const lines = written({ body, scope, plan, comments, start, result: result || "return;" }, declared);
  const ending = returned(lines, result);
  const copies = [...changed(body)].filter((name) => inputs.includes(name)).map((name) => copyOf(name, scope));
  const copiedSelf =
    self && !isThis
      ? [`const ${self.name}: ${self.className} = Object.assign(Object.create(${self.className}.prototype), this);`]
      : [];
  const inner = nested.flatMap((each) => ["", ...nestedLines(each, { program, scope, onlyRan, outer: declared })]);
  return {
    scope,
    doc: headComments(definition, program),
    parameters: parameters.join(", "),
    type: resultType(shape, facts, self),
    lines: [...optionLines(shape, definition, scope), ...globals, ...copiedSelf, ...copies, ...ending, ...inner],
  };
}

/** The lines with what they give back: `const y = …; return y;` is `return …;`. */
function returned(lines: readonly string[], result: string): readonly string[] {
  if (result === "") return lines;
  const name = /^return (\w+);$/.exec(result)?.[1];
  const last = lines.at(-1) ?? "";
  const start = `const ${name} = `;
  const isOnly = lines.filter((line) => line.includes(`return ${name};`)).length === 0;
  if (name === undefined || !isOnly || !last.startsWith(start) || !last.endsWith(";")) return [...lines, result];
  return [...lines.slice(0, -1), `return ${last.slice(start.length)}`];
}

function nameOf({ name, place }: FunctionDefinition): Expression {
  return { kind: "name", name, place };
}

/** A global variable that a function reads, as the value that it always had there. */
function globalLine(name: string, definition: FunctionDefinition, scope: Scope): string {
  const { body } = definition;
  const uses = namesIn(body).used.get(name) ?? [];
  const isGlobal = [...statementsIn(body)].some((each) => each.kind === "global" && each.names.includes(name));
  const texts = isGlobal ? uses.filter((use) => scope.observed(use)).map((use) => alwaysSame(use, scope)?.text) : [];
  scope.notes.length = 0;
  if (texts.length === 0 || texts[0] === undefined || texts.some((text) => text !== texts[0]))
    throw new Inexpressible(nameOf(definition), `${name} is not given a value`);
  return `const ${scope.identifier(name)} = ${texts[0]}; // MATLAB: global ${name}`;
}

/** The variables that nested functions give values to. */
function nestedWrites(nested: readonly FunctionDefinition[]): ReadonlySet<string> {
  return new Set(nested.flatMap(({ body }) => [...namesIn(body).assigned.keys()]));
}

function resultText(
  { name, outputs }: Pick<FunctionDefinition, "name" | "outputs">,
  scope: Scope,
  self: Self | undefined,
): string {
  if (outputs.length === 0 || name === self?.className) return "";
  const names = outputs.map(scope.identifier);
  return `return ${names.length === 1 ? names[0] : `[${names.join(", ")}]`};`;
}

function resultType({ outputs }: FunctionShape, { imports }: ModuleFacts, self: Self | undefined): string {
  const types = outputs.map(({ name, kind }) => (name === self?.name ? self!.className : typeText(kind, imports)));
  if (types.length === 0) return "void";
  return types.length === 1 ? types[0] : `[${types.join(", ")}]`;
}

interface Around {
  readonly program: Program;
  readonly scope: Scope;
  readonly onlyRan: boolean;
  readonly outer: readonly string[];
}

/** A function inside of another, whose variables it shares. */
function nestedLines(definition: FunctionDefinition, { program, scope, onlyRan }: Around): readonly string[] {
  const inputs = definition.inputs.filter((name) => name !== undefined);
  const shared = [...namesIn(definition.body).assigned.keys()].filter((name) => scope.isShared(definition, name));
  const plan = planned(definition.body, scope, { roots: [...definition.outputs, ...shared], onlyRan });
  const list = inputs.map((name) => `${scope.identifier(name)}: ${typeText(scope.kindOfVariable(name), scope.imports)}`);
  const outputs = definition.outputs.map((name) => typeText(scope.kindOfVariable(name), scope.imports));
  const result = definition.outputs.length === 0 ? "" : resultText(definition, scope, undefined);
  const start = definition.body[0]?.place.start ?? definition.place.end;
  const lines = written(
    { body: definition.body, scope, plan, comments: commentsOf(program), start, result: result || "return;" },
    [...inputs, ...shared, ...plan.open],
  );
  const type = outputs.length === 0 ? "void" : outputs.length === 1 ? outputs[0] : `[${outputs.join(", ")}]`;
  return [
    `function ${scope.identifier(definition.name)}(${list.join(", ")}): ${type} {`,
    ...inBraces([...lines, ...(result === "" ? [] : [result])]),
    "}",
  ];
}

function headComments(definition: FunctionDefinition, program: Program): string[] {
  const end = definition.body[0]?.place.start ?? definition.place.end;
  const lines = commentsOf(program).between(definition.place.start, end);
  if (lines.length === 0) return [];
  if (lines.length === 1) return [`/** ${safe(lines[0].text)} */`];
  return ["/**", ...lines.map(({ text }) => ` * ${safe(text)}`.trimEnd()), " */"];
}

/** A text that cannot end the comment that it stands in. */
export function safe(text: string): string {
  return text.replaceAll("*/", "* /");
}

/** The inputs whose parts the function changes: it must not change the caller's. */
function changed(body: readonly Statement[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of statementsIn(body)) {
    if (statement.kind !== "assign") continue;
    for (const target of statement.targets)
      if (target && (target.kind !== "name" || isGrowth(target.name, statement.value))) names.add(targetName(target)!);
  }
  return names;
}

function copyOf(name: string, scope: Scope): string {
  const own = scope.identifier(name);
  return scope.kindOfVariable(name).is === "list" ? `${own} = [...${own}];` : `${own} = { ...${own} };`;
}

function parameterTexts(shape: FunctionShape, defaults: Defaults, scope: Scope, self: Self | undefined): readonly string[] {
  const list = shape.parameters
    .filter(({ name }) => name !== self?.name)
    .map(({ name, kind }) => {
      const initial = defaults.get(name);
      const value = initial === undefined ? "" : ` = ${settled(initial, scope).text}`;
      return `${scope.identifier(name)}: ${typeText(kind, scope.imports)}${value}`;
    });
  if (shape.rest) list.push("...varargin: unknown[]");
  if (shape.options === undefined) return list;
  const kind = scope.kindOfVariable(shape.options);
  const fields = kind.is === "record" ? [...kind.fields].map(([name, of]) => `${name}?: ${typeText(of, scope.imports)}`) : [];
  return [...list, `given: { ${fields.join("; ")} } = {}`];
}

/** Name-value arguments with their defaults. */
function optionLines(shape: FunctionShape, { argumentsBlocks }: FunctionDefinition, scope: Scope): string[] {
  if (shape.options === undefined) return [];
  const declared = argumentsBlocks.flatMap(({ declarations }) => declarations).filter(({ field }) => field !== undefined);
  const initial = declared.filter((each): each is Declaration & { initial: Expression } => each.initial !== undefined);
  const items = initial.map((each) => `${each.field}: ${settled(each.initial, scope).text}`);
  const kind = typeText(scope.kindOfVariable(shape.options), scope.imports);
  const cast = initial.length < declared.length ? ` as ${kind}` : "";
  return [`const ${scope.identifier(shape.options)} = { ${[...items, "...given"].join(", ")} }${cast};`];
}
