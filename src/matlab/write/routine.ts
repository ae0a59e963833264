import type { Statement } from "../syntax/ast.ts";
import type { Comments } from "./comments.ts";
import type { Plan } from "./plan.ts";
import type { Scope } from "./scope.ts";

/** What is written: a function of the script, or the script. */
export interface Routine {
  readonly body: readonly Statement[];
  readonly scope: Scope;
  readonly plan: Plan;
  readonly comments: Comments;
  /** Where the routine begins, for the comments before its first statement. */
  readonly start: number;
  /** What `return` gives back. */
  readonly result: string;
  /** Statements that the module exports, with the word before their declarations. */
  readonly exported?: (name: string) => boolean;
}
