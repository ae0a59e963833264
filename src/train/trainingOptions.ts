import { z } from "zod";
import { type Issue, LayerGraphError, nearest } from "../errors.ts";
import { optionIssues } from "../layer.ts";
import { commonShape, type OptionMeta, solverShapes } from "./optionShapes.ts";
import { refusedOptions, refusedSolvers, refusedValues } from "./refusedOptions.ts";

export type { OutputFunction, OutputFunctionInfo, ValidationInput, ValidationPair } from "./optionShapes.ts";

/** The name of a solver: stochastic gradient descent with momentum, Adam or RMSProp. */
export type SolverName = keyof typeof solverShapes;

const solvers = {
  sgdm: z.object({ ...commonShape, ...solverShapes.sgdm }),
  adam: z.object({ ...commonShape, ...solverShapes.adam }),
  rmsprop: z.object({ ...commonShape, ...solverShapes.rmsprop }),
} as const;
const solverNames = Object.keys(solvers) as SolverName[];

/** The options that `trainingOptions` accepts for a solver; every one may be left out. */
export type TrainingOptionsInput<S extends SolverName = SolverName> = { [K in S]: z.input<(typeof solvers)[K]> }[S];

/** Checked training options with all defaults filled in. Immutable. `solver` says which of the solvers' own options there are. */
export type TrainingOptions<S extends SolverName = SolverName> = {
  [K in S]: Readonly<z.output<(typeof solvers)[K]>> & { readonly solver: K };
}[S];

/**
 * Checked options for `trainNetwork`, with MATLAB's defaults for all that is left out. Names are MATLAB's with a small first letter.
 * An option of another solver, or one that has no meaning here, is refused with the reason; all problems are reported at once.
 *
 * @example
 * ```ts
 * const options = trainingOptions("adam", { maxEpochs: 60, miniBatchSize: 1, validationData: [XTest, TTest], verbose: false });
 * ```
 * @throws LayerGraphError `unknown-solver`, `unknown-option`, `invalid-option`, `refused-option` or `missing-validation-data`
 * @see MATLAB trainingOptions
 */
export function trainingOptions<S extends SolverName>(solver: S, options?: TrainingOptionsInput<S>): TrainingOptions<S> {
  const where = typeof solver === "string" ? `trainingOptions("${solver}")` : "trainingOptions";
  return checked(solver, options ?? {}, where) as unknown as TrainingOptions<S>;
}

/**
 * Training options from the content of an options file: `{ "solver": "adam", "maxEpochs": 60 }`. `where` names the file in messages;
 * `overrides`, such as those of the command line and the data it read, win over the file. `"Inf"` stands for Infinity.
 *
 * @throws LayerGraphError as `trainingOptions` does, with all problems of file and overrides together
 */
export function trainingOptionsFromJson(
  json: unknown,
  where: string,
  overrides: Readonly<Record<string, unknown>> = {},
): TrainingOptions {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    const received = Array.isArray(json) ? "a list" : JSON.stringify(json);
    throw new LayerGraphError(
      "invalid-options",
      `${where}: received ${received}, expected an object such as { "solver": "adam", "maxEpochs": 60 }.`,
    );
  }
  const problems: Issue[] = [];
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(json)) {
    if (trainingOptionNames.find((option) => option.name === name)?.kind === "code") {
      problems.push(refused(where, name, "a file cannot hold it; give it to trainingOptions in a program"));
    } else given[name] = value === "Inf" || value === "Infinity" ? Infinity : value;
  }
  const { solver, ...options } = { ...given, ...overrides };
  return checked(solver, options, where, problems);
}

/** The options as an options file holds them, without those that have no JSON form: functions, the signal and validation data. */
export function trainingOptionsToJson(options: TrainingOptions): Record<string, unknown> {
  const withForm = Object.entries(options).filter(([name]) => {
    const kind = trainingOptionNames.find((option) => option.name === name)?.kind;
    return kind !== "code" && kind !== "data";
  });
  return Object.fromEntries(withForm.map(([name, value]) => [name, value === Infinity ? "Inf" : value]));
}

