import type { Tensor } from "../tensor.ts";
import type { Tensors } from "./executor.ts";
import type { HostModel } from "./onnxRuntimeHost.ts";

/** What the main thread asks of the worker. */
export interface WorkerRequest {
  readonly id: number;
  readonly call:
    | { readonly method: "load"; readonly id: string; readonly model: HostModel }
    | { readonly method: "run"; readonly id: string; readonly feeds: Tensors }
    | { readonly method: "setState"; readonly name: string; readonly values: Tensor }
    | { readonly method: "getState"; readonly name: string; readonly previous: boolean }
    | { readonly method: "close" };
}

/** The answer to the request of the same number. */
export interface WorkerReply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly code?: string; readonly message: string; readonly layer?: string };
}
