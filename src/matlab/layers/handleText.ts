import type { FunctionDefinition } from "../syntax/ast.ts";
import { textAt } from "../syntax/sourceText.ts";
import { expressionsIn, expressionsOf, statementsIn } from "../syntax/walk.ts";
import type { HandleValue, Value } from "../values/value.ts";

/** A function handle as MATLAB's text: what can be read again without the file that it stands in. */
export interface HandleText {
  /** `@(x) …`, or `@name`, and below it the functions of its file that it calls. */
  readonly text: string;
  /** The values that it took along, by name. */
  readonly captured: ReadonlyMap<string, Value>;
}

type Functions = ReadonlyMap<string, FunctionDefinition>;

/** The text of a handle, with the functions of its own file that it needs. */
export function handleText({ anonymous, name, captured = new Map(), home }: HandleValue): HandleText {
  const functions = (home as { readonly file?: { readonly functions?: Functions } } | undefined)?.file?.functions ?? new Map();
  const head = anonymous ? textAt(anonymous.place).replaceAll(/\s*\.\.\.[^\n]*\n\s*/g, " ") : `@${name}`;
  const first = anonymous ? [...expressionsIn(anonymous.body)].flatMap(nameOf) : [name!];
  const needed = reachable(first, functions);
  const texts = needed.map((definition) => `${textAt(definition.place).trimEnd()}${endOf(definition)}`);
  return { text: [head, ...texts].join("\n\n"), captured };
}

function nameOf(expression: { readonly kind: string; readonly name?: unknown }): readonly string[] {
  return (expression.kind === "name" || expression.kind === "handle") && typeof expression.name === "string"
    ? [expression.name]
    : [];
}

/** The functions that names lead to, each once. */
function reachable(names: readonly string[], functions: Functions): readonly FunctionDefinition[] {
  const found = new Map<string, FunctionDefinition>();
  const ahead = [...names];
  for (const name of ahead) {
    const definition = functions.get(name);
    if (definition === undefined || found.has(name)) continue;
    found.set(name, definition);
    for (const statement of statementsIn(definition.body))
      for (const expression of expressionsOf(statement))
        for (const part of expressionsIn(expression)) ahead.push(...nameOf(part));
  }
  return [...found.values()];
}

/** Functions of a file may go without `end`. */
function endOf({ place }: FunctionDefinition): string {
  return /\bend\s*;?\s*$/.test(textAt(place).replace(/%[^\n]*$/, "")) ? "" : "\nend";
}
