import type { Argument, Expression, FunctionDefinition, Place, Statement } from "../syntax/ast.ts";
import type { ScriptError } from "../values/scriptError.ts";
import type { ScriptOptions } from "../values/scriptRun.ts";
import type { Evaluation, ObjectValue, Session, Subscript, Value } from "../values/value.ts";
import type { CodeFile, UserClass, UserFunction } from "./code.ts";
import type { Journal } from "./journal.ts";
import type { Library } from "./library.ts";
import type { Meter } from "./meter.ts";
import type { Pins } from "./pins.ts";
import type { Scope } from "./scope.ts";
import type { Step } from "./step.ts";

/** The array that `end` counts, and in which of its subscripts. */
export interface EndContext {
  readonly value: Value;
  readonly position: number;
  readonly count: number;
}

/** One running function, or the script. */
export interface Frame {
  readonly machine: Machine;
  readonly scope: Scope;
  readonly file: CodeFile;
  readonly called?: UserFunction;
  /** How many functions stand around it. */
  readonly depth: number;
  readonly nargin: number;
  readonly nargout: number;
  readonly caller?: Frame;
  /** What `end` means, innermost last. */
  readonly ends: EndContext[];
  /** Variables that statements which were left out would have set, with the reason. */
  readonly omitted: Map<string, string>;
  /** Parameters that the call gave nothing for. */
  readonly missing: ReadonlySet<string>;
}

/** How a block of statements ended. */
export type Signal = "next" | "break" | "continue" | "return";

/** The parts of the interpreter, which find each other here. */
export interface Machine {
  readonly options: ScriptOptions;
  readonly session: Session;
  readonly meter: Meter;
  readonly journal: Journal;
  readonly library: Library;
  pins: Pins;
  readonly globals: Map<string, Value>;
  readonly persistent: Map<FunctionDefinition, Map<string, Value>>;
  /** The function that is running. */
  frame: Frame;
  /** The arguments of the call that is about to be made, as they are written; undefined where it is not written. */
  written: readonly Argument[] | undefined;
  /** How many `try` blocks are running around the current statement. */
  tries: number;
  /** The error that a `catch` saw last, for `lasterr` and `rethrow`. */
  lastError: ScriptError | undefined;
  /** How many evaluated texts stand within each other. */
  evalDepth: number;
  /** The frame of the function that the run began with, where it began with one. */
  entered: Frame | undefined;
  /** The call of a function file that was asked for. */
  call: Expression | undefined;
  /** The functions of the script and its folder that ran. */
  readonly ran: Set<FunctionDefinition>;

  readonly evaluate: (frame: Frame, expression: Expression) => Step<Value>;
  /** All values of an expression: of a comma list, or of a call with this many results. */
  readonly evaluateAll: (frame: Frame, expression: Expression, nargout: number) => Step<readonly Value[]>;
  readonly run: (frame: Frame, statements: readonly Statement[]) => Evaluation<Signal>;
  readonly assign: (frame: Frame, target: Expression, value: Value) => Step<void>;
  /** Gives the several elements or fields that one target names (`[c{1:3}] = …`) a value each. */
  readonly assignList: (frame: Frame, target: Expression, values: readonly Value[]) => Step<void>;
  /** Calls by name as seen from a frame: methods of the arguments, functions of the script, built-ins. */
  readonly callNamed: (
    frame: Frame,
    name: string,
    args: readonly Value[],
    nargout: number,
    place: Place,
  ) => Step<readonly Value[]>;
  readonly callHandle: (
    frame: Frame,
    handle: Value,
    args: readonly Value[],
    nargout: number,
    place: Place,
  ) => Step<readonly Value[]>;
  readonly callFunction: (
    frame: Frame,
    callee: UserFunction,
    args: readonly Value[],
    nargout: number,
    place: Place,
    /** Variables that the function begins with beside its arguments: the object that a constructor makes. */
    initial?: readonly (readonly [name: string, value: Value])[],
  ) => Step<readonly Value[]>;
  readonly construct: (frame: Frame, type: UserClass, args: readonly Value[], place: Place) => Step<ObjectValue>;
  /** A constant property or an enumeration member of a class. */
  readonly constant: (frame: Frame, type: UserClass, name: string, place: Place) => Step<Value>;
  readonly property: (frame: Frame, object: ObjectValue, name: string, place: Place) => Step<Value>;
  readonly withProperty: (frame: Frame, object: ObjectValue, name: string, given: Value, place: Place) => Step<ObjectValue>;
  readonly indexed: (frame: Frame, value: Value, subscripts: readonly Subscript[], place: Place) => Step<Value>;
}
