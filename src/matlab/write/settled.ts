import type { Expression } from "../syntax/ast.ts";
import type { Value } from "../values/value.ts";
import { graphIn, type Kind, kindOf, kinds, layersIn, typeText } from "./kind.ts";
import { literal } from "./literal.ts";
import { constantValue, grouped, Inexpressible, isUnknown, primary, type Scope, type Translated } from "./scope.ts";
import { precedence } from "./text.ts";

/** What to call a value that is not known, and what it is. */
export interface Hint {
  readonly name: string;
  readonly kind: Kind;
}

/**
 * An expression where one must stand: translated, or else the value that it always had, or else, where its value is not known, a parameter
 * of the module.
 *
 * @throws Inexpressible where it is none of these
 */
export function settled(expression: Expression, scope: Scope, hint?: Hint): Translated {
  const before = tried(scope);
  try {
    const translated = scope.translate(expression);
    if (hint && expression.kind === "name" && translated.kind.is === "unknown") scope.learn(expression.name, hint.kind);
    return expression.kind === "member" && expression.name === "Layers" && translated.text.endsWith(".layers")
      ? { ...translated, text: `[...${translated.text}]` }
      : translated;
  } catch (error) {
    if (!(error instanceof Inexpressible)) throw error;
    rolledBack(scope, before);
    if (isUnknown(expression, scope)) {
      if (hint === undefined) throw error;
      return primary(
        scope.parameter(hint.name, hint.kind, scope.source(expression)),
        hint.kind.is === "other" ? kinds.unknown : hint.kind,
      );
    }
    return alwaysSame(expression, scope) ?? refuse(error);
  }
}

function refuse(error: Inexpressible): never {
  throw error;
}

/** The value that an expression always had as a literal, with a note of what it was computed by; undefined where it has no form. */
export function alwaysSame(expression: Expression, scope: Scope, source = expression): Translated | undefined {
  const value = constantValue(expression, scope);
  if (value === undefined || (!scope.layersByValue && isNetwork(value))) return undefined;
  const text = literal(value, scope.imports);
  if (text === undefined) return undefined;
  scope.notes.push(scope.source(source));
  return primary(text, kindOf(value));
}

/** Whether a value is more than one layer, or holds layers: loops and functions make these, which must stay. */
function isNetwork(value: Value): boolean {
  if (value.kind === "host") return (layersIn(value.content)?.length ?? 0) > 1 || graphIn(value.content) !== undefined;
  const inside = value.kind === "cell" ? value.elements : value.kind === "struct" ? [...value.fields.values()].flat() : [];
  return inside.some((each) => isNetwork(each) || (each.kind === "host" && layersIn(each.content) !== undefined));
}

/** What a scope has noted before something is tried. */
export interface Tried {
  readonly uses: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
  readonly notes: number;
}

/** What a scope has noted, to be rolled back where a try fails. */
export function tried({ uses, calls, notes }: Scope): Tried {
  return { uses: new Set(uses), calls: new Set(calls), notes: notes.length };
}

/** Takes back what a scope noted during a try that failed. */
export function rolledBack(scope: Scope, before: Tried): void {
  restore(scope.uses, before.uses);
  restore(scope.calls, before.calls);
  scope.notes.length = Math.min(scope.notes.length, before.notes);
}

function restore(set: Set<string>, before: ReadonlySet<string>): void {
  for (const each of set) if (!before.has(each)) set.delete(each);
}

/** A value where one of a kind must stand: a scalar among lists becomes a list of one. */
export function asKind(value: Translated, kind: Kind): Translated {
  if (kind.is !== "list" || value.kind.is === "list" || value.kind.is === "empty" || value.kind.is === "other") return value;
  return primary(`[${asKind(value, kind.of).text}]`, kind);
}

/** The value of a field whose name is computed: one that each of the fields takes, or that is checked nowhere. */
export function asField(value: Translated, target: Expression, scope: Scope): Translated {
  if (target.kind !== "member" || typeof target.name === "string") return value;
  const { kind } = scope.translate(target.target);
  const types = kind.is === "record" ? [...kind.fields.values()].map((of) => typeText(of, scope.imports)) : [];
  if (new Set(types).size < 2) return value;
  return {
    ...value,
    text: `${grouped(value, precedence.relation).replace(/^([\w.[\] +-]+) as \w+$/, "$1")} as never`,
    precedence: precedence.relation,
  };
}

/** The text of an expression as a list: a scalar becomes a list of one. */
export function asList({ text, kind }: Translated): string {
  return kind.is === "list" || kind.is === "empty" ? text : `[${text}]`;
}
