import type { Expression, FunctionDefinition, Program } from "../syntax/ast.ts";
import { expressionsIn, expressionsOf, statementsIn } from "../syntax/walk.ts";
import type { ScriptRun } from "../values/scriptRun.ts";
import type { Value } from "../values/value.ts";
import { classText, propertyKinds } from "./classText.ts";
import { functionShape, type ObservedCalls } from "./functionShape.ts";
import { functionText, type WrittenFunction } from "./functionText.ts";
import { joined, type Kind, kindOf, kinds, learnSignature } from "./kind.ts";
import type { WrittenModule } from "./modulePart.ts";
import { moduleText } from "./moduleText.ts";
import { rootOf } from "./roots.ts";
import type { ModuleFacts } from "./routineScope.ts";
import { type FunctionShape, Inexpressible } from "./scope.ts";
import { versioned } from "./versions.ts";

/** How TypeScript is written from a script. */
export interface WriteOptions {
  /** The values of variables that were given from outside, by name. */
  readonly pins?: ReadonlyMap<string, Value>;
  /** Whether branches that did not run are left out; by default they are kept where they can be. */
  readonly onlyRan?: boolean;
  /** Whether arrays of layers and graphs that have no other form are written layer by layer, as they were. */
  readonly layersByValue?: boolean;
  /** The file that the module is written for: files of classes are named from its folder. */
  readonly output: string;
}

/**
 * TypeScript that builds the first graph of a run as its script does: loops stay loops, names and comments stay. What depends on data that
 * was not there is a parameter of `build`, which the module exports.
 *
 * @throws Inexpressible where a part of the script that the graph needs has no form in TypeScript
 */
export function scriptTypeScript(given: ScriptRun, options: WriteOptions): WrittenModule {
  learnSignatures(given);
  const versions = versioned(given);
  const { run } = versions;
  const facts = moduleFacts(run, options);
  const [first, ...others] = run.graphs;
  const root = first && rootOf(first, versions);
  if (!root)
    throw new Inexpressible(
      { kind: "end", place: run.programs[0].statements[0]?.place ?? noPlace(run) },
      "a graph that no statement of the script holds",
    );
  return moduleText({
    root,
    others: others.flatMap((made) => rootOf(made, versions) ?? []),
    facts,
    functions: functionWriter(run, facts, options),
    ...options,
  });
}

function noPlace({ programs: [{ source }] }: ScriptRun): Expression["place"] {
  return { source, start: 0, end: 0 };
}

function moduleFacts(run: ScriptRun, { layersByValue = false }: WriteOptions): ModuleFacts {
  const calls = observedCalls(run);
  learnSignatures(run);
  const shapes = new Map<FunctionDefinition, FunctionShape | undefined>();
  const classes = new Map(run.programs.flatMap((program) => program.classes.map((each) => [each.name, each] as const)));
  const properties = propertyKinds(seenObjects(run), joined);
  const facts: ModuleFacts = {
    propertiesOf: (name) => properties.get(name) ?? new Map(),
    observed: run.observed,
    reached: new Set(run.statements.filter(({ fate }) => fate !== "not reached").map(({ statement }) => statement)),
    userFunction: (name, from) => functionNamed(name, from, run.programs),
    packageFunction: (parts) => run.programs.some(({ kind, source }) => kind === "function" && isOfPackage(source.name, parts)),
    userClass: (name) => classes.get(name),
    shapeOf: (definition) => {
      if (!shapes.has(definition)) shapes.set(definition, functionShape(definition, facts, calls));
      return shapes.get(definition);
    },
    imports: new Set(),
    classes: new Set(),
    layersByValue,
  };
  return facts;
}

/** The objects that were seen, each with what its properties are. */
function* seenObjects({ observed }: ScriptRun): Generator<{ className: string; properties: ReadonlyMap<string, Kind> }> {
  for (const { value } of observed.values()) {
    if (value.kind !== "object") continue;
    const properties = value.box?.properties ?? value.properties;
    yield { className: value.className, properties: new Map([...properties].map(([name, each]) => [name, kindOf(each)])) };
  }
}

/** Whether a file is `+package/name.m`. */
function isOfPackage(file: string, parts: readonly string[]): boolean {
  const path = [...parts.slice(0, -1).map((name) => `+${name}`), `${parts.at(-1)}.m`].join("/");
  return parts.length > 1 && `/${file.replaceAll("\\", "/")}`.endsWith(`/${path}`);
}

