import { z } from "zod";
import { describeMat, type MatObject, type MatValue, matText } from "../../data/matValues.ts";
import { LayerGraphError } from "../../errors.ts";
import { factorsOption, learnablesAlone, ownFactorOption } from "../../layer/factors.ts";
import { type AnyLayerDefinition, type Layer, layerFrom } from "../../layer.ts";
import { placeholderLayer } from "../../network/placeholder.ts";
import { builtInDefinitions, customPrefix } from "../../network/registry.ts";
import { savedClasses, savedExampleClasses } from "./classes/index.ts";
import { customArrays, customOptions, isLearnable, ownProperties } from "./customClass.ts";
import { fieldOf, initializerOf, type SavedClass } from "./savedClass.ts";
import { plainOf, type SavedArray, SavedFields, type SavedLearnable, savedParts } from "./savedFields.ts";

/** A layer as it was saved: what it is, apart from the numbers that it has learned. */
export interface SavedLayer {
  readonly layer: Layer;
  /** MATLAB's class. */
  readonly className: string;
  /** Values of learnables and states, by their names. */
  readonly arrays: ReadonlyMap<string, SavedArray>;
  /** What a reader of the imported network must know. */
  readonly notes: readonly string[];
}

/** Makes a layer of an object of a class of the user's own, where its code is at hand; undefined where it is not. */
export type CustomLayers = (object: MatObject, name: string) => Layer | undefined;

/** What stands for classes that MATLAB does not have. */
export interface OwnClasses {
  /** Own layers by the name of their type in files. */
  readonly definitions: ReadonlyMap<string, AnyLayerDefinition>;
  readonly custom?: CustomLayers;
}

/** The layer that an object of a file is. Wrong options and a class that is not known are problems of the layer. */
export function savedLayer(object: MatObject, own: OwnClasses): SavedLayer {
  const fields = savedParts(object);
  if (!fields) throw new LayerGraphError("mat-network", `A layer of class ${object.className} holds no fields that can be read.`);
  const name = matText(fields.get("Name")) ?? "";
  const saved = new SavedFields(`${name || "a layer"} (${object.className})`, fields);
  const known = savedClasses[object.className];
  return known ? knownLayer(object.className, name, saved, known) : ownLayer(object, name, saved, own);
}

function knownLayer(className: string, name: string, saved: SavedFields, known: SavedClass): SavedLayer {
  const definition = builtInDefinitions.get(known.type)!;
  const learnables = new Map((known.learnables ?? []).map((each) => [each, saved.learnable(fieldOf(each))]));
  const arrays = new Map<string, SavedArray>();
  for (const [each, { value }] of learnables) if (value) arrays.set(each, known.arranged?.[each]?.(value, saved) ?? value);
  for (const [each, read] of Object.entries(known.states ?? {})) {
    const value = read(saved);
    if (value) arrays.set(each, value);
  }
  const options = { ...optionsOf(definition, known, saved), ...initializersOf(definition, learnables) };
  const layer = withFactors(layerFrom(definition, { name, ...withoutDefaults(definition, options) }), learnables);
  const note = known.note?.(saved);
  return { layer, className, arrays, notes: note === undefined ? [] : [note] };
}

/** The options of a layer: those that its class states, and the plain values of the fields named as the others. */
function optionsOf(definition: AnyLayerDefinition, known: SavedClass, saved: SavedFields): Record<string, unknown> {
  const stated = known.options ?? {};
  const arrays = new Set([...(known.learnables ?? []), ...Object.keys(known.states ?? {})]);
  const plain = Object.keys(definition.options.shape).filter((option) => !(option in stated) && !arrays.has(option));
  return {
    ...Object.fromEntries(plain.map((option) => [option, saved.plain(fieldOf(option))])),
    ...Object.fromEntries(Object.entries(stated).map(([option, read]) => [option, read(saved)])),
  };
}

/** How learnables without values begin. */
function initializersOf(
  definition: AnyLayerDefinition,
  learnables: ReadonlyMap<string, SavedLearnable>,
): Record<string, unknown> {
  const open = [...learnables].filter(([name, { value }]) => !value && `${name}Initializer` in definition.options.shape);
  return Object.fromEntries(open.map(([name, learnable]) => [`${name}Initializer`, initializerOf(learnable)]));
}

