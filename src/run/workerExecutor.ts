import { Worker } from "node:worker_threads";
import { internal, LayerGraphError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import type { Executor, Tensors } from "./executor.ts";
import { hostModel } from "./hostModel.ts";
import { feedCheck } from "./runErrors.ts";
import type { WorkerReply, WorkerRequest } from "./workerMessages.ts";

/**
 * The executor that runs plans on ONNX Runtime in a thread of its own: the runtime blocks the thread it runs in. `threads` is how many one
 * op may use. Close it, or the process stays alive.
 */
export function workerExecutor(threads: number): Executor {
  const worker = new Worker(workerFile(), { workerData: { threads }, execArgv: [] });
  const waiting = new Map<number, { resolve: (result: never) => void; reject: (error: unknown) => void }>();
  let asked = 0;
  let dead: unknown;
  worker.on("message", ({ id, result, error }: WorkerReply) => {
    const { resolve, reject } = waiting.get(id)!;
    waiting.delete(id);
    if (error) reject(rebuilt(error));
    else resolve(result as never);
  });
  const fail = (error: unknown): void => {
    dead ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on("error", fail);
  worker.on("exit", () => fail(new LayerGraphError("worker-stopped", "the thread that computes has stopped.")));
  const ask = <T>(call: WorkerRequest["call"]): Promise<T> =>
    new Promise((resolve, reject) => {
      if (dead !== undefined) return reject(dead);
      const id = asked++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, call } satisfies WorkerRequest);
    });
  const checks = new Map<string, ReturnType<typeof feedCheck>>();
  return {
    load: (id, plan, initializers = new Map()) => {
      checks.set(id, feedCheck(plan));
      return ask({ method: "load", id, model: hostModel(plan, initializers) });
    },
    run: async (id, feeds) => {
      const check = checks.get(id) ?? internal(`no plan '${id}' is loaded`);
      check(feeds);
      return ask<Tensors>({ method: "run", id, feeds });
    },
    setState: (name, values) => ask({ method: "setState", name, values }),
    getState: (name, previous = false) => ask<Tensor>({ method: "getState", name, previous }),
    close: async () => {
      checks.clear();
      if (dead !== undefined) return;
      await ask({ method: "close" });
      await worker.terminate();
    },
  };
}

/** The worker's compiled file; when this source is run as TypeScript (in tests), the one that the build made. */
function workerFile(): URL {
  const compiled = import.meta.url.endsWith(".ts") ? "../../dist/src/run/worker.js" : "./worker.js";
  return new URL(compiled, import.meta.url);
}

function rebuilt({ code, message, layer }: NonNullable<WorkerReply["error"]>): Error {
  return code === undefined ? new Error(message) : new LayerGraphError(code, message, layer === undefined ? {} : { layer });
}
