import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Fields = { [key: string]: Json };
type FlatArray = { shape: number[]; data: number[] };

const layerFiles = readdirSync(new URL(".", import.meta.url)).filter((file) => /^layers.*\.json$/.test(file));
const layers = layerFiles.flatMap((file) => read(file) as Fields[]);
const losses = read("losses.json") as Fields[];
const lossFunctions = read("loss-functions.json") as Fields[];
const solvers = read("solvers.json") as Fields[];
const training = read("tcn-training.json") as Fields;

function read(file: string): Json {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")) as Json;
}

function isFlatArray(value: Json): value is FlatArray {
  return value !== null && typeof value === "object" && "shape" in value && "data" in value;
}

/** Every { shape, data } inside a value, with the path that leads to it. */
function flatArrays(value: Json, path: string): { path: string; array: FlatArray }[] {
  if (value === null || typeof value !== "object") return [];
  if (isFlatArray(value)) return [{ path, array: value }];
  return Object.entries(value).flatMap(([key, each]) => flatArrays(each as Json, `${path}.${key}`));
}

function shapes(value: Json): Json {
  if (Array.isArray(value)) return value.map(shapes);
  if (isFlatArray(value)) return value.shape;
  return Object.fromEntries(Object.entries(value as Fields).map(([key, each]) => [key, shapes(each)]));
}

function fieldSets(cases: Fields[]): string[] {
  return [...new Set(cases.map((each) => Object.keys(each).join(" ")))].sort();
}

describe.each<{ file: string; content: Json }>([
  ...layerFiles.map((file) => ({ file, content: read(file) })),
  { file: "losses.json", content: losses },
  { file: "loss-functions.json", content: lossFunctions },
  { file: "solvers.json", content: solvers },
  { file: "tcn-training.json", content: training },
])("golden file $file", ({ content }) => {
  const arrays = flatArrays(content, "");

  it("holds arrays whose data fill their shapes with finite numbers", () => {
    expect(arrays.length).toBeGreaterThan(0);
    for (const { path, array } of arrays) {
      const size = array.shape.reduce((product, length) => product * length, 1);
      expect(array.data.length, path).toBe(size);
      expect(array.data.every(Number.isFinite), path).toBe(true);
    }
  });

  it("writes each number as the shortest decimal of a float32", () => {
    for (const { path, array } of arrays) {
      const longest = Math.max(...array.data.map(significantDigits));
      expect(longest, path).toBeLessThanOrEqual(9);
    }
  });
});

function significantDigits(value: number): number {
  const digits = String(Math.abs(value)).replace(/e.*/, "").replace(".", "").replace(/^0+/, "");
  return digits.replace(/0+$/, "").length;
}

describe("golden cases", () => {
  it.each([
    { file: "layers*.json", cases: layers },
    { file: "losses.json", cases: losses },
    { file: "loss-functions.json", cases: lossFunctions },
    { file: "solvers.json", cases: solvers },
  ])("have names of their own in $file", ({ cases }) => {
    expect(cases.length).toBeGreaterThan(0);
    expect(new Set(cases.map((each) => each.name)).size).toBe(cases.length);
  });
});

describe("golden layers", () => {
  it("have one set of fields", () => {
    expect(fieldSets(layers)).toEqual([
      "name layer format training inputs learnables state outputs stateAfter outputGradients inputGradients learnableGradients",
    ]);
  });

  it("have gradients and states of the shapes of what they belong to", () => {
    for (const each of layers) {
      expect(shapes(each.inputGradients), String(each.name)).toEqual(shapes(each.inputs));
      expect(shapes(each.outputGradients), String(each.name)).toEqual(shapes(each.outputs));
      expect(shapes(each.learnableGradients), String(each.name)).toEqual(shapes(each.learnables));
      expect(shapes(each.stateAfter), String(each.name)).toEqual(shapes(each.state));
    }
  });

  it("have inputs with as many dimensions as their format has letters", () => {
    for (const each of layers) {
      (shapes(each.inputs) as number[][]).forEach((shape, i) => {
        const format = Array.isArray(each.format) ? each.format[i] : each.format;
        expect(shape.length, String(each.name)).toBe(String(format).length);
      });
    }
  });
});

describe("golden losses", () => {
  it("have one set of fields for classification and one for regression", () => {
    expect(fieldSets(losses)).toEqual([
      "name layer format prediction target labels loss predictionGradient",
      "name layer format prediction target loss predictionGradient",
    ]);
  });

  it("have targets and gradients of the prediction's shape", () => {
    for (const each of losses) {
      expect(shapes(each.target), String(each.name)).toEqual(shapes(each.prediction));
      expect(shapes(each.predictionGradient), String(each.name)).toEqual(shapes(each.prediction));
    }
  });
});

describe("golden loss functions", () => {
  it("have one set of fields, and gradients of the prediction's shape", () => {
    expect(fieldSets(lossFunctions)).toEqual(["name function options format prediction target loss predictionGradient"]);
    for (const each of lossFunctions) expect(shapes(each.predictionGradient), String(each.name)).toEqual(shapes(each.prediction));
  });
});

describe("golden solvers", () => {
  it("have one set of fields", () => {
    expect(fieldSets(solvers)).toEqual(["name solver options learnables gradients values"]);
  });

  it("have gradients and values of the learnables' shapes at each of five steps", () => {
    for (const each of solvers) {
      const learnables = (each.learnables as Fields[]).map((learnable) => shapes(learnable.value));
      expect(shapes(each.gradients), String(each.name)).toEqual(Array(5).fill(learnables));
      expect(shapes(each.values), String(each.name)).toEqual(Array(5).fill(learnables));
    }
  });
});

describe("golden training", () => {
  it("has the fields, the twenty losses and the labels that its readers count on", () => {
    expect(Object.keys(training)).toEqual(["options", "graph", "batches", "initialLearnables", "losses", "finalLearnables"]);
    expect(shapes(training.losses)).toEqual([20]);
    expect(shapes(training.batches)).toEqual(Array(3).fill({ predictors: [16, 3, 40], labels: [16] }));
  });

  it("keys its learnables by layers of its graph", () => {
    const names = new Set(((training.graph as Fields).layers as Fields[]).map((layer) => layer.name));
    for (const key of Object.keys(training.initialLearnables as Fields)) expect(names).toContain(key.split("/")[0]);
    expect(Object.keys(training.finalLearnables as Fields)).toEqual(["fc/weights", "fc/bias"]);
  });
});
