import type { z } from "zod";
import { LayerGraphError, nearest } from "../../errors.ts";
import { commonShape, solverShapes } from "../../train/optionShapes.ts";
import { fullBatchOptions, refusedOptions, refusedSolvers, refusedValues } from "../../train/refusedOptions.ts";
import { type SolverName, type TrainingOptions, trainingOptions } from "../../train/trainingOptions.ts";
import type { Place } from "../syntax/ast.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Value } from "../values/value.ts";
import { matlabName } from "./layerOptions.ts";
import { optionValue } from "./optionValue.ts";

/** Options of ours that MATLAB has not. */
const ours: readonly string[] = ["resume", "seed", "threads", "paddingMode", "signal"];
/** Options whose values are used when training begins: data, and functions of the script. */
const later: readonly string[] = ["validationData", "outputFcn"];
/** What is honoured in another way than the library's option says, so that nothing needs to be told. */
const honoured: Readonly<Record<string, string>> = { plots: "training-progress" };

/** What `trainingOptions` of a script gives: the options as the script gave them. */
export class OptionsContent {
  readonly solver: string;
  /** By MATLAB's name. */
  readonly given: ReadonlyMap<string, Value>;

  constructor(solver: string, given: ReadonlyMap<string, Value>) {
    this.solver = solver;
    this.given = given;
  }
}

/** The schemas of all options of a solver, by the library's names; of the common ones only, where the solver is not offered. */
function shapeOf(solver: string): Readonly<Record<string, z.ZodType>> {
  return { ...commonShape, ...(Object.hasOwn(solverShapes, solver) ? solverShapes[solver as SolverName] : {}) };
}

/** MATLAB's names of the options of a solver, those that only MATLAB has included. */
export function optionNamesOf(solver: string): string[] {
  const own = Object.keys(shapeOf(solver)).filter((name) => !ours.includes(name));
  const mini = Object.hasOwn(solverShapes, solver);
  const others = Object.keys(refusedOptions).filter((name) => !(mini && (fullBatchOptions as readonly string[]).includes(name)));
  return [...own, ...others].map(matlabName);
}

/** MATLAB's name of a solver that a text means; throws where there is none. */
export function solverNamed(given: string, place: Place): string {
  const names = [...Object.keys(solverShapes), ...Object.keys(refusedSolvers)];
  const name = names.find((each) => each === given.toLowerCase());
  if (name !== undefined) return name;
  const meant = nearest(given, names);
  const hint = meant === undefined ? `There are ${names.join(", ")}.` : `Did you mean '${meant}'?`;
  throw new ScriptError("layergraph:unknownSolver", `trainingOptions: '${given}' is not a solver. ${hint}`, place);
}

/** The options by the library's names, as far as they have a form there; unknown ones as `{ $unknown: name }`. */
export function givenOptions({ solver, given }: OptionsContent): Record<string, unknown> {
  const shape = shapeOf(solver);
  const entries = [...given].flatMap(([name, value]): [string, unknown][] => {
    const option = name.charAt(0).toLowerCase() + name.slice(1);
    if (value.kind === "host" || value.kind === "handle" || later.includes(option)) return [];
    const converted = optionValue(value, shape[option] ?? anything);
    return converted === undefined || converted === "" ? [] : [[option, converted]];
  });
  return Object.fromEntries(entries);
}

const anything = commonShape.checkpointPath;

/** What is known of an option that the library does not have, or whose value it does not have: what happens instead. */
export interface LeftOption {
  readonly name: string;
  readonly reason: string;
}

/** The options that can be honoured, and those that cannot. */
export function honouredOptions(content: OptionsContent): {
  readonly options: Record<string, unknown>;
  readonly left: LeftOption[];
} {
  const options: Record<string, unknown> = {};
  const left: LeftOption[] = [];
  for (const [option, value] of Object.entries(givenOptions(content))) {
    const reason = refusedOptions[option] ?? refusedValue(option, value);
    const known = typeof value !== "object" || value === null || !("$unknown" in value);
    if (option in honoured && honoured[option] === lower(value)) continue;
    if (reason !== undefined) left.push({ name: matlabName(option), reason });
    else if (option === "checkpointPath")
      left.push({ name: matlabName(option), reason: "a script writes nothing but its results" });
    else if (known) options[option] = value;
  }
  return { options, left };
}

function refusedValue(option: string, value: unknown): string | undefined {
  const values = Object.hasOwn(refusedValues, option) ? refusedValues[option] : {};
  const text = lower(value);
  return typeof text === "string" && Object.hasOwn(values, text) ? values[text] : undefined;
}

function lower(value: unknown): unknown {
  return typeof value === "string" ? value.toLowerCase() : value;
}

/** Whether a training with these options should be drawn. */
export function drawsProgress(content: OptionsContent): boolean {
  return lower(givenOptions(content).plots) === honoured.plots;
}

/**
 * Checked options of the library. `more` are those that are known only when training begins.
 *
 * @throws ScriptError with all that is wrong, and where the solver is not offered
 */
export function checkedOptions(
  content: OptionsContent,
  place: Place | undefined,
  more: Readonly<Record<string, unknown>> = {},
): TrainingOptions {
  const { solver } = content;
  const { options } = honouredOptions(content);
  try {
    return trainingOptions(solver as SolverName, { ...options, ...more } as never);
  } catch (error) {
    if (!(error instanceof LayerGraphError)) throw error;
    throw new ScriptError(error.code, spelled(error.message, Object.keys(shapeOf(solver))), place);
  }
}

function spelled(message: string, names: readonly string[]): string {
  return message.replaceAll(/option '(\w+)/g, (all, name: string) =>
    names.includes(name) ? `option '${matlabName(name)}` : all,
  );
}

/** The default of an option, by MATLAB's name, as the library has it; undefined where it has none. */
export function defaultOption(solver: string, name: string): unknown {
  if (!Object.hasOwn(solverShapes, solver)) return undefined;
  const option = name.charAt(0).toLowerCase() + name.slice(1);
  return (trainingOptions(solver as SolverName) as Record<string, unknown>)[option];
}
