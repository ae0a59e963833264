import type { Argument, Expression, ForStatement, Program, Statement } from "../syntax/ast.ts";
import { expressionsIn, expressionsOf, statementsIn, targetName } from "../syntax/walk.ts";
import type { Observed, ScriptRun } from "../values/scriptRun.ts";
import { joined, type Kind, kindOf } from "./kind.ts";

/** A run whose programs give each variable values of one kind. */
export interface VersionedRun {
  readonly run: ScriptRun;
  /** What a variable of the script is called in the end. */
  readonly lastName: (name: string) => string;
}

/**
 * The programs with another variable from where one gets a value of another kind, as `net = dlnetwork(net)` does: a variable of TypeScript keeps its
 * type. Only assignments outside of conditions are told apart, in a loop those of a variable that each pass gives a value first.
 */
export function versioned(run: ScriptRun): VersionedRun {
  const copies = new Copies(run);
  const last = new Map<string, string>();
  const programs = run.programs.map((program, k) => {
    const statements = separated(program.statements, copies, k === 0 ? last : new Map());
    const functions = program.functions.map((each) => {
      const body = separated(each.body, copies, new Map(), [
        ...each.inputs.filter((name) => name !== undefined),
        ...each.outputs,
      ]);
      return body === each.body ? each : { ...each, body };
    });
    return { ...program, statements, functions } satisfies Program;
  });
  return {
    run: { ...run, programs, observed: copies.observed, statements: copies.statements() },
    lastName: (name) => last.get(name) ?? name,
  };
}

/** Copies of nodes with other names, which were seen to be what the nodes were. */
class Copies {
  readonly observed: Map<Expression, Observed>;
  readonly #run: ScriptRun;
  readonly #statements = new Map<Statement, Statement>();

  constructor(run: ScriptRun) {
    this.#run = run;
    this.observed = new Map(run.observed);
  }

  statements(): ScriptRun["statements"] {
    return this.#run.statements.map((each) => ({ ...each, statement: this.#statements.get(each.statement) ?? each.statement }));
  }

  expression(expression: Expression, names: ReadonlyMap<string, string>): Expression {
    const copy = this.#renamed(expression, names);
    const seen = this.observed.get(expression);
    if (copy !== expression && seen) this.observed.set(copy, seen);
    return copy;
  }

  #renamed(expression: Expression, names: ReadonlyMap<string, string>): Expression {
    const each = (part: Expression) => this.expression(part, names);
    const args = (list: readonly Argument[]) => list.map((argument) => ({ ...argument, value: each(argument.value) }));
    switch (expression.kind) {
      case "name":
        return names.has(expression.name) ? { ...expression, name: names.get(expression.name)! } : expression;
      case "array":
        return { ...expression, rows: expression.rows.map((row) => row.map(each)) };
      case "unary":
        return { ...expression, operand: each(expression.operand) };
      case "binary":
        return { ...expression, left: each(expression.left), right: each(expression.right) };
      case "range":
        return {
          ...expression,
          start: each(expression.start),
          ...(expression.step && { step: each(expression.step) }),
          stop: each(expression.stop),
        };
      case "apply":
        return { ...expression, target: each(expression.target), args: args(expression.args) };
      case "member":
        return {
          ...expression,
          target: each(expression.target),
          name: typeof expression.name === "string" ? expression.name : each(expression.name),
        };
      case "anonymous": {
        const own = new Map([...names].filter(([name]) => !expression.parameters.includes(name)));
        return { ...expression, body: this.expression(expression.body, own) };
      }
      default:
        return expression;
    }
  }

  statement(statement: Statement, names: ReadonlyMap<string, string>): Statement {
    return this.replaced(statement, this.#copied(statement, names));
  }

  /** Notes what stands for a statement, and returns that. */
  replaced(statement: Statement, by: Statement): Statement {
    this.#statements.set(statement, by);
    return by;
  }

  #copied(statement: Statement, names: ReadonlyMap<string, string>): Statement {
    const each = (part: Expression) => this.expression(part, names);
    const block = (body: readonly Statement[]) => body.map((inner) => this.statement(inner, names));
    switch (statement.kind) {
      case "expression":
        return { ...statement, expression: each(statement.expression) };
      case "assign":
        return { ...statement, targets: statement.targets.map((target) => target && each(target)), value: each(statement.value) };
      case "if": {
        const branches = statement.branches.map(({ condition, body }) => ({ condition: each(condition), body: block(body) }));
        return { ...statement, branches, ...(statement.otherwise && { otherwise: block(statement.otherwise) }) };
      }
      case "switch": {
        const cases = statement.cases.map(({ value, body }) => ({ value: each(value), body: block(body) }));
        return {
          ...statement,
          subject: each(statement.subject),
          cases,
          ...(statement.otherwise && { otherwise: block(statement.otherwise) }),
        };
      }
      case "for":
        return { ...statement, target: each(statement.target), range: each(statement.range), body: block(statement.body) };
      case "while":
        return { ...statement, condition: each(statement.condition), body: block(statement.body) };
      case "try":
        return { ...statement, body: block(statement.body), handler: block(statement.handler) };
      default:
        return statement;
    }
  }
}

