import type { Apply, Expression, FunctionDefinition, Place, Program, Statement } from "../syntax/ast.ts";
import { expressionsIn, expressionsOf, statementsIn, targetName } from "../syntax/walk.ts";
import type { MadeGraph, ScriptRun } from "../values/scriptRun.ts";
import { graphIn, kindOf, layersIn } from "./kind.ts";
import type { VersionedRun } from "./versions.ts";

/** Where a graph comes from, and how it is trained. */
export interface Root {
  readonly made: MadeGraph;
  readonly program: Program;
  /** The function that it is made in, where that is not the script. */
  readonly within?: FunctionDefinition;
  /** The statements that it takes, in which it is made. */
  readonly body: readonly Statement[];
  /** What holds the graph when these have run. */
  readonly graph: Expression;
  readonly training?: Training;
}

/** A call that trains a network. */
export interface Training {
  readonly name: "trainNetwork" | "trainnet";
  /** Data, before the network. */
  readonly data: readonly Expression[];
  readonly loss?: Expression;
  readonly options?: Expression;
}

/** Where a graph of the run comes from; undefined where that is not in its statements. */
export function rootOf(made: MadeGraph, { run, lastName }: VersionedRun): Root | undefined {
  return made.trained
    ? (inStatements(made, run, lastName) ?? called(made, run))
    : (called(made, run) ?? inStatements(made, run, lastName));
}

/** A graph that the call of a function file gives back. */
function called(made: MadeGraph, run: ScriptRun): Root | undefined {
  const { call } = run;
  const value = call && run.observed.get(call)?.value;
  const content = value?.kind === "host" ? value.content : undefined;
  const names = layersIn(content)?.map((layer) => (layer as { readonly name: string }).name) ?? layersOfGraph(content);
  const isSame = names?.length === made.graph.layers.length;
  return call && isSame ? { made, program: run.programs[0], body: [], graph: call } : undefined;
}

function layersOfGraph(content: unknown): readonly string[] | undefined {
  const graph = graphIn(content);
  return graph && ("graph" in graph ? graph.graph : graph).layers.map(({ name }) => name);
}

function inStatements(made: MadeGraph, run: ScriptRun, lastName: VersionedRun["lastName"]): Root | undefined {
  for (const program of run.programs) {
    const routines = [{ body: program.statements }, ...program.functions.map((within) => ({ within, body: within.body }))];
    for (const { body, ...where } of routines) {
      const at = body.findIndex(({ place }) => contains(place, made.place));
      if (at < 0) continue;
      const call = trainingCall(body[at], made.place);
      if (call) return trained(call, { made, program, ...where }, body, at, run);
    }
  }
  return named(made, run, lastName(made.name)) ?? placed(made, run);
}

function contains(outer: Place, inner: Place): boolean {
  return outer.source === inner.source && outer.start <= inner.start && inner.end <= outer.end;
}

function trainingCall(statement: Statement, place: Place): Apply | undefined {
  for (const each of statementsIn([statement])) {
    for (const expression of expressionsOf(each)) {
      for (const part of expressionsIn(expression)) {
        if (part.kind !== "apply" || part.target.kind !== "name" || !/^(trainNetwork|trainnet)$/.test(part.target.name)) continue;
        if (contains(part.place, place) || contains(place, part.place)) return part;
      }
    }
  }
  return undefined;
}

function trained(
  call: Apply,
  root: Pick<Root, "made" | "program" | "within">,
  body: readonly Statement[],
  at: number,
  run: ScriptRun,
): Root | undefined {
  const args = call.args.map(({ value }) => value);
  const network = args.findIndex((arg) => {
    const value = run.observed.get(arg)?.value;
    const kind = value && kindOf(value);
    return (
      kind !== undefined && (["graph", "network", "layer"].includes(kind.is) || (kind.is === "list" && kind.of.is === "layer"))
    );
  });
  if (network < 1) return undefined;
  const name = (call.target as { readonly name: string }).name as Training["name"];
  const rest = args.slice(network + 1);
  const training: Training = {
    name,
    data: args.slice(0, network),
    ...(name === "trainnet" && rest.length > 1 && { loss: rest[0] }),
    ...(rest.length > 0 && { options: rest.at(-1)! }),
  };
  const direct = expressionsOf(body[at]).length > 0 && !["if", "for", "while", "switch", "try"].includes(body[at].kind);
  return { ...root, body: body.slice(0, direct ? at : at + 1), graph: args[network], training };
}

/** A graph that a variable of the script holds in the end. */
function named(made: MadeGraph, run: ScriptRun, name: string): Root | undefined {
  const [program] = run.programs;
  if (made.name === "" || !isName(made.name)) return undefined;
  const body = untilTraining(program.statements, made);
  const assigned = [...statementsIn(body)].some(
    (each) => each.kind === "assign" && each.targets.some((target) => target && targetName(target) === name),
  );
  if (!assigned) return undefined;
  return { made, program, body, graph: { kind: "name", name, place: made.place } };
}

/** The statements before the loop in which the script itself trains a network. */
function untilTraining(body: readonly Statement[], { trained: isTrained, place }: MadeGraph): readonly Statement[] {
  const at = isTrained
    ? body.findIndex((statement) => ["for", "while"].includes(statement.kind) && contains(statement.place, place))
    : -1;
  return at < 0 ? body : body.slice(0, at);
}

function isName(text: string): boolean {
  return /^[A-Za-z]\w*$/.test(text);
}

/** A graph that an expression makes, which no variable holds: the outermost expression at its place. */
function placed(made: MadeGraph, run: ScriptRun): Root | undefined {
  for (const program of run.programs) {
    const routines = [{ body: program.statements }, ...program.functions.map((within) => ({ within, body: within.body }))];
    for (const { body, ...where } of routines) {
      const at = body.findIndex(({ place }) => contains(place, made.place));
      if (at < 0) continue;
      for (const statement of statementsIn([body[at]])) {
        if (!contains(statement.place, made.place)) continue;
        if (statement.kind === "assign" && statement.targets[0]?.kind === "name" && graphValue(statement.value, run))
          return { made, program, ...where, body: body.slice(0, at + 1), graph: statement.targets[0] };
      }
    }
  }
  return undefined;
}

function graphValue(expression: Expression, run: ScriptRun): boolean {
  const value = run.observed.get(expression)?.value;
  return value !== undefined && ["graph", "network"].includes(kindOf(value).is);
}
