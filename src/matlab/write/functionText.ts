import type { Declaration, Expression, FunctionDefinition, Program, Statement } from "../syntax/ast.ts";
import { statementsIn, targetName } from "../syntax/walk.ts";
import { commentsOf } from "./comments.ts";
import { written } from "./emit.ts";
import { joined, type Kind, kindOf, kinds, typeText } from "./kind.ts";
import { opaqueVariables, planned } from "./plan.ts";
import { type ModuleFacts, namesIn, routineScope } from "./routineScope.ts";
import { type FunctionShape, Inexpressible, type Scope } from "./scope.ts";
import { settled } from "./settled.ts";
import { isGrowth } from "./statementParts.ts";
import { indented } from "./text.ts";

/** The calls of each function that were observed, by its name: their arguments. */
export type ObservedCalls = ReadonlyMap<string, readonly (readonly Expression[])[]>;

/** What a function takes and gives, told by the values that went into it and came out; undefined where it has no form. */
export function functionShape(
  definition: FunctionDefinition,
  facts: ModuleFacts,
  calls: ObservedCalls,
): FunctionShape | undefined {
  const { inputs, outputs, nested, body } = definition;
  if (nested.length > 0 || inputs.includes("varargin") || outputs.includes("varargout") || outputs.length === 0) return undefined;
  const options = optionsName(definition);
  const names = namesIn(body);
  const kindOfName = (name: string, position: number): Kind => {
    const inside = [...(names.used.get(name) ?? []), ...(names.assigned.get(name) ?? [])];
    const given = position < 0 ? [] : (calls.get(definition.name) ?? []).map((args) => args[position]);
    const seen = [...inside, ...given].flatMap((expression) => {
      const value = expression && facts.observed.get(expression)?.value;
      return value ? [kindOf(value)] : [];
    });
    return seen.length === 0 ? kinds.unknown : seen.reduce(joined);
  };
  const positional = inputs.flatMap((name, k) =>
    name === options ? [] : [{ name: name ?? `_${k}`, kind: name === undefined ? kinds.other : kindOfName(name, k) }],
  );
  return {
    parameters: positional,
    fields: definition.argumentsBlocks.flatMap(({ declarations }) => declarations.flatMap(({ field: each }) => each ?? [])),
    ...(options !== undefined && { options }),
    outputs: outputs.map((name) => kindOfName(name, -1)),
  };
}

/** The input that an `arguments` block declares as the struct of name-value arguments. */
function optionsName({ argumentsBlocks }: FunctionDefinition): string | undefined {
  return argumentsBlocks.flatMap(({ declarations }) => declarations).find(({ field }) => field !== undefined)?.name;
}

