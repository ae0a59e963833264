import { builtins } from "../builtins/index.ts";
import { baseClasses } from "../layers/baseClasses.ts";
import { layerBuiltins } from "../layers/layerBuiltins.ts";
import { networkBuiltins } from "../network/index.ts";
import type { BaseClass, Builtin } from "../values/value.ts";

/** What names stand for that MATLAB itself has. */
export interface BuiltinTable {
  readonly builtin: (name: string) => Builtin | undefined;
  readonly baseClass: (name: string) => BaseClass | undefined;
}

/** All built-in functions; those of the interpreter win over others of their name. */
export function builtinTable(own: readonly Builtin[]): BuiltinTable {
  const table = new Map<string, Builtin>(builtins);
  for (const each of [...layerBuiltins, ...networkBuiltins, ...own]) table.set(each.name, each);
  return { builtin: (name) => table.get(name), baseClass: (name) => baseClasses.get(name) };
}
