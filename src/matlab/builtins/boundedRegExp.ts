import { createContext, Script } from "node:vm";
import { ScriptError } from "../values/scriptError.ts";

/** Milliseconds for one search. */
const most = 500;
/** A search of a shorter text, or with fewer repetitions, ends soon whatever it looks for. */
const [leastCharacters, leastRepetitions] = [20, 2];

const context = createContext({}) as { search?: () => RegExpExecArray | null };
const search = new Script("search()");

/**
 * A regular expression of somebody else's that always ends: one with repetitions inside of repetitions could take longer than there are years. All that
 * strings do with expressions (`match`, `replace`, `split` …) is bounded with it.
 */
export class BoundedRegExp extends RegExp {
  /** @throws ScriptError `layergraph:regexp` for a search that takes too long */
  override exec(text: string): RegExpExecArray | null {
    const repetitions = this.source.match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0;
    if (text.length < leastCharacters || repetitions < leastRepetitions) return super.exec(text);
    context.search = () => super.exec(text);
    try {
      return search.runInContext(context, { timeout: most }) as RegExpExecArray | null;
    } catch (error) {
      if ((error as { readonly code?: string }).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
      const where = `in a text of ${text.length} characters`;
      throw new ScriptError(
        "layergraph:regexp",
        `The search for '${shortened(this.source)}' ${where} takes longer than ${most} ms. Avoid repetitions inside of repetitions.`,
      );
    }
  }
}

function shortened(source: string): string {
  return source.length > 100 ? `${source.slice(0, 99)}…` : source;
}
