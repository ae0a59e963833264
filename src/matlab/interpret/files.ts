import { existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { ScriptError } from "../values/scriptError.ts";
import type { FileAccess } from "../values/value.ts";

/** Where a script may read and write. */
export interface FilePlaces {
  /** The script's folder, without links. */
  readonly folder: string;
  readonly data: readonly string[];
  readonly outputFolder: string | undefined;
}

/**
 * The files that a script may touch: it reads in its own folder, in the folders and files given as data, and what it wrote itself; it writes in
 * the output folder alone. Links and `..` that lead elsewhere are not followed. A path of another machine is looked for by its last part.
 * @param charge counts the bytes of a file before it is read
 */
export function fileAccess(places: FilePlaces, charge: (bytes: number) => void): FileAccess {
  return {
    read: (name) => {
      const path = found(name.replaceAll("\\", "/"), places);
      if (path === undefined) return undefined;
      charge(statSync(path).size);
      return { path, bytes: readFileSync(path) };
    },
    write: (name, bytes) => {
      const path = writable(name.replaceAll("\\", "/"), places.outputFolder);
      charge(bytes.length);
      writeFileSync(path, bytes);
      return path;
    },
  };
}

function found(name: string, { folder, data, outputFolder }: FilePlaces): string | undefined {
  const roots = [folder, ...data.filter((each) => isFolder(each)), ...(outputFolder === undefined ? [] : [outputFolder])];
  for (const wanted of new Set([name, basename(name)])) {
    const given = data.find((each) => basename(each) === wanted && isFile(each));
    if (given !== undefined) return given;
    for (const root of roots) {
      const path = resolve(root, wanted);
      if (isFile(path) && isInside(path, root)) return path;
    }
  }
  return undefined;
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** Whether a file that is there lies in a folder, links followed. */
function isInside(path: string, folder: string): boolean {
  const from = relative(realpathSync(folder), realpathSync(path));
  return from !== ".." && !from.startsWith(`..${sep}`) && resolve(from) !== from;
}

function writable(name: string, outputFolder: string | undefined): string {
  if (outputFolder === undefined)
    throw new ScriptError(
      "layergraph:output",
      `The script writes '${name}', but no output folder is given: nothing is written without one.`,
    );
  mkdirSync(outputFolder, { recursive: true });
  const root = realpathSync(outputFolder);
  const path = resolve(root, name);
  const refused = new ScriptError(
    "layergraph:output",
    `The script may not write '${name}': it lies outside of the output folder '${outputFolder}'.`,
  );
  if (!path.startsWith(root + sep)) throw refused;
  makeFolders(root, dirname(path), refused);
  if (existsSync(path) || isLink(path)) {
    if (isLink(path) || !statSync(path).isFile()) throw refused;
  }
  return path;
}

/** Makes the folders down to one, none of which may be a link. */
function makeFolders(root: string, folder: string, refused: ScriptError): void {
  let path = root;
  for (const part of relative(root, folder).split(sep).filter(Boolean)) {
    path = join(path, part);
    if (isLink(path)) throw refused;
    mkdirSync(path, { recursive: true });
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
