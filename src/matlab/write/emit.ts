import type { Assignment, ForStatement, IfStatement, Statement, SwitchStatement } from "../syntax/ast.ts";
import { statementsIn, targetName } from "../syntax/walk.ts";
import { type AssignmentForm, assignmentForm } from "./assignments.ts";
import { ifLines, ranLines, switchLines } from "./branches.ts";
import type { CommentLine } from "./comments.ts";
import { changedBy } from "./effects.ts";
import { truth } from "./expressions.ts";
import { type Kind, typeText } from "./kind.ts";
import { loopHead } from "./loops.ts";
import { blockRan, type Plan } from "./plan.ts";
import { fieldRun, recordLines } from "./records.ts";
import type { Routine } from "./routine.ts";
import { Inexpressible, type Scope } from "./scope.ts";
import { headEnd } from "./statementParts.ts";
import { indented } from "./text.ts";
import { variableType } from "./tuples.ts";

/** Writes the kept statements of a routine, as lines. */
export function written(routine: Routine, declared: Iterable<string>): string[] {
  return new Writer(routine).block(routine.body, new Set(declared), routine.start);
}

class Writer {
  readonly #routine: Routine;
  readonly #scope: Scope;
  readonly #plan: Plan;

  constructor(routine: Routine) {
    this.#routine = routine;
    this.#scope = routine.scope;
    this.#plan = routine.plan;
  }

