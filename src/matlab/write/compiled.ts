import type ts from "typescript";
import { erased } from "./erased.ts";
import { languageDeclarations } from "./languageDeclarations.ts";

/** A generated module, and all that the compiler must know of it. */
export interface ModuleToCompile {
  readonly code: string;
  /** The declarations of what it imports from `layergraph`. */
  readonly declarations: string;
  /** What `import.meta.url` is in the module. */
  readonly address: string;
}

/** A generated module as the compiler understands it. */
export interface Compilation {
  /** The module as a function body over `exports` and `require`, for a `Script`. */
  readonly javascript: string;
  /** Checks the module under `strict`: complaints, each with the line of the module: `3: Type 'string' is not assignable to type 'number'.` */
  readonly problems: () => readonly string[];
}

/** Compiles a generated module in memory. */
export function compilation(compiler: typeof ts, module: ModuleToCompile): Compilation {
  const { code, declarations, address } = module;
  const sources = new Map([
    ["/language.d.ts", languageDeclarations],
    ["/layergraph.d.ts", declarations],
    ["/module.ts", code],
  ]);
  const files = new Map([...sources].map(([name, text]) => [name, parsed(compiler, name, text)]));
  const file = files.get("/module.ts")!;
  const javascript = erased(compiler, file, address) ?? printed(compiler, code, address);
  return { javascript, problems: () => problems(compiler, files) };
}

function problems(compiler: typeof ts, files: ReadonlyMap<string, ts.SourceFile>): readonly string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    target: compiler.ScriptTarget.ES2022,
    module: compiler.ModuleKind.CommonJS,
    moduleResolution: compiler.ModuleResolutionKind.Bundler,
    noLib: true,
    noUnusedLocals: true,
    noEmit: true,
    types: [],
  };
  const program = compiler.createProgram(["/language.d.ts", "/module.ts"], options, hostOf(compiler, files));
  const before = [...program.getSyntacticDiagnostics(), ...program.getGlobalDiagnostics()];
  forgetFlowOfConstants(compiler, files.get("/module.ts")!);
  const all = [...before, ...program.getSemanticDiagnostics()];
  return all.filter(({ code }) => code !== metaInFunction).map((problem) => told(compiler, problem));
}

/** That `import.meta` needs a module: it becomes the address before the code becomes a function. */
const metaInFunction = 1343;

/**
 * Spares the checker to follow the flow of control from each use of an imported name, or of a constant number or text, back to the beginning of the
 * module, which would take time in proportion to the square of its length. What neither changes nor has a type to narrow loses nothing by it.
 */
function forgetFlowOfConstants(compiler: typeof ts, file: ts.SourceFile): void {
  const names = new Set<string>();
  const collect = (node: ts.Node): void => {
    if (compiler.isImportSpecifier(node) || isConstantLiteral(compiler, node)) names.add(node.name.getText(file));
    compiler.forEachChild(node, collect);
  };
  collect(file);
  const visit = (node: ts.Node): void => {
    if (compiler.isIdentifier(node) && names.has(node.text)) (node as { flowNode?: unknown }).flowNode = undefined;
    compiler.forEachChild(node, visit);
  };
  visit(file);
}

/** Whether a node is `name = 16` or `name = "text"` in a list of constants. */
function isConstantLiteral(compiler: typeof ts, node: ts.Node): node is ts.VariableDeclaration {
  if (!compiler.isVariableDeclaration(node) || !node.initializer || !compiler.isLiteralExpression(node.initializer)) return false;
  return (node.parent.flags & compiler.NodeFlags.Const) !== 0;
}

/** The module as the compiler prints it, where taking its types away is not enough. */
function printed(compiler: typeof ts, code: string, address: string): string {
  const withAddress: ts.TransformerFactory<ts.SourceFile> = (context) => {
    const visit = (node: ts.Node): ts.Node => {
      if (compiler.isPropertyAccessExpression(node) && compiler.isMetaProperty(node.expression) && node.name.text === "url")
        return context.factory.createStringLiteral(address);
      return compiler.visitEachChild(node, visit, context);
    };
    return (file) => compiler.visitEachChild(file, visit, context);
  };
  const compilerOptions = { target: compiler.ScriptTarget.ES2022, module: compiler.ModuleKind.CommonJS };
  return compiler.transpileModule(code, { compilerOptions, transformers: { before: [withAddress] } }).outputText;
}

function parsed(compiler: typeof ts, name: string, text: string): ts.SourceFile {
  const jsDocParsingMode = compiler.JSDocParsingMode.ParseNone;
  return compiler.createSourceFile(name, text, { languageVersion: compiler.ScriptTarget.ES2022, jsDocParsingMode });
}

function hostOf(compiler: typeof ts, files: ReadonlyMap<string, ts.SourceFile>): ts.CompilerHost {
  return {
    fileExists: (name) => files.has(name),
    readFile: (name) => files.get(name)?.text,
    getSourceFile: (name) => files.get(name),
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

function told(compiler: typeof ts, { file, start, messageText }: ts.Diagnostic): string {
  const text = compiler.flattenDiagnosticMessageText(messageText, "\n");
  if (!file || start === undefined) return text;
  return `${file.fileName === "/module.ts" ? "" : `${file.fileName}:`}${file.getLineAndCharacterOfPosition(start).line + 1}: ${text}`;
}
