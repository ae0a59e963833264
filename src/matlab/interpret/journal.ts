import type { Issue } from "../../errors.ts";
import type { Expression, Place, Statement } from "../syntax/ast.ts";
import type { Fate, Observed, StatementReport } from "../values/scriptRun.ts";
import type { Figure, Note, Role, Value } from "../values/value.ts";
import { looksSame } from "./glance.ts";

/** Where a graph was kept: in which variable, since which assignment. */
export interface Keeping {
  readonly name: string;
  readonly place: Place;
  readonly order: number;
  /** Whether the variable still holds it. */
  readonly held: () => boolean;
}

const roles: readonly (Role | undefined)[] = [
  undefined,
  "environment",
  "prints",
  "draws",
  "data",
  "computes",
  "training",
  "network",
];
const rankOf = new Map(roles.map((role, rank) => [role, rank]));
const fates: readonly Fate[] = ["not reached", "skipped", "computed", "mapped", "unsupported"];

interface Entry {
  rank: number;
  fate: Fate | undefined;
  reason: string | undefined;
}

interface Seen {
  value: Value;
  times: number;
  constant: boolean;
}

const skippedBecause: Partial<Record<Role, string>> = {
  environment: "only touches files, folders, windows, the path or the machine",
  prints: "only prints",
  draws: "only draws",
};

/** What is written down while a script runs: the fate of each statement, what expressions were, warnings, graphs, figures. */
export class Journal {
  readonly warnings: (Issue & { readonly place?: Place })[] = [];
  readonly graphs: Extract<Note, { kind: "graph" }>[] = [];
  readonly figures: Figure[] = [];
  /** Where graphs and networks were kept. */
  readonly keepings = new WeakMap<Value, Keeping>();
  /** What was kept last under each name. */
  readonly latest = new Map<string, Value>();
  /** Above zero while MATLAB text is evaluated, whose statements no file has. */
  silent = 0;
  readonly #mode: "port" | "run";
  readonly #entries = new Map<Statement, Entry>();
  readonly #observed = new Map<Expression, Seen>();
  readonly #warned = new Set<string>();
  #rank = 0;
  #kept = 0;
  #unsupported: string | undefined;

  constructor(mode: "port" | "run") {
    this.#mode = mode;
  }

  /** Notes that a function with this role was called. */
  did(role: Role): void {
    const rank = rankOf.get(role)!;
    if (rank > this.#rank) this.#rank = rank;
  }

  /** Notes that the running statement needs what is not here. */
  unsupported(reason: string): void {
    this.#unsupported ??= reason;
  }

  /** Begins a statement; `end` is given what this returns. */
  begin(): number {
    const before = this.#rank;
    this.#rank = 0;
    return before;
  }

  /** Ends a statement: what was done in it, or only in the function called last (`outermost`) where that merely shows something. */
  end(statement: Statement, before: number, outermost: Role | undefined): void {
    let rank = this.#rank;
    if (outermost !== undefined && rank <= rankOf.get("computes")!) {
      const shown = rankOf.get(outermost)!;
      if (shown <= rankOf.get("data")!) rank = shown;
    }
    if (this.silent === 0) {
      const entry = this.#entry(statement);
      if (this.#unsupported !== undefined) this.decide(statement, "unsupported", this.#unsupported);
      this.#unsupported = undefined;
      if (rank > entry.rank) entry.rank = rank;
    }
    this.#rank = Math.max(before, rank);
  }

  #entry(statement: Statement): Entry {
    const known = this.#entries.get(statement);
    if (known !== undefined) return known;
    const entry: Entry = { rank: 0, fate: undefined, reason: undefined };
    this.#entries.set(statement, entry);
    return entry;
  }

  /** Says what became of a statement, where its role does not say it. */
  decide(statement: Statement, fate: Fate, reason?: string): void {
    if (this.silent > 0) return;
    const entry = this.#entry(statement);
    if (entry.fate !== undefined && fates.indexOf(entry.fate) > fates.indexOf(fate)) return;
    entry.fate = fate;
    entry.reason = reason;
  }

  /** Notes a value that an expression had, in `port` mode, where code is written from it. */
  observe(expression: Expression, value: Value): void {
    if (this.#mode === "run") return;
    const seen = this.#observed.get(expression);
    if (seen === undefined) {
      this.#observed.set(expression, { value, times: 1, constant: true });
      return;
    }
    if (seen.constant && seen.value !== value) seen.constant = looksSame(seen.value, value);
    seen.value = value;
    seen.times++;
  }

  get observed(): ReadonlyMap<Expression, Observed> {
    return this.#observed;
  }

  /** Notes that a variable now holds a graph, network or layers. */
  keep(value: Value, name: string, place: Place, held: () => boolean): void {
    this.keepings.set(value, { name, place, order: ++this.#kept, held });
    this.latest.set(name, value);
  }

  /** Of a network that the script's own loop trains at one place the last counts; the others are forgotten at once. */
  #graph(note: Extract<Note, { kind: "graph" }>): void {
    const own = note.trained && note.options === undefined;
    const before = own ? this.graphs.findIndex((each) => each.options === undefined && samePlace(each, note)) : -1;
    if (before >= 0) this.graphs[before] = note;
    else this.graphs.push(note);
  }

  /** Writes down what a built-in function tells; the same warning at the same place once. */
  note(note: Note): void {
    if (note.kind === "graph") this.#graph(note);
    else if (note.kind === "figure") this.#figure(note.figure);
    else {
      if (note.code === "unsupported-function") this.unsupported(note.message);
      this.warn(note.code, note.message, note.place);
    }
  }

  #figure(figure: Figure): void {
    this.figures.push(figure);
  }

  warn(code: string, message: string, place: Place | undefined): void {
    const key = `${code} ${place?.start ?? ""} ${place?.source.name ?? ""} ${message}`;
    if (this.#warned.has(key)) return;
    this.#warned.add(key);
    this.warnings.push({ code, severity: "warning", message, place });
  }

  /** The report on all statements: those that ran, and those of the same lists that did not. */
  report(all: readonly Statement[]): StatementReport[] {
    const listed = new Set([...all, ...this.#entries.keys()]);
    return [...listed].map((statement) => this.#reportOn(statement));
  }

  #reportOn(statement: Statement): StatementReport {
    const { place } = statement;
    const entry = this.#entries.get(statement);
    if (entry === undefined) return { statement, place, fate: "not reached", role: "computes" };
    const role = roles[entry.rank] ?? "computes";
    if (entry.fate !== undefined) return { statement, place, fate: entry.fate, role, reason: entry.reason };
    if (role === "network" || role === "training") return { statement, place, fate: "mapped", role };
    const reason = skippedBecause[role];
    const skipped = reason !== undefined && (this.#mode === "port" || role === "environment");
    return skipped ? { statement, place, fate: "skipped", role, reason } : { statement, place, fate: "computed", role };
  }
}

function samePlace(a: Extract<Note, { kind: "graph" }>, b: Extract<Note, { kind: "graph" }>): boolean {
  return a.trained === b.trained && a.place.source === b.place.source && a.place.start === b.place.start;
}
