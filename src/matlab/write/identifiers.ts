/** Words that TypeScript keeps for itself, or that our modules and their functions use. */
const reserved = new Set(
  (
    "abstract any arguments as async await boolean break case catch class const continue debugger declare default delete do else enum eval export " +
    "extends false finally for from function get if implements import in instanceof interface let module namespace never new null number object of " +
    "package private protected public readonly require return set static string super switch symbol this throw true try type typeof undefined " +
    "unknown var void while with yield build trained predictors responses Array Boolean Infinity JSON Map Math NaN Number Object Promise Set String"
  ).split(" "),
);

/**
 * The name of a MATLAB variable or function in TypeScript: the same, with an underscore where TypeScript keeps the word for itself or the
 * module imports something of that name.
 */
export function identifier(name: string, imported: ReadonlySet<string>): string {
  return reserved.has(name) || imported.has(name) ? `${name}_` : name;
}

/** Whether a text can stand as a key of an object, or after a dot, without quotes. */
export function isPlainKey(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}
