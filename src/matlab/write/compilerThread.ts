import { Worker } from "node:worker_threads";
import type { ModuleToCompile } from "./compiled.ts";
import type { CompilerReply, CompilerRequest } from "./compilerMessages.ts";

/** Who waits for a module. */
interface Waiting {
  readonly onJavascript: (javascript: string) => void;
  readonly resolve: (problems: readonly string[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Milliseconds that the compiler is kept for a module, or for the next one. */
const patience = 5000;

let thread: Worker | undefined;
let leaving: NodeJS.Timeout | undefined;
let asked = 0;
const waiting = new Map<number, Waiting>();

/** Starts the thread of the compiler, if it is not there: to load it takes as long as to run a script. It does not keep the process alive. */
export function startCompiler(): void {
  thread ??= newThread();
  clearTimeout(leaving);
  leaving = setTimeout(leave, patience).unref();
}

/**
 * Compiles a generated module under `strict`, in a thread of its own.
 *
 * @param onJavascript is given the module as a function body over `exports` and `require`, while the compiler goes on to check it
 * @returns what is wrong with it, each with the line of the module: `3: Type 'string' is not assignable to type 'number'.`
 */
export function compiledInThread(
  module: ModuleToCompile,
  onJavascript: (javascript: string) => void,
): Promise<readonly string[]> {
  startCompiler();
  const worker = thread!;
  return new Promise((resolve, reject) => {
    const id = asked++;
    waiting.set(id, { onJavascript, resolve, reject });
    worker.ref();
    worker.postMessage({ id, module } satisfies CompilerRequest);
  });
}

function newThread(): Worker {
  const worker = new Worker(workerFile(), { execArgv: [] });
  worker.unref();
  worker.on("message", (reply: CompilerReply) => {
    const asker = waiting.get(reply.id)!;
    try {
      if ("javascript" in reply) return asker.onJavascript(reply.javascript);
      asker.resolve(reply.problems);
    } catch (error) {
      asker.reject(error);
    }
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
  });
  worker.on("error", (error) => {
    thread = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return worker;
}

/** Gives the memory of the compiler back, unless it is at work. */
function leave(): void {
  if (waiting.size > 0) {
    leaving = setTimeout(leave, patience).unref();
    return;
  }
  void thread?.terminate();
  thread = undefined;
}

/** The worker's compiled file; when this source is run as TypeScript (in tests), the one that the build made. */
function workerFile(): URL {
  const compiled = import.meta.url.endsWith(".ts") ? "../../../dist/src/matlab/write/compilerWorker.js" : "./compilerWorker.js";
  return new URL(compiled, import.meta.url);
}
