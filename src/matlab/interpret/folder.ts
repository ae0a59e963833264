import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";

/** What a name is in the folders that MATLAB would look in. */
export interface FoundCode {
  readonly path: string;
  /** For `@Class` folders: the class whose method the file defines; undefined for functions, scripts and classes. */
  readonly methodOf?: string;
}

/**
 * The script's folder as MATLAB sees it: functions, scripts and classes by exact name, in it and in those of its subfolders that
 * `addpath` names. Nothing outside of the folder is looked at, not even through links.
 */
export class Folder {
  /** The folder, without links. */
  readonly root: string;
  #searched: string[];
  readonly #listings = new Map<string, ReadonlyMap<string, boolean>>();

  constructor(scriptPath: string) {
    this.root = realpathSync(dirname(resolve(scriptPath)));
    this.#searched = [this.root];
  }

  /** The file that defines a function or class; dots for packages (`+package` folders). */
  find(name: string): FoundCode | undefined {
    const parts = name.split(".");
    const last = parts.pop()!;
    const below = parts.map((part) => `+${part}`);
    for (const folder of this.#searched) {
      const place = join(folder, ...below);
      const found = this.#codeIn(place, last) ?? this.#codeIn(join(place, "private"), last);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #codeIn(folder: string, name: string): FoundCode | undefined {
    if (this.#listing(folder).get(`${name}.m`) === false) return { path: join(folder, `${name}.m`) };
    const classFolder = `@${name}`;
    if (this.#listing(folder).get(classFolder) !== true) return undefined;
    return this.#codeIn(join(folder, classFolder), name);
  }

  /** Whether there is a package of this name. */
  hasPackage(name: string): boolean {
    const parts = name.split(".").map((part) => `+${part}`);
    const last = parts.pop()!;
    return this.#searched.some((folder) => this.#listing(join(folder, ...parts)).get(last) === true);
  }

  /** The other `.m` files beside a class in its `@Class` folder: its methods, by name. */
  methodFiles(classPath: string): ReadonlyMap<string, string> {
    const folder = dirname(classPath);
    const name = basename(classPath, ".m");
    if (basename(folder) !== `@${name}`) return new Map();
    const files = [...this.#listing(folder)].filter(
      ([file, isFolder]) => !isFolder && file.endsWith(".m") && file !== `${name}.m`,
    );
    return new Map(files.map(([file]) => [file.slice(0, -2), join(folder, file)]));
  }

  /** Names and whether each is a folder; links are left out where they lead outside. */
  #listing(folder: string): ReadonlyMap<string, boolean> {
    const known = this.#listings.get(folder);
    if (known !== undefined) return known;
    const listing = this.#read(folder);
    this.#listings.set(folder, listing);
    return listing;
  }

  #read(folder: string): ReadonlyMap<string, boolean> {
    if (!this.holds(folder)) return new Map();
    try {
      const entries = readdirSync(folder, { withFileTypes: true });
      const inside = entries.filter((entry) => !entry.isSymbolicLink() || this.holds(join(folder, entry.name)));
      return new Map(inside.map((entry) => [entry.name, entry.isDirectory()]));
    } catch {
      return new Map();
    }
  }

  /** Whether a path really lies in the script's folder. */
  holds(path: string): boolean {
    try {
      const real = realpathSync(path);
      return real === this.root || real.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep);
    } catch {
      return false;
    }
  }

  /** Looks in a subfolder too, first; `addpath`. Folders outside are left out. */
  add(path: string): boolean {
    const folder = resolve(this.root, path.replaceAll("\\", "/"));
    if (!this.holds(folder)) return false;
    this.#searched = [folder, ...this.#searched.filter((each) => each !== folder)];
    return true;
  }

  /** A folder and all its subfolders that `genpath` names, the private, package and class folders left out. */
  below(path: string): string[] {
    const folder = resolve(this.root, path.replaceAll("\\", "/"));
    const children = [...this.#listing(folder)].filter(
      ([name, isFolder]) => isFolder && !/^[+@.]|^private$|^node_modules$/.test(name),
    );
    return this.holds(folder) ? [folder, ...children.flatMap(([name]) => this.below(join(folder, name)))] : [];
  }

  /** The bytes of a file that `find` gave. */
  read(path: string): Uint8Array {
    return readFileSync(path);
  }
}
