import type { FunctionDefinition } from "../syntax/ast.ts";
import type { Callable } from "./code.ts";
import type { Frame } from "./machine.ts";

/** What a name stands for where it is called in a frame: nested and local functions, the folder's code, built-ins; not variables. */
export function callableIn(frame: Frame, name: string): Callable | undefined {
  const nested = nestedIn(frame, name);
  if (nested !== undefined) return nested;
  const { file } = frame;
  const definition = file.functions.get(name);
  if (definition !== undefined) return { kind: "function", definition, file };
  const { library } = frame.machine;
  for (const each of file.importedPackages) {
    const imported = library.find(`${each}.${name}`);
    if (imported !== undefined) return imported;
  }
  return library.find(file.imports.get(name) ?? name);
}

/** A function nested in the running one, or in one around it. */
function nestedIn(frame: Frame, name: string): Callable | undefined {
  for (let around: Frame | undefined = frame; around?.called !== undefined; around = around.called.around as Frame | undefined) {
    const definition = around.called.definition.nested.find((each: FunctionDefinition) => each.name === name);
    if (definition !== undefined) return { kind: "function", definition, file: around.file, owner: around.called.owner, around };
  }
  return undefined;
}

/** Whether a package folder has this name. */
export function namesPackage(frame: Frame, name: string): boolean {
  return frame.machine.library.folder.hasPackage(name);
}
