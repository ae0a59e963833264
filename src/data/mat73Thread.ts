import { Worker } from "node:worker_threads";
import { LayerGraphError } from "../errors.ts";
import type { Mat73Order, Mat73Reply, Mat73Request, StoredMat } from "./mat73Order.ts";

/** A thread that reads one file after another, and how much memory it may take for values. */
interface Reader {
  readonly worker: Worker;
  readonly mebibytes: number;
}

/** Milliseconds between two looks at a thread that reads. */
const interval = 20;

let reader: Reader | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * The values of a file of version 7.3, read in a thread that is started at the first such file and kept for the next; one after the other. A file
 * that takes all memory or has no end costs the thread, and nothing else.
 *
 * @throws LayerGraphError `mat-corrupt`, `mat-too-deep` or `mat-too-large`
 */
export function readInThread(order: Mat73Order): Promise<StoredMat> {
  const turn = last.then(() => readNow(order));
  last = turn.catch(() => {});
  return turn;
}

async function readNow(order: Mat73Order): Promise<StoredMat> {
  const current = readerFor(order);
  const { result, error, spent } = await answerOf(current.worker, order);
  if (spent) await discard(current);
  if (result) return result;
  throw new LayerGraphError(error!.code, error!.message);
}

/** The thread that is there, or a new one where it is too small for the values of a file. */
function readerFor({ fileBytes }: Mat73Order): Reader {
  const mebibytes = 256 + Math.ceil((8 * fileBytes) / 2 ** 20);
  if (reader && reader.mebibytes < mebibytes) void discard(reader);
  reader ??= started(mebibytes);
  return reader;
}

function started(mebibytes: number): Reader {
  const resourceLimits = { maxOldGenerationSizeMb: mebibytes };
  // What the library prints is not shown; flags such as --input-type are for the main thread.
  const worker = new Worker(workerFile(), { resourceLimits, stdout: true, stderr: true, execArgv: [] });
  worker.unref();
  const made: Reader = { worker, mebibytes };
  worker.on("error", () => void discard(made));
  worker.on("exit", () => void discard(made));
  return made;
}

async function discard(old: Reader): Promise<void> {
  if (reader === old) reader = undefined;
  await old.worker.terminate();
}

/** The worker's compiled file; when this source is run as TypeScript (in tests), the one that the build made. */
function workerFile(): URL {
  const compiled = import.meta.url.endsWith(".ts") ? "../../dist/src/data/mat73Worker.js" : "./mat73Worker.js";
  return new URL(compiled, import.meta.url);
}

/** What the thread answers, or what became of it. */
function answerOf(worker: Worker, order: Mat73Order): Promise<Mat73Reply> {
  const allowed = new Int32Array(new SharedArrayBuffer(4));
  return new Promise((resolve, reject) => {
    const watch = setInterval(
      timeKeeper(allowed, () => end(refusal("reading it takes longer than a file of its length can take"))),
      interval,
    );
    const fail = (error: Error & { readonly code?: string }): void => {
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY") end(refusal("it takes more memory than a file of its length can take"));
      else settle(() => reject(error));
    };
    const stopped = (): void => end(refusal("the thread that read it has stopped"));
    const settle = (then: () => void): void => {
      clearInterval(watch);
      worker.off("message", end).off("error", fail).off("exit", stopped);
      worker.unref();
      then();
    };
    const end = (reply: Mat73Reply): void => settle(() => resolve(reply));
    worker.on("message", end).on("error", fail).on("exit", stopped);
    worker.ref();
    worker.postMessage({ order, allowed } satisfies Mat73Request);
  });
}

function refusal(reason: string): Mat73Reply {
  return { error: { code: "mat-corrupt", message: `MAT-file of version 7.3: it is damaged: ${reason}.` }, spent: true };
}

/** Calls back once the thread has read for longer than it may. Time counts from when it allows itself some; a busy machine's other work does not. */
function timeKeeper(allowed: Int32Array, late: () => void): () => void {
  let began: { readonly wall: number; readonly processor: NodeJS.CpuUsage } | undefined;
  return () => {
    const most = Atomics.load(allowed, 0);
    if (most === 0) return;
    began ??= { wall: performance.now(), processor: process.cpuUsage() };
    const { user, system } = process.cpuUsage(began.processor);
    if (Math.min(performance.now() - began.wall, (user + system) / 1000) > most) late();
  };
}
