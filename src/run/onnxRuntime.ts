import type { Executor } from "./executor.ts";
import { hostModel } from "./hostModel.ts";
import { OnnxRuntimeHost } from "./onnxRuntimeHost.ts";

/** The executor that runs plans on ONNX Runtime in this thread; `threads` is how many one op may use. */
export function onnxRuntimeExecutor(threads = 1): Executor {
  const host = new OnnxRuntimeHost(threads);
  return {
    load: (id, plan, initializers = new Map()) => host.load(id, hostModel(plan, initializers)),
    run: (id, feeds) => host.run(id, feeds),
    setState: async (name, values) => host.setState(name, values),
    getState: async (name, previous = false) => host.getState(name, previous),
    close: () => host.close(),
  };
}