function checked(solver: unknown, given: unknown, where: string, before: readonly Issue[] = []): TrainingOptions {
  const problems = [...before];
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    problems.push(issue("invalid-options", `${where}: the options must be an object, such as { maxEpochs: 60 }.`));
  } else if (typeof solver === "string" && Object.hasOwn(solvers, solver)) {
    const rest = withoutRefused(solver as SolverName, given as Record<string, unknown>, where, problems);
    const parsed = solvers[solver as SolverName].strict().safeParse(rest, { reportInput: true });
    if (!parsed.success) problems.push(...optionIssues(parsed.error, where, Object.keys(solvers[solver as SolverName].shape)));
    else if (parsed.data.outputNetwork === "best-validation" && parsed.data.validationData === undefined)
      problems.push(
        issue("missing-validation-data", `${where}: outputNetwork "best-validation" needs validationData; give [X, T].`),
      );
    if (parsed.success && problems.length === 0) {
      const functions = Object.freeze([...parsed.data.outputFcn]);
      return Object.freeze({ solver, ...parsed.data, outputFcn: functions }) as TrainingOptions;
    }
  } else problems.push(solverIssue(solver, where));
  throw new LayerGraphError(problems[0].code, problems.map((problem) => problem.message).join("\n"), { issues: problems });
}

function solverIssue(solver: unknown, where: string): Issue {
  const choices = solverNames.map((name) => `"${name}"`).join(", ");
  if (solver === undefined) return issue("unknown-solver", `${where}: no solver is given; "solver" must be one of ${choices}.`);
  if (typeof solver !== "string")
    return issue("unknown-solver", `${where}: the solver must be one of ${choices}, received ${JSON.stringify(solver)}.`);
  if (Object.hasOwn(refusedSolvers, solver))
    return issue("unknown-solver", `${where}: solver "${solver}" is not offered: ${refusedSolvers[solver]}.`);
  const meant = nearest(solver, solverNames);
  const fix = meant ? `did you mean "${meant}"?` : `there are ${choices}.`;
  return issue("unknown-solver", `${where}: there is no solver "${solver}"; ${fix}`);
}

/** The options but those that are refused by name, by value or because they are another solver's; what is refused goes to `problems`. */
function withoutRefused(
  solver: SolverName,
  given: Readonly<Record<string, unknown>>,
  where: string,
  problems: Issue[],
): Record<string, unknown> {
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const camel = name.charAt(0).toLowerCase() + name.slice(1);
    const owners = solverNames.filter((other) => Object.hasOwn(solverShapes[other], camel));
    const reason =
      typeof value === "string" && Object.hasOwn(refusedValues, name) && Object.hasOwn(refusedValues[name], value)
        ? refusedValues[name][value]
        : undefined;
    if (Object.hasOwn(refusedOptions, camel)) problems.push(refused(where, name, refusedOptions[camel]));
    else if (reason !== undefined) problems.push(refused(where, name, reason, value as string));
    else if (owners.length > 0 && !owners.includes(solver)) problems.push(otherSolver(solver, owners, where, name));
    else rest[name] = value;
  }
  return rest;
}

function otherSolver(solver: SolverName, owners: readonly SolverName[], where: string, name: string): Issue {
  const own = Object.keys(solverShapes[solver]).join(", ");
  const text = `${where}: option '${name}' is an option of ${owners.join(" and ")}; ${solver} has ${own}.`;
  return issue("unknown-option", text, { received: name, expected: own });
}

function refused(where: string, name: string, reason: string, value?: string): Issue {
  const what = value === undefined ? `option '${name}'` : `option '${name}' "${value}"`;
  return issue("refused-option", `${where}: ${what} is not offered: ${reason}.`, { received: value ?? name });
}

