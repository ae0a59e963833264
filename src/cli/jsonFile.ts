import { LayerGraphError, parseJson, readText } from "../index.ts";

/** What a JSON file holds; mistakes in it are told with the path, the line and the column. */
export function readJson(path: string): unknown {
  return parseJson(readText(path).replace(/^\uFEFF/, ""), `'${path}'`);
}

/** What a JSON file holds, which must be an object. */
export function readJsonObject(path: string, example: string): Readonly<Record<string, unknown>> {
  const value = readJson(path);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  const received = Array.isArray(value) ? "a list" : value === null ? "null" : `a ${typeof value}`;
  throw new LayerGraphError("invalid-options", `'${path}' holds ${received}, expected an object such as ${example}.`, {
    received,
  });
}
