import { builtInDefinitions } from "../../network/registry.ts";
import type { ArrayLiteral, ClassDefinition, Expression, FunctionDefinition, Program, Statement } from "../syntax/ast.ts";
import { expressionsIn, expressionsOf, statementsIn, targetName } from "../syntax/walk.ts";
import type { Observed } from "../values/scriptRun.ts";
import type { Value } from "../values/value.ts";
import { type Comments, commentsOf } from "./comments.ts";
import { translated } from "./expressions.ts";
import { identifier } from "./identifiers.ts";
import { joined, type Kind, kindOf, kinds, signatureOf } from "./kind.ts";
import { networkForms } from "./networkForms.ts";
import type { ElementComments, FunctionShape, Inexpressible, Scope } from "./scope.ts";
import { isGrowth } from "./statementParts.ts";
import { commentMark } from "./text.ts";

/** Names that a module may import, so that nothing else of it is called so. */
export const importable: ReadonlySet<string> = new Set([
  ...builtInDefinitions.keys(),
  ...networkForms.keys(),
  "trainNetwork",
  "trainnet",
  "layerClass",
  "matlabFunction",
  "setLearnRateFactor",
  "setL2Factor",
]);

/** What all routines of a module share. */
export interface ModuleFacts {
  readonly observed: ReadonlyMap<Expression, Observed>;
  readonly reached: ReadonlySet<Statement>;
  readonly userFunction: (name: string, from: Program) => FunctionDefinition | undefined;
  readonly packageFunction: (parts: readonly string[]) => boolean;
  readonly userClass: (name: string) => ClassDefinition | undefined;
  readonly shapeOf: (definition: FunctionDefinition) => FunctionShape | undefined;
  /** The kinds of the properties of the script's classes that are no layers, as objects of them were seen to have. */
  readonly propertiesOf: (className: string) => ReadonlyMap<string, Kind>;
  readonly imports: Set<string>;
  readonly classes: Set<string>;
  readonly layersByValue: boolean;
}

/** What is particular to a routine. */
export interface RoutineFacts {
  readonly program: Program;
  readonly body: readonly Statement[];
  /** The inputs of a function. */
  readonly inputs: readonly string[];
  readonly pins: ReadonlyMap<string, Value>;
  readonly parameter?: Scope["parameter"];
  readonly learn?: Scope["learn"];
  readonly isFunction: boolean;
  /** The functions inside of it. */
  readonly nested?: readonly FunctionDefinition[];
  /** What inputs are, as calls were seen to give them. */
  readonly inputKinds?: ReadonlyMap<string, Kind>;
  /** The variable that is `this` in TypeScript. */
  readonly self?: string;
}

/** The scope of a routine: what its names are. `opaque` may be filled later. */
export function routineScope(facts: ModuleFacts, routine: RoutineFacts, opaque: Map<string, Inexpressible>): Scope {
  const { program, body, inputs, pins, nested = [] } = routine;
  const outer =
    nested.length === 0 ? undefined : namesIn(body.filter((each) => !nested.some((inner) => inner.body.includes(each))));
  const names = namesIn(body);
  const assigned = new Set([...names.assigned.keys(), ...inputs, ...pins.keys()]);
  const known = new Map<string, Kind>();
  const unwrapped = unwrappedNames(body, names, facts.observed);
  const kindOfName = (name: string): Kind => {
    const kind = joined(routine.inputKinds?.get(name) ?? kinds.unknown, variableKind(name, names, facts.observed, pins));
    return unwrapped.has(name) && kind.is === "list" ? kind.of : kind;
  };
  const valuesOf = (name: string) => (inputs.includes(name) || pins.has(name) ? [undefined] : (names.assigned.get(name) ?? []));
  const comments = commentsOf(program);
  const scope: Scope = {
    observed: (expression) => facts.observed.get(expression),
    isVariable: (name) => assigned.has(name),
    kindOfVariable: (name) => {
      const kind = known.get(name) ?? kindOfName(name);
      known.set(name, kind);
      return kind;
    },
    identifier: (name) => (name === routine.self ? "this" : identifier(name, importable)),
    nested: (name) => nested.find((each) => each.name === name),
    isShared: (inner, name) => !isOwn(inner, name) && (outer?.assigned.has(name) || inputs.includes(name)) === true,
    propertiesOf: facts.propertiesOf,
    isUnwrapped: (name) => unwrapped.has(name),
    userFunction: (name) => facts.userFunction(name, program),
    packageFunction: facts.packageFunction,
    userClass: facts.userClass,
    shapeOf: facts.shapeOf,
    source: ({ place }) => place.source.text.slice(place.start, place.end),
    opaque,
    uses: new Set(),
    calls: new Set(),
    imports: facts.imports,
    classes: facts.classes,
    notes: [],
    layersByValue: facts.layersByValue,
    hasParameters: routine.parameter !== undefined,
    parameter: routine.parameter ?? ((hint) => hint),
    learn: routine.learn ?? (() => {}),
    pinned: (name) => pins.get(name),
    pinnedFields: (name) =>
      [...pins].flatMap(([key, value]) => (key.startsWith(`${name}.`) ? [[key.slice(name.length + 1), value] as const] : [])),
    reached: (statement) => facts.reached.has(statement),
    canJump: ({ kind }) => kind !== "return" || routine.isFunction,
    isChanged: (name) => names.changed.has(name),
    signatureOf,
    valuesOf: (name) => valuesOf(name),
    tuples: new Map(),
    onlyValue: (name) => (valuesOf(name).length === 1 ? valuesOf(name)[0] : undefined),
    isWhole: (name) => inputs.includes(name) || (names.assigned.get(name) ?? []).some((value) => value !== undefined),
    isCompared: (name) => names.compared.has(name),
    arrayComments: (array) => arrayComments(array, comments),
    translate: (expression, within) => translated(expression, within ?? scope),
    ends: [],
  };
  return scope;
}

