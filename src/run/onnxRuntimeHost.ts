import * as ort from "onnxruntime-node";
import { internal, type LayerGraphError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import type { Tensors } from "./executor.ts";
import { missingInput, runFailed } from "./runErrors.ts";

/** A model as the host loads it. */
export interface HostModel {
  readonly bytes: Uint8Array;
  /** Input names whose next value is the output of the given name. */
  readonly feedback: Readonly<Record<string, string>>;
  readonly outputs: readonly string[];
  readonly inputs: readonly string[];
}

/** Two buffers for an array that a run reads and writes: the runtime may not write what it reads. */
interface Resident {
  current: Tensor;
  other: Tensor | undefined;
}

/** ONNX Runtime sessions and the arrays that stay between their runs. */
export class OnnxRuntimeHost {
  readonly #sessions = new Map<string, { session: ort.InferenceSession; model: HostModel }>();
  readonly #residents = new Map<string, Resident>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #threads: number;

  /** `threads`: how many threads one op may use. */
  constructor(threads: number) {
    this.#threads = threads;
  }

  async load(id: string, model: HostModel): Promise<void> {
    const session = await ort.InferenceSession.create(model.bytes, {
      intraOpNumThreads: this.#threads,
      interOpNumThreads: 1,
      executionMode: "sequential",
      graphOptimizationLevel: "all",
      logSeverityLevel: 4, // what fails is thrown, not printed
      // Not set_denormal_as_zero: it changes the arithmetic of this whole thread, JavaScript's too, but only for the first session of a
      // process; the threads of a later session would round differently from the one that calls them.
    });
    const replaced = this.#sessions.get(id);
    this.#sessions.set(id, { session, model });
    if (replaced) await this.#release([replaced.session]);
  }

  setState(name: string, values: Tensor): void {
    this.#residents.set(name, { current: copied(values), other: undefined });
  }

  getState(name: string, previous: boolean): Tensor {
    const resident = this.#residents.get(name);
    const kept = previous ? resident?.other : resident?.current;
    if (!kept) internal(`nothing is kept under '${name}'`);
    return copied(kept);
  }

  async run(id: string, feeds: Tensors): Promise<Tensors> {
    const { session, model } = this.#sessions.get(id) ?? internal(`no plan '${id}' is loaded`);
    const fed: Record<string, ort.Tensor> = {};
    for (const name of model.inputs) {
      const given = feeds[name] ?? this.#residents.get(name)?.current;
      if (!given) throw missingInput(name);
      fed[name] = runtimeTensor(given);
    }
    const fetched: Record<string, ort.Tensor | null> = Object.fromEntries(model.outputs.map((name) => [name, null]));
    for (const [input, output] of Object.entries(model.feedback)) fetched[output] = this.#buffer(input);
    const results = await this.#finished(session.run(fed, fetched));
    for (const [input, output] of Object.entries(model.feedback)) this.#keep(input, results[output]);
    const kept = new Set(Object.values(model.feedback));
    return Object.fromEntries(model.outputs.filter((name) => !kept.has(name)).map((name) => [name, hostTensor(results[name])]));
  }

  async close(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    await this.#release(sessions.map(({ session }) => session));
    this.#residents.clear();
  }

  /** The result of a run, or what failed in it as an error of ours; until then no session is released. */
  async #finished<T>(run: Promise<T>): Promise<T> {
    this.#running.add(run);
    try {
      return await run;
    } catch (error) {
      throw layerError(error);
    } finally {
      this.#running.delete(run);
    }
  }

  async #release(sessions: readonly ort.InferenceSession[]): Promise<void> {
    await Promise.allSettled(this.#running);
    for (const session of sessions) await session.release();
  }

  #buffer(name: string): ort.Tensor {
    const resident = this.#residents.get(name) ?? internal(`nothing is kept under '${name}'`);
    resident.other ??= { ...resident.current, data: resident.current.data.slice() } as Tensor;
    return runtimeTensor(resident.other);
  }

  #keep(name: string, result: ort.Tensor): void {
    const resident = this.#residents.get(name)!;
    this.#residents.set(name, { current: hostTensor(result), other: resident.current });
  }
}

function copied(values: Tensor): Tensor {
  return { ...values, data: values.data.slice() } as Tensor;
}

function runtimeTensor({ type, data, shape }: Tensor): ort.Tensor {
  const runtimeType = type === "float64" ? "float32" : type;
  const values = type === "float64" ? Float32Array.from(data as Float64Array) : data;
  return new ort.Tensor(runtimeType, values as Float32Array, shape as number[]);
}

function hostTensor(result: ort.Tensor): Tensor {
  return { type: result.type as "float32", shape: result.dims, data: result.data as Float32Array };
}

/** The runtime's error as one of ours that names the layer, which the node's name begins with. */
function layerError(error: unknown): LayerGraphError {
  const text = error instanceof Error ? error.message : String(error);
  const node = /Name:'([^']*)'/.exec(text)?.[1];
  const layer = node?.split("/")[0];
  const status = text.replace(/^.*Status Message: /s, "");
  // Some messages begin with the place in the runtime's own source: file, line and the signature of a function.
  const reason = status.replace(/^\/\S+:\d+ .*?\)(?: const)?(?: \[with [^\]]*\])? /s, "");
  return runFailed(layer, reason.trim(), error);
}
