import { safeParse, type z } from "zod";
import type { AnyLayerDefinition } from "../../layer.ts";
import { type Kind, kinds, listOf } from "./kind.ts";

/** To ask a schema takes long where it refuses: it writes down why. */
const known = new WeakMap<z.core.$ZodType, Kind>();

/** What an option of a layer is: told by what its schema takes. */
export function kindOfOption({ options }: AnyLayerDefinition, option: string): Kind {
  const schema = (options.shape as Record<string, z.core.$ZodType | undefined>)[option];
  if (option === "name") return kinds.string;
  if (schema === undefined) return kinds.unknown;
  const kind = known.get(schema) ?? askedKind(schema);
  known.set(schema, kind);
  return kind;
}

function askedKind(schema: z.core.$ZodType): Kind {
  const takes = (value: unknown): boolean => safeParse(schema, value).success;
  if (takes("any text")) return kinds.string;
  if (takes(3) || takes(0.5)) return kinds.number;
  if (takes(["a", "b"])) return listOf(kinds.string);
  if (takes([3, 4]) || takes([3, 4, 5])) return listOf(kinds.number);
  return takes(true) ? kinds.boolean : kinds.unknown;
}