function issue(code: string, message: string, more: Partial<Issue> = {}): Issue {
  return { code, severity: "error", message, ...more };
}

/** One training option, as a command line or a page of documentation shows it. */
export interface TrainingOptionName {
  readonly name: string;
  /** The name as a flag: `--max-epochs`. */
  readonly flag: string;
  /** What its values are; `numberOrChoice` takes both. `code` and `data` have no text form. */
  readonly kind: "number" | "boolean" | "choice" | "numberOrChoice" | "text" | "code" | "data";
  readonly choices?: readonly string[];
  readonly description: string;
  /** The default in words, for each solver where they differ: `sgdm 0.01, adam 0.001, rmsprop 0.001`. */
  readonly default?: string;
  /** The solvers that have the option. */
  readonly solvers: readonly SolverName[];
}

/** All training options of all solvers, read from their schemas. */
export const trainingOptionNames: readonly TrainingOptionName[] = optionNames();

function optionNames(): TrainingOptionName[] {
  const names = new Set(solverNames.flatMap((solver) => Object.keys(solvers[solver].shape)));
  return [...names].map((name) => {
    const owners = solverNames.filter((solver) => name in solvers[solver].shape);
    const schemas = owners.map((solver) => (solvers[solver].shape as Record<string, z.ZodType>)[name]);
    const meta = schemas[0].meta() as OptionMeta | undefined;
    const defaults = schemas.map((schema) => defaultText(schema));
    const same = defaults.every((text) => text === defaults[0]);
    const text = same ? defaults[0] : owners.map((solver, at) => `${solver} ${defaults[at]}`).join(", ");
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const values = { ...valuesOf(schemas[0]), ...(meta?.choices && { choices: meta.choices }) };
    return {
      name,
      flag,
      ...values,
      kind: meta?.kind ?? values.kind ?? missingKind(name),
      description: meta?.description ?? "",
      ...(text !== undefined && { default: text }),
      solvers: owners,
    };
  });
}

function missingKind(name: string): never {
  throw new Error(`internal: the schema of training option '${name}' does not say what its values are`);
}

function valuesOf(schema: z.core.$ZodType): { kind?: TrainingOptionName["kind"]; choices?: readonly string[] } {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return valuesOf(schema.def.innerType);
  if (schema instanceof z.ZodPipe) return valuesOf(schema.def.in);
  if (schema instanceof z.ZodNumber) return { kind: "number" };
  if (schema instanceof z.ZodString) return { kind: "text" };
  if (schema instanceof z.ZodEnum) return { kind: "choice", choices: schema.options.map(String) };
  if (schema instanceof z.ZodUnion && schema.options.some((option) => option instanceof z.ZodBoolean)) return { kind: "boolean" };
  return {};
}

function defaultText(schema: z.ZodType): string | undefined {
  const meta = schema.meta() as OptionMeta | undefined;
  if (meta?.defaultText !== undefined) return meta.defaultText;
  if (!(schema instanceof z.ZodDefault) || Array.isArray(schema.def.defaultValue)) return undefined;
  const value: unknown = schema.def.defaultValue;
  return value === Infinity ? "Inf" : value === "" ? "none" : String(value);
}

/**
 * The value that a text on the command line means for an option: `"60"` → 60, `"false"` → false, `"Inf"` → Infinity. A text that is no
 * such value is returned as it is, so that `trainingOptions` says what is wrong with it.
 */
export function trainingOptionFromText(name: string, text: string): unknown {
  const kind = trainingOptionNames.find((option) => option.name === name)?.kind;
  if (kind === "boolean") return text === "true" || text === "1" ? true : text === "false" || text === "0" ? false : text;
  if (kind !== "number" && kind !== "numberOrChoice") return text;
  if (/^inf(inity)?$/i.test(text)) return Infinity;
  return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
}
