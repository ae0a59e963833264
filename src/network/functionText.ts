/** A function that a graph file can hold, for it is written in MATLAB. */
export interface FunctionText {
  /** An anonymous function, or `@name` with the functions that it needs below it. */
  readonly $matlab: string;
  /** The variables that the text mentions, by name: numbers, texts, booleans, and lists of one of these. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Whether its arrays have labels; false by default. */
  readonly formattable?: boolean;
  /** How many results it gives; 1 by default. */
  readonly numOutputs?: number;
}

/** What a file holds of a function, given the options of its layer; undefined where it took along a value that a file cannot hold. */
type TextOf = (options: Readonly<Record<string, unknown>>) => FunctionText | undefined;

const texts = new WeakMap<object, TextOf>();

/** Remembers what a graph file holds of a function. */
export function rememberFunctionText<F extends object>(compute: F, text: TextOf): F {
  texts.set(compute, text);
  return compute;
}

/** What a graph file holds of a function; undefined where it has no text. */
export function functionText(compute: unknown, options: Readonly<Record<string, unknown>>): FunctionText | undefined {
  return typeof compute === "function" ? texts.get(compute)?.(options) : undefined;
}

/** The options of a layer as a file has them, with functions in place of their texts. */
export function withFunctions(
  options: Readonly<Record<string, unknown>>,
  read: (text: FunctionText) => unknown,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(options);
  if (!entries.some(([, value]) => isFunctionText(value))) return options;
  return Object.fromEntries(
    entries.map(([option, value]) => [option, option !== "name" && isFunctionText(value) ? read(value) : value]),
  );
}

function isFunctionText(value: unknown): value is FunctionText {
  return typeof value === "object" && value !== null && typeof (value as FunctionText).$matlab === "string";
}
