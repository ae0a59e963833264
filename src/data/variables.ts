import { LayerGraphError, nearest } from "../errors.ts";
import { listed } from "./responses.ts";

/** Which variables of a file are the predictors and the responses; what is not named is guessed. */
export interface VariableChoice {
  readonly predictors?: string;
  readonly responses?: string;
}

/**
 * The names of the predictors and the responses among a file's variables: as chosen, or else the one pair that differs in its first
 * letter only (`XTrain` and `YTrain` or `TTrain`, `x` and `y`), or a single variable that begins with X.
 *
 * @throws LayerGraphError `unknown-variable` or `which-variable`, listing what the file has; `describe` says what each is
 */
export function chooseVariables(
  names: readonly string[],
  { predictors, responses }: VariableChoice,
  describe: (name: string) => string,
): { predictors: string; responses: string | undefined } {
  const contents =
    names.length === 0
      ? "It has no variables"
      : `It has ${names
          .slice(0, 20)
          .map((name) => `${name} (${describe(name)})`)
          .join(", ")}`;
  for (const name of [predictors, responses]) {
    if (name === undefined || names.includes(name)) continue;
    const guess = nearest(name, names);
    const hint = guess === undefined ? "" : ` Did you mean '${guess}'?`;
    throw new LayerGraphError("unknown-variable", `The file has no variable '${name}'. ${contents}.${hint}`);
  }
  if (predictors !== undefined) return { predictors, responses: responses ?? only(partnersOf(predictors, names)) };
  const xs = names.filter((name) => /^x/i.test(name) && name !== responses);
  const pairs = xs.filter((name) =>
    responses === undefined ? partnersOf(name, names).length > 0 : partnersOf(name, [responses]).length > 0,
  );
  const chosen = only(pairs) ?? (pairs.length === 0 ? only(xs) : undefined);
  if (chosen === undefined)
    throw new LayerGraphError(
      "which-variable",
      `It is not clear which variable of the file holds the predictors${pairs.length > 1 ? `: ${listed(pairs)} could all be meant` : ""}. ${contents}. Name them: --predictors X --responses Y.`,
    );
  return { predictors: chosen, responses: responses ?? only(partnersOf(chosen, names)) };
}

function partnersOf(name: string, names: readonly string[]): string[] {
  return /^x/i.test(name) ? names.filter((other) => /^[yt]/i.test(other) && other.slice(1) === name.slice(1)) : [];
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}
