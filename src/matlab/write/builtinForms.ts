import type { BuiltinForm } from "./builtinForm.ts";
import { kinds } from "./kind.ts";
import { listForms } from "./listForms.ts";
import { mapForms } from "./mapForms.ts";
import { numberForms } from "./numberForms.ts";
import { primary, type Translated } from "./scope.ts";
import { structForms } from "./structForms.ts";
import { textForms } from "./textForms.ts";

/** Names without arguments that are values. */
export const constants: Readonly<Record<string, Translated>> = {
  true: primary("true", kinds.boolean),
  false: primary("false", kinds.boolean),
  pi: primary("Math.PI", kinds.number),
  Inf: primary("Infinity", kinds.number),
  inf: primary("Infinity", kinds.number),
  NaN: primary("NaN", kinds.number),
  nan: primary("NaN", kinds.number),
  eps: primary("Number.EPSILON", kinds.number),
  cell: primary("[]", kinds.empty),
};

/** The built-in functions that have a form in TypeScript, by name. */
export const builtinForms: ReadonlyMap<string, BuiltinForm> = new Map<string, BuiltinForm>([
  ...numberForms,
  ...textForms,
  ...listForms,
  ...structForms,
  ...mapForms,
]);
