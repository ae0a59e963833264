import { parentPort, workerData } from "node:worker_threads";
import { LayerGraphError } from "../errors.ts";
import { OnnxRuntimeHost } from "./onnxRuntimeHost.ts";
import type { WorkerReply, WorkerRequest } from "./workerMessages.ts";

// The thread in which a training's sessions run, so that the main thread stays free for progress, signals and the next mini-batch.
const host = new OnnxRuntimeHost((workerData as { threads: number }).threads);
let last: Promise<unknown> = Promise.resolve();

parentPort!.on("message", (request: WorkerRequest) => {
  last = last.then(() => answer(request));
});

async function answer({ id, call }: WorkerRequest): Promise<void> {
  const reply = await perform(call).then(
    (result): WorkerReply => ({ id, result }),
    (error: unknown): WorkerReply => ({ id, error: plainError(error) }),
  );
  parentPort!.postMessage(reply);
  if (call.method === "close") parentPort!.close();
}

async function perform(call: WorkerRequest["call"]): Promise<unknown> {
  switch (call.method) {
    case "load":
      return host.load(call.id, call.model);
    case "run":
      return host.run(call.id, call.feeds);
    case "setState":
      return host.setState(call.name, call.values);
    case "getState":
      return host.getState(call.name, call.previous);
    case "close":
      return host.close();
  }
}

function plainError(error: unknown): WorkerReply["error"] {
  if (error instanceof LayerGraphError) return { code: error.code, message: error.message, layer: error.details.layer };
  return { message: error instanceof Error ? error.message : String(error) };
}
