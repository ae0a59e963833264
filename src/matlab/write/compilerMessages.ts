import type { ModuleToCompile } from "./compiled.ts";

/** What the thread of the compiler is asked. */
export interface CompilerRequest {
  readonly id: number;
  readonly module: ModuleToCompile;
}

/** What it answers: the module as JavaScript first, what is wrong with it later. */
export type CompilerReply =
  | { readonly id: number; readonly javascript: string }
  | { readonly id: number; readonly problems: readonly string[] };
