import { z } from "zod";
import {
  causalPaddingOption,
  imagePaddingOption,
  paddingOfEach,
  paddingOption,
  pairOption,
  sidesOf,
} from "../../layer/windowOptions.ts";
import type { Layer } from "../../layer.ts";

/** The properties that MATLAB's layers have of options about sliding windows: two numbers for sizes over images, and the mode and amounts of padding. */
export function windowProperties({ definition, options }: Layer): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  for (const [option, schema] of Object.entries(definition.options.shape)) {
    const kind = bare(schema);
    const value = options[option];
    const name = option.charAt(0).toUpperCase() + option.slice(1);
    if (kind === pairOption && typeof value === "number") properties[name] = [value, value];
    else if (kind === paddingOption || kind === causalPaddingOption || kind === imagePaddingOption) {
      properties[`${name}Mode`] = typeof value === "string" ? value : "manual";
      properties[`${name}Size`] = amounts(value, kind === imagePaddingOption);
    }
  }
  return properties;
}

/** The amounts on all sides; none where a rule decides them. */
function amounts(padding: unknown, image: boolean): readonly number[] | undefined {
  if (typeof padding === "string" || padding === undefined) return undefined;
  if (!image) return sidesOf(padding as number);
  return paddingOfEach(padding as number).flatMap((side) => sidesOf(side as number));
}

function bare(schema: z.core.$ZodType): unknown {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional ? bare(schema.def.innerType) : schema;
}