/** A block of statements with another variable wherever one gets a value of another kind. */
function separated(
  body: readonly Statement[],
  copies: Copies,
  names: Map<string, string>,
  fixed: readonly string[] = [],
): readonly Statement[] {
  const kinds = new Map<string, Kind>();
  let result: readonly Statement[] | undefined;
  body.forEach((statement, at) => {
    const before = new Map(names);
    const loop =
      names.size === 0 && statement.kind === "for"
        ? loopVersion(statement, copies, names, [...fixed, ...kinds.keys()])
        : undefined;
    if (loop) {
      newKind(loop, kinds, copies);
      result = [...(result ?? body.slice(0, at)), loop];
      return;
    }
    const changed = newKind(statement, kinds, copies);
    if (changed && !fixed.includes(changed.name)) {
      names.set(changed.name, freeName(changed.name, changed.kind, body));
      result ??= body.slice(0, at);
    }
    if (result) result = [...result, names.size === 0 ? statement : versionOf(statement, before, names, copies)];
  });
  return result ?? body;
}

/** A loop in which a variable gets a value of another kind, each time after it got its first; undefined where there is none. */
function loopVersion(
  statement: ForStatement,
  copies: Copies,
  names: Map<string, string>,
  fixed: readonly string[],
): Statement | undefined {
  const own = new Map<string, string>();
  const body = separated(statement.body, copies, own, [...fixed, ...carried(statement.body)]);
  if (body === statement.body) return undefined;
  for (const [name, version] of own) names.set(name, version);
  return copies.replaced(statement, { ...statement, body });
}

/** The variables of a loop's body that are read before they are given a value, or given one only in parts or under conditions. */
function carried(body: readonly Statement[]): ReadonlySet<string> {
  const given = new Set<string>();
  const found = new Set<string>();
  for (const statement of body) {
    const isPlain = statement.kind === "assign" && statement.targets.every((target) => target?.kind === "name");
    for (const inner of statementsIn([statement])) {
      const read = inner.kind === "assign" && isPlain ? [inner.value] : expressionsOf(inner);
      for (const part of read.flatMap((each) => [...expressionsIn(each)]))
        if (part.kind === "name" && !given.has(part.name)) found.add(part.name);
      const targets = inner.kind === "assign" && !isPlain ? inner.targets : [];
      for (const target of targets) if (target && !given.has(targetName(target)!)) found.add(targetName(target)!);
    }
    if (statement.kind === "assign" && isPlain) for (const target of statement.targets) given.add(targetName(target!)!);
  }
  return found;
}

/** A statement whose value is read under the names before it, and whose target has the name after it. */
function versionOf(
  statement: Statement,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  copies: Copies,
): Statement {
  if (statement.kind !== "assign" || statement.targets.some((target) => target && target.kind !== "name"))
    return copies.statement(statement, after);
  const copy = copies.statement(statement, before);
  const targets = statement.targets.map((target) => target && copies.expression(target, after));
  return copy.kind === "assign" ? Object.assign(copy, { targets }) : copy;
}

/** The variable that a statement gives a value of a kind that cannot be its own; notes the kinds of all that it gives values to. */
function newKind(
  statement: Statement,
  kinds: Map<string, Kind>,
  { observed }: Copies,
): { readonly name: string; readonly kind: Kind } | undefined {
  if (statement.kind !== "assign") {
    for (const inner of statementsIn([statement]))
      if (inner.kind === "assign") for (const target of inner.targets) if (target) note(target, kinds, observed);
    return undefined;
  }
  let found: { readonly name: string; readonly kind: Kind } | undefined;
  for (const target of statement.targets) {
    const name = target && targetName(target);
    if (name === undefined) continue;
    const known = kinds.get(name);
    note(target!, kinds, observed);
    const kind = kinds.get(name);
    if (
      target!.kind === "name" &&
      known &&
      kind &&
      joined(known, kind).is === "other" &&
      known.is !== "other" &&
      kind.is !== "other"
    )
      found = { name, kind };
  }
  return found;
}

function note(target: Expression, kinds: Map<string, Kind>, observed: ReadonlyMap<Expression, Observed>): void {
  if (target.kind !== "name") return;
  const value = observed.get(target)?.value;
  if (value && value.kind !== "unknown") kinds.set(target.name, kindOf(value));
}

const suffixes: Partial<Record<Kind["is"], string>> = {
  network: "Net",
  graph: "Graph",
  layer: "Layers",
  list: "List",
  string: "Text",
  number: "Number",
};

/** A name that says the new kind, which nothing else has. */
function freeName(name: string, kind: Kind, body: readonly Statement[]): string {
  const taken = new Set(
    [...statementsIn(body)].flatMap((each) =>
      each.kind === "assign" ? each.targets.map((target) => target && targetName(target)) : [],
    ),
  );
  const suffix = suffixes[kind.is] ?? "Value";
  const base =
    name.endsWith(suffix) || (/net(work)?$/i.test(name) === (kind.is === "network") && kind.is === "network")
      ? name
      : `${name}${suffix}`;
  for (let k = base === name ? 2 : 1; ; k++) {
    const candidate = k === 1 ? base : `${base}${k}`;
    if (!taken.has(candidate)) return candidate;
  }
}
