import { cell, logical, logicals, number, numbers, text } from "../values/construct.ts";
import { scalarOf, textOf, textsOf } from "../values/convert.ts";
import { describeValue } from "../values/describe.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Builtin, Call, HostValue, Subscript, Value, ValueOperations } from "../values/value.ts";
import { argument, fail, isOption, refuse, textAt } from "./arguments.ts";
import { elementsOf } from "./cells.ts";
import { define, type Results } from "./define.ts";
import { byCode } from "./structs.ts";

type Key = string | number;

/** What a map holds. `containers.Map` is a handle: all who hold it see what is put in. */
interface MapContent {
  readonly entries: Map<Key, Value>;
  readonly keyType: "char" | "double";
  readonly valueType: string;
}

type MapValue = HostValue<MapContent>;

function contentOf(value: Value): MapContent {
  return (value as MapValue).content;
}

/** The first argument, which must be a map: methods are also found by a map that stands behind it. */
function mapAt(call: Call): MapContent {
  const value = argument(call, 0);
  return value.kind === "host" && value.operations === operations ? contentOf(value) : refuse(call, 0, "a containers.Map");
}

function keyOf(value: Subscript, type: "char" | "double"): Key {
  const key = value === ":" ? undefined : type === "char" ? textOf(value) : scalarOf(value);
  if (key !== undefined) return key;
  throw new ScriptError(
    "MATLAB:Containers:Map:TypeMismatch",
    "Specified key type does not match the type expected for this container.",
  );
}

