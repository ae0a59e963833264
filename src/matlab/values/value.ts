import type { MatCategorical, MatChar, MatLogical, MatNumeric, MatSize, MatString } from "../../data/matValues.ts";
import type { ChartFigure } from "../../report/figure.ts";
import type { AnonymousFunction, BinaryOperator, Place, UnaryOperator } from "../syntax/ast.ts";

/** A cell array, column-major. */
export interface CellValue {
  readonly kind: "cell";
  readonly size: MatSize;
  readonly elements: readonly Value[];
}

/** A struct array: for each field, in order, its values in all elements (column-major). */
export interface StructValue {
  readonly kind: "struct";
  readonly size: MatSize;
  readonly fields: ReadonlyMap<string, readonly Value[]>;
}

/** A function handle: of a named function, or an anonymous function with the variables that it captured. */
export interface HandleValue {
  readonly kind: "handle";
  readonly name?: string;
  readonly anonymous?: AnonymousFunction;
  readonly captured?: ReadonlyMap<string, Value>;
  /** What the interpreter needs to find local functions again; opaque to everybody else. */
  readonly home?: unknown;
}

/** An instance of a class that a script's folder defines. A value: setting a property makes another instance (handle classes share `box`). */
export interface ObjectValue {
  readonly kind: "object";
  readonly className: string;
  /** The class; opaque outside the interpreter. */
  readonly definition: ObjectClass;
  readonly properties: ReadonlyMap<string, Value>;
  /** In instances of handle classes: where the properties really are. */
  readonly box?: { properties: ReadonlyMap<string, Value> };
}

/** What is known about a class of a script's folder. */
export interface ObjectClass {
  readonly name: string;
  /** All superclasses, nearest first, those of superclasses included. */
  readonly ancestors: readonly string[];
  /** How its instances behave in arrays and functions, where a superclass that we know decides that (`nnet.layer.Layer`). */
  readonly operations?: ValueOperations;
  /** The properties that the class and its superclasses in the script's folder declare, in order; those of superclasses that we know are left out. */
  readonly properties: readonly ClassProperty[];
  /** The methods that the class and its superclasses in the script's folder define, the constructor left out. */
  readonly methods: ReadonlySet<string>;
}

/** One property of a class. */
export interface ClassProperty {
  readonly name: string;
  /** The attributes of its block that are on, in lower case: `learnable`, `state`, `dependent`, `constant`. */
  readonly attributes: ReadonlySet<string>;
}

/** A class that the library knows and that classes of a script's folder may derive from, such as `nnet.layer.Layer`. */
export interface BaseClass {
  readonly name: string;
  /** Its own superclasses, nearest first. */
  readonly ancestors: readonly string[];
  /** The properties that every instance begins with, in order. */
  readonly properties: ReadonlyMap<string, Value>;
  /** How instances behave in arrays and functions. */
  readonly operations?: ValueOperations;
  /** All properties after one of them was set, where that changes others: `NumInputs` sets `InputNames`. */
  readonly withProperty?: (properties: ReadonlyMap<string, Value>, name: string, given: Value) => ReadonlyMap<string, Value>;
}

/** A value with a behaviour of its own, such as layers, layer graphs, networks, options, tables, arrays that are being traced. */
export interface HostValue<Content = unknown> {
  readonly kind: "host";
  readonly operations: ValueOperations;
  readonly content: Content;
}

/**
 * What depends on data that is not there. It remembers what it is called and where it came from, and goes through
 * arithmetic, indexing and calls.
 */
export interface UnknownValue {
  readonly kind: "unknown";
  /** The variable that it was first assigned to, or the expression over such names: `numFeatures`, `2*numFeatures`. */
  readonly name: string;
  /** Whether `name` is a variable's. */
  readonly named: boolean;
  /** Where it arose and why, as a clause: `load('data.mat') was not read`. */
  readonly reason: string;
  readonly place?: Place;
  /** What is known of its size; left out where not even the number of dimensions is. */
  readonly lengths?: UnknownSize;
}

/** The lengths of an array that are known, at least two; undefined for one that is not. */
export type UnknownSize = readonly (number | undefined)[];

