import { internal } from "../../errors.ts";
import type { Builtin } from "../values/value.ts";
import { cells } from "./cells.ts";
import { elementwise } from "./elementwise.ts";
import { errors } from "./errors.ts";
import { handles } from "./handles.ts";
import { inspection } from "./inspection.ts";
import { making } from "./making.ts";
import { numberTexts } from "./numberTexts.ts";
import { rearranging } from "./rearranging.ts";
import { reductions } from "./reductions.ts";
import { sets } from "./sets.ts";
import { sizes } from "./sizes.ts";
import { structs } from "./structs.ts";
import { texts } from "./texts.ts";

const families: readonly (readonly Builtin[])[] = [
  making,
  sizes,
  rearranging,
  elementwise,
  reductions,
  sets,
  numberTexts,
  texts,
  cells,
  structs,
  handles,
  inspection,
  errors,
];

/** MATLAB's functions by name, but for those of layers, networks and training. */
export const builtins: ReadonlyMap<string, Builtin> = byName(families.flat());

function byName(all: readonly Builtin[]): Map<string, Builtin> {
  const map = new Map<string, Builtin>();
  for (const each of all) {
    if (map.has(each.name)) internal(`the built-in function '${each.name}' is defined twice`);
    map.set(each.name, each);
  }
  return map;
}
