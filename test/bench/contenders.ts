import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Contender, type ContenderProgram } from "./contender.ts";
import type { Contest } from "./networks.ts";
import type { OurSettings, Role } from "./ours.ts";
import type { TensorflowSettings } from "./tensorflow.ts";

const run = promisify(execFile);

/** A process of ours. */
export function ours(role: Role, { network, shape }: Contest, threads: number): Contender {
  const settings: OurSettings = { role, network: network.name, shape, threads };
  return nodeContender(role === "network" ? "ours" : `ours ${role}`, "ours.js", settings);
}

/** A Python that has PyTorch. */
export interface PytorchPeer {
  readonly python: string;
  readonly version: string;
}

/** The first Python that can import PyTorch; undefined where there is none. */
export async function findPytorch(): Promise<PytorchPeer | undefined> {
  for (const python of ["/usr/bin/python3", "python3"]) {
    const found = await run(python, ["-c", "import torch; print(torch.__version__)"]).catch(() => undefined);
    if (found) return { python, version: found.stdout.trim() };
  }
  return undefined;
}

/** A process of PyTorch, for one network, shape and number of threads. */
export function pytorch({ python }: PytorchPeer, { network, shape }: Contest, threads: number): Contender {
  const script = fileURLToPath(new URL("../../../test/bench/pytorch.py", import.meta.url)); // seen from the compiled file
  const settings = { network: network.name, ...shape, threads };
  return new Contender({ name: pytorchName(threads), command: python, args: [script], settings });
}

/** What the contender of so many threads is called. */
export function pytorchName(threads: number): string {
  return `pytorch ${threads}`;
}

/** TensorFlow.js in a folder of its own. */
export interface TensorflowPeer {
  readonly folder: string;
  readonly version: string;
}

const tensorflowVersion = "4.22.0";

/** Installs TensorFlow.js with its WebAssembly backend into a folder that goes when this process does. Throws where npm cannot. */
export async function installTensorflow(): Promise<TensorflowPeer> {
  const folder = mkdtempSync(join(tmpdir(), "layergraph-bench-"));
  const installing = new AbortController();
  process.once("exit", () => {
    installing.abort(); // npm would make the folder again
    rmSync(folder, { recursive: true, force: true });
  });
  const packages = ["tfjs", "tfjs-backend-wasm"].map((name) => `@tensorflow/${name}@${tensorflowVersion}`);
  const flags = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const limits = { cwd: folder, timeout: 300_000, killSignal: "SIGKILL", signal: installing.signal } as const;
  await run("npm", ["install", "--prefix", folder, ...flags, ...packages], limits);
  return { folder, version: tensorflowVersion };
}

/** A process of TensorFlow.js for the temporal convolutional network at one shape. */
export function tensorflow({ folder }: TensorflowPeer, { shape }: Contest): Contender {
  const settings: TensorflowSettings = { folder, shape };
  return nodeContender("tensorflow", "tensorflow.js", settings);
}

/** A compiled file beside this one as a contender; it reads its settings from its one argument. */
function nodeContender(name: string, file: string, settings: object): Contender {
  const program: ContenderProgram = {
    name,
    command: process.execPath,
    args: [fileURLToPath(new URL(file, import.meta.url)), JSON.stringify(settings)],
  };
  return new Contender(program);
}
