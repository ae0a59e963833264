import { ScriptError } from "../values/scriptError.ts";
import type { Budgets } from "../values/scriptRun.ts";

/** What a script may use up where nothing else is said. */
export const defaultBudgets: Budgets = { steps: 50_000_000, depth: 256, milliseconds: 60_000, bytes: 2 ** 30 };

const stepsBetweenClocks = 2000;
/** The share of the bytes that variables may hold. */
const fullness = 15 / 16;
const spent = "layergraph:budget:";

/** Whether an error says that a budget is spent, which no `try` of a script catches. */
export function isSpent(error: unknown): boolean {
  return error instanceof ScriptError && error.identifier.startsWith(spent);
}

/** Counts what a script uses up, and stops it with an error that names the flag which allows more. */
export class Meter {
  readonly budgets: Budgets;
  readonly #signal: AbortSignal | undefined;
  /** The bytes that the script's variables hold; asked for when all that was ever made passes the budget. */
  readonly #held: () => number;
  #steps = 0;
  #bytes = 0;
  #untilClock = stepsBetweenClocks;
  #started = performance.now();
  #isAtRest = false;

  constructor(budgets: Partial<Budgets> | undefined, signal: AbortSignal | undefined, held: () => number) {
    this.budgets = { ...defaultBudgets, ...budgets };
    this.#signal = signal;
    this.#held = held;
  }

  /** The script has ended. What it left is called later, by whoever holds its layers: each such call has the budgets of a script to itself. */
  rest(): void {
    this.#isAtRest = true;
  }

  /** Counts anew where the script has ended; whether it had, so that the caller lets it rest again. */
  wake(): boolean {
    if (!this.#isAtRest) return false;
    this.#isAtRest = false;
    this.#steps = 0;
    this.#bytes = 0;
    this.#untilClock = stepsBetweenClocks;
    this.#started = performance.now();
    return true;
  }

  /** Counts computed statements, expressions or elements. */
  step(count: number): void {
    this.#steps += count;
    this.#untilClock -= count;
    if (this.#untilClock <= 0) this.#look();
  }

  #look(): void {
    this.#untilClock = stepsBetweenClocks;
    const { steps, milliseconds } = this.budgets;
    if (this.#steps > steps) throw overspent("steps", `more than ${steps} steps`, "--max-steps");
    if (performance.now() - this.#started > milliseconds)
      throw overspent("time", `longer than ${milliseconds / 1000} seconds`, "--max-time");
    this.#signal?.throwIfAborted();
  }

  /** Counts the bytes of an array before it is made. */
  make(bytes: number): void {
    const budget = this.budgets.bytes;
    if (bytes > budget) throw this.#full();
    this.#bytes += bytes;
    if (this.#bytes <= budget) return;
    const held = this.#held();
    // Nearly full counts as full, so that looking stays rare.
    if (held + bytes > budget * fullness) throw this.#full();
    this.#bytes = held + bytes;
  }

  #full(): ScriptError {
    return overspent("memory", `arrays of more than ${Math.round(this.budgets.bytes / 2 ** 20)} MiB`, "--max-memory");
  }

  /** Refuses a function that stands too deep within others. */
  enter(depth: number): void {
    if (depth > this.budgets.depth) throw this.tooDeep();
  }

  /** The error for functions within functions without end. */
  tooDeep(): ScriptError {
    return overspent("depth", `functions within functions deeper than ${this.budgets.depth}`, "--max-depth");
  }

  /** Leaves waiting out of the time: a training has no limit. */
  waited(milliseconds: number): void {
    this.#started += milliseconds;
  }

  /** Turns what the JavaScript engine throws when it runs out into the error of a budget; others come back as they are. */
  translated(error: unknown): unknown {
    if (!(error instanceof RangeError)) return error;
    if (error.message.includes("call stack")) {
      const message =
        "The script's functions stand deeper within each other than the stack of this process holds, whatever --max-depth allows.";
      return new ScriptError(`${spent}depth`, message);
    }
    return /array|string|buffer/i.test(error.message) ? this.#full() : error;
  }
}

function overspent(budget: string, what: string, flag: string): ScriptError {
  return new ScriptError(`${spent}${budget}`, `The script needs ${what}, which is its limit here. Allow more with ${flag}.`);
}