/** The options without those that are missing and those that are as by default, as a person would write them. */
export function withoutDefaults(definition: AnyLayerDefinition, options: Record<string, unknown>): Record<string, unknown> {
  const { shape } = definition.options;
  const isDefault = (name: string, value: unknown): boolean => {
    const schema = shape[name];
    return schema instanceof z.ZodDefault && JSON.stringify(schema.parse(undefined)) === JSON.stringify(value);
  };
  return Object.fromEntries(Object.entries(options).filter(([name, value]) => value !== undefined && !isDefault(name, value)));
}

/** The layer with the factors of its learnables that are not those it has by itself. */
function withFactors(layer: Layer, learnables: ReadonlyMap<string, SavedLearnable>): Layer {
  if (layer.problems.length > 0) return layer;
  const declared = learnablesAlone(layer) ?? {};
  let given: Record<string, unknown> = { ...layer.given };
  for (const kind of ["learnRateFactor", "l2Factor"] as const) {
    for (const [name, learnable] of learnables) {
      const factor = learnable[kind];
      if (factor === undefined || JSON.stringify(factor) === JSON.stringify(declared[name]?.[kind] ?? 1)) continue;
      const option = ownFactorOption(layer, name, kind);
      const common = factorsOption[kind];
      given = option
        ? { ...given, [option]: factor }
        : { ...given, [common]: { ...(given[common] as object | undefined), [name]: factor } };
    }
  }
  return layerFrom(layer.definition, { ...given, name: layer.name });
}

/** A layer of a class of the user's own: from its code, from a layer given for it, or as one that is missing. */
function ownLayer(object: MatObject, name: string, saved: SavedFields, own: OwnClasses): SavedLayer {
  const { className } = object;
  const short = className.split(".").at(-1)!;
  const common = { className, notes: [] };
  const made = own.custom?.(object, name);
  if (made) return { ...common, layer: made, arrays: customArrays(saved) };
  const definition = own.definitions.get(customPrefix + className) ?? own.definitions.get(customPrefix + short);
  if (definition) {
    const options = withoutDefaults(definition, customOptions(definition, saved));
    return { ...common, layer: layerFrom(definition, { name, ...options }), arrays: customArrays(saved) };
  }
  const example = savedExampleClasses[className];
  if (example) {
    const known = knownLayer(className, name, saved, example);
    const note = `the class ${className} is taken for the library's ${example.type}, for its code is not in the file.`;
    return { ...known, notes: [...known.notes, note] };
  }
  return { ...common, layer: missingLayer(object, name, saved), arrays: customArrays(saved) };
}

/** What stands for a layer whose code is not in the file, with its properties. */
function missingLayer({ className }: MatObject, name: string, saved: SavedFields): Layer {
  const properties = ownProperties(saved);
  const ofMatlab = className.startsWith("nnet.");
  const listed = [...properties].map(([property, value]) => `${property} (${propertyText(property, value, saved)})`);
  const what = ofMatlab
    ? "which is a layer of MATLAB's that this library does not have"
    : "whose code is not in the file: a class of the user's own";
  const fix = ofMatlab
    ? `Define it with defineLayer under the type '${className.split(".").at(-1)}' and pass it as an own layer (--layers file.js).`
    : `Put ${className.split(".").at(-1)}.m beside the file, or define a layer of type '${className.split(".").at(-1)}' and pass it as an own layer (--layers file.js).`;
  const has = listed.length > 0 ? ` Its properties: ${listed.join(", ")}.` : "";
  const given = Object.fromEntries([...properties].map(([property, value]) => [property, plainOf(value) ?? describeMat(value)]));
  return placeholderLayer(`${customPrefix}${className}`, name, given, {
    code: "missing-layer",
    severity: "error",
    message: `Layer '${name}' is of class ${className}, ${what}.${has} ${fix}`,
    layer: name,
    received: className,
    fix,
  });
}

function propertyText(name: string, value: MatValue, saved: SavedFields): string {
  const kind = isLearnable(saved, name) ? "learnable, " : "";
  const plain = plainOf(value);
  const short = plain === undefined || Array.isArray(plain) ? undefined : JSON.stringify(plain);
  return `${kind}${short !== undefined && short.length <= 40 ? short : describeMat(value)}`;
}
