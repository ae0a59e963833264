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

interface Node {
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

export interface ExpressionStatement extends Node {
  readonly kind: "expression";
  readonly expression: Expression;
  /** Whether the value is displayed: no semicolon ends the statement. */
  readonly printed: boolean;
}

/** `a = value`, `[a, ~, c.d{3}] = value`; `~` is undefined. A target is a name, or `apply` and `member` nodes around one. */
export interface Assignment extends Node {
  readonly kind: "assign";
  readonly targets: readonly (Expression | undefined)[];
  /** Whether the targets stood in brackets. */
  readonly bracketed: boolean;
  readonly value: Expression;
  readonly printed: boolean;
}

/** Command syntax: `hold on`, `close all`, `load data.mat`. */
export interface Command extends Node {
  readonly kind: "command";
  readonly name: string;
  readonly words: readonly string[];
}

export interface IfStatement extends Node {
  readonly kind: "if";
  readonly branches: readonly { readonly condition: Expression; readonly body: readonly Statement[] }[];
  readonly otherwise?: readonly Statement[];
}

export interface SwitchStatement extends Node {
  readonly kind: "switch";
  readonly subject: Expression;
  readonly cases: readonly { readonly value: Expression; readonly body: readonly Statement[] }[];
  readonly otherwise?: readonly Statement[];
}

export interface ForStatement extends Node {
  readonly kind: "for";
  readonly target: Expression;
  readonly range: Expression;
  readonly body: readonly Statement[];
}

export interface WhileStatement extends Node {
  readonly kind: "while";
  readonly condition: Expression;
  readonly body: readonly Statement[];
}

export interface TryStatement extends Node {
  readonly kind: "try";
  readonly body: readonly Statement[];
  readonly error?: string;
  readonly handler: readonly Statement[];
}

export interface JumpStatement extends Node {
  readonly kind: "break" | "continue" | "return";
}

/** `global a b` or `persistent n`. */
export interface DeclarationStatement extends Node {
  readonly kind: "global" | "persistent";
  readonly names: readonly string[];
}

/** `import nnet.internal.*`. */
export interface ImportStatement extends Node {
  readonly kind: "import";
  readonly names: readonly string[];
}

export type Statement =
  | ExpressionStatement
  | Assignment
  | Command
  | IfStatement
  | SwitchStatement
  | ForStatement
  | WhileStatement
  | TryStatement
  | JumpStatement
  | DeclarationStatement
  | ImportStatement;

/** One line of an `arguments` block, or a property of a class: `name (1,:) double {mustBePositive} = 3`. */
export interface Declaration extends Node {
  readonly name: string;
  /** `options.Name` declares a name-value argument: `name` is `options`, `field` is `Name`. */
  readonly field?: string;
  /** `options.?ClassName` */
  readonly classProperties?: string;
  /** Dimensions as written; `:` is undefined. */
  readonly size?: readonly (number | undefined)[];
  readonly className?: string;
  readonly validators: readonly Expression[];
  readonly initial?: Expression;
}

export interface ArgumentsBlock extends Node {
  readonly kind: "input" | "output" | "repeating";
  readonly declarations: readonly Declaration[];
}

export interface FunctionDefinition extends Node {
  /** `set.Name` and `get.Name` for property access methods. */
  readonly name: string;
  readonly outputs: readonly string[];
  /** An ignored input (`~`) is undefined. */
  readonly inputs: readonly (string | undefined)[];
  readonly argumentsBlocks: readonly ArgumentsBlock[];
  readonly body: readonly Statement[];
  /** Functions nested in this one, which share its variables. */
  readonly nested: readonly FunctionDefinition[];
}

/** `(Learnable, Access = private)`: an attribute without a value is `true`. */
export interface Attribute {
  readonly name: string;
  readonly value: Expression | true;
}

export interface ClassDefinition extends Node {
  readonly name: string;
  readonly superclasses: readonly string[];
  readonly attributes: readonly Attribute[];
  readonly properties: readonly { readonly attributes: readonly Attribute[]; readonly declarations: readonly Declaration[] }[];
  readonly methods: readonly {
    readonly attributes: readonly Attribute[];
    readonly functions: readonly FunctionDefinition[];
    /** Signatures of methods whose bodies stand in other files. */
    readonly declared: readonly string[];
  }[];
  readonly enumerations: readonly { readonly name: string; readonly args: readonly Expression[] }[];
}

/** A comment; `text` without its marks. */
export interface Comment extends Node {
  readonly text: string;
  readonly block: boolean;
  /** Whether nothing else stands before it on its line. */
  readonly ownLine: boolean;
}

/** What is wrong with a text, where. */
export interface SyntaxProblem extends Node {
  readonly message: string;
}

/** A whole file. */
export interface Program {
  readonly source: SourceText;
  readonly kind: "script" | "function" | "class";
  /** The statements of a script, functions left out wherever they stand. */
  readonly statements: readonly Statement[];
  readonly functions: readonly FunctionDefinition[];
  readonly classes: readonly ClassDefinition[];
  readonly comments: readonly Comment[];
  /** All that is wrong, in order; the rest was read around it. */
  readonly problems: readonly SyntaxProblem[];
}
