import { parentPort } from "node:worker_threads";
import { LayerGraphError } from "../errors.ts";
import { type Hdf5Outcome, loadHdf5, withHdf5 } from "./hdf5.ts";
import type { Mat73Reply, Mat73Request, StoredMat } from "./mat73Order.ts";
import { storedValues } from "./mat73Values.ts";
import { limitWasmMemory } from "./wasmMemory.ts";

// The thread in which files of version 7.3 are read: what a damaged one does to the library stays in here.
const limit = limitWasmMemory();

parentPort!.on("message", async ({ order, allowed }: Mat73Request) => {
  limit.bytes = order.libraryBytes;
  let milliseconds = startingMilliseconds + order.fileBytes * millisecondsPerByte;
  const working = (more: number): void => {
    milliseconds += more;
    Atomics.store(allowed, 0, Math.min(milliseconds, 2 ** 31 - 1));
  };
  await (await loadHdf5()).ready;
  working(0);
  const reply = replyOf(await withHdf5(order.path, (root) => storedValues(root, order, working)));
  parentPort!.postMessage(reply, reply.result ? buffersOf(reply.result) : []);
});

/** What a small file may take, and a large one more for each byte. */
const startingMilliseconds = 1000;
const millisecondsPerByte = 1 / 20_000;

function replyOf({ result, spent }: Hdf5Outcome<StoredMat>): Mat73Reply {
  if (!(result instanceof LayerGraphError)) return { result, spent };
  return { error: { code: result.code, message: result.message }, spent };
}

/** Arrays smaller than this are copied sooner than they are handed over. */
const leastTransfer = 65_536;

/** The large arrays in the values, each once, which the thread that asked is given. */
function buffersOf({ stored, wrapper }: StoredMat): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const seen = new Set<object>();
  const waiting: unknown[] = [stored, wrapper];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if (ArrayBuffer.isView(value)) {
      if (value.byteLength >= leastTransfer) buffers.add(value.buffer as ArrayBuffer);
    } else {
      const pieces = value instanceof Map || Array.isArray(value) ? value.values() : Object.values(value);
      for (const piece of pieces) waiting.push(piece);
    }
  }
  return [...buffers];
}
