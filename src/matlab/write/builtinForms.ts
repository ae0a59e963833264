import { builtInDefinitions } from "../../network/registry.ts";
import { savedClasses } from "../saved/classes/index.ts";
import type { Expression } from "../syntax/ast.ts";
import { type BuiltinForm, form } from "./builtinForm.ts";
import { kinds } from "./kind.ts";
import { listForms } from "./listForms.ts";
import { mapForms } from "./mapForms.ts";
import { numberForms } from "./numberForms.ts";
import { Inexpressible, primary, type Scope, type Translated } from "./scope.ts";
import { structForms } from "./structForms.ts";
import { precedence, quoted } from "./text.ts";
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

/** `isa(layer, 'nnet.cnn.layer.ReLULayer')` as a question for the type. */
function isA(args: readonly Expression[], scope: Scope, call: Expression): Translated {
  const [of, name] = args;
  const layer = scope.translate(of);
  const type = name?.kind === "text" ? typeOfClass(name.value) : undefined;
  if (layer.kind.is !== "layer" || type === undefined) throw new Inexpressible(call, "such a question");
  return { text: `${layer.text}.type === ${quoted(type)}`, precedence: precedence.equality, kind: kinds.boolean };
}

function typeOfClass(name: string): string | undefined {
  const short = name.split(".").at(-1)!;
  const type = savedClasses[name]?.type ?? short.charAt(0).toLowerCase() + short.slice(1);
  return builtInDefinitions.has(type) ? type : undefined;
}

/** The built-in functions that have a form in TypeScript, by name. */
export const builtinForms: ReadonlyMap<string, BuiltinForm> = new Map<string, BuiltinForm>([
  ...numberForms,
  ...textForms,
  ...listForms,
  ...structForms,
  ...mapForms,
  ["isa", form(isA)],
]);
