import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as layers from "../../layers/index.ts";
import { graphJsonSchema, type JsonSchema } from "../../src/network/graphSchema.ts";
import { builtInDefinitions } from "../../src/network/registry.ts";
import { writeSchemaFile } from "../../src/network/schemaFile.ts";

const schema = graphJsonSchema();
const definitions = schema.$defs as Record<string, JsonSchema & { properties: Record<string, JsonSchema> }>;

describe("the JSON Schema of graph files", () => {
  it("has every layer of the library with all its options but those that are functions only", () => {
    expect([...builtInDefinitions.keys()]).toEqual(
      [...new Set(Object.values(layers).flatMap((f) => ("definition" in f ? [f.definition.type] : [])))].sort(),
    );
    for (const [type, definition] of builtInDefinitions) {
      const options = Object.keys(definition.options.shape);
      const described = Object.keys(definitions[type].properties);
      expect(["type", "name", "learnRateFactors", "l2Factors", ...options]).toEqual(expect.arrayContaining(described));
    }
    expect(Object.keys(definitions.convolution1dLayer.properties)).toEqual(
      expect.arrayContaining(["filterSize", "padding", "weights"]),
    );
  });

  it("requires what the layer requires", () => {
    expect(definitions.convolution1dLayer.required).toEqual(["type", "filterSize", "numFilters"]);
    expect(definitions.reluLayer.required).toEqual(["type"]);
  });

  it("has functions of MATLAB beside the names of initializers", () => {
    const text = JSON.stringify(definitions.convolution1dLayer.properties.weightsInitializer);
    expect(text).toContain('"glorot"');
    expect(text).toContain('"#/$defs/function"');
    expect(JSON.stringify(schema)).not.toContain('"not"');
  });

  it("allows a graph within a layer, in the form of a file", () => {
    expect(definitions.networkLayer.properties.network.anyOf).toContainEqual({ $ref: "#" });
    expect(definitions.networkLayer.required).toContain("network");
  });

  it("allows a value that is not known yet for each option", () => {
    expect(definitions.convolution1dLayer.properties.filterSize.anyOf).toContainEqual({ $ref: "#/$defs/unknown" });
  });

  it("accepts and refuses what the layers themselves do", () => {
    const accepts = (type: string, entry: Record<string, unknown>): boolean =>
      z
        .fromJSONSchema({ ...definitions[type], $defs: { unknown: definitions.unknown, function: definitions.function } })
        .safeParse({ type, name: "c", ...entry }).success;
    const convolution = { filterSize: 5, numFilters: 4 };
    expect(accepts("convolution1dLayer", { ...convolution, padding: "causal", weightsInitializer: "he" })).toBe(true);
    expect(accepts("convolution1dLayer", { ...convolution, weights: { size: [1, 2], data: [0.5, 1] } })).toBe(true);
    expect(accepts("convolution1dLayer", { ...convolution, filterSize: { $unknown: "k" } })).toBe(true);
    expect(accepts("convolution1dLayer", { ...convolution, padding: "left" })).toBe(false);
    expect(accepts("convolution1dLayer", { ...convolution, FilterSize: 5 })).toBe(false);
    expect(accepts("convolution1dLayer", { filterSize: 5 })).toBe(false);
    expect(accepts("convolution1dLayer", { ...convolution, weightsInitializer: "nope" })).toBe(false);
  });

  it("shows editors the default of each option", () => {
    expect(definitions.convolution1dLayer.properties.stride.default).toBe(1);
  });

  it("refers only to what it defines", () => {
    const references = [...JSON.stringify(schema).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)].map((match) => match[1]);
    expect(Object.keys(definitions)).toEqual(expect.arrayContaining(references));
  });

  it("is written to a file for editors", () => {
    const folder = mkdtempSync(join(tmpdir(), "schema-"));
    writeSchemaFile(join(folder, "schema.json"));
    expect(JSON.parse(readFileSync(join(folder, "schema.json"), "utf8"))).toEqual(JSON.parse(JSON.stringify(schema)));
    rmSync(folder, { recursive: true });
  });
});
