import { createRequire } from "node:module";
import type ts from "typescript";
import { languageDeclarations, libraryDeclarations } from "./declarations.ts";

/** What the compiler says of a module. */
export interface Compiled {
  /** Its complaints, each with the line of the module: `3: Type 'string' is not assignable to type 'number'.` */
  readonly problems: readonly string[];
  /** The module as a function of `exports` and `require`, for a `Script`. */
  readonly code: string;
}

/**
 * Compiles a generated module under `strict`, in memory. The compiler is loaded when it is first asked for.
 *
 * @param address what `import.meta.url` is in the module
 */
export function compiled(code: string, address: string): Compiled {
  const compiler = loadCompiler();
  const options: ts.CompilerOptions = {
    strict: true,
    target: compiler.ScriptTarget.ES2022,
    module: compiler.ModuleKind.CommonJS,
    moduleResolution: compiler.ModuleResolutionKind.Bundler,
    noLib: true,
    noUnusedLocals: true,
    types: [],
  };
  const used = new Set(/import \{([^}]*)\} from "layergraph"/.exec(code)?.[1].match(/\w+/g) ?? []);
  const files = new Map([
    ["/language.d.ts", languageDeclarations],
    ["/layergraph.d.ts", libraryDeclarations(used)],
    ["/module.ts", code],
  ]);
  const program = compiler.createProgram(["/language.d.ts", "/module.ts"], options, hostOf(compiler, files));
  const all = [...program.getSyntacticDiagnostics(), ...program.getGlobalDiagnostics(), ...program.getSemanticDiagnostics()];
  const found = all.filter((problem) => problem.code !== metaInFunction);
  let emitted = "";
  const write = (_: string, text: string): void => {
    emitted = text;
  };
  const before = [withAddress(compiler, address)];
  program.emit(program.getSourceFile("/module.ts"), write, undefined, false, { before });
  return { problems: found.map((problem) => printed(compiler, problem)), code: emitted };
}

/** That `import.meta` needs a module: here it becomes the address before the code becomes a function. */
const metaInFunction = 1343;

function withAddress(compiler: typeof ts, address: string): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    const visit = (node: ts.Node): ts.Node => {
      if (compiler.isPropertyAccessExpression(node) && compiler.isMetaProperty(node.expression) && node.name.text === "url")
        return context.factory.createStringLiteral(address);
      return compiler.visitEachChild(node, visit, context);
    };
    return (file) => compiler.visitEachChild(file, visit, context);
  };
}

/** `require` rather than `import`, which would read the nine megabytes twice for their names. */
function loadCompiler(): typeof ts {
  return createRequire(import.meta.url)("typescript") as typeof ts;
}

function hostOf(compiler: typeof ts, files: ReadonlyMap<string, string>): ts.CompilerHost {
  return {
    fileExists: (name) => files.has(name),
    readFile: (name) => files.get(name),
    getSourceFile: (name, version) => {
      const text = files.get(name);
      return text === undefined ? undefined : compiler.createSourceFile(name, text, version);
    },
    getDefaultLibFileName: () => "/language.d.ts",
    writeFile: () => {},
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    resolveModuleNameLiterals: (literals) =>
      literals.map(({ text }) => ({
        resolvedModule:
          text === "layergraph" ? { resolvedFileName: "/layergraph.d.ts", extension: compiler.Extension.Dts } : undefined,
      })),
  };
}

function printed(compiler: typeof ts, { file, start, messageText }: ts.Diagnostic): string {
  const text = compiler.flattenDiagnosticMessageText(messageText, "\n");
  if (!file || start === undefined) return text;
  return `${file.fileName === "/module.ts" ? "" : `${file.fileName}:`}${file.getLineAndCharacterOfPosition(start).line + 1}: ${text}`;
}
