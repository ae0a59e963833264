import { describe, expect, test } from "vitest";
import { readMat } from "../../src/data/mat.ts";
import { type MatCategorical, type MatObject, type MatValue, matField, matNumbers, matText } from "../../src/data/matValues.ts";
import { realFile } from "./realFiles.ts";

const tcn = realFile("matlab/tcn-dagnetwork.mat");
const lstm = realFile("matlab/lstm-seriesnetwork.mat");
const activityTest = realFile("HumanActivityTest.mat");
const activityTrain = realFile("HumanActivityTrain.mat");

function layersOf(bytes: Uint8Array): { network: MatObject; any: MatValue; layers: MatObject[] } {
  const network = readMat(bytes).get("net") as MatObject;
  const any = network.properties.get("any")!;
  const layers = matField(any, "Layers")!;
  if (layers.kind !== "objectArray") throw new Error("Layers is no object array");
  return { network, any, layers: layers.elements.map((layer) => layer!) };
}

function learnable(layer: MatObject, name: string): { size: readonly number[]; values: number[] } {
  const value = matField(matField(layer.properties.get("any")!, name)!, "Value")!;
  if (value.kind !== "numeric") throw new Error(`${name} is not numeric`);
  return { size: value.size, values: matNumbers(value)! };
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const nameOf = (layer: MatObject) => {
  const any = layer.properties.get("any");
  return matText(any === undefined ? layer.properties.get("Name") : matField(any, "Name"));
};

describe.skipIf(!tcn.present)(`a saved DAGNetwork${tcn.note}`, () => {
  test("has its 37 layers under their names and classes", () => {
    const { network, any, layers } = layersOf(tcn.bytes());
    expect([network.className, network.saved, matNumbers(matField(any, "Version"))]).toEqual(["DAGNetwork", true, [2]]);
    expect(layers).toHaveLength(37);
    expect([layers[0], layers[1], layers[3], layers[9], layers[36]].map((layer) => [nameOf(layer), layer.className])).toEqual([
      ["input", "nnet.cnn.layer.SequenceInputLayer"],
      ["conv1_1", "nnet.cnn.layer.Convolution1DLayer"],
      ["layer_1", "spatialDropoutLayer"],
      ["convSkip", "nnet.cnn.layer.Convolution1DLayer"],
      ["classoutput", "nnet.cnn.layer.ClassificationOutputLayer"],
    ]);
  });

  test("has the weights that the file holds", () => {
    const { layers } = layersOf(tcn.bytes());
    const weights = learnable(layers[1], "Weights");
    expect(weights.size).toEqual([16, 8, 16]);
    expect(weights.values.slice(0, 3)).toEqual([0.11098528653383255, -0.08629590272903442, 0.07389311492443085]);
    expect(sum(weights.values)).toBeCloseTo(2.824684440580313, 12);
    const all = layers.flatMap((layer) => {
      const any = layer.properties.get("any");
      if (any?.kind !== "struct") return [];
      return ["Weights", "Bias", "Offset", "Scale"].flatMap((name) =>
        any.fields.has(name) ? learnable(layer, name).values : [],
      );
    });
    expect(all).toHaveLength(31282);
    expect(sum(all)).toBeCloseTo(144.0673428267146, 9);
    expect(sum(all.map(Math.abs))).toBeCloseTo(2041.3876459963758, 9);
  });

  test("has the properties of a custom layer, its defaults among them", () => {
    const { properties } = layersOf(tcn.bytes()).layers[3];
    expect(matNumbers(properties.get("DropoutFactor"))).toEqual([0.005]);
    expect(properties.get("Description")).toEqual({
      kind: "string",
      size: [1, 1],
      values: ["Spatial dropout with factor 0.005"],
    });
    expect(matText(properties.get("Type"))).toBe("Spatial Dropout");
    expect(properties.get("nnet.layer.Layer.PrivateInputs")).toMatchObject({
      kind: "cell",
      elements: [{ kind: "char", text: "in" }],
    });
  });

  test("has its classes as categories and its connections as a table", () => {
    const { any, layers } = layersOf(tcn.bytes());
    const categories = matField(layers[36].properties.get("any")!, "Categories") as MatCategorical;
    expect([categories.kind, categories.categories, [...categories.codes]]).toEqual([
      "categorical",
      ["eyesClosed", "eyesOpen"],
      [1, 2],
    ]);
    const table = matField(any, "Connections") as MatObject;
    const data = table.properties.get("data");
    if (data?.kind !== "cell") throw new Error("the table has no data");
    const [sources, destinations] = data.elements.map((column) =>
      column.kind === "cell" ? column.elements.map((name) => matText(name)) : [],
    );
    expect(sources).toHaveLength(40);
    expect([sources[8], destinations[8]]).toEqual(["layer_2", "add_1/in1"]);
  });
});

describe.skipIf(!lstm.present)(`a saved SeriesNetwork${lstm.note}`, () => {
  test("has the weights that the file holds", () => {
    const { network, layers } = layersOf(lstm.bytes());
    expect(network.className).toBe("SeriesNetwork");
    expect(layers.map(nameOf)).toEqual(["sequenceinput", "lstm", "relu", "fc", "softmax", "classoutput"]);
    const input = learnable(layers[1], "InputWeights");
    expect([input.size, input.values[0], input.values.at(-1)]).toEqual([[24, 13], -1.8694302994504142e-8, 3.531626191488613e-8]);
    expect(sum(learnable(layers[1], "Bias").values)).toBeCloseTo(211.78825384378433, 9);
    expect(sum(learnable(layers[3], "Weights").values)).toBeCloseTo(-0.05666506290435791, 12);
  });
});

describe.skipIf(!activityTest.present || !activityTrain.present)(
  `the human activity data${activityTest.note || activityTrain.note}`,
  () => {
    const counts = (values: MatCategorical[]) => {
      const steps: Record<string, number> = {};
      for (const { codes, categories } of values)
        for (const code of codes) steps[categories[code - 1]] = (steps[categories[code - 1]] ?? 0) + 1;
      return steps;
    };
    const cells = (value: MatValue | undefined) => (value?.kind === "cell" ? value.elements : []);

    test("is a cell of sequences and a cell of categorical rows", () => {
      const file = readMat(activityTest.bytes());
      const [x] = cells(file.get("XTest"));
      const labels = cells(file.get("YTest")) as MatCategorical[];
      expect(x).toMatchObject({ kind: "numeric", class: "double", size: [3, 53888] });
      expect(
        matNumbers(x)!
          .slice(0, 3)
          .map((value) => value.toFixed(8)),
      ).toEqual(["-30.18975241", "-66.10890279", "62.60932129"]);
      expect(labels.map(({ kind, size }) => [kind, size])).toEqual([["categorical", [1, 53888]]]);
      expect([...labels[0].codes.subarray(0, 3)]).toEqual([3, 3, 3]);
      expect(labels[0].categories).toEqual(["Dancing", "Running", "Sitting", "Standing", "Walking"]);
      expect(counts(labels)).toEqual({ Dancing: 6320, Running: 8048, Sitting: 12368, Standing: 14000, Walking: 13152 });
    });

    test("has six training sequences", () => {
      const file = readMat(activityTrain.bytes());
      const labels = cells(file.get("YTrain")) as MatCategorical[];
      expect(labels.map(({ size }) => size[1])).toEqual([64480, 53696, 56416, 50688, 51888, 54256]);
      expect(counts(labels)).toEqual({ Dancing: 36128, Running: 55248, Sitting: 81344, Standing: 85520, Walking: 73184 });
    });
  },
);
