import type { Expression, FunctionDefinition } from "../syntax/ast.ts";
import { statementsIn, targetName } from "../syntax/walk.ts";
import { joined, type Kind, kindOf, kinds } from "./kind.ts";
import { type ModuleFacts, namesIn } from "./routineScope.ts";
import type { FunctionShape } from "./scope.ts";

/** The calls of each function that were observed, by its name: their arguments. */
export type ObservedCalls = ReadonlyMap<string, readonly (readonly Expression[])[]>;

/** What a function takes and gives, told by the values that went into it and came out; undefined where it has no form. */
export function functionShape(
  definition: FunctionDefinition,
  facts: ModuleFacts,
  calls: ObservedCalls,
): FunctionShape | undefined {
  const { outputs, nested, body } = definition;
  if (outputs.includes("varargout")) return undefined;
  const rest = definition.inputs.at(-1) === "varargin";
  const inputs = rest ? definition.inputs.slice(0, -1) : definition.inputs;
  const options = optionsName(definition);
  const names = namesIn([...body, ...nested.flatMap((inner) => inner.body)]);
  const kindOfName = (name: string, position: number): Kind => {
    const inside = [...(names.used.get(name) ?? []), ...(names.assigned.get(name) ?? [])];
    const given = position < 0 ? [] : (calls.get(definition.name) ?? []).map((args) => args[position]);
    const seen = [...inside, ...given].flatMap((expression) => {
      const value = expression && facts.observed.get(expression)?.value;
      return value ? [kindOf(value)] : [];
    });
    return seen.length === 0 ? kinds.unknown : seen.reduce(joined);
  };
  const positional = inputs.flatMap((name, k) =>
    name === options ? [] : [{ name: name ?? `_${k}`, kind: name === undefined ? kinds.other : kindOfName(name, k) }],
  );
  return {
    parameters: positional,
    fields: definition.argumentsBlocks.flatMap(({ declarations }) => declarations.flatMap(({ field: each }) => each ?? [])),
    ...(options !== undefined && { options }),
    rest,
    outputs: outputs
      .filter((name, k) => k === 0 || isGiven(name, definition, facts))
      .map((name) => ({ name, kind: kindOfName(name, -1) })),
  };
}

/** Whether an output was seen to get a value, or nothing of the function was seen: `if nargout > 1` may leave out the last. */
function isGiven(output: string, { inputs, body, nested }: FunctionDefinition, { reached }: ModuleFacts): boolean {
  const statements = [...statementsIn([...body, ...nested.flatMap((inner) => inner.body)])];
  if (inputs.includes(output) || !statements.some((each) => reached.has(each))) return true;
  return statements.some(
    (each) =>
      reached.has(each) && each.kind === "assign" && each.targets.some((target) => target && targetName(target) === output),
  );
}

/** The input that an `arguments` block declares as the struct of name-value arguments. */
function optionsName({ argumentsBlocks }: FunctionDefinition): string | undefined {
  return argumentsBlocks.flatMap(({ declarations }) => declarations).find(({ field }) => field !== undefined)?.name;
}