/** A function of the script in TypeScript, and the names of functions that it calls. */
export function functionText(
  definition: FunctionDefinition,
  program: Program,
  facts: ModuleFacts,
  onlyRan: boolean,
): { readonly text: string; readonly calls: ReadonlySet<string> } {
  const shape = facts.shapeOf(definition);
  if (!shape)
    throw new Inexpressible({ kind: "name", name: definition.name, place: definition.place }, `the function ${definition.name}`);
  const { body, defaults } = withoutDefaults(definition);
  const inputs = [...shape.parameters.map(({ name }) => name), ...(shape.options === undefined ? [] : [shape.options])];
  const opaque = new Map<string, Inexpressible>();
  const scope = routineScope(facts, { program, body, inputs, pins: new Map(), isFunction: true }, opaque);
  opaqueVariables(body, scope, opaque);
  const plan = planned(body, scope, { roots: definition.outputs, onlyRan });
  const missing = [...plan.open].find((name) => !inputs.includes(name));
  if (missing !== undefined)
    throw new Inexpressible({ kind: "name", name: missing, place: definition.place }, `${missing} is not given a value`);
  scope.calls.clear();
  const comments = commentsOf(program);
  const outputs = definition.outputs.map(scope.identifier);
  const result = `return ${outputs.length === 1 ? outputs[0] : `[${outputs.join(", ")}]`};`;
  const start = body[0]?.place.start ?? definition.place.end;
  const list = parameterTexts(shape, defaults, scope);
  const lines = written({ body, scope, plan, comments, start, result }, inputs);
  const copies = [...changed(body)].filter((name) => inputs.includes(name)).map((name) => copyOf(name, scope));
  const types = shape.outputs.map((kind) => typeText(kind, facts.imports));
  const type = types.length === 1 ? types[0] : `[${types.join(", ")}]`;
  const doc = headComments(definition, program);
  const all = [...optionLines(shape, definition, scope), ...copies, ...lines, result];
  const head = `function ${scope.identifier(definition.name)}(${list.join(", ")}): ${type} {`;
  return {
    text: [...doc, head, ...all.map((line) => (line === "" ? "" : `  ${indented(line)}`)), "}"].join("\n"),
    calls: new Set(scope.calls),
  };
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

type Defaults = ReadonlyMap<string, Expression>;

/** The body without what gives inputs their defaults: `if nargin < 3, n = 4; end`; and the defaults of `arguments` blocks. */
function withoutDefaults(definition: FunctionDefinition): { readonly body: readonly Statement[]; readonly defaults: Defaults } {
  const defaults = new Map<string, Expression>();
  for (const { declarations } of definition.argumentsBlocks)
    for (const { name, field, initial } of declarations) if (initial && field === undefined) defaults.set(name, initial);
  const body = definition.body.filter((statement) => {
    const given = defaultOf(statement, definition);
    if (given) defaults.set(...given);
    return given === undefined;
  });
  return { body, defaults };
}

function defaultOf(statement: Statement, { inputs }: FunctionDefinition): [string, Expression] | undefined {
  if (
    statement.kind !== "if" ||
    statement.branches.length !== 1 ||
    statement.otherwise ||
    statement.branches[0].body.length !== 1
  )
    return undefined;
  const [{ condition, body }] = statement.branches;
  const [only] = body;
  if (only.kind !== "assign" || only.targets.length !== 1 || only.targets[0]?.kind !== "name") return undefined;
  const { name } = only.targets[0];
  return inputs.includes(name) && asksForInput(condition, name, inputs.indexOf(name)) ? [name, only.value] : undefined;
}

/** `nargin < k + 1`, or `~exist('name', 'var')`. */
function asksForInput(condition: Expression, name: string, position: number): boolean {
  if (condition.kind === "binary" && condition.operator === "||" && isEmptyOf(condition.right, name))
    return asksForInput(condition.left, name, position);
  if (
    condition.kind === "binary" &&
    condition.left.kind === "name" &&
    condition.left.name === "nargin" &&
    condition.right.kind === "number"
  ) {
    const { value } = condition.right;
    return (condition.operator === "<" && value === position + 1) || (condition.operator === "<=" && value === position);
  }
  if (condition.kind !== "unary" || condition.operator !== "~" || condition.operand.kind !== "apply") return false;
  const { target, args } = condition.operand;
  return target.kind === "name" && target.name === "exist" && args[0]?.value.kind === "text" && args[0].value.value === name;
}

/** `isempty(name)` */
function isEmptyOf(condition: Expression, name: string): boolean {
  if (condition.kind !== "apply" || condition.target.kind !== "name" || condition.target.name !== "isempty") return false;
  const [argument] = condition.args;
  return argument?.value.kind === "name" && argument.value.name === name;
}

function parameterTexts(shape: FunctionShape, defaults: Defaults, scope: Scope): string[] {
  const list = shape.parameters.map(({ name, kind }) => {
    const initial = defaults.get(name);
    const value = initial === undefined ? "" : ` = ${settled(initial, scope).text}`;
    return `${scope.identifier(name)}: ${typeText(kind, scope.imports)}${value}`;
  });
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
