import { type Issue, LayerGraphError } from "../errors.ts";
import type { AnyLayerDefinition, Layer } from "../layer.ts";
import { type FileProblem, fileIssue } from "./fileProblems.ts";
import { type FunctionText, withFunctions } from "./functionText.ts";
import { placeholderLayer } from "./placeholder.ts";
import { customPrefix } from "./registry.ts";
import { layerWithUnknowns } from "./unknown.ts";
import { quoted, suggestion } from "./wiring.ts";

/** What the entries of a file may name. */
export interface KnownToFiles {
  readonly definitions: ReadonlyMap<string, AnyLayerDefinition>;
  readonly functions: ((text: FunctionText) => unknown) | undefined;
}

/** The layer that an entry of a file's list stands for. Wrong options and an unknown type are problems of the layer. */
export function layerFromFile(entry: unknown, where: string, known: KnownToFiles): Layer | FileProblem {
  const { definitions } = known;
  const expected = `{ "type": "…", "name": "…", … } with the options of the layer`;
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    const received = Array.isArray(entry) ? "a list" : entry === null ? "null" : `a ${typeof entry}`;
    return { issue: fileIssue("wrong-shape", where, { received, expected }) };
  }
  const { type, ...given } = entry as Record<string, unknown>;
  if (typeof type !== "string") {
    const received = type === undefined ? `a layer without "type"` : `a "type" that is no text`;
    return { issue: fileIssue("wrong-shape", where, { received, expected }) };
  }
  const definition = definitions.get(type);
  if (definition) return readLayer(definition, given, where, known);
  const { name, ...options } = given;
  const label = typeof name === "string" ? name : "";
  return placeholderLayer(type, label, options, unknownType(type, label === "" ? where : `Layer ${quoted(label)}`, definitions));
}

function readLayer(
  definition: AnyLayerDefinition,
  given: Readonly<Record<string, unknown>>,
  where: string,
  { functions }: KnownToFiles,
): Layer | FileProblem {
  if (!functions) return layerWithUnknowns(definition, given);
  try {
    return layerWithUnknowns(definition, withFunctions(given, functions));
  } catch (error) {
    if (!(error instanceof LayerGraphError)) throw error;
    return { issue: { code: error.code, severity: "error", message: `${where}: ${error.message}` } };
  }
}

function unknownType(type: string, where: string, definitions: ReadonlyMap<string, AnyLayerDefinition>): Issue {
  const custom = [...definitions.keys()].filter((known) => known.startsWith(customPrefix));
  const candidates = type.startsWith(customPrefix) ? custom : [...definitions.keys()];
  const meant = suggestion(type, candidates) ?? (definitions.has(customPrefix + type) ? customPrefix + type : undefined);
  const fix =
    meant !== undefined
      ? `Did you mean '${meant}'?`
      : type.startsWith(customPrefix)
        ? `Pass the module that defines it as an own layer (--layers file.js); own layers known: ${custom.join(", ") || "none"}.`
        : `Own layers are named '${customPrefix}…'.`;
  return {
    code: "unknown-layer-type",
    severity: "error",
    message: `${where}: there is no layer type ${quoted(type)}. ${fix}`,
    received: type,
    ...(meant !== undefined && { expected: meant }),
    fix,
  };
}
