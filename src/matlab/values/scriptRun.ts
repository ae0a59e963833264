import type { Issue } from "../../errors.ts";
import type { LayerGraph } from "../../network/layerGraph.ts";
import type { Expression, Place, Program, Statement } from "../syntax/ast.ts";
import type { ScriptError } from "./scriptError.ts";
import type { Figure, Role, Value } from "./value.ts";

/** What a script may use up, all together. */
export interface Budgets {
  /** Statements, expressions and elements computed; 50 million by default. */
  readonly steps: number;
  /** Functions within functions; 256 by default. */
  readonly depth: number;
  /** Wall-clock milliseconds, training not counted; 60,000 by default. */
  readonly milliseconds: number;
  /** Bytes of arrays made; 1 GiB by default. */
  readonly bytes: number;
}

/** What can show trainings while they run. */
export type TrainingPlots = "none" | "training-progress";

/** How a script is run. */
export interface ScriptOptions {
  /** The path of the script; its folder is where functions, classes and data are looked for. */
  readonly path: string;
  readonly mode: "port" | "run";
  /** Values given from outside, by name or by field: `numClasses`, `params.numBlocks`; MATLAB expressions. They win over assignments of the script. */
  readonly set?: Readonly<Record<string, string>>;
  /** Files or folders that `load` and other readers find data in, beside the script's folder. */
  readonly data?: readonly string[];
  /** The only folder that may be written in; without it nothing is written. */
  readonly outputFolder?: string;
  /** For a function file: the call to make, `name(3,5)`. */
  readonly call?: string;
  /** `R2024a` by default. */
  readonly release?: string;
  readonly budgets?: Partial<Budgets>;
  readonly signal?: AbortSignal;
  /** In mode `run`, what shows each training while it runs: a page on this machine with `training-progress`, nothing by default. */
  readonly plots?: TrainingPlots;
  /** Where displayed text goes. */
  readonly print?: (text: string) => void;
}

/** What became of a statement. */
export type Fate = "mapped" | "computed" | "skipped" | "unsupported" | "not reached";

/** One statement in the report. */
export interface StatementReport {
  readonly statement: Statement;
  readonly place: Place;
  readonly fate: Fate;
  readonly role: Role;
  /** Why it was skipped, or what is unsupported. */
  readonly reason?: string;
}

/** A graph that a script made. */
export interface MadeGraph {
  /** The variable that holds it, where one does. */
  readonly name: string;
  readonly graph: LayerGraph;
  /** Whether it is a `dlnetwork`, which has no output layers. */
  readonly dlnetwork: boolean;
  readonly trained: boolean;
  /** The training options that it was trained with. */
  readonly options?: Value;
  readonly place: Place;
}

/** What the values of an expression were, over all times that it was computed. */
export interface Observed {
  /** The last one. */
  readonly value: Value;
  readonly times: number;
  /** Whether all were equal. */
  readonly constant: boolean;
}

/** What running a script gave. */
export interface ScriptRun {
  /** The script and the functions and classes of its folder that were used, the script first. */
  readonly programs: readonly Program[];
  readonly variables: ReadonlyMap<string, Value>;
  readonly statements: readonly StatementReport[];
  readonly warnings: readonly (Issue & { readonly place?: Place })[];
  /** The trained ones first, then the last made first. */
  readonly graphs: readonly MadeGraph[];
  readonly figures: readonly Figure[];
  readonly observed: ReadonlyMap<Expression, Observed>;
  /** The call of a function file that was asked for. */
  readonly call?: Expression;
  /** What ended the script early. */
  readonly error?: ScriptError;
}
