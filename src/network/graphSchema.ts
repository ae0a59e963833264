import { z } from "zod";
import type { AnyLayerDefinition } from "../layer.ts";
import { firstGraphFormat, graphFormat } from "./graphFile.ts";
import { builtInDefinitions, customPrefix } from "./registry.ts";

/** A JSON Schema, as data. */
export type JsonSchema = Record<string, unknown>;

const draft = "https://json-schema.org/draft/2020-12/schema";
/** Stands for what JSON cannot hold, until the alternatives of a union are looked through. */
const nothing = { not: {} };

/**
 * The JSON Schema (draft 2020-12) of graph files: the type of each layer of the library decides which options it may have. Options that
 * are functions may be functions of MATLAB, as text.
 *
 * @example writeFileSync("schema.json", JSON.stringify(graphJsonSchema(), undefined, 2));
 */
export function graphJsonSchema(): JsonSchema {
  const types = [...builtInDefinitions.keys()];
  return {
    $schema: draft,
    title: "Layer graph",
    type: "object",
    properties: {
      $schema: { type: "string" },
      format: { enum: [graphFormat, firstGraphFormat] },
      layers: { type: "array", items: { $ref: "#/$defs/layer" } },
      connections: { type: "array", items: { $ref: "#/$defs/connection" } },
    },
    required: ["format", "layers", "connections"],
    additionalProperties: false,
    $defs: {
      connection: connectionSchema,
      unknown: unknownSchema,
      function: functionSchema,
      layer: layerSchema(types),
      ...Object.fromEntries([...builtInDefinitions].map(([type, definition]) => [type, optionsSchema(definition)])),
    },
  };
}

const connectionSchema = {
  description: "An output that feeds an input: a layer's name, or name/port where the layer has several.",
  type: "object",
  properties: { source: { type: "string" }, destination: { type: "string" } },
  required: ["source", "destination"],
  additionalProperties: false,
};

const unknownSchema = {
  description: "A value that is not known yet.",
  type: "object",
  properties: { $unknown: { type: "string" } },
  required: ["$unknown"],
  additionalProperties: false,
};

const functionSchema = {
  description: "A function that is written in MATLAB: an anonymous function, or @name with the functions that it needs below it.",
  type: "object",
  properties: {
    $matlab: { type: "string" },
    values: { description: "The variables that the text mentions, by name.", type: "object" },
    formattable: { type: "boolean" },
    numOutputs: { type: "integer", minimum: 1 },
  },
  required: ["$matlab"],
  additionalProperties: false,
};

function layerSchema(types: readonly string[]): JsonSchema {
  return {
    type: "object",
    properties: { type: { anyOf: [{ enum: types }, { type: "string", pattern: `^${customPrefix}` }] }, name: { type: "string" } },
    required: ["type"],
    allOf: types.map((type) => ({
      if: { properties: { type: { const: type } }, required: ["type"] },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
      then: { $ref: `#/$defs/${type}` },
    })),
  };
}

function optionsSchema(definition: AnyLayerDefinition): JsonSchema {
  const schema = z.toJSONSchema(definition.options, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === "custom") Object.assign(jsonSchema, customSchema(zodSchema));
    },
  });
  const properties = Object.entries(schema.properties ?? {}).flatMap(([option, value]) => {
    const kept = withoutNothing(value);
    if (kept === undefined) return [];
    const { default: usual, ...allowed } = kept as JsonSchema;
    return [[option, { anyOf: [allowed, { $ref: "#/$defs/unknown" }], ...(usual !== undefined && { default: usual }) }]];
  });
  const graphs = (definition.graphs ?? []).map((option) => [option, { anyOf: [{ $ref: "#" }, { $ref: "#/$defs/unknown" }] }]);
  const options = Object.fromEntries([...properties, ...graphs]) as JsonSchema;
  return {
    title: definition.title ?? definition.type,
    type: "object",
    properties: { type: { const: definition.type }, name: { type: "string", pattern: "^[^/]*$" }, ...commonSchemas, ...options },
    required: ["type", ...(schema.required ?? []).filter((option) => option in options)],
    additionalProperties: false,
  };
}

const factorsSchema = (what: string): JsonSchema => ({
  description: `The factor of the ${what} for each learnable named, instead of the layer's own.`,
  type: "object",
  additionalProperties: { type: "number", minimum: 0 },
});
const commonSchemas = { learnRateFactors: factorsSchema("learn rate"), l2Factors: factorsSchema("L2 regularization") };

/** What a check in code accepts of JSON, told by samples: a list of numbers, or nothing (such as a function). */
function customSchema(schema: z.core.$ZodType): JsonSchema {
  const accepts = (sample: unknown): boolean => z.safeParse(schema, sample).success;
  const samples: [unknown, JsonSchema][] = [
    [[0.5], { type: "array", items: { type: "number" } }],
    [0.5, { type: "number" }],
    ["text", { type: "string" }],
    [true, { type: "boolean" }],
    [() => 0, { $ref: "#/$defs/function" }],
  ];
  return samples.find(([sample]) => accepts(sample))?.[1] ?? nothing;
}

/** The schema without alternatives that nothing fulfils; undefined if nothing fulfils it. */
function withoutNothing(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutNothing).filter((s) => s !== undefined);
  if (typeof schema !== "object" || schema === null) return schema;
  if (isNothing(schema)) return undefined;
  const entries = Object.entries(schema).map(([key, value]) => [key, key === "default" ? value : withoutNothing(value)]);
  const kept = Object.fromEntries(entries) as JsonSchema;
  if (!Array.isArray(kept.anyOf)) return kept;
  const { anyOf, ...rest } = kept as { anyOf: unknown[] };
  if (anyOf.length === 0) return undefined;
  return anyOf.length === 1 ? { ...(anyOf[0] as object), ...rest } : kept;
}

function isNothing(schema: object): boolean {
  return "not" in schema && Object.keys(schema.not as object).length === 0;
}
