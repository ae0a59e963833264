import { concatenatedLayers } from "../network/layerArray.ts";
import type { BaseClass, Value, ValueOperations } from "../values/value.ts";
import { cellOfChars, chars, double, plainNumbers, plainTexts } from "./plainValues.ts";

type Properties = ReadonlyMap<string, Value>;

const common: readonly (readonly [string, Value])[] = [
  ["Name", chars("")],
  ["Description", chars("")],
  ["Type", chars("")],
];

const ports: readonly (readonly [string, Value])[] = [
  ["NumInputs", double(1)],
  ["InputNames", cellOfChars(["in"])],
  ["NumOutputs", double(1)],
  ["OutputNames", cellOfChars(["out"])],
];

/** The numbers of ports and the names that go with them: setting one sets the other. */
const counts: readonly (readonly [count: string, names: string, base: string])[] = [
  ["NumInputs", "InputNames", "in"],
  ["NumOutputs", "OutputNames", "out"],
];

function withPorts(properties: Properties, name: string, given: Value): Properties {
  const changed = new Map(properties).set(name, given);
  for (const [count, names, base] of counts) {
    const number = name === count ? plainNumbers(given)?.data[0] : undefined;
    if (number !== undefined) changed.set(names, cellOfChars(numbered(base, number)));
    const texts = name === names ? plainTexts(given) : undefined;
    if (texts) changed.set(names, cellOfChars(texts)).set(count, double(texts.length));
  }
  return changed;
}

function numbered(base: string, count: number): string[] {
  return count === 1 ? [base] : Array.from({ length: count }, (_, i) => `${base}${i + 1}`);
}

/** Instances are layers: joined with others they are an array of layers. */
const operations: ValueOperations = {
  className: "nnet.layer.Layer",
  complete: true,
  size: () => [1, 1],
  concatenate: concatenatedLayers,
};

const nothing: Properties = new Map();

const all: readonly BaseClass[] = [
  {
    name: "nnet.layer.Layer",
    ancestors: [],
    properties: new Map([...common, ...ports]),
    withProperty: withPorts,
    operations,
  },
  { name: "nnet.layer.Formattable", ancestors: [], properties: nothing },
  { name: "nnet.layer.Acceleratable", ancestors: [], properties: nothing },
  {
    name: "nnet.layer.ClassificationLayer",
    ancestors: ["nnet.layer.Layer"],
    properties: lossProperties("Classes", chars("auto")),
    operations,
  },
  {
    name: "nnet.layer.RegressionLayer",
    ancestors: ["nnet.layer.Layer"],
    properties: lossProperties("ResponseNames", cellOfChars([])),
    operations,
  },
];

/** The classes of MATLAB that layer classes of a script's folder derive from, by name. */
export const baseClasses: ReadonlyMap<string, BaseClass> = new Map(all.map((each) => [each.name, each]));

function lossProperties(own: string, value: Value): Properties {
  return new Map([
    ...common,
    ["NumInputs", double(1)],
    ["InputNames", cellOfChars(["in"])],
    ["NumOutputs", double(0)],
    ["OutputNames", cellOfChars([])],
    [own, value],
  ]);
}
