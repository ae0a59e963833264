import type { AnonymousFunction, FunctionHandle } from "../syntax/ast.ts";
import { expressionsIn } from "../syntax/walk.ts";
import type { HandleValue, Value } from "../values/value.ts";
import type { Frame } from "./machine.ts";

/** `@name`: remembers where it was written, so that local functions are found again. */
export function namedHandle(frame: Frame, { name, place }: FunctionHandle): HandleValue {
  const dot = name.indexOf(".");
  const object = dot < 0 ? undefined : frame.scope.read(name.slice(0, dot));
  if (object === undefined) return { kind: "handle", name, home: frame };
  const target = { kind: "name", name: name.slice(0, dot), place } as const;
  const rest = { kind: "name", name: "varargin", place } as const;
  const all = { kind: "colon", place } as const;
  const body = {
    kind: "apply",
    target: { kind: "member", target, name: name.slice(dot + 1), place },
    brackets: "()",
    args: [{ value: { kind: "apply", target: rest, brackets: "{}", args: [{ value: all, place }], place }, place }],
    place,
  } as const;
  const anonymous: AnonymousFunction = { kind: "anonymous", parameters: ["varargin"], body, place };
  return { kind: "handle", anonymous, captured: new Map([[target.name, object]]), home: frame };
}

const mentioned = new WeakMap<AnonymousFunction, readonly string[]>();

/** `@(x) …`: takes along the variables that its body mentions as they are now. */
export function anonymousHandle(frame: Frame, anonymous: AnonymousFunction): HandleValue {
  const captured = new Map<string, Value>();
  for (const name of namesIn(anonymous)) {
    const value = anonymous.parameters.includes(name) ? undefined : frame.scope.read(name);
    if (value !== undefined) captured.set(name, value);
  }
  return { kind: "handle", anonymous, captured, home: frame };
}

function namesIn(anonymous: AnonymousFunction): readonly string[] {
  const known = mentioned.get(anonymous);
  if (known !== undefined) return known;
  const found = new Set<string>();
  for (const part of expressionsIn(anonymous.body)) if (part.kind === "name") found.add(part.name);
  const names = [...found];
  mentioned.set(anonymous, names);
  return names;
}
