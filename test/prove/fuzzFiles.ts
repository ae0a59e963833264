import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { readMat } from "../../src/data/mat.ts";
import type { MatValue } from "../../src/data/matValues.ts";
import { writeMat } from "../../src/data/matWrite.ts";
import { readNpy, writeNpy } from "../../src/data/npy.ts";
import { writeNpz } from "../../src/data/npz.ts";
import { readDataSet } from "../../src/data/readDataSet.ts";
import { readSafetensors, writeSafetensors } from "../../src/data/safetensors.ts";
import type { LayerGraphError } from "../../src/errors.ts";
import { defineLayer } from "../../src/layer.ts";
import { multiply } from "../../src/ops/index.ts";
import { randomStream } from "../../src/random.ts";
import { floats } from "../../src/tensor.ts";
import { decodeNetwork, encodeNetwork } from "../../src/train/networkFile.ts";
import { predict } from "../../src/train/predict.ts";
import { visitAll } from "../data/damagedFiles.ts";
import { mutations } from "../data/mutation.ts";
import { realFile } from "../data/realFiles.ts";
import { randomNetwork, sequences, tinyTcn } from "../train/networkExamples.ts";
import type { FuzzCase, FuzzSection } from "./fuzzSection.ts";

/** Damaged copies of files of every format that is read. */
export function fileSections(seed: number): Readonly<Record<string, () => FuzzSection>> {
  return {
    mat: () => matSection(seed),
    "ts series": () => textSection("ts series", ".ts", seriesText(), 1500, seed, ({ code }) => code !== "ts-header"),
    csv: () => textSection("csv", ".csv", tableText(), 1500, seed, ({ code }) => code !== "csv-syntax"),
    npz: () => dataSection("npz", ".npz", archive(), 1500, seed, ({ code }) => !code.includes("zip")),
    npy: () =>
      bytesSection(
        "npy",
        arrayBytes(),
        1500,
        seed,
        readNpy,
        ({ code }) => !["not-npy", "npy-version", "npy-header"].includes(code),
      ),
    safetensors: () => bytesSection("safetensors", tensorBytes(), 1500, seed, readSafetensors, isDeepInSafetensors),
    onnx: () => onnxSection(seed),
  };
}

function matSection(seed: number): FuzzSection {
  const real = ["matlab/lstm-seriesnetwork.mat", "matlab/tcn-dagnetwork.mat", "HumanActivityTest.mat"].map(realFile);
  const present = real.filter((file) => file.present).map((file) => file.bytes());
  const made = [matExample({ compressed: true }), matExample({ compressed: false }), matExample({ byteOrder: "big" })];
  // The large file comes once in a while: packing a copy of it again takes longer than reading it.
  const [series, dag, large] = present;
  const rotation = present.length < 3 ? made : [...made, series, dag, series, dag, series, dag, series, large];
  const copies = [...new Set(rotation)].map((bytes) => [bytes, mutations(seed, bytes)] as const);
  const next = new Map(copies);
  return {
    name: present.length < 3 ? "mat (real files are not in LAYERGRAPH_DATA)" : "mat",
    count: 4500,
    cases: (function* () {
      for (let index = 0; ; index++) {
        const copy = next.get(rotation[index % rotation.length])!.next().value;
        const attempt = (): void => {
          visitAll(readMat(copy.bytes));
          readFile(".mat", copy.bytes);
        };
        yield { label: `seed ${seed}, ${copy.kind}`, attempt };
      }
    })(),
    isDeep: ({ message, code }) =>
      / of the (element inflated|subsystem|object tables)/.test(message) ||
      message.includes("object of class") ||
      !code.startsWith("mat-"),
  };
}

function matExample(options: Parameters<typeof writeMat>[1]): Uint8Array {
  const matrix = (rows: number, columns: number): MatValue => ({
    kind: "numeric",
    class: "double",
    size: [rows, columns],
    data: Float64Array.from({ length: rows * columns }, (_, index) => index / 3),
  });
  const text = (value: string): MatValue => ({ kind: "char", size: [1, value.length], text: value });
  const variables = new Map<string, MatValue>([
    ["XTrain", { kind: "cell", size: [3, 1], elements: [matrix(3, 9), matrix(3, 7), matrix(3, 8)] }],
    ["YTrain", { kind: "cell", size: [3, 1], elements: [text("up"), text("down"), text("up")] }],
    ["info", { kind: "struct", size: [1, 2], fields: new Map([["note", [text("a"), matrix(2, 2)]]]) }],
  ]);
  return writeMat(variables, options);
}

/** The first recordings of the Japanese vowels, or as many of our own. */
function seriesText(): Uint8Array {
  const real = realFile("JapaneseVowels_TRAIN.ts");
  if (real.present) {
    const lines = new TextDecoder().decode(real.bytes()).split("\n");
    return new TextEncoder().encode(lines.slice(0, lines.findIndex((line) => /^@data/i.test(line)) + 6).join("\n"));
  }
  const random = randomStream(1, "series");
  const series = Array.from({ length: 6 }, (_, i) => {
    const parts = [0, 1].map(() => Array.from({ length: 9 }, () => random.normal().toFixed(3)).join(","));
    return `${parts.join(":")}:${["up", "down"][i % 2]}`;
  });
  const header = "@problemName made\n@univariate false\n@dimensions 2\n@equalLength false\n@classLabel true up down\n@data\n";
  return new TextEncoder().encode(header + series.join("\n"));
}

