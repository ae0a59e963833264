import type { Expression } from "../syntax/ast.ts";
import { type BuiltinForm, form, receiver } from "./builtinForm.ts";
import { type Kind, kinds, listOf, typeText } from "./kind.ts";
import { Inexpressible, observedKind, primary, type Scope, type Translated } from "./scope.ts";
import { settled } from "./settled.ts";
import { enclosed } from "./text.ts";

/** The functions of `containers.Map` that have a form in TypeScript, by name. */
export const mapForms: readonly (readonly [name: string, form: BuiltinForm])[] = [
  ["keys", form((args, scope, call) => keysOf(scope.translate(args[0]), call))],
  ["values", form(valuesOf)],
  ["isKey", form(isKey)],
];

type MapKind = Kind & { is: "map" };

function mapKind({ kind }: Translated, call: Expression): MapKind {
  if (kind.is !== "map") throw new Inexpressible(call, "such a value");
  return kind;
}

/** The keys in order, as MATLAB gives them. */
export function keysOf(map: Translated, call: Expression): Translated {
  const { key } = mapKind(map, call);
  const order = key.is === "number" ? "(a, b) => a - b" : "";
  return primary(`[...${receiver(map)}.keys()].toSorted(${order})`, listOf(key));
}

/** The values in the order of the keys, or those of given keys. */
function valuesOf([of, wanted]: readonly Expression[], scope: Scope, call: Expression): Translated {
  const map = scope.translate(of);
  const keys = wanted === undefined ? keysOf(map, call) : scope.translate(wanted);
  return primary(`${receiver(keys)}.map((key) => ${receiver(map)}.get(key)!)`, listOf(mapKind(map, call).of));
}

function isKey([of, key]: readonly Expression[], scope: Scope, call: Expression): Translated {
  const map = scope.translate(of);
  const value = scope.translate(key);
  if (value.kind.is !== mapKind(map, call).key.is) throw new Inexpressible(call, "such a key");
  return primary(`${receiver(map)}.has(${value.text})`, kinds.boolean);
}

/** `containers.Map(…)`: empty, with a key and a value, or with cells of both. */
export function newMap(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const kind = observedKind(call, scope);
  if (kind.is !== "map") throw new Inexpressible(call, "such a map");
  const options = args.findIndex((each) => each.kind === "text" && /^(KeyType|ValueType|UniformValues)$/i.test(each.value));
  const [keys, values] = options < 0 ? args : args.slice(0, options);
  if (keys === undefined) return primary("new Map()", kind);
  if (values === undefined) throw new Inexpressible(call, "such a map");
  const [ks, vs] = [elements(keys), elements(values)];
  if (ks.length !== vs.length) throw new Inexpressible(call, "such a map");
  const entries = ks.map((key, k) => `[${settled(key, scope).text}, ${settled(vs[k], scope).text}]`);
  return primary(
    `new Map<${typeText(kind.key, scope.imports)}, ${typeText(kind.of, scope.imports)}>(${enclosed("[", entries, "]")})`,
    kind,
  );
}

function elements(expression: Expression): readonly Expression[] {
  return expression.kind === "array" ? expression.rows.flat() : [expression];
}

/** `map(key)` */
export function mapElement(map: Translated, key: Translated, call: Expression): Translated {
  const kind = mapKind(map, call);
  if (key.kind.is !== kind.key.is) throw new Inexpressible(call, "such a key");
  return primary(`${receiver(map)}.get(${key.text})!`, kind.of);
}

/** `containers.Map` */
export function isMapClass(expression: Expression): boolean {
  return (
    expression.kind === "member" &&
    expression.name === "Map" &&
    expression.target.kind === "name" &&
    expression.target.name === "containers"
  );
}
