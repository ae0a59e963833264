import type { MatNumeric, NumericClass } from "../../../src/data/matValues.ts";
import { numbers } from "../../../src/matlab/values/construct.ts";
import type { Value } from "../../../src/matlab/values/value.ts";

/** A matrix written as in MATLAB: `matrix("1 2; 3 4")`. */
export function matrix(written: string, name: NumericClass = "double"): MatNumeric {
  const rows = written.split(";").map((row) => row.trim().split(/\s+/).filter(Boolean).map(Number));
  const columns = rows[0].length;
  const data = Array.from({ length: rows.length * columns }, (_, k) => rows[k % rows.length][Math.floor(k / rows.length)]);
  return numbers([rows.length, columns], data, name);
}

/** A value as short text: `[1 2; 3 4]`, `int8 [5]`, `logical [1 0]`, `'abc'`, `"a" "b"`, `{1×2: [1], 'x'}`, `3×0`. */
export function shown(value: Value): string {
  switch (value.kind) {
    case "numeric":
      return (
        (value.class === "double" ? "" : `${value.class} `) +
        rowsOf(value.size, Array.from(value.data as ArrayLike<number>, String))
      );
    case "logical":
      return `logical ${rowsOf(value.size, Array.from(value.data, String))}`;
    case "char":
      return value.size[0] === 1 ? `'${value.text}'` : `char ${rowsOf(value.size, [...value.text])}`;
    case "string":
      return `string ${rowsOf(
        value.size,
        value.values.map((each) => (each === undefined ? "<missing>" : `"${each}"`)),
      )}`;
    case "categorical": {
      const names = Array.from(value.codes, (code) => (code === 0 ? "<undefined>" : value.categories[code - 1]));
      return `categorical ${rowsOf(value.size, names)} of ${value.categories.join(",")}`;
    }
    case "cell":
      return `{${value.size.join("×")}: ${value.elements.map(shown).join(", ")}}`;
    case "struct":
      return `struct ${value.size.join("×")} ${[...value.fields].map(([name, list]) => `${name}=${list.map(shown).join("|")}`).join(" ")}`.trim();
    case "handle":
      return `@${value.name ?? "anonymous"}`;
    case "object":
      return `object ${value.className}`;
    case "host":
      return `host ${value.operations.className}`;
    case "unknown":
      return `unknown ${value.name}`;
  }
}

function rowsOf(size: readonly number[], texts: readonly string[]): string {
  if (texts.length === 0) return size.join("×");
  if (size.length > 2) return `${size.join("×")} (${texts.join(" ")})`;
  const rows = Array.from({ length: size[0] }, (_, i) => texts.filter((_, k) => k % size[0] === i).join(" "));
  return `[${rows.join("; ")}]`;
}

/** What a computation gives, as {@link shown}; `error: …` where it throws. */
export function outcome(compute: () => Value): string {
  try {
    return shown(compute());
  } catch (error) {
    return `error: ${(error as Error).message}`;
  }
}
