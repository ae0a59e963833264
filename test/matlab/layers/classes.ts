import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { applyLayer, storedShape } from "../../../src/layer/apply.ts";
import { type Activation, arrayValue, type Format, type Layer } from "../../../src/layer.ts";
import { runScript } from "../../../src/matlab/interpret/runScript.ts";
import { numbersIn } from "../../../src/matlab/layers/concrete.ts";
import type { ScriptRun } from "../../../src/matlab/values/scriptRun.ts";
import { constant, type Dim } from "../../../src/ops/index.ts";
import { elementCount, type Tensor } from "../../../src/tensor.ts";

const classes = fileURLToPath(new URL("classes", import.meta.url));
const examples = fileURLToPath(new URL("../../../examples/matlab", import.meta.url));

/** What running a script gives whose folder has all classes of these tests. */
export async function ran(
  script: string,
  mode: "port" | "run" = "port",
  files: Readonly<Record<string, string>> = {},
): Promise<ScriptRun> {
  const folder = mkdtempSync(join(tmpdir(), "layers-"));
  try {
    for (const from of [classes, examples]) cpSync(from, folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const path = join(folder, "made.m");
    writeFileSync(path, script);
    return await runScript({ path, mode });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The layer that an expression of MATLAB makes. */
export async function layerOf(expression: string, files: Readonly<Record<string, string>> = {}): Promise<Layer> {
  const run = await ran(`rng(3);\nlgraph = layerGraph();\nlgraph = addLayers(lgraph, ${expression});\n`, "port", files);
  if (run.error) throw run.error;
  return run.graphs[0].graph.layers[0];
}

/** An input of a layer: its numbers in the order [B, C, S…, T]. */
export interface Given {
  readonly format: Format;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** Numbers that look random. */
export function numbersFor(format: Format, shape: readonly number[], seed = 1): Given {
  return { format, shape, data: Array.from({ length: elementCount(shape) }, (_, i) => Math.sin(seed * 31 + i * i * 0.37 + i)) };
}

/** What a layer computes for known inputs, in double precision; its learnables and states are what they start at. */
export function computed(
  layer: Layer,
  inputs: readonly Given[],
  options: { readonly training?: boolean; readonly random?: (at: number) => number } = {},
): Tensor[] {
  const activations = inputs.map(({ format, shape, data }): Activation => ({ format, value: constant(data, shape) }));
  const applied = applyLayer({ ...layer, name: layer.name || "layer" }, activations, {
    training: options.training ?? false,
    learnable: (name, { size, given }) => {
      const value = given === undefined ? undefined : arrayValue(given);
      if (!value) throw new Error(`'${name}' has no value`);
      return constant(value.data, storedShape(size));
    },
    state: (_, { size, given, initial }) =>
      constant(given === undefined ? new Array(elementCount(size)).fill(initial) : arrayValue(given)!.data, storedShape(size)),
    random: (shape: readonly Dim[]) => {
      const sizes = shape.map(Number);
      return constant(
        Array.from({ length: elementCount(sizes) }, (_, i) => options.random?.(i) ?? 0.5),
        sizes,
      );
    },
  });
  return applied.outputs.map(({ value }) => {
    const { data, shape } = numbersIn(value)!;
    return { type: "float64", shape, data };
  });
}

/** The first values of a layer's learnables for inputs like these, column-major. */
export function learnablesOf(layer: Layer, inputs: readonly Given[]): Record<string, number[]> {
  const learnables = layer.definition.learnables!({ options: layer.options as never, inputs });
  return Object.fromEntries(
    Object.entries(learnables).map(([name, { given }]) => [name, Array.from(arrayValue(given!)!.data, Number)]),
  );
}
