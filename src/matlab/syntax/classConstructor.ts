import type { ClassDefinition, FunctionDefinition } from "./ast.ts";

/** The constructor that a class writes itself: the method of its name. */
export function constructorOf({ name, methods }: ClassDefinition): FunctionDefinition | undefined {
  return methods.flatMap(({ functions }) => functions).find((each) => each.name === name);
}

/** The names of the name-value arguments that a function declares in `arguments` blocks. */
export function declaredNames({ argumentsBlocks }: FunctionDefinition): readonly string[] {
  return argumentsBlocks.flatMap(({ declarations }) => declarations.flatMap(({ field }) => field ?? []));
}

/** How many arguments of a call stand at positions of their own: not in `varargin`, nor in the struct of name-value arguments. */
export function positionsOf({ inputs, argumentsBlocks }: FunctionDefinition): number {
  const groups = argumentsBlocks
    .flatMap(({ declarations }) => declarations)
    .filter(({ field, classProperties }) => field !== undefined || classProperties !== undefined);
  return inputs.filter((name) => name !== "varargin" && !groups.some((group) => group.name === name)).length;
}
