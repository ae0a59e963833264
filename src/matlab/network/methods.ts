import type { Builtin } from "../values/value.ts";

const methods = new Map<string, Builtin>();

/** Makes built-in functions methods of layers, layer graphs and networks, which win over built-in functions of the same name. */
export function declareMethods(builtins: readonly Builtin[]): void {
  for (const builtin of builtins) methods.set(builtin.name, builtin);
}

/** The method of layers, layer graphs and networks with that name, if there is one. */
export function methodNamed(name: string): Builtin | undefined {
  return methods.get(name);
}