/** The keys in order: by number or by character code. */
function sortedKeys({ entries }: MapContent): Key[] {
  return [...entries.keys()].sort((a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : byCode(String(a), String(b)),
  );
}

function got(content: MapContent, subscript: Subscript): Value {
  const key = keyOf(subscript, content.keyType);
  const found = content.entries.get(key);
  if (found !== undefined) return found;
  throw new ScriptError("MATLAB:Containers:Map:NoKey", "The specified key is not present in this container.");
}

const asValue = (key: Key): Value => (typeof key === "number" ? number(key) : text(key));

function keysOf(content: MapContent): Value {
  return cell(sortedKeys(content).map(asValue));
}

function valuesOf(call: Call): Value {
  const content = mapAt(call);
  if (call.args.length === 1) return cell(sortedKeys(content).map((key) => content.entries.get(key)!));
  return cell(elementsOf(argument(call, 1)).map((key) => got(content, key)));
}

function isKey(call: Call): Value {
  const content = mapAt(call);
  const asked = argument(call, 1);
  const has = (value: Value): boolean => {
    const key = content.keyType === "char" ? textOf(value) : scalarOf(value);
    return key !== undefined && content.entries.has(key);
  };
  return asked.kind === "cell" ? logicals(asked.size, asked.elements.map(has)) : logical(has(asked));
}

function remove(call: Call): Value {
  const content = mapAt(call);
  const asked = argument(call, 1);
  for (const each of asked.kind === "cell" ? asked.elements : [asked]) {
    const key = keyOf(each, content.keyType);
    if (!content.entries.delete(key))
      fail(call, "MATLAB:Containers:Map:NoKey", "The specified key is not present in this container.");
  }
  return call.args[0];
}

const counts = (value: Value): number => contentOf(value).entries.size;

const methods: Readonly<Record<string, Builtin>> = Object.fromEntries(
  [
    define("keys", (call) => keysOf(mapAt(call)), { least: 1, most: 1 }),
    define("values", valuesOf),
    define("isKey", isKey),
    define("remove", remove),
    ...["length", "numel"].map((name) => define(name, (call) => number(mapAt(call).entries.size), { least: 1, most: 1 })),
    define("isobject", () => logical(true)),
  ].map((each) => [each.name, each]),
);

const operations: ValueOperations = {
  className: "containers.Map",
  complete: true,
  ancestors: ["handle"],
  size: (value) => [counts(value), 1],
  index: (value, [subscript]) => got(contentOf(value), subscript),
  withIndex: (value, [subscript], given) => {
    const content = contentOf(value);
    content.entries.set(keyOf(subscript, content.keyType), given);
    return value;
  },
  member: (value, name) => {
    const content = contentOf(value);
    if (name === "Count") return number(content.entries.size);
    if (name === "KeyType") return text(content.keyType);
    if (name === "ValueType") return text(content.valueType);
    return name === "keys"
      ? keysOf(content)
      : name === "values"
        ? cell(sortedKeys(content).map((key) => content.entries.get(key)!))
        : undefined;
  },
  memberNames: () => ["Count", "KeyType", "ValueType"],
  method: (name) => (Object.hasOwn(methods, name) ? methods[name] : undefined),
  display: (value) =>
    `  Map with properties:\n\n        Count: ${counts(value)}\n      KeyType: ${contentOf(value).keyType}\n    ValueType: ${contentOf(value).valueType}\n`,
};

/** `containers.Map()`, `containers.Map(keys, values)`, `containers.Map('KeyType', 'char', 'ValueType', 'any')`. */
function map(call: Call): Value {
  const typed = call.args.findIndex((value) => ["KeyType", "ValueType", "UniformValues"].some((name) => isOption(value, name)));
  const plain = typed < 0 ? call.args : call.args.slice(0, typed);
  const option = (name: string): string | undefined => {
    const at = call.args.findIndex((value) => isOption(value, name));
    return at < 0 ? undefined : textAt(call, at + 1);
  };
  const keys =
    plain.length === 0 ? [] : plain[0].kind === "cell" || plain[0].kind === "string" ? elementsOf(plain[0]) : [plain[0]];
  const values = plain[1] === undefined ? [] : keys.length === 1 && plain[1].kind !== "cell" ? [plain[1]] : elementsOf(plain[1]);
  if (keys.length !== values.length)
    fail(call, "MATLAB:Containers:Map:SizeMismatch", "The number of keys and values must be the same.");
  const given = option("KeyType");
  const keyType =
    given === undefined
      ? keys.length > 0 && textOf(keys[0]) === undefined
        ? "double"
        : "char"
      : given === "char"
        ? "char"
        : "double";
  const entries = new Map(keys.map((key, i) => [keyOf(key, keyType), values[i]] as const));
  return { kind: "host", operations, content: { entries, keyType, valueType: option("ValueType") ?? "any" } };
}

const dictionaryOperations: ValueOperations = {
  ...operations,
  className: "dictionary",
  ancestors: [],
  size: () => [1, 1],
  withIndex: (value, [subscript], given) => {
    const content = contentOf(value);
    const keyType =
      content.entries.size > 0 ? content.keyType : subscript !== ":" && textOf(subscript) === undefined ? "double" : "char";
    return dictionaryOf(new Map([...content.entries, [keyOf(subscript, keyType), given]]), keyType);
  },
  member: () => undefined,
  memberNames: () => [],
  method: (name) => (["numEntries", "keys", "values", "isKey"].includes(name) ? dictionaryMethod(name) : undefined),
  display: (value) => `  dictionary with ${counts(value)} entries\n`,
};

/** Keys and values of a dictionary are arrays where they can be, in the order they were put in. */
function dictionaryMethod(name: string): Builtin {
  return define(name, (call): Results => {
    const { entries } = contentOf(call.args[0]);
    if (name === "numEntries") return number(entries.size);
    if (name === "isKey") return isKey(call);
    if (name === "keys") {
      const keys = [...entries.keys()];
      if (keys.every((key) => typeof key === "number")) return numbers([keys.length, 1], keys as number[]);
      return { kind: "string", size: [keys.length, 1], values: keys.map(String) };
    }
    const values = [...entries.values()];
    const found = values.map((value) => scalarOf(value));
    if (found.every((x) => x !== undefined)) return numbers([values.length, 1], found as number[]);
    return cell(values, [values.length, 1]);
  });
}

function dictionaryOf(entries: Map<Key, Value>, keyType: "char" | "double"): MapValue {
  return { kind: "host", operations: dictionaryOperations, content: { entries, keyType, valueType: "any" } };
}

/** `dictionary(keys, values)` or `dictionary(k1, v1, …)`: a value, not a handle. */
function dictionary(call: Call): Value {
  const entries = new Map<Key, Value>();
  let keyType: "char" | "double" = "char";
  for (let i = 0; i + 1 < call.args.length; i += 2) {
    const [key, value] = [call.args[i], call.args[i + 1]];
    const texts = textsOf(key);
    keyType = texts === undefined ? "double" : "char";
    const keys: Key[] = texts === undefined ? elementsOf(key).map((each) => keyOf(each, "double")) : [...texts];
    const values = keys.length === 1 ? [value] : elementsOf(value);
    if (values.length !== keys.length && values.length !== 1)
      fail(call, "MATLAB:dictionary:SizeMismatch", `dictionary has ${keys.length} keys, but ${describeValue(value)} as values.`);
    keys.forEach((each, k) => {
      entries.set(each, values[values.length === 1 ? 0 : k]);
    });
  }
  return dictionaryOf(entries, keyType);
}

/** Maps from keys to values. */
export const maps: readonly Builtin[] = [
  define("containers.Map", map, { unknowns: "accept" }),
  define("dictionary", dictionary, { unknowns: "accept" }),
];
