import { builtins } from "../../../src/matlab/builtins/index.ts";
import { settled } from "../../../src/matlab/values/evaluation.ts";
import { randomStreams } from "../../../src/matlab/values/randomStreams.ts";
import type { Note, Session, Value } from "../../../src/matlab/values/value.ts";
import { evaluated, invoked, parsed } from "./evaluate.ts";

/** A session in which single expressions are computed: variables, built-in functions and anonymous functions, nothing else. */
export interface Bench {
  readonly session: Session;
  readonly printed: string[];
  readonly notes: Note[];
  readonly written: Map<string, Uint8Array>;
  /** The results of an expression written in MATLAB. */
  readonly results: (expression: string, nargout?: number) => Promise<readonly Value[]>;
  readonly value: (expression: string) => Promise<Value>;
}

/** What a bench begins with. */
export interface BenchOptions {
  readonly files?: Readonly<Record<string, Uint8Array>>;
  readonly variables?: Readonly<Record<string, Value>>;
  readonly mode?: "port" | "run";
}

/** A bench with these files and variables. */
export function bench({ files = {}, variables = {}, mode = "run" }: BenchOptions = {}): Bench {
  const [printed, notes, written]: [string[], Note[], Map<string, Uint8Array>] = [[], [], new Map()];
  const memory = new Map<symbol, unknown>();
  const scope = new Map(Object.entries(variables));
  const session: Session = {
    mode,
    release: "R2024a",
    variables: scope,
    invoke: (target, args, nargout, place) => invoked(session, target, args, nargout, place),
    exist: (name) => (scope.has(name) ? 1 : builtins.has(name) ? 5 : 0),
    evaluateText: (code, nargout) => evaluated(session, parsed(code), nargout, scope),
    files: {
      read: (name) => (name in files ? { path: name, bytes: files[name] } : undefined),
      write: (name, bytes) => {
        written.set(name, bytes);
        return name;
      },
    },
    random: randomStreams(),
    print: (each) => printed.push(each),
    note: (note) => notes.push(note),
    charge: () => {},
    memory: <T>(key: symbol, make: () => T): T => {
      if (!memory.has(key)) memory.set(key, make());
      return memory.get(key) as T;
    },
  };
  const results = (code: string, nargout = 1): Promise<readonly Value[]> =>
    settled(evaluated(session, parsed(code), nargout, scope));
  return { session, printed, notes, written, results, value: async (code) => (await results(code))[0] };
}
