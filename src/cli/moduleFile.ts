import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { LayerGraphError, readText } from "../index.ts";
import { originalPlace, typescriptModule } from "./typescriptModule.ts";

/** The extensions of files that hold modules. */
export const moduleExtensions = [".js", ".mjs", ".ts", ".mts"] as const;

/** Whether a file is a module by its name. */
export function isModule(path: string): boolean {
  return (moduleExtensions as readonly string[]).includes(extname(path).toLowerCase());
}

/**
 * The exports of a JavaScript or TypeScript module in a file of the user's.
 *
 * @throws LayerGraphError `module-failed` with the message and the place, where the module does not load
 */
export async function importFile(path: string): Promise<Readonly<Record<string, unknown>>> {
  readText(path);
  return running(path, "does not load", async () => {
    const isTypeScript = /\.m?ts$/i.test(path);
    const address = isTypeScript ? typescriptModule(path) : pathToFileURL(resolve(path)).href;
    return (await import(address)) as Record<string, unknown>;
  });
}

/** Runs code of the user's; what it throws is told with its place in the user's file, without a stack. */
export async function running<T>(path: string, failed: string, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof LayerGraphError) throw error;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new LayerGraphError("module-failed", `'${path}' ${failed}: ${reason}${placeOf(error)}`, { cause: error });
  }
}

/** Where in a file an error arose: syntax errors have it in the first line of their stack, others in the first frame with a file. */
function placeOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const [place, url, line, column] = /(file:\/\/\S+?):(\d+)(?::(\d+))?/.exec(stack) ?? [];
  if (place === undefined) return "";
  return ` (${column === undefined ? place : originalPlace(url, Number(line), Number(column))})`;
}
