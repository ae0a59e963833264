import type { Expression, Statement } from "../syntax/ast.ts";
import { blocksOf, statementsIn, targetName } from "../syntax/walk.ts";
import { type AssignmentForm, assignmentForm } from "./assignments.ts";
import { changedBy } from "./effects.ts";
import { truth } from "./expressions.ts";
import { loopHead } from "./loops.ts";
import { Inexpressible, type Scope } from "./scope.ts";

/** Which statements of a routine a module keeps, and what its variables live for. */
export interface Plan {
  readonly kept: ReadonlySet<Statement>;
  /** Conditions that are left out: of these statements only what ran is written. */
  readonly asRan: ReadonlySet<Statement>;
  /** What the assignments of the routine are in TypeScript, where they have a form. */
  readonly forms: ReadonlyMap<Statement, AssignmentForm>;
  readonly liveAfter: ReadonlyMap<Statement, ReadonlySet<string>>;
  readonly liveBefore: ReadonlyMap<Statement, ReadonlySet<string>>;
  /** Variables whose values are parameters. */
  readonly parameters: ReadonlySet<string>;
  /** Variables that are used and that no kept statement gives a value to. */
  readonly open: ReadonlySet<string>;
}

/** What planning is told. */
export interface PlanOptions {
  /** Variables that are wanted in the end. */
  readonly roots: Iterable<string>;
  /** Whether branches that did not run are left out. */
  readonly onlyRan: boolean;
}

/** Whether anything of a statement ran. */
export function ran(statement: Statement, scope: Scope): boolean {
  const seen = (expression: Expression) => scope.observed(expression) !== undefined;
  switch (statement.kind) {
    case "assign":
      return seen(statement.value) || scope.reached(statement);
    case "expression":
      return seen(statement.expression) || scope.reached(statement);
    case "if":
      return seen(statement.branches[0].condition);
    case "switch":
      return seen(statement.subject);
    case "for":
      return seen(statement.range);
    case "while":
      return seen(statement.condition);
    case "try":
      return statement.body.some((each) => ran(each, scope));
    default:
      return scope.reached(statement);
  }
}

/** Whether anything of a block ran; an empty one did nothing. */
export function blockRan(body: readonly Statement[], scope: Scope): boolean {
  return body.some((statement) => ran(statement, scope));
}

/** Plans what a routine's module keeps: walks backwards from what is wanted. */
export function planned(body: readonly Statement[], scope: Scope, { roots, onlyRan }: PlanOptions): Plan {
  return new Planner(scope, onlyRan, new Set(roots)).plan(body);
}

class Planner {
  readonly #scope: Scope;
  readonly #onlyRan: boolean;
  readonly #roots: ReadonlySet<string>;
  readonly #kept = new Set<Statement>();
  readonly #asRan = new Set<Statement>();
  readonly #after = new Map<Statement, Set<string>>();
  readonly #before = new Map<Statement, Set<string>>();
  readonly #parameters = new Set<string>();
  readonly #forms = new Map<Statement, { readonly form: AssignmentForm | undefined; readonly uses: ReadonlySet<string> }>();
  #jumps = false;

  constructor(scope: Scope, onlyRan: boolean, roots: ReadonlySet<string>) {
    this.#scope = scope;
    this.#onlyRan = onlyRan;
    this.#roots = roots;
  }

