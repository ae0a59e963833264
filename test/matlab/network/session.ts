import { networkBuiltins } from "../../../src/matlab/network/index.ts";
import type { Place } from "../../../src/matlab/syntax/ast.ts";
import { number, row, string } from "../../../src/matlab/values/construct.ts";
import { settled } from "../../../src/matlab/values/evaluation.ts";
import { unknown } from "../../../src/matlab/values/unknown.ts";
import type { Builtin, Note, Session, Value, ValueOperations } from "../../../src/matlab/values/value.ts";

const place: Place = { source: { name: "test.m", text: "", lineStarts: [0] }, start: 0, end: 0 };

/** What a value of a script is in a test: text is a string scalar, numbers a double or a row. */
type Given = Value | string | number | readonly number[];

/** A script that consists of calls of built-in functions. */
export interface TestScript {
  readonly notes: Note[];
  /** The first result of a function, or of a method of one of its arguments. */
  readonly call: (name: string, ...args: readonly Given[]) => Value;
  /** The results of a function that may wait. */
  readonly results: (name: string, nargout: number, ...args: readonly Given[]) => Promise<readonly Value[]>;
  readonly session: Session;
}

/** The value of a script that a test means. */
export function value(given: Given): Value {
  if (typeof given === "string") return string(given);
  if (typeof given === "number") return number(given);
  return Array.isArray(given) ? row(given as readonly number[]) : (given as Value);
}

/** A variable whose data are not there. */
export function missing(name: string): Value {
  return unknown(name, "load('data.mat') was not read", undefined, true);
}

/** The operations of a value with a behaviour of its own. */
export function operationsOf(of: Value): ValueOperations {
  if (of.kind !== "host") throw new Error(`a ${of.kind} has no operations`);
  return of.operations;
}

/** A session without interpreter: functions of the script are those in `functions`. */
export function testScript(
  options: Partial<Session> = {},
  functions: Record<string, (...args: readonly Value[]) => Value> = {},
): TestScript {
  const notes: Note[] = [];
  const kept = new Map<symbol, unknown>();
  const session: Session = {
    mode: "port",
    release: "R2024a",
    // biome-ignore lint/correctness/useYield: nothing waits here
    *invoke(target, args) {
      const name = typeof target === "string" ? target : target.kind === "handle" ? (target.name ?? "") : "";
      return [functions[name](...args)];
    },
    variables: new Map(),
    exist: () => 0,
    evaluateText: () => {
      throw new Error("no interpreter here");
    },
    files: {
      read: () => undefined,
      write: (name) => name,
    },
    random: {
      seed: () => undefined,
      uniform: () => 0.5,
      normal: () => 0.25,
      permutation: (n) => Int32Array.from({ length: n }, (_, i) => i),
    },
    print: () => undefined,
    note: (note) => notes.push(note),
    charge: () => undefined,
    memory: (key, make) => {
      if (!kept.has(key)) kept.set(key, make());
      return kept.get(key) as ReturnType<typeof make>;
    },
    ...options,
  };
  const found = (name: string, args: readonly Value[]): Builtin => {
    for (const arg of args) {
      const method = arg.kind === "host" ? arg.operations.method?.(name) : undefined;
      if (method) return method;
    }
    const builtin = networkBuiltins.find((each) => each.name === name);
    if (!builtin) throw new Error(`there is no function ${name}`);
    return builtin;
  };
  const run = (name: string, nargout: number, given: readonly Given[]) => {
    const args = given.map(value);
    return found(name, args).call({ name, args, nargout, place, session });
  };
  return {
    notes,
    session,
    call: (name, ...args) => {
      const results = run(name, 1, args);
      if (!Array.isArray(results)) throw new Error(`${name} waits`);
      return (results as readonly Value[])[0];
    },
    results: async (name, nargout, ...args) => {
      const results = run(name, nargout, args);
      return "next" in results ? settled(results) : results;
    },
  };
}
