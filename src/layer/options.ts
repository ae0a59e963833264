import { z } from "zod";
import { type Issue, LayerGraphError } from "../errors.ts";
import { type Initializer, initializerOption, type LearnableValue, vectorInitializerOption } from "./initializers.ts";
import { meantOption } from "./synonyms.ts";

/** A whole number of at least 1, the size of something. */
export const positiveInteger = z.int("must be a positive whole number").positive("must be a positive whole number");

/** A number of at least 0, a factor that multiplies the global learning rate or L2 factor. */
export const factor = z.number("must be a number of at least 0").min(0, "must be a number of at least 0");

/** Options that every layer has beside its name. */
export const commonOptions = {
  learnRateFactors: z.record(z.string(), factor, "must be an object of learnables and their factors").optional(),
  l2Factors: z.record(z.string(), factor, "must be an object of learnables and their factors").optional(),
};

/** Options that every layer has beside its own ones. */
export interface CommonOptions {
  readonly name?: string;
  /** For each learnable named here, the factor of its learn rate, instead of the one that the layer declares; 0 freezes it. */
  readonly learnRateFactors?: Readonly<Record<string, number>>;
  /** The same for the L2 factor. */
  readonly l2Factors?: Readonly<Record<string, number>>;
}

/**
 * Values of a learnable or statistic, given by the user: a number, nested arrays (rows first, as MATLAB writes a matrix), or
 * `{ size, data }` with MATLAB's size and the elements in MATLAB's order (column-major).
 */
export const arrayOption = z.union(
  [
    z.number(),
    z.array(z.unknown()),
    z.object({ size: z.array(z.int().nonnegative()), data: z.custom<ArrayLike<number>>(isNumbers) }),
  ],
  { error: "must be a number, nested arrays of numbers, or { size, data }" },
);

/** What `arrayOption` accepts. */
export type ArrayOption = z.infer<typeof arrayOption>;

function isNumbers(value: unknown): boolean {
  return (
    (Array.isArray(value) && value.every((v) => typeof v === "number")) ||
    value instanceof Float32Array ||
    value instanceof Float64Array
  );
}

/** The given values with MATLAB's size, column-major; undefined if the nesting is ragged or holds anything but numbers. */
export function arrayValue(given: ArrayOption): LearnableValue | undefined {
  if (typeof given === "number") return { size: [1, 1], data: [given] };
  if (!Array.isArray(given)) return given.data.length === given.size.reduce((a, b) => a * b, 1) ? given : undefined;
  const size: number[] = [];
  for (let level: unknown = given; Array.isArray(level); level = level[0]) size.push(level.length);
  const flat = given.flat(size.length - 1) as unknown[];
  const count = size.reduce((a, b) => a * b, 1);
  if (flat.length !== count || !flat.every((v) => typeof v === "number")) return undefined;
  return { size: size.length === 1 ? [size[0], 1] : size, data: columnMajor(flat as number[], size) };
}

function columnMajor(rowMajor: readonly number[], size: readonly number[]): Float64Array {
  const result = new Float64Array(rowMajor.length);
  for (let i = 0; i < rowMajor.length; i++) {
    let rest = i;
    let at = 0;
    for (let axis = size.length - 1; axis >= 0; axis--) {
      const stride = size.slice(0, axis).reduce((a, b) => a * b, 1);
      at += (rest % size[axis]) * stride;
      rest = Math.floor(rest / size[axis]);
    }
    result[at] = rowMajor[i];
  }
  return result;
}

/** The four options of a learnable that is called `value` and whose factors start with `factorName`. */
export type LearnableOptions<V extends string, F extends string> = {
  [K in `${V}Initializer`]: z.ZodDefault<typeof initializerOption>;
} & { [K in V]: z.ZodOptional<typeof arrayOption> } & {
  [K in `${F}LearnRateFactor` | `${F}L2Factor`]: z.ZodDefault<z.ZodNumber>;
};

/** What a learnable starts at unless it is told, its L2 factor, and whether it is a bias or the like, which no matrix's initializers suit. */
export interface LearnableDefaults {
  readonly initializer: Exclude<Initializer, (...args: never[]) => unknown>;
  readonly l2Factor: number;
  readonly vector?: boolean;
}

/**
 * The options of a learnable: `weightsInitializer`, `weights`, `weightLearnRateFactor` and `weightL2Factor` for `("weights", "weight", …)`.
 *
 * @see MATLAB convolution1dLayer, "Parameters and Initialization"
 */
export function learnableOptions<V extends string, F extends string>(
  value: V,
  factorName: F,
  defaults: LearnableDefaults,
): LearnableOptions<V, F> {
  return {
    [`${value}Initializer`]: (defaults.vector ? vectorInitializerOption : initializerOption).default(
      defaults.initializer as never,
    ),
    [value]: arrayOption.optional(),
    [`${factorName}LearnRateFactor`]: factor.default(1),
    [`${factorName}L2Factor`]: factor.default(defaults.l2Factor),
  } as unknown as LearnableOptions<V, F>;
}

/** All problems that zod found in the options of a layer (or of anything else that is called `where`), each as a sentence. */
export function optionIssues(error: z.core.$ZodError, where: string, known: readonly string[], layer?: string): Issue[] {
  return error.issues.flatMap((issue): Issue[] => {
    const path = issue.path.map(String).join(".");
    const about = { severity: "error" as const, ...(layer !== undefined && { layer }) };
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => {
        const meant = meantOption(key, known);
        const fix = meant ? `did you mean ${meant}?` : `it has ${known.join(", ")}.`;
        const message = `${where}: there is no option '${path ? `${path}.` : ""}${key}'; ${fix}`;
        return { ...about, code: "unknown-option", message, received: key, expected: meant ?? known.join(", "), fix };
      });
    }
    const received = printReceived("input" in issue ? issue.input : undefined);
    const text = plainMessage(issue);
    const message = `${where}: option '${path}' ${text}, received ${received}.`;
    return [{ ...about, code: "invalid-option", message, expected: text, received }];
  });
}

/**
 * The options that a function called `where` was given, checked, defaults filled in.
 *
 * @throws LayerGraphError with all problems, options that there are not among them
 */
export function parsedOptions<S extends z.core.$ZodLooseShape>(
  schema: z.ZodObject<S>,
  given: object,
  where: string,
): z.output<z.ZodObject<S>> {
  const parsed = schema.strict().safeParse(given, { reportInput: true });
  if (parsed.success) return parsed.data as z.output<z.ZodObject<S>>;
  const issues = optionIssues(parsed.error, where, Object.keys(schema.shape));
  throw new LayerGraphError(issues[0].code, issues.map((issue) => issue.message).join("\n"), { issues });
}

function plainMessage(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `must be ${issue.values.map((v) => JSON.stringify(v)).join(" or ")}`;
  if (issue.code === "invalid_type")
    return issue.message.startsWith("must") ? issue.message : `must be ${article(issue.expected)}`;
  return issue.message.startsWith("must") ? issue.message : `is wrong: ${issue.message}`;
}

function article(expected: string): string {
  return expected === "nonoptional" ? "given" : /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}

/** A value as an error shows it, at most 60 characters long. */
export function printReceived(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "function") return "a function";
  if (typeof value === "number") return String(value);
  const text = jsonOf(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** The value as JSON; what JSON cannot hold as the name of its type. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? String(inner) : inner));
  } catch {
    return `a ${typeof value}`;
  }
}
