import { LayerGraphError } from "../../errors.ts";
import type { Program } from "../syntax/ast.ts";
import { parseProgram } from "../syntax/parseProgram.ts";
import { printProblem } from "../syntax/printProblem.ts";
import { decodeSource } from "../syntax/sourceText.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { BaseClass, Builtin } from "../values/value.ts";
import { defineClass, type Superclass } from "./classes.ts";
import type { Callable, CodeFile, UserClass } from "./code.ts";
import type { Folder } from "./folder.ts";

/** A program with its functions by name. */
export function codeFile(path: string, program: Program): CodeFile {
  const functions = new Map(program.functions.map((definition) => [definition.name, definition]));
  return { path, program, functions, imports: new Map(), importedPackages: new Set() };
}

/** What names stand for that are no variables: the code in the script's folder, which hides built-in functions, and those. */
export class Library {
  readonly folder: Folder;
  readonly #builtin: (name: string) => Builtin | undefined;
  readonly #base: (name: string) => BaseClass | undefined;
  readonly #files = new Map<string, CodeFile>();
  readonly #found = new Map<string, Callable | undefined>();
  readonly #pending = new Set<string>();

  constructor(folder: Folder, builtin: (name: string) => Builtin | undefined, base: (name: string) => BaseClass | undefined) {
    this.folder = folder;
    this.#builtin = builtin;
    this.#base = base;
  }

  /** The programs that were read, in order of reading. */
  get programs(): readonly Program[] {
    return [...this.#files.values()].map(({ program }) => program);
  }

  /** Takes a file that was read elsewhere: the script itself. */
  hold(file: CodeFile): void {
    this.#files.set(file.path, file);
  }

  /** What a name stands for in all files of the folder; undefined where nothing has it. */
  find(name: string): Callable | undefined {
    if (this.#found.has(name)) return this.#found.get(name);
    const callable = this.#inFolder(name) ?? this.#builtIn(name);
    this.#found.set(name, callable);
    return callable;
  }

  /** Forgets what names stood for, after the path changed. */
  forget(): void {
    this.#found.clear();
  }

  /** The built-in function of a name, whether something hides it or not. */
  builtIn(name: string): Builtin | undefined {
    return this.#builtin(name);
  }

  #builtIn(name: string): Callable | undefined {
    const builtin = this.#builtin(name);
    return builtin === undefined ? undefined : { kind: "builtin", builtin };
  }

  #inFolder(name: string): Callable | undefined {
    const found = this.folder.find(name);
    if (found === undefined) return undefined;
    const file = this.#load(found.path);
    if (file.program.kind === "script") return { kind: "script", file };
    if (file.program.kind === "class") return this.classIn(file, name);
    const definition = file.program.functions[0];
    return definition === undefined ? undefined : { kind: "function", definition, file };
  }

  /** The class that a file defines, under its full name. */
  classIn(file: CodeFile, name: string): UserClass {
    const [written] = file.program.classes;
    if (this.#pending.has(name))
      throw new ScriptError("MATLAB:class:RecursiveSuperclass", `Class '${name}' is its own superclass.`, written.place);
    this.#pending.add(name);
    try {
      const methods = [...this.folder.methodFiles(file.path).values()].map((path) => this.#load(path));
      const functions = methods.flatMap((each) => each.program.functions.slice(0, 1).map((first) => [first, each] as const));
      return defineClass({ ...written, name }, file, functions, (superclass) => this.#superclass(superclass));
    } finally {
      this.#pending.delete(name);
    }
  }

  #superclass(name: string): Superclass | undefined {
    const found = this.find(name);
    if (found?.kind === "class") return found;
    const base = this.#base(name);
    return base === undefined ? undefined : { kind: "base", base };
  }

  #load(path: string): CodeFile {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const program = parseProgram(decodeSource(this.folder.read(path), path));
    const file = codeFile(path, program);
    this.#files.set(path, file);
    const { problems } = program;
    if (problems.length > 0) throw new ScriptError("MATLAB:m_invalid", problems.map(printProblem).join("\n"), problems[0].place);
    return file;
  }
}

/** Refuses a script that MATLAB could not read, with everything that is wrong in it. */
export function refuseProblems({ problems }: Program): void {
  if (problems.length === 0) return;
  const issues = problems.map((problem) => ({
    code: "matlab-syntax",
    severity: "error" as const,
    message: printProblem(problem),
  }));
  throw new LayerGraphError("matlab-syntax", issues.map(({ message }) => message).join("\n\n"), { issues });
}