/** The function that a name means in a file: a local one, or that of a file of the folder. */
function functionNamed(name: string, from: Program, programs: readonly Program[]): FunctionDefinition | undefined {
  const local = from.functions.find((each) => each.name === name);
  return (
    local ??
    programs
      .flatMap(({ kind, functions }) => (kind === "function" ? functions.slice(0, 1) : []))
      .find((each) => each.name === name)
  );
}

/** All expressions of a run's programs. */
function* allExpressions({ programs }: ScriptRun): Generator<Expression> {
  for (const { statements, functions, classes } of programs)
    for (const body of [statements, ...[...functions, ...methodsIn(classes)].flatMap(bodiesOf)])
      for (const statement of statementsIn(body))
        for (const expression of expressionsOf(statement)) yield* expressionsIn(expression);
}

function methodsIn(classes: Program["classes"]): readonly FunctionDefinition[] {
  return classes.flatMap(({ methods }) => methods.flatMap(({ functions }) => functions));
}

function bodiesOf({ body, nested }: FunctionDefinition): readonly FunctionDefinition["body"][] {
  return [body, ...nested.flatMap(bodiesOf)];
}

function observedCalls(run: ScriptRun): ObservedCalls {
  const calls = new Map<string, Expression[][]>();
  for (const expression of allExpressions(run)) {
    if (expression.kind !== "apply") continue;
    const { target } = expression;
    const args = expression.args.filter((arg) => arg.name === undefined).map(({ value }) => value);
    if (target.kind === "name") calls.set(target.name, [...(calls.get(target.name) ?? []), args]);
    else if (target.kind === "member" && typeof target.name === "string")
      calls.set(target.name, [...(calls.get(target.name) ?? []), [target.target, ...args]]);
  }
  return calls;
}

/** Notes what anonymous functions were seen to take and give. */
function learnSignatures(run: ScriptRun): void {
  for (const expression of allExpressions(run)) {
    if (expression.kind !== "anonymous" || !run.observed.has(expression.body)) continue;
    const kind = (of: Expression): Kind => kindOf(run.observed.get(of)?.value);
    const uses = [...expressionsIn(expression.body)];
    const parameters = expression.parameters.map((name) => {
      const seen = uses.filter((part) => part.kind === "name" && part.name === name && run.observed.has(part)).map(kind);
      return seen.reduce(joined, kinds.unknown as Kind);
    });
    learnSignature(expression, { parameters, result: kind(expression.body) });
  }
}

/** Writes the functions that are called, and those that they call. */
export type FunctionWriter = (called: Iterable<{ readonly name: string; readonly from: Program }>) => readonly string[];

function classNamed(
  name: string,
  run: ScriptRun,
  facts: ModuleFacts,
  onlyRan: boolean,
): WrittenFunction & { readonly home: Program } {
  const home = run.programs.find(({ classes }) => classes.some((each) => each.name === name))!;
  return { ...classText(facts.userClass(name)!, home, facts, onlyRan), home };
}

function functionWriter(run: ScriptRun, facts: ModuleFacts, { onlyRan = false }: WriteOptions): FunctionWriter {
  return (called) => {
    const texts: string[] = [];
    const done = new Map<string, FunctionDefinition>();
    const ahead = [...called];
    const classes = new Set<string>();
    for (const { name, from } of ahead) {
      const definition = functionNamed(name, from, run.programs);
      if (definition === undefined) {
        const { text, calls, home } = classNamed(name, run, facts, onlyRan);
        if (!classes.has(name)) texts.push(text);
        if (!classes.has(name)) ahead.push(...[...calls].map((each) => ({ name: each, from: home })));
        classes.add(name);
        continue;
      }
      const before = done.get(name);
      if (before === definition) continue;
      if (before) throw new Inexpressible({ kind: "name", name, place: definition.place }, `two functions named ${name}`);
      done.set(name, definition);
      const home = run.programs.find(({ functions }) => functions.includes(definition))!;
      const { text, calls } = functionText(definition, home, facts, onlyRan);
      texts.push(text);
      ahead.push(...[...calls].map((each) => ({ name: each, from: home })));
    }
    return texts;
  };
}
