import type {
  AnonymousFunction,
  ArrayLiteral,
  ClassDefinition,
  Expression,
  FunctionDefinition,
  Statement,
} from "../syntax/ast.ts";
import type { Observed } from "../values/scriptRun.ts";
import type { Value } from "../values/value.ts";
import { type Kind, kindOf, kinds, type Signature } from "./kind.ts";
import { precedence, type TemplatePart } from "./text.ts";

/** An expression in TypeScript. */
export interface Translated {
  readonly text: string;
  readonly precedence: number;
  readonly kind: Kind;
  /** The pieces of a text, so that it can become a part of a longer one. */
  readonly parts?: readonly TemplatePart[];
  /** The elements of a list that is written out. */
  readonly items?: readonly string[];
}

/** What a function of the script takes and gives in TypeScript. */
export interface FunctionShape {
  readonly parameters: readonly { readonly name: string; readonly kind: Kind }[];
  /** The name of the struct that name-value arguments arrive in. */
  readonly options?: string;
  /** The names of these arguments. */
  readonly fields: readonly string[];
  /** What it gives, without what it was never seen to give a value to. */
  readonly outputs: readonly { readonly name: string; readonly kind: Kind }[];
  /** Whether it takes any number of further values. */
  readonly rest: boolean;
}

/** What a function or the script knows while its expressions are translated. */
export interface Scope {
  /** What running the script told of an expression. */
  readonly observed: (expression: Expression) => Observed | undefined;
  readonly isVariable: (name: string) => boolean;
  readonly kindOfVariable: (name: string) => Kind;
  readonly identifier: (name: string) => string;
  readonly userFunction: (name: string) => FunctionDefinition | undefined;
  /** Whether a folder `+package` beside the script has a function of this dotted name. */
  readonly packageFunction: (parts: readonly string[]) => boolean;
  /** The class of the script's folder that has this name. */
  readonly userClass: (name: string) => ClassDefinition | undefined;
  /** What a function of the script takes and gives in TypeScript; undefined where it has no form. */
  readonly shapeOf: (definition: FunctionDefinition) => FunctionShape | undefined;
  /** MATLAB's text of an expression, for comments. */
  readonly source: (expression: Expression) => string;
  /** Variables whose values cannot be computed by the module, each with what has no form. */
  readonly opaque: ReadonlyMap<string, Inexpressible>;
  /** Variables that what was translated asks for. */
  readonly uses: Set<string>;
  /** Functions of the script that it calls. */
  readonly calls: Set<string>;
  readonly imports: Set<string>;
  /** Classes of the script that make its layers. */
  readonly classes: Set<string>;
  /** MATLAB's text of what was replaced by the value that it had. */
  readonly notes: string[];
  /** Asks for a value that is not known as a parameter of the module, and returns its name; the same text of MATLAB means the same parameter. */
  readonly parameter: (hint: string, kind: Kind, source: string) => string;
  /** Whether arrays of layers and graphs may stand as what they were, where what makes them has no form. */
  readonly layersByValue: boolean;
  /** Whether values that are not known can be parameters here: not inside the functions of the script. */
  readonly hasParameters: boolean;
  /** The value that was given to a variable from outside. */
  readonly pinned: (name: string) => Value | undefined;
  /** The fields of a variable that were given from outside, with their values. */
  readonly pinnedFields: (name: string) => readonly (readonly [field: string, value: Value])[];
  /** Whether a statement without a value was run. */
  readonly reached: (statement: Statement) => boolean;
  /** Whether a `break`, `continue` or `return` has somewhere to go in the module. */
  readonly canJump: (statement: Statement) => boolean;
  /** What an anonymous function was seen to take and to give. */
  readonly signatureOf: (of: AnonymousFunction) => Signature | undefined;
  /** The expressions that give a variable its values, undefined among them where one gets it in another way, as inputs do. */
  readonly valuesOf: (name: string) => readonly (Expression | undefined)[];
  /** Variables whose lists have as many numbers as an option of a layer wants: how many. */
  readonly tuples: Map<string, number>;
  /** The expression that gives a variable its one and only value. */
  readonly onlyValue: (name: string) => Expression | undefined;
  /** The function inside of this one that has a name. */
  readonly nested: (name: string) => FunctionDefinition | undefined;
  /** Whether a variable of a function inside is that of the function around it. */
  readonly isShared: (inner: FunctionDefinition, name: string) => boolean;
  /** The kinds of the properties of a class. */
  readonly propertiesOf: (className: string) => ReadonlyMap<string, Kind>;
  /** Whether a variable of a loop over a cell array is only read as `name{1}`: it then stands for that. */
  readonly isUnwrapped: (name: string) => boolean;
  /** Whether parts of a variable are given other values. */
  readonly isChanged: (name: string) => boolean;
  /** Whether a variable is given a value as a whole, not only in parts. */
  readonly isWhole: (name: string) => boolean;
  /** Whether a variable is compared with something, so that a literal's own type would be too narrow. */
  readonly isCompared: (name: string) => boolean;
  /** Tells what a variable is that is not known, where its use says so. */
  readonly learn: (name: string, kind: Kind) => void;
  /**
   * Translates, in another scope where one is given.
   *
   * @throws Inexpressible
   */
  readonly translate: (expression: Expression, within?: Scope) => Translated;
  /** The comments before and behind each element of an array, behind with its mark. */
  readonly arrayComments: (array: ArrayLiteral) => readonly ElementComments[];
  /** What `end` means in the subscripts that are being translated. */
  readonly ends: string[];
}

/** The comments around an element of an array. */
export interface ElementComments {
  readonly before: readonly string[];
  readonly behind: string;
}

/** What says that an expression has no form in TypeScript. */
export class Inexpressible extends Error {
  readonly expression: Expression;

  constructor(expression: Expression, why: string) {
    super(why);
    this.expression = expression;
  }
}

/** An expression that holds together by itself: a call, a name, a literal. */
export function primary(text: string, kind: Kind): Translated {
  return { text, precedence: precedence.primary, kind };
}

/** The text, in parentheses where it holds together less than what it stands in. */
export function grouped({ text, precedence: own }: Translated, within: number): string {
  return own < within ? `(${text})` : text;
}

/** The kind of an expression as it was observed; `otherwise` where it was not, or its value is not known. */
export function observedKind(expression: Expression, scope: Scope, otherwise: Kind = kinds.other): Kind {
  const value = scope.observed(expression)?.value;
  if (value === undefined || value.kind === "unknown") return otherwise;
  return kindOf(value);
}

/** The value of an expression that was the same each time it was computed. */
export function constantValue(expression: Expression, scope: Scope): Value | undefined {
  const seen = scope.observed(expression);
  return seen?.constant && seen.value.kind !== "unknown" ? seen.value : undefined;
}

/** Whether the value of an expression depends on data that is not there. */
export function isUnknown(expression: Expression, scope: Scope): boolean {
  return scope.observed(expression)?.value.kind === "unknown";
}