/** Any value of the language. Values are never changed once made. */
export type Value =
  | MatNumeric
  | MatLogical
  | MatChar
  | MatString
  | MatCategorical
  | CellValue
  | StructValue
  | HandleValue
  | ObjectValue
  | HostValue
  | UnknownValue;

/** One subscript: a value, or `:`. */
export type Subscript = Value | ":";

/** What a host value can do; what is left out is refused by name. */
export interface ValueOperations {
  /** MATLAB's class of such a value: `nnet.cnn.LayerGraph`. */
  readonly className: string;
  /** Names that `isa` also answers yes to. */
  readonly ancestors?: readonly string[];
  readonly size: (value: Value) => MatSize;
  /** Asked where either operand is such a value. */
  readonly binary?: (operator: BinaryOperator, left: Value, right: Value) => Value;
  readonly unary?: (operator: UnaryOperator, value: Value) => Value;
  /** `value(…)`. */
  readonly index?: (value: Value, subscripts: readonly Subscript[]) => Value;
  /** `value{…}`. */
  readonly braceIndex?: (value: Value, subscripts: readonly Subscript[]) => readonly Value[];
  /** `value.name`; undefined where it has no such property. */
  readonly member?: (value: Value, name: string) => Value | undefined;
  /** `value.name` of an array whose elements have a value each, as `layers.Name`: the comma list that MATLAB makes of it. Asked before `member`; undefined where `member` answers. */
  readonly memberList?: (value: Value, name: string) => readonly Value[] | undefined;
  readonly memberNames?: (value: Value) => readonly string[];
  /** The value with `value.name = given`. */
  readonly withMember?: (value: Value, name: string, given: Value) => Value;
  /** The value with `value(…) = given`; `[]` deletes. */
  readonly withIndex?: (value: Value, subscripts: readonly Subscript[], given: Value) => Value;
  /** `[a, b]` (dimension 2) or `[a; b]` (dimension 1), asked where any element is such a value. */
  readonly concatenate?: (dimension: number, values: readonly Value[]) => Value;
  /** A method: `name(…, value, …)` or `value.name(…)`, asked before built-in functions are; undefined where it has none of this name. */
  readonly method?: (name: string) => Builtin | undefined;
  /** What MATLAB's display shows below `name =`. */
  readonly display?: (value: Value) => string;
  /** `end` in subscript `position` (from 1) of `count`, where that is not simply what `size` says: a size that is known only when data arrives. */
  readonly end?: (value: Value, position: number, count: number) => Value;
  /** `start:step:stop`, asked where any of them is such a value; `step` is 1 where it is not written. */
  readonly range?: (start: Value, step: Value, stop: Value) => Value;
  /** Whether it counts as true in `if`, `while`, `&&` and `||`; refused by name where it is missing. */
  readonly isTrue?: (value: Value) => boolean;
  /** Whether all its properties and methods are known here: what it lacks MATLAB lacks, too. */
  readonly complete?: true;
  /** The ordinary value that it stands for, which built-in functions are given where there is no method of their name; undefined where there is none. */
  readonly plain?: (value: Value) => Value | undefined;
}

/** A computation that may wait for promises: it yields them, and is given what they resolve to. */
export type Evaluation<T> = Generator<Promise<unknown>, T, unknown>;

/** What a statement did, for the report: the most that any function called in it does, in this order. */
export type Role =
  /** Builds layers, graphs, networks or training options. */
  | "network"
  /** Trains, or applies a trained network. */
  | "training"
  /** Computes a value. */
  | "computes"
  /** Reads data. */
  | "data"
  /** Only draws. */
  | "draws"
  /** Only prints. */
  | "prints"
  /** Only touches files, folders, windows, the path or the machine. */
  | "environment";

/** A call as a built-in function sees it. */
export interface Call {
  /** The name it was called by. */
  readonly name: string;
  /** In order; `Name=value` arrives as a string scalar and the value. */
  readonly args: readonly Value[];
  /** How many results are wanted; 0 for a statement. */
  readonly nargout: number;
  readonly place: Place;
  readonly session: Session;
  /** The variables that the arguments were written as, as `inputname` tells them; undefined for other expressions, all where the call was not written. */
  readonly names?: readonly (string | undefined)[];
}

