import type { Executor, Tensors } from "./executor.ts";
import { hostModel } from "./hostModel.ts";
import { OnnxRuntimeHost } from "./onnxRuntimeHost.ts";
import { feedCheck } from "./runErrors.ts";

/** The executor that runs plans on ONNX Runtime in this thread; `threads` is how many one op may use. */
export function onnxRuntimeExecutor(threads = 1): Executor {
  const host = new OnnxRuntimeHost(threads);
  const checks = new Map<string, (feeds: Tensors) => void>();
  return {
    load: async (id, plan, initializers = new Map()) => {
      await host.load(id, hostModel(plan, initializers));
      checks.set(id, feedCheck(plan));
    },
    run: async (id, feeds) => {
      checks.get(id)?.(feeds);
      return host.run(id, feeds);
    },
    setState: async (name, values) => host.setState(name, values),
    getState: async (name, previous = false) => host.getState(name, previous),
    close: () => host.close(),
  };
}
