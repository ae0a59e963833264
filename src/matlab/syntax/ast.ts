import type { Expression, Node, SourceText } from "./expressionNodes.ts";

// The nodes of expressions, and places, are part of this vocabulary.
export type * from "./expressionNodes.ts";

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
  /** Names of the events that it declares. */
  readonly events: readonly string[];
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
