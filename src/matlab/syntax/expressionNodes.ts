/** A stretch of a source text: UTF-16 offsets, the end not included. */
export interface Place {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** A file of MATLAB code, decoded. Lines may end in LF, CRLF or a bare CR. */
export interface SourceText {
  /** The path as the user gave it, for messages. */
  readonly name: string;
  readonly text: string;
  /** Where each line begins. */
  readonly lineStarts: readonly number[];
}

export interface Node {
  readonly place: Place;
}

export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | ".*"
  | "/"
  | "./"
  | "\\"
  | ".\\"
  | "^"
  | ".^"
  | "=="
  | "~="
  | "<"
  | "<="
  | ">"
  | ">="
  | "&"
  | "|"
  | "&&"
  | "||";

export type UnaryOperator = "+" | "-" | "~" | "'" | ".'";

/** A number as it is written; `imaginary` for `3i`. */
export interface NumberLiteral extends Node {
  readonly kind: "number";
  readonly value: number;
  readonly text: string;
  readonly imaginary: boolean;
}

/** A char vector (`'…'`) or a string scalar (`"…"`), doubled quotes undone. Backslashes are ordinary characters. */
export interface TextLiteral extends Node {
  readonly kind: "text";
  readonly value: string;
  readonly quote: "'" | '"';
}

/** A variable, or a function called without arguments. */
export interface Name extends Node {
  readonly kind: "name";
  readonly name: string;
}

/** `[a, b; c]` (`brackets: "[]"`) or `{a, b; c}`. */
export interface ArrayLiteral extends Node {
  readonly kind: "array";
  readonly brackets: "[]" | "{}";
  readonly rows: readonly (readonly Expression[])[];
}

export interface Unary extends Node {
  readonly kind: "unary";
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}

export interface Binary extends Node {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Range extends Node {
  readonly kind: "range";
  readonly start: Expression;
  readonly step?: Expression;
  readonly stop: Expression;
}

/** `:` alone among subscripts. */
export interface Colon extends Node {
  readonly kind: "colon";
}

/** `end` among subscripts. */
export interface End extends Node {
  readonly kind: "end";
}

/** One argument of a call, or one subscript; `name` for `Name=value`. */
export interface Argument {
  readonly name?: string;
  readonly value: Expression;
  readonly place: Place;
}

/** `target(…)` or `target{…}`: a call or indexing, which only running tells apart. */
export interface Apply extends Node {
  readonly kind: "apply";
  readonly target: Expression;
  readonly brackets: "()" | "{}";
  readonly args: readonly Argument[];
}

/** `target.name`, or `target.(expression)`. */
export interface Member extends Node {
  readonly kind: "member";
  readonly target: Expression;
  readonly name: string | Expression;
}

/** `@name` or `@package.name`. */
export interface FunctionHandle extends Node {
  readonly kind: "handle";
  readonly name: string;
}

/** `@(a, ~, varargin) body`; an ignored parameter is undefined. */
export interface AnonymousFunction extends Node {
  readonly kind: "anonymous";
  readonly parameters: readonly (string | undefined)[];
  readonly body: Expression;
}

/** `method@Superclass(…)` or `object@Superclass(…)`. */
export interface SuperclassCall extends Node {
  readonly kind: "superclass";
  readonly name: string;
  readonly superclass: string;
  readonly args: readonly Argument[];
}

/** `?ClassName`. */
export interface MetaClass extends Node {
  readonly kind: "metaclass";
  readonly name: string;
}

export type Expression =
  | NumberLiteral
  | TextLiteral
  | Name
  | ArrayLiteral
  | Unary
  | Binary
  | Range
  | Colon
  | End
  | Apply
  | Member
  | FunctionHandle
  | AnonymousFunction
  | SuperclassCall
  | MetaClass;