/** The variables of loops over cell arrays of which only `name{1}` is read, or all as `name{:}`. */
function unwrappedNames(body: readonly Statement[], names: Names, observed: ModuleFacts["observed"]): ReadonlySet<string> {
  const found = new Set<string>();
  const whole = new Set<Expression>();
  for (const statement of statementsIn(body)) {
    if (statement.kind === "for" && statement.target.kind === "name" && observed.get(statement.range)?.value.kind === "cell")
      found.add(statement.target.name);
    for (const expression of expressionsOf(statement))
      for (const part of expressionsIn(expression)) if (isOnlyElement(part)) whole.add(part.target);
  }
  for (const statement of statementsIn(body)) if (statement.kind === "for") whole.add(statement.target);
  for (const name of found) {
    const isRead = (names.used.get(name) ?? []).every((use) => whole.has(use));
    if (!isRead || names.assigned.get(name)?.length !== 1) found.delete(name);
  }
  return found;
}

function isOnlyElement(part: Expression): part is Expression & { kind: "apply" } {
  if (part.kind !== "apply" || part.brackets !== "{}" || part.args.length !== 1) return false;
  const { value } = part.args[0];
  return value.kind === "colon" || value.kind === "end" || (value.kind === "number" && value.value === 1);
}

function isOwn({ inputs, outputs }: FunctionDefinition, name: string): boolean {
  return inputs.includes(name) || outputs.includes(name);
}

interface Names {
  readonly assigned: ReadonlyMap<string, readonly (Expression | undefined)[]>;
  readonly used: ReadonlyMap<string, readonly Expression[]>;
  readonly compared: ReadonlySet<string>;
  readonly changed: ReadonlySet<string>;
}

/** The variables of a routine: what they are given, where they stand, and which are compared. */
export function namesIn(body: readonly Statement[]): Names {
  const assigned = new Map<string, (Expression | undefined)[]>();
  const used = new Map<string, Expression[]>();
  const compared = new Set<string>();
  const changed = new Set<string>();
  const put = <T>(map: Map<string, T[]>, name: string, value: T) => void (map.get(name)?.push(value) ?? map.set(name, [value]));
  for (const statement of statementsIn(body)) {
    if (statement.kind === "assign") {
      const { targets, value } = statement;
      for (const [k, target] of targets.entries()) {
        const name = target && targetName(target);
        if (name !== undefined && (target!.kind !== "name" || isGrowth(name, value))) changed.add(name);
        if (name !== undefined) put(assigned, name, target!.kind === "name" && k === 0 ? value : undefined);
      }
    }
    if (statement.kind === "for") put(assigned, targetName(statement.target) ?? "", undefined);
    if (statement.kind === "global" || statement.kind === "persistent")
      for (const name of statement.names) put(assigned, name, undefined);
    if (statement.kind === "switch")
      for (const part of expressionsIn(statement.subject)) if (part.kind === "name") compared.add(part.name);
    for (const expression of expressionsOf(statement)) {
      for (const part of expressionsIn(expression)) {
        if (part.kind === "name") put(used, part.name, part);
        for (const name of comparedIn(part)) compared.add(name);
      }
    }
  }
  return { assigned, used, compared, changed };
}

function comparedIn(expression: Expression): readonly string[] {
  const name = (side: Expression) => (side.kind === "name" ? [side.name] : []);
  if (expression.kind === "binary" && ["==", "~=", "&&", "||", "&", "|"].includes(expression.operator))
    return [...name(expression.left), ...name(expression.right)];
  if (
    expression.kind !== "apply" ||
    expression.target.kind !== "name" ||
    !["strcmp", "strcmpi", "isequal"].includes(expression.target.name)
  )
    return [];
  return expression.args.flatMap(({ value }) => name(value));
}

function variableKind(
  name: string,
  names: Names,
  observed: ReadonlyMap<Expression, Observed>,
  pins: ReadonlyMap<string, Value>,
): Kind {
  const pin = pins.get(name);
  if (pin) return kindOf(pin);
  const seen = [...(names.assigned.get(name) ?? []), ...(names.used.get(name) ?? [])].flatMap((expression) => {
    const value = expression && observed.get(expression)?.value;
    return value ? [kindOf(value)] : [];
  });
  return seen.length === 0 ? kinds.unknown : seen.reduce(joined);
}

function arrayComments(array: ArrayLiteral, comments: Comments): readonly ElementComments[] {
  const elements = array.rows.flat();
  if (comments.line(array.place.start) === comments.line(array.place.end))
    return elements.map(() => ({ before: [], behind: "" }));
  let previous = array.place.start;
  return elements.map(({ place }) => {
    const before = comments.between(previous, place.start).map(({ text }) => `${commentMark}// ${text}`);
    const behind = comments.behind(place.end, true);
    previous = place.end;
    return { before, behind: behind === "" ? "" : `${commentMark} // ${behind}` };
  });
}
