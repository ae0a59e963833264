import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { exampleLayers } from "./layerExamples.ts";
import { allLayerFacts } from "./layerFacts.ts";
import { applications } from "./layerFormats.ts";

const facts = allLayerFacts();
describe.each(facts.map((each) => [each.type, each] as const))("%s", (type, { text, examples, formats, goldenCases }) => {
  it("is documented, with an example that makes one", () => {
    expect(text, `a comment above ${type} in layers/${type}.ts`).not.toBe("");
    expect(examples, `an @example of one expression in layers/${type}.ts`).not.toEqual([]);
    expect(formats, "a format that the layer of an @example accepts").not.toBe("");
  });

  it("has examples that each make one, which an input fits", () => {
    const made = exampleLayers(type);
    expect(made).toHaveLength(examples.length);
    expect(made.filter((layer) => applications(layer).length === 0).map(({ options }) => options)).toEqual([]);
  });

  it("is held to the bounds of every layer, with golden cases or numbers of its own", () => {
    const file = `test/layers/${type}.test.ts`;
    expect(existsSync(file), file).toBe(true);
    const test = readFileSync(file, "utf8");
    expect(/^ *(testLayer|testLoss)\(/m.test(test), `a call of testLayer, or testLoss of an output layer, in ${file}`).toBe(true);
    const own = /\bit(\.each)?\(/.test(test);
    expect(goldenCases > 0 || own, `golden cases for ${type}, or tests of worked numbers in ${file}`).toBe(true);
  });
});
