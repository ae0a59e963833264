import type { Expression } from "../syntax/ast.ts";
import type { Kind } from "./kind.ts";
import { grouped, Inexpressible, type Scope, type Translated } from "./scope.ts";
import { precedence } from "./text.ts";

/** How a call of a built-in function is written. */
export interface BuiltinForm {
  /** Whether it computes with one number at a time, so that it can be written for numbers that are not known yet. */
  readonly scalar: boolean;
  readonly write: (args: readonly Expression[], scope: Scope, call: Expression) => Translated;
}

/** A form for values that are known. */
export function form(write: BuiltinForm["write"]): BuiltinForm {
  return { scalar: false, write };
}

/** A form for numbers and texts that may not be known yet. */
export function scalarForm(write: BuiltinForm["write"]): BuiltinForm {
  return { scalar: true, write };
}

/** The one argument of a call. */
export function only(args: readonly Expression[], call: Expression): Expression {
  if (args.length !== 1) throw new Inexpressible(call, "these arguments");
  return args[0];
}

/** Whether a value is a number, or not known yet. */
export function isNumber({ kind }: Translated): boolean {
  return kind.is === "number" || kind.is === "unknown";
}

/** Whether a value is a list of one kind of elements. */
export function isListOf({ kind }: Translated, ...elements: readonly Kind["is"][]): boolean {
  return kind.is === "list" && elements.includes(kind.of.is);
}

/** The text of a value as what a method is called on. */
export function receiver(value: Translated): string {
  return grouped(value, precedence.primary);
}