  plan(body: readonly Statement[]): Plan {
    for (const statement of statementsIn(body)) this.#judge(statement);
    let open = this.#block(body, new Set(this.#roots));
    this.#jumps = true;
    open = this.#block(body, new Set(this.#roots));
    return {
      kept: this.#kept,
      asRan: this.#asRan,
      forms: new Map([...this.#forms].flatMap(([statement, { form }]) => (form ? [[statement, form] as const] : []))),
      liveAfter: this.#after,
      liveBefore: this.#before,
      parameters: this.#parameters,
      open: new Set([...open].filter((name) => !this.#isAssigned(name))),
    };
  }

  /** Whether a kept statement gives a variable a value: on another way here where it is used without one, which did not happen. */
  #isAssigned(name: string): boolean {
    return [...this.#kept].some(
      (statement) => statement.kind === "assign" && statement.targets.some((target) => target && targetName(target) === name),
    );
  }

  /** Decides for a statement with blocks whether its conditions can be kept. */
  #judge(statement: Statement): void {
    const conditional = statement.kind === "if" || statement.kind === "switch";
    if (statement.kind === "try") this.#asRan.add(statement);
    if (!conditional) return;
    const unreached = blocksOf(statement).filter((block) => block.length > 0 && !blockRan(block, this.#scope));
    const writable = unreached.every((block) => [...statementsIn(block)].every((each) => this.#writable(each)));
    if ((this.#onlyRan && unreached.length > 0) || !writable || this.#uses(() => this.#conditions(statement)) === undefined)
      this.#asRan.add(statement);
  }

  #writable(statement: Statement): boolean {
    return statement.kind !== "assign" || this.#assignment(statement).form !== undefined;
  }

  #conditions(statement: Statement): void {
    const { translate } = this.#scope;
    if (statement.kind === "if") for (const { condition } of statement.branches) truth(translate(condition), condition);
    if (statement.kind === "switch")
      for (const each of [statement.subject, ...statement.cases.map(({ value }) => value)]) translate(each);
  }

  /** The variables that some work uses; undefined where it has no form. */
  #uses(work: () => void): ReadonlySet<string> | undefined {
    const { uses } = this.#scope;
    const before = [...uses];
    uses.clear();
    try {
      work();
      return new Set(uses);
    } catch (error) {
      if (error instanceof Inexpressible) return undefined;
      throw error;
    } finally {
      uses.clear();
      for (const name of before) uses.add(name);
    }
  }

  #block(body: readonly Statement[], live: Set<string>): Set<string> {
    let current = live;
    for (const statement of body.toReversed()) {
      this.#note(this.#after, statement, current);
      current = this.#statement(statement, current);
      this.#note(this.#before, statement, current);
    }
    return current;
  }

  #note(map: Map<Statement, Set<string>>, statement: Statement, live: ReadonlySet<string>): void {
    map.set(statement, new Set([...(map.get(statement) ?? []), ...live]));
  }

  #statement(statement: Statement, live: Set<string>): Set<string> {
    switch (statement.kind) {
      case "assign":
        return this.#assign(statement, live);
      case "expression":
        return this.#effect(statement, live);
      case "if":
      case "switch":
      case "try":
        return this.#branches(statement, live);
      case "for":
      case "while":
        return this.#loop(statement, live);
      case "break":
      case "continue":
      case "return":
        if (this.#jumps && this.#scope.canJump(statement)) this.#kept.add(statement);
        return new Set([...live, ...this.#roots]);
      default:
        return live;
    }
  }

  #assignment(statement: Statement & { kind: "assign" }): { form: AssignmentForm | undefined; uses: ReadonlySet<string> } {
    const known = this.#forms.get(statement);
    if (known) return known;
    let form: AssignmentForm | undefined;
    const uses = this.#uses(() => {
      form = assignmentForm(statement, this.#scope);
    });
    const result = { form: uses && form, uses: uses ?? new Set<string>() };
    this.#forms.set(statement, result);
    return result;
  }

  #assign(statement: Statement & { kind: "assign" }, live: Set<string>): Set<string> {
    const names = statement.targets.flatMap((target) => (target === undefined ? [] : [targetName(target)!]));
    if (!names.some((name) => live.has(name))) return live;
    if (!ran(statement, this.#scope) && this.#onlyRan) return live;
    const { form, uses } = this.#assignment(statement);
    if (form === undefined) throw new Inexpressible(statement.value, `${names.join(", ")} has no form`);
    const result = new Set(live);
    if (form.form === "parameters") {
      for (const name of form.names) {
        if (live.has(name)) this.#parameters.add(name);
        result.delete(name);
      }
      return result;
    }
    const other = form.form === "value" ? names.find((name) => name !== form.name && live.has(name)) : undefined;
    if (other !== undefined) throw new Inexpressible(statement.value, `${other} has no form`);
    if (form.form === "value" && form.value.text === this.#scope.identifier(form.name)) return live;
    this.#kept.add(statement);
    if (form.form !== "change") for (const name of names) result.delete(name);
    for (const name of uses) result.add(name);
    return result;
  }

  /** A call that changes variables: it is kept where one of them is wanted. */
  #effect(statement: Statement & { kind: "expression" }, live: Set<string>): Set<string> {
    const changed = changedBy(statement.expression, this.#scope);
    if (![...changed].some((name) => live.has(name)) || !ran(statement, this.#scope)) return live;
    const uses = this.#uses(() => this.#scope.translate(statement.expression));
    if (uses === undefined) throw new Inexpressible(statement.expression, "such a call");
    this.#kept.add(statement);
    return new Set([...live, ...uses, ...changed]);
  }

  #branches(statement: Statement, live: Set<string>): Set<string> {
    const asRan = this.#asRan.has(statement);
    if (statement.kind === "try") return this.#try(statement, live);
    const blocks = blocksOf(statement).filter((block) => !asRan || blockRan(block, this.#scope));
    const results = blocks.map((block) => this.#block(block, new Set(live)));
    if (!blocks.some((block) => this.#keeps(block))) return live;
    this.#kept.add(statement);
    const merged = new Set(results.flatMap((result) => [...result]));
    if (asRan) {
      if (blocks.length > 1 || !this.#alwaysSame(statement))
        throw new Inexpressible(conditionOf(statement), "a condition that was not always the same");
      return merged;
    }
    const whole = (statement.kind === "if" || statement.kind === "switch") && statement.otherwise !== undefined;
    if (!whole) for (const name of live) merged.add(name);
    for (const name of this.#uses(() => this.#conditions(statement)) ?? []) merged.add(name);
    return merged;
  }

  /** Whether a statement went the same way each time. */
  #alwaysSame(statement: Statement): boolean {
    if (statement.kind === "switch") return this.#scope.observed(statement.subject)?.constant !== false;
    if (statement.kind !== "if") return true;
    return statement.branches.every(({ condition }) => this.#scope.observed(condition)?.constant !== false);
  }

  /** Of a `try`, its body, and its handler where that ran. */
  #try(statement: Statement & { kind: "try" }, live: Set<string>): Set<string> {
    const blocks = [statement.body, ...(blockRan(statement.handler, this.#scope) ? [statement.handler] : [])];
    const before = blocks.reduceRight((after, block) => this.#block(block, after), new Set(live));
    if (blocks.some((block) => this.#keeps(block))) this.#kept.add(statement);
    return before;
  }

  #keeps(block: readonly Statement[]): boolean {
    return block.some((each) => this.#kept.has(each));
  }

  #loop(statement: Statement & { kind: "for" | "while" }, live: Set<string>): Set<string> {
    const variable = statement.kind === "for" ? targetName(statement.target) : undefined;
    let current = new Set(live);
    let before = live;
    for (let size = -1; size !== current.size; ) {
      size = current.size;
      before = this.#block(statement.body, new Set(current));
      if (variable !== undefined) before.delete(variable);
      if (!this.#keeps(statement.body)) return live;
      current = new Set([...current, ...before]);
      if (statement.kind === "while") for (const name of this.#headUses(statement)) current.add(name);
    }
    this.#kept.add(statement);
    // A loop that ran gives a value to all that its body gives one to.
    const result = new Set(blockRan(statement.body, this.#scope) ? before : current);
    if (variable !== undefined) result.delete(variable);
    for (const name of this.#headUses(statement)) result.add(name);
    return result;
  }

  #headUses(statement: Statement & { kind: "for" | "while" }): ReadonlySet<string> {
    const head = statement.kind === "for" ? statement.range : statement.condition;
    const uses = this.#uses(() =>
      statement.kind === "for" ? loopHead(head, this.#scope, statement.target) : truth(this.#scope.translate(head), head),
    );
    if (uses === undefined) throw new Inexpressible(head, "such a loop");
    return uses;
  }
}

function conditionOf(statement: Statement): Expression {
  if (statement.kind === "if") return statement.branches[0].condition;
  if (statement.kind === "switch") return statement.subject;
  return { kind: "end", place: statement.place };
}
