import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MatValue } from "../../src/data/matValues.ts";
import { writeMat } from "../../src/data/matWrite.ts";
import { writeNpz } from "../../src/data/npz.ts";

/** A sequence of two features that goes up or down, and which. */
interface Observation {
  readonly label: "up" | "down";
  readonly rows: readonly (readonly number[])[];
}

/** Sequences of 5 to 9 steps, half of them rising, with a ripple that differs from one to the next. */
export function rampsUpAndDown(count: number): Observation[] {
  return Array.from({ length: count }, (_, i) => {
    const up = i % 2 === 0;
    const steps = Array.from({ length: 5 + ((i * 3) % 5) }, (_, t) => t);
    const slope = up ? 0.3 : -0.3;
    const ramp = steps.map((t) => slope * t + 0.1 * ((i * 7 + t * 3) % 5));
    return { label: up ? "up" : "down", rows: [ramp, steps.map((t) => 0.2 * ((i + t) % 3))] };
  });
}

/** Writes the ramps in every format that has sequences: `ramps.csv` (long), `.npz`, `.mat` and `.ts`. */
export function writeRamps(folder: string, name: string, count: number): void {
  const ramps = rampsUpAndDown(count);
  const lines = ramps.flatMap(({ label, rows }, i) => rows[0].map((x, t) => `s${i},${x},${rows[1][t]},${label}`));
  writeFileSync(join(folder, `${name}.csv`), `id,x,y,label\n${lines.join("\n")}\n`);
  writeFileSync(join(folder, `${name}.npz`), npzOf(ramps));
  writeFileSync(join(folder, `${name}.mat`), matOf(ramps));
  writeFileSync(join(folder, `${name}.ts`), timeSeriesOf(ramps));
}

function npzOf(ramps: readonly Observation[]): Uint8Array {
  const time = Math.max(...ramps.map(({ rows }) => rows[0].length));
  const padded = ramps.flatMap(({ rows }) => rows.flatMap((row) => Array.from({ length: time }, (_, t) => row[t] ?? 0)));
  const lengths = Int32Array.from(ramps, ({ rows }) => rows[0].length);
  return writeNpz(
    new Map([
      ["x", { type: "float64", shape: [ramps.length, 2, time], data: Float64Array.from(padded) }],
      ["y", { type: "string", shape: [ramps.length], data: ramps.map(({ label }) => label) }],
      ["lengths", { type: "int32", shape: [ramps.length], data: lengths }],
    ]),
  );
}

function matOf(ramps: readonly Observation[]): Uint8Array {
  const cell = (elements: MatValue[]): MatValue => ({ kind: "cell", size: [elements.length, 1], elements });
  const sequences = ramps.map(({ rows }): MatValue => {
    const columns = rows[0].flatMap((_, t) => rows.map((row) => row[t]));
    return { kind: "numeric", class: "double", size: [2, rows[0].length], data: Float64Array.from(columns) };
  });
  const labels = ramps.map(({ label }): MatValue => ({ kind: "char", size: [1, label.length], text: label }));
  return writeMat(
    new Map([
      ["XTrain", cell(sequences)],
      ["YTrain", cell(labels)],
    ]),
  );
}

function timeSeriesOf(ramps: readonly Observation[]): string {
  const header = [
    "@problemName Ramps",
    "@timeStamps false",
    "@univariate false",
    "@dimensions 2",
    "@equalLength false",
    "@classLabel true down up",
    "@data",
  ];
  const lines = ramps.map(({ label, rows }) => [...rows.map((row) => row.join(",")), label].join(":"));
  return `${[...header, ...lines].join("\n")}\n`;
}

/** Writes two clouds of points as a wide table: `a`, `b` and the label. */
export function writePoints(folder: string, name: string, count: number): void {
  const lines = Array.from({ length: count }, (_, i) => {
    const side = i % 2 === 0 ? 1 : -1;
    return `${side + 0.1 * (i % 5)},${-side + 0.1 * (i % 3)},${side > 0 ? "right" : "left"}`;
  });
  writeFileSync(join(folder, name), `a,b,label\n${lines.join("\n")}\n`);
}

/** A layer as a graph file has it. */
export type FileLayer = Readonly<Record<string, unknown>>;

/** Layers one after the other, as a graph file. */
export function graphFile(layers: readonly FileLayer[]): string {
  const connections = layers.slice(1).map((layer, i) => ({ source: layers[i].name, destination: layer.name }));
  return JSON.stringify({ format: "layergraph/2", layers, connections });
}

/** The layers of a small network that tells rising from falling sequences, or each of their steps. */
export function rampLayers({ filters = 4, stepwise = false } = {}): FileLayer[] {
  return [
    { type: "sequenceInputLayer", name: "input", inputSize: 2, normalization: "zerocenter" },
    { type: "convolution1dLayer", name: "conv", filterSize: 3, numFilters: filters, padding: "causal" },
    { type: "reluLayer", name: "relu" },
    ...(stepwise ? [] : [{ type: "globalMaxPooling1dLayer", name: "pool" }]),
    ...classifier,
  ];
}

const classifier: readonly FileLayer[] = [
  { type: "fullyConnectedLayer", name: "fc", outputSize: 2 },
  { type: "softmaxLayer", name: "softmax" },
  { type: "classificationLayer", name: "output" },
];

/** The layers of a classifier of points. */
export const pointLayers: readonly FileLayer[] = [{ type: "featureInputLayer", name: "input", inputSize: 2 }, ...classifier];
