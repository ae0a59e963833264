import { createContext, Script } from "node:vm";
import { ScriptError } from "../values/scriptError.ts";
import type { Charge } from "../values/shape.ts";

/** Milliseconds for one search. */
const most = 500;
/** A search of a shorter text, or with fewer repetitions, ends soon whatever it looks for. */
const [leastCharacters, leastRepetitions] = [20, 2];

/** What a millisecond of searching counts for. */
const stepsPerMillisecond = 100;
const tooLong = Symbol("too long");

const context = createContext({}) as { search?: () => RegExpExecArray | null };
const search = new Script("search()");

/**
 * A regular expression of somebody else's that always ends: one with repetitions inside of repetitions could take longer than there are years. All that
 * strings do with expressions (`match`, `replace`, `split` …) is bounded with it.
 */
export class BoundedRegExp extends RegExp {
  readonly #charge: Charge | undefined;

  /** @param charge is told what long searches cost */
  constructor(pattern: string | RegExp, flags?: string, charge?: Charge) {
    super(pattern, flags);
    this.#charge = charge ?? (pattern instanceof BoundedRegExp ? pattern.#charge : undefined);
  }

  /** @throws ScriptError `layergraph:regexp` for a search that takes too long */
  override exec(text: string): RegExpExecArray | null {
    const repetitions = this.source.match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0;
    if (text.length < leastCharacters || repetitions < leastRepetitions) return super.exec(text);
    const began = performance.now();
    const found = this.#searched(text);
    this.#charge?.({ steps: Math.ceil((performance.now() - began) * stepsPerMillisecond) });
    if (found !== tooLong) return found;
    const where = `in a text of ${text.length} characters`;
    throw new ScriptError(
      "layergraph:regexp",
      `The search for '${shortened(this.source)}' ${where} takes longer than ${most} ms. Avoid repetitions inside of repetitions.`,
    );
  }

  #searched(text: string): RegExpExecArray | null | typeof tooLong {
    context.search = () => super.exec(text);
    try {
      return search.runInContext(context, { timeout: most }) as RegExpExecArray | null;
    } catch (error) {
      if ((error as { readonly code?: string }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return tooLong;
      throw error;
    }
  }
}

function shortened(source: string): string {
  return source.length > 100 ? `${source.slice(0, 99)}…` : source;
}