function tableText(): Uint8Array {
  const random = randomStream(1, "table");
  const rows = Array.from({ length: 60 }, (_, i) => {
    const label = ["sitting", '"running, fast"', "walking"][Math.floor(i / 20)];
    return `r${Math.floor(i / 10)},${random.normal().toFixed(4)},${random.normal().toFixed(2)},${label}`;
  });
  return new TextEncoder().encode(`recording,x,y,activity\n${rows.join("\n")}\n`);
}

function archive(): Uint8Array {
  const x = Float32Array.from({ length: 24 }, (_, i) => i / 7);
  return writeNpz(
    new Map([
      ["x", { type: "float32", shape: [2, 3, 4], data: x }],
      ["y", { type: "string", shape: [2], data: ["up", "down"] }],
    ]),
  );
}

function arrayBytes(): Uint8Array {
  return writeNpy({ type: "int16", shape: [30, 20], data: Int16Array.from({ length: 600 }, (_, i) => i) }, { order: "F" });
}

function tensorBytes(): Uint8Array {
  const tensors = new Map([
    ["fc/weights", floats([20, 30], new Float32Array(600).fill(0.5))],
    ["fc/bias", floats([20], new Float32Array(20))],
  ]);
  return writeSafetensors(tensors, { step: "3" });
}

function isDeepInSafetensors({ code, message }: LayerGraphError): boolean {
  return code !== "safetensors-truncated" && !message.includes("is not JSON") && !message.includes("a header of");
}

/** The whole road of a user's file, from its path. */
function readFile(extension: string, bytes: Uint8Array, options: Parameters<typeof readDataSet>[1] = {}): void {
  const folder = mkdtempSync(join(tmpdir(), "layergraph-fuzz-"));
  try {
    const path = join(folder, `damaged${extension}`);
    writeFileSync(path, bytes);
    readDataSet(path, options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function dataSection(
  name: string,
  extension: string,
  bytes: Uint8Array,
  count: number,
  seed: number,
  isDeep: FuzzSection["isDeep"],
): FuzzSection {
  return bytesSection(name, bytes, count, seed, (copy) => readFile(extension, copy), isDeep);
}

/** Text is damaged in bytes and in characters that mean something to a reader. */
function textSection(
  name: string,
  extension: string,
  bytes: Uint8Array,
  count: number,
  seed: number,
  isDeep: FuzzSection["isDeep"],
): FuzzSection {
  const options = extension === ".csv" ? { sequenceId: "recording", responses: "activity" } : {};
  const copies = mutations(seed, bytes);
  const random = randomStream(seed, name);
  const pieces = [",", ":", "\n", '"', "?", "@data\n", "-", "e", "NaN", "1e999", " ", "\t", "#", "\u0000", "Infinity", ",,", "é"];
  const cases = function* (): Generator<FuzzCase, never> {
    for (;;) {
      const copy = copies.next().value;
      yield { label: `seed ${seed}, ${copy.kind}`, attempt: () => readFile(extension, copy.bytes, options) };
      const [at, piece] = [random.below(bytes.length), pieces[random.below(pieces.length)]];
      const text = new TextDecoder().decode(bytes);
      const changed = new TextEncoder().encode(text.slice(0, at) + piece + text.slice(at + random.below(3)));
      const label = `seed ${seed}, ${JSON.stringify(piece)} at ${at}`;
      yield { label, attempt: () => readFile(extension, changed, options) };
    }
  };
  const deep = (error: LayerGraphError): boolean => error.code !== "file-unreadable" && isDeep(error);
  return { name, count, cases: cases(), isDeep: deep };
}

function bytesSection(
  name: string,
  bytes: Uint8Array,
  count: number,
  seed: number,
  read: (bytes: Uint8Array) => unknown,
  isDeep: FuzzSection["isDeep"],
): FuzzSection {
  const copies = mutations(seed, bytes);
  const cases = function* (): Generator<FuzzCase, never> {
    for (;;) {
      const copy = copies.next().value;
      yield { label: `seed ${seed}, ${copy.kind}`, attempt: () => read(copy.bytes) };
    }
  };
  return { name, count, cases: cases(), isDeep };
}

/**
 * Saved networks. One of two has a layer whose code is not there, so that the damaged model itself goes to the runtime. The first that are
 * still read also predict.
 */
function onnxSection(seed: number): FuzzSection {
  const own = encodeNetwork(randomNetwork(tinyTcn({ attention: [unknownLayer({ name: "unknown" })] })));
  const copies = [encodeNetwork(randomNetwork(tinyTcn())), own].map((bytes) => mutations(seed, bytes));
  const X = sequences([5]);
  let predictions = 0;
  const read = async (copy: Uint8Array): Promise<void> => {
    const net = decodeNetwork(copy);
    if (predictions++ < 300) await predict(net, X, { threads: 1 });
  };
  const cases = function* (): Generator<FuzzCase, never> {
    for (let index = 0; ; index++) {
      const copy = copies[index % copies.length].next().value;
      yield { label: `seed ${seed}, ${copy.kind}`, attempt: () => read(copy.bytes) };
    }
  };
  const isDeep = ({ message }: LayerGraphError): boolean => !message.includes("its bytes are cut off or damaged");
  return { name: "onnx", count: 1500, cases: cases(), isDeep };
}

const unknownLayer = defineLayer({
  type: "unknownLayer",
  options: z.object({}),
  predict: ({ inputs: [x] }) => multiply(x.value, 2),
});