/** A built-in function. */
export interface Builtin {
  readonly name: string;
  readonly role: Role;
  /** With `accept`, the function is called with unknown arguments too; otherwise each of its results is then unknown. */
  readonly unknowns?: "accept";
  /** It changes the values of networks: `step` by one step of a loop of the script, `whole` by a whole training. */
  readonly trains?: "step" | "whole";
  /** It throws errors of the script's own, as `error` does: they are told as they are, also where calls that fail are passed over. */
  readonly raises?: true;
  /** The results, at most as many as there are. A generator may wait for promises and call functions of the script. */
  readonly call: (call: Call) => readonly Value[] | Evaluation<readonly Value[]>;
}

/** What built-in functions may ask of the running script. */
export interface Session {
  /** `port`: data may be missing, nothing is trained. `run`: everything is computed, and training waited for. */
  readonly mode: "port" | "run";
  /** The release whose behaviour is meant, `R2024a`; decides the traps that changed between releases. */
  readonly release: string;
  /** Aborted when the run is interrupted: a training then ends after its current iteration. */
  readonly signal?: AbortSignal;
  /** Shows trainings while they run, whatever their options say. */
  readonly plots?: "none" | "training-progress";
  /** Calls a function handle, or a function by its name as seen from the script. */
  readonly invoke: (
    target: Value | string,
    args: readonly Value[],
    nargout: number,
    place: Place,
  ) => Evaluation<readonly Value[]>;
  /** The variables of the function that is running. */
  readonly variables: Map<string, Value>;
  /** Whether a name is a function, class or variable, as `exist` tells it: 0, 1 variable, 2 file, 5 built-in, 8 class. */
  readonly exist: (name: string) => number;
  /** Runs MATLAB text in the variables of the running function. */
  readonly evaluateText: (text: string, nargout: number, place: Place) => Evaluation<readonly Value[]>;
  readonly files: FileAccess;
  /** Uniform numbers in (0, 1) of the script's stream, which `rng` seeds. */
  readonly random: RandomStreams;
  /** Text that the script displays. */
  readonly print: (text: string) => void;
  /** Something that the report must tell: a warning about a trap, a figure, a network. */
  readonly note: (note: Note) => void;
  /** Counts work and memory against the budgets; throws when one is spent. */
  readonly charge: (cost: { readonly steps?: number; readonly bytes?: number }) => void;
  /** What one family of built-ins keeps while the script runs (figures, minibatch queues): made at the first asking. */
  readonly memory: <T>(key: symbol, make: () => T) => T;
}

/** Files as a script may touch them. */
export interface FileAccess {
  /** The bytes of a file in the script's folder or among the data, and its path; undefined where there is none. */
  readonly read: (name: string) => { readonly path: string; readonly bytes: Uint8Array } | undefined;
  /** Writes a file in the output folder; refused outside it, and where there is no such folder. */
  readonly write: (name: string, bytes: Uint8Array) => string;
}

/** The script's random numbers. */
export interface RandomStreams {
  readonly seed: (seed: number) => void;
  /** As MATLAB's `rand`: MT19937, 53 bits. */
  readonly uniform: () => number;
  /** Our own stream: MATLAB's algorithm is not published. */
  readonly normal: () => number;
  /** The values 0 … n−1 in a random order, our own stream. */
  readonly permutation: (n: number) => Int32Array;
}

/** One thing for the report. */
export type Note =
  | { readonly kind: "warning"; readonly code: string; readonly message: string; readonly place: Place }
  /** A graph or network that the script made; `trained` where it was given to a training function, with its options. */
  | {
      readonly kind: "graph";
      readonly value: Value;
      readonly trained: boolean;
      readonly options?: Value;
      readonly place: Place;
    }
  /** A figure that was drawn, as data for a chart. */
  | { readonly kind: "figure"; readonly figure: Figure; readonly place: Place };

/** What a script drew in one pair of axes. */
export interface Figure extends ChartFigure {
  readonly number: number;
}