  block(body: readonly Statement[], declared: Set<string>, start: number): string[] {
    const { comments } = this.#routine;
    const lines: string[] = [];
    let heading: readonly CommentLine[] = [];
    let previous = start;
    let gap = false;
    for (let at = 0; at < body.length; at++) {
      const statement = body[at];
      const before = comments.between(previous, statement.place.start);
      const first = before[0]?.place.start ?? statement.place.start;
      gap ||= comments.line(first) - comments.line(previous) > 1;
      previous = statement.place.end;
      if (!this.#plan.kept.has(statement)) {
        const headings = before.filter((line) => line.heading);
        if (headings.length > 0) heading = headings;
        continue;
      }
      const run = fieldRun(this.#routine, body, at, declared);
      const own = run > 0 ? this.#record(body.slice(at, at + run), declared) : this.#statement(statement, declared, body, at);
      if (run > 0) previous = body[at + run - 1].place.end;
      at += Math.max(0, run - 1);
      if (own.length === 0) continue;
      const told = before.some((line) => line.heading) ? before : [...heading, ...before];
      heading = [];
      if (gap && lines.length > 0) lines.push("");
      gap = false;
      lines.push(...told.map(({ text }) => (text === "" ? "//" : `// ${text}`)), ...own);
    }
    return lines;
  }

  #statement(statement: Statement, declared: Set<string>, body: readonly Statement[], at: number): string[] {
    switch (statement.kind) {
      case "assign":
        return this.#assign(statement, declared, body, at);
      case "if":
      case "switch":
        return this.#branches(statement, declared);
      case "for":
        return [...this.#declareFor(statement, declared), ...this.#for(statement, declared)];
      case "while": {
        const condition = truth(this.#scope.translate(statement.condition), statement.condition).text;
        return [
          ...this.#declareFor(statement, declared),
          ...this.#nested(`while (${condition})`, statement.body, declared, statement),
        ];
      }
      case "try":
        return [
          ...this.block(statement.body, declared, statement.place.start),
          ...(blockRan(statement.handler, this.#scope)
            ? this.block(statement.handler, declared, statement.handler[0].place.start)
            : []),
        ];
      case "expression":
        return [`${this.#scope.translate(statement.expression).text};`];
      case "return":
        return [this.#routine.result];
      default:
        return [`${statement.kind};`];
    }
  }

  /** What did not run is left out with the condition; then no block is left, and nothing is declared before it. */
  #branches(statement: IfStatement | SwitchStatement, declared: Set<string>): string[] {
    const writer = {
      nested: (head: string, body: readonly Statement[]) => this.#nested(head, body, declared, statement),
      block: (body: readonly Statement[]) => this.block(body, declared, body[0].place.start),
    };
    if (this.#plan.asRan.has(statement)) return ranLines(this.#routine, statement, writer);
    const before = this.#declareFor(statement, declared);
    const lines =
      statement.kind === "if" ? ifLines(this.#routine, statement, writer) : switchLines(this.#routine, statement, writer);
    return [...before, ...lines];
  }

  #record(statements: readonly Statement[], declared: Set<string>): string[] {
    const { name, line } = recordLines(this.#routine, statements);
    declared.add(name);
    return [line];
  }

  #nested(
    head: string,
    body: readonly Statement[],
    declared: ReadonlySet<string>,
    statement: Statement,
    own: readonly string[] = [],
  ): string[] {
    const comment = this.#routine.comments.behind(headEnd(statement, body));
    const start = body.length > 0 ? Math.min(headEnd(statement, body), body[0].place.start) : statement.place.start;
    const inner = this.block(body, new Set([...declared, ...own]), start);
    return [
      `${head} {${comment === "" ? "" : ` // ${comment}`}`,
      ...inner.map((line) => (line === "" ? "" : `  ${indented(line)}`)),
      "}",
    ];
  }

  /** Declares what a statement's blocks give a value to, and what is used after it or in its next pass. */
  #declareFor(statement: Statement, declared: Set<string>): string[] {
    const wanted = new Set([...(this.#plan.liveAfter.get(statement) ?? []), ...(this.#plan.liveBefore.get(statement) ?? [])]);
    const lines: string[] = [];
    for (const inner of statementsIn([statement])) {
      if (inner === statement && inner.kind !== "for") continue;
      if (!this.#plan.kept.has(inner)) continue;
      const targets = inner.kind === "assign" ? inner.targets : inner.kind === "for" ? [inner.target] : [];
      for (const target of targets) {
        const name = target && targetName(target);
        if (name === undefined || declared.has(name) || !wanted.has(name)) continue;
        if (inner === statement && !(this.#plan.liveAfter.get(statement)?.has(name) ?? false)) continue;
        declared.add(name);
        const kind = this.#scope.kindOfVariable(name);
        const type = variableType(name, this.#scope);
        const initial = kind.is === "list" && this.#changesOnly(name, [statement]) ? " = []" : "";
        lines.push(`let ${this.#name(name)}${initial === "" ? "!" : ""}: ${type}${initial};`);
      }
    }
    return lines;
  }

  #changesOnly(name: string, body: readonly Statement[]): boolean {
    return [...statementsIn(body)].every(
      (each) => each.kind !== "assign" || !each.targets.some((target) => target?.kind === "name" && target.name === name),
    );
  }

  #name(name: string): string {
    return this.#scope.identifier(name);
  }

  #assign(statement: Assignment, declared: Set<string>, body: readonly Statement[], at: number): string[] {
    this.#scope.notes.length = 0;
    const form = assignmentForm(statement, this.#scope);
    const lines = this.#assignLines(form, declared, body, at);
    const comment = this.#routine.comments.behind(statement.place.end);
    const notes = this.#scope.notes.map((note) => note.replaceAll(/\s+/g, " ")).filter((note) => note.length <= 80);
    const text = [...(comment === "" ? [] : [comment]), ...(notes.length > 0 ? [`MATLAB: ${notes.join("; ")}`] : [])].join(" | ");
    if (text !== "" && lines.length > 0) lines[lines.length - 1] += ` // ${text}`;
    return lines;
  }

  #assignLines(form: AssignmentForm, declared: Set<string>, body: readonly Statement[], at: number): string[] {
    if (form.form === "parameters") return [];
    if (form.form === "several") return this.#several(form, declared, body, at);
    if (form.form === "change") {
      const missing = declared.has(form.name) ? [] : [this.#emptyDeclaration(form.name)];
      declared.add(form.name);
      return [...missing, `${form.text};`];
    }
    const { name, value } = form;
    if (declared.has(name)) return [`${this.#name(name)} = ${value.text};`];
    declared.add(name);
    const word = this.#isReassigned(name, body, at) ? "let" : "const";
    const head = `${this.#export(name)}${word} ${this.#name(name)}${this.#annotation(name, value.kind, value.text)}`;
    return [`${head} = ${value.text}${this.#widened(name, value.kind)};`];
  }

  /** The type of a struct that gets more fields later. */
  #widened(name: string, kind: Kind): string {
    const whole = this.#scope.kindOfVariable(name);
    if (whole.is !== "record" || kind.is !== "record") return "";
    const later = [...whole.fields.keys()].some((field) => !kind.fields.has(field));
    return later ? ` as ${typeText(whole, this.#scope.imports)}` : "";
  }

  #export(name: string): string {
    return this.#routine.exported?.(name) ? "export " : "";
  }

  #emptyDeclaration(name: string): string {
    const kind = this.#scope.kindOfVariable(name);
    const type = typeText(kind, this.#scope.imports);
    if (kind.is === "record") return `const ${this.#name(name)} = {} as ${type};`;
    return `const ${this.#name(name)}: ${type} = [];`;
  }

  /** A type where the value alone says too little, or too much: an empty list, a literal that is compared later. */
  #annotation(name: string, kind: Kind, text: string): string {
    const whole = this.#scope.kindOfVariable(name);
    if (this.#scope.tuples.has(name)) return `: ${variableType(name, this.#scope)}`;
    if (kind.is === "empty" && whole.is !== "empty") return `: ${typeText(whole, this.#scope.imports)}`;
    const isLiteral = /^(-?\d[\w.+-]*|"[^"]*"|true|false)$/.test(text);
    return isLiteral && this.#scope.isCompared(name) && kind.is !== "other" ? `: ${kind.is}` : "";
  }

  /** Whether a variable that is declared by a statement of a block gets other values later in that block. */
  #isReassigned(name: string, body: readonly Statement[], at: number): boolean {
    for (const each of statementsIn(body.slice(at + 1))) {
      if (!this.#plan.kept.has(each)) continue;
      if (each.kind === "assign" && this.#replaces(each, name)) return true;
      if (each.kind === "for" && targetName(each.target) === name) return true;
      if (
        each.kind === "expression" &&
        changedBy(each.expression, this.#scope).has(name) &&
        this.#scope.kindOfVariable(name).is !== "object"
      )
        return true;
    }
    return false;
  }

  /** Whether an assignment puts a new value in place of a variable's. */
  #replaces(statement: Assignment, name: string): boolean {
    const form = this.#plan.forms.get(statement);
    if (form?.form === "several") return form.names.includes(name);
    return form?.form === "value" && form.name === name;
  }

  #several(
    { names, call }: AssignmentForm & { form: "several" },
    declared: Set<string>,
    body: readonly Statement[],
    at: number,
  ): string[] {
    const list = names.map((name) => (name === undefined ? "" : this.#name(name))).join(", ");
    const present = names.filter((name) => name !== undefined);
    const fresh = present.filter((name) => !declared.has(name));
    for (const name of fresh) declared.add(name);
    if (fresh.length === present.length) {
      const word = present.some((name) => this.#isReassigned(name, body, at)) ? "let" : "const";
      return [`${word} [${list}] = ${call};`];
    }
    const types = fresh.map(
      (name) => `let ${this.#name(name)}: ${typeText(this.#scope.kindOfVariable(name), this.#scope.imports)};`,
    );
    return [...types, `[${list}] = ${call};`];
  }

  #for(statement: ForStatement, declared: Set<string>): string[] {
    const name = targetName(statement.target);
    if (statement.target.kind !== "name" || name === undefined) throw new Inexpressible(statement.target, "such a loop");
    const head = loopHead(statement.range, this.#scope, statement.target);
    const i = this.#name(name);
    const outer = declared.has(name);
    const changed = this.#isReassigned(name, statement.body, -1);
    const counter = outer || changed ? `${i}_` : i;
    const opening =
      head.form === "of"
        ? `for (const ${counter} of ${head.list})`
        : `for (let ${counter} = ${head.start}; ${head.rest(counter)})`;
    const lines = this.#nested(opening, statement.body, declared, statement, [name]);
    if (outer || changed) lines.splice(1, 0, `  ${outer ? "" : "let "}${i} = ${counter};`);
    return lines;
  }
}
