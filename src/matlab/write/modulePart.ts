import type { Expression, Program, Statement } from "../syntax/ast.ts";
import type { Value } from "../values/value.ts";
import { commentsOf } from "./comments.ts";
import { written } from "./emit.ts";
import { isPlainKey } from "./identifiers.ts";
import { joined, type Kind, kindOf, kinds, typeText } from "./kind.ts";
import { literal } from "./literal.ts";
import { opaqueVariables } from "./opaque.ts";
import { type Plan, planned } from "./plan.ts";
import type { Root } from "./roots.ts";
import { type ModuleFacts, routineScope } from "./routineScope.ts";
import { Inexpressible, type Scope } from "./scope.ts";
import { settled } from "./settled.ts";

/** A parameter of `build`: a value that the script takes from data. */
export interface ModuleParameter {
  readonly name: string;
  /** The variable of the script that it stands for, where it is one. */
  readonly variable?: string;
  readonly kind: Kind;
}

/** TypeScript that builds a graph. */
export interface WrittenModule {
  readonly code: string;
  readonly parameters: readonly ModuleParameter[];
  /** Layers of this library that stand for classes of the script of the same name. */
  readonly standIns: readonly string[];
}

/** What a module is written from. */
export interface ModuleSource {
  readonly root: Root;
  readonly others: readonly Root[];
  readonly facts: ModuleFacts;
  readonly functions: (called: Iterable<{ readonly name: string; readonly from: Program }>) => readonly string[];
  readonly pins?: ReadonlyMap<string, Value>;
  readonly onlyRan?: boolean;
  readonly output: string;
}

/** The parameters that a part of the module asks for, collected while it is written. */
class Parameters {
  readonly #bySource = new Map<string, { name: string; kind: Kind; variable?: string }>();
  readonly #learned = new Map<string, Kind>();

  readonly ask = (hint: string, kind: Kind, source: string): string => {
    const key = source.replaceAll(/\s+/g, "");
    const known = this.#bySource.get(key);
    if (known) return known.name;
    const name = this.#free(isPlainKey(source) ? source : (countedName(source) ?? hint));
    this.#bySource.set(key, { name, kind, ...(isPlainKey(source) && { variable: source }) });
    return name;
  };

  readonly learn = (name: string, kind: Kind): void => {
    this.#learned.set(name, joined(this.#learned.get(name) ?? kinds.unknown, kind));
  };

  variable(name: string, identifier: string): void {
    this.#bySource.set(name, { name: identifier, kind: this.#learned.get(name) ?? kinds.number, variable: name });
  }

  get list(): readonly ModuleParameter[] {
    return [...this.#bySource.values()].map((each) => ({ ...each, kind: this.#learned.get(each.variable ?? "") ?? each.kind }));
  }

  clear(): void {
    this.#bySource.clear();
  }

  #free(name: string): string {
    const taken = new Set([...this.#bySource.values()].map((each) => each.name));
    for (let k = 1; ; k++) {
      const candidate = k === 1 ? name : `${name}${k}`;
      if (!taken.has(candidate)) return candidate;
    }
  }
}

/** `numel(classes)` is `numClasses`. */
function countedName(source: string): string | undefined {
  const inner = /^(?:numel|length|height|size)\((?:categories|unique)?\(?(\w+)/.exec(source)?.[1];
  return inner && /^[a-z]/i.test(inner) ? `num${inner.charAt(0).toUpperCase()}${inner.slice(1)}` : undefined;
}

/** A part of the module that is written by itself: the graph, or the training options. */
export interface Part {
  readonly scope: Scope;
  readonly parameters: Parameters;
  readonly plan: Plan;
  readonly given: readonly string[];
  readonly body: readonly Statement[];
  readonly program: Program;
}

/** Plans what a part needs that ends in expressions. */
export function partOf(source: ModuleSource, { program, body, within }: Root, ends: readonly Expression[]): Part {
  const { facts, pins = new Map<string, Value>(), onlyRan = false } = source;
  const parameters = new Parameters();
  const opaque = new Map<string, Inexpressible>();
  const inputs = within?.inputs.filter((name) => name !== undefined) ?? [];
  const { ask: parameter, learn } = parameters;
  const scope = routineScope(
    facts,
    { program, body: [...body, ...ends.map(asStatement)], inputs, pins, parameter, learn, isFunction: false },
    opaque,
  );
  opaqueVariables(body, scope, opaque);
  for (const end of ends) settled(end, scope);
  const plan = planned(body, scope, { roots: new Set(scope.uses), onlyRan });
  parameters.clear();
  const given = [...plan.open].flatMap((name) => givenLine(name, { scope, parameters, pins, plan, facts, program }));
  for (const name of plan.parameters) parameters.variable(name, scope.identifier(name));
  scope.calls.clear();
  return { scope, parameters, plan, given, body, program };
}

function asStatement(expression: Expression): Statement {
  return { kind: "expression", expression, printed: false, place: expression.place };
}

interface Given extends Pick<Part, "scope" | "parameters" | "plan" | "program"> {
  readonly pins: ReadonlyMap<string, Value>;
  readonly facts: ModuleFacts;
}

/** How a variable that no kept statement gives a value to gets one: as a parameter, or by what it was observed to be. */
function givenLine(name: string, { scope, parameters, pins, plan, facts, program }: Given): string[] {
  if (plan.parameters.has(name)) return [];
  const place = { source: program.source, start: 0, end: 0 };
  const seen =
    pins.get(name) ??
    [...facts.observed].find(([expression]) => expression.kind === "name" && expression.name === name)?.[1].value;
  if (seen === undefined) throw new Inexpressible({ kind: "name", name, place }, `${name} has no value`);
  if (seen.kind === "unknown") {
    parameters.variable(name, scope.identifier(name));
    return [];
  }
  const text = literal(seen, scope.imports);
  const kind = kindOf(seen);
  if (text === undefined) throw new Inexpressible({ kind: "name", name, place }, `${name} has no form`);
  return [
    `const ${scope.identifier(name)}${scope.isCompared(name) && kind.is !== "other" ? `: ${typeText(kind, scope.imports)}` : ""} = ${text};`,
  ];
}

/** What a part's statements are in TypeScript. */
export function partLines(part: Part, exported?: (name: string) => boolean): string[] {
  const { scope, plan, body, program, given, parameters } = part;
  const declared = [...plan.open, ...parameters.list.map(({ name }) => name)];
  const start = body[0]?.place.start ?? 0;
  const lines = written({ body, scope, plan, comments: commentsOf(program), start, result: "return;", exported }, declared);
  return given.length > 0 && lines.length > 0 ? [...given, "", ...lines] : [...given, ...lines];
}

/** The graph that an expression holds, whatever it is. */
export function graphText(expression: Expression, scope: Scope): string {
  const value = settled(expression, scope);
  if (value.kind.is === "graph") return value.text;
  if (value.kind.is === "network") return `${value.text}.graph`;
  if (value.kind.is !== "layer" && value.kind.is !== "list") throw new Inexpressible(expression, "what holds the graph");
  scope.imports.add("layerGraph");
  return `layerGraph(${value.text})`;
}
