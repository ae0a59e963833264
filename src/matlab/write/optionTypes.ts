import type { z } from "zod";
import type { AnyLayerDefinition } from "../../layer.ts";
import { isPlainKey } from "./identifiers.ts";
import { quoted } from "./text.ts";

/** What of a schema its type is told by. */
interface SchemaParts {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly items?: readonly z.core.$ZodType[];
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly entries?: Readonly<Record<string, string | number>>;
  readonly values?: readonly unknown[];
}

const known = new WeakMap<z.core.$ZodType, string>();

/** The TypeScript type of what the schema of an option takes, which is asked often. */
export function typeOfOption(schema: z.core.$ZodType): string {
  const type = known.get(schema) ?? inputType(schema);
  known.set(schema, type);
  return type;
}

/** The TypeScript type of what a schema takes. */
export function inputType(schema: z.core.$ZodType): string {
  const parts = schema._zod.def as unknown as SchemaParts;
  switch (parts.type) {
    case "string":
    case "number":
    case "boolean":
    case "null":
      return parts.type;
    case "int":
      return "number";
    case "literal":
      return parts.values!.map(literalType).join(" | ");
    case "enum":
      return Object.values(parts.entries!).map(literalType).join(" | ");
    case "array":
      return `(${inputType(parts.element!)})[]`;
    case "tuple":
      return `[${parts.items!.map(inputType).join(", ")}]`;
    case "union":
      return [...new Set(parts.options!.map(inputType))].join(" | ");
    case "optional":
    case "default":
    case "prefault":
    case "nonoptional":
    case "readonly":
    case "catch":
      return inputType(parts.innerType!);
    case "nullable":
      return `${inputType(parts.innerType!)} | null`;
    case "pipe":
      return inputType(parts.in!);
    case "object":
      return `{ ${fields(parts.shape!, []).join("; ")} }`;
    default:
      return "any";
  }
}

function literalType(value: unknown): string {
  return typeof value === "string" ? quoted(value) : String(value);
}

/** The fields of an object of options, but those left out, as declarations. */
export function fields(shape: Readonly<Record<string, z.core.$ZodType>>, leftOut: readonly string[]): string[] {
  return Object.entries(shape)
    .filter(([name]) => !leftOut.includes(name))
    .map(([name, schema]) => `${isPlainKey(name) ? name : quoted(name)}${isRequired(schema) ? "" : "?"}: ${inputType(schema)}`);
}

function isRequired(schema: z.core.$ZodType): boolean {
  return schema._zod.optin === undefined;
}

/** The declarations of the function that makes layers of one kind. */
export function layerDeclarations({ type, options, positional = [], optionalPositional = [] }: AnyLayerDefinition): string[] {
  const { shape } = options as unknown as { readonly shape: Readonly<Record<string, z.core.$ZodType>> };
  const forms = optionalPositional.length > 0 ? [positional, [...positional, ...optionalPositional]] : [positional];
  return forms.map((names) => {
    const named = fields(shape, names);
    const needed = named.some((field) => /^[^:?]+: /.test(field));
    const parameters = names.map((name) => `${name}: ${inputType(shape[name])}`);
    const last = `options${needed ? "" : "?"}: { ${[...named, ...common].join("; ")} }`;
    return `export declare function ${type}(${[...parameters, last].join(", ")}): Layer;`;
  });
}

const common = ["name?: string", "learnRateFactors?: Record<string, number>", "l2Factors?: Record<string, number>"];
