import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createRequire, isBuiltin, SourceMap } from "node:module";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type ts from "typescript";
import { LayerGraphError, readText } from "../index.ts";

/** This very copy of the library: what a module's `import … from "layergraph"` must get. */
const library = new URL(`../index${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url).href;

/**
 * A TypeScript file of the user's as a module that `import()` takes: an address that holds the code itself, so that nothing is written to disk.
 * Types are taken away, not checked. Relative imports of TypeScript files become such addresses too; `layergraph` is this copy of the
 * library, and other packages are those of the file's folder.
 */
export function typescriptModule(path: string): string {
  const compiler = createRequire(import.meta.url)("typescript") as typeof ts; // import would read it twice for its names
  return new Modules(compiler).address(resolve(path));
}

const maps = new Map<string, SourceMap>();

/** Where a place of a module, as a stack names it, is in its TypeScript; the same place for other files. Lines and columns count from 1. */
export function originalPlace(url: string, line: number, column: number): string {
  const entry = maps.get(url)?.findEntry(line - 1, column - 1);
  return entry && "originalLine" in entry
    ? `${url}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
    : `${url}:${line}:${column}`;
}

class Modules {
  readonly #compiler: typeof ts;
  readonly #addresses = new Map<string, string>();
  readonly #open: string[] = [];

  constructor(compiler: typeof ts) {
    this.#compiler = compiler;
  }

  address(path: string): string {
    const known = this.#addresses.get(path);
    if (known !== undefined) return known;
    if (this.#open.includes(path)) {
      const names = [...this.#open.slice(this.#open.indexOf(path)), path].join(" → ");
      throw new LayerGraphError(
        "module-failed",
        `'${path}' imports itself: ${names}. Move what both need into a file of its own.`,
      );
    }
    this.#open.push(path);
    const code = this.#javascript(path, readText(path));
    this.#open.pop();
    const address = `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`;
    this.#addresses.set(path, address);
    return address;
  }

  #javascript(path: string, text: string): string {
    const compiler = this.#compiler;
    const compilerOptions: ts.CompilerOptions = {
      module: compiler.ModuleKind.ESNext,
      target: compiler.ScriptTarget.ES2022,
      sourceMap: true,
      verbatimModuleSyntax: false,
    };
    const url = pathToFileURL(path).href;
    const {
      outputText,
      sourceMapText,
      diagnostics = [],
    } = compiler.transpileModule(text, {
      compilerOptions,
      fileName: url,
      reportDiagnostics: true,
      transformers: { after: [(context) => (file) => this.#rewritten(file, context, path)] },
    });
    const [wrong] = diagnostics;
    if (wrong) throw syntaxError(compiler, wrong, path, text);
    maps.set(url, new SourceMap(JSON.parse(sourceMapText!)));
    return `${outputText.replace(/^\/\/# sourceMappingURL=.*$/m, "")}\n//# sourceURL=${url}\n`; // what places in stacks are told by
  }

  /** The file with every import by its full address, and `import.meta.url` as it would be of the file itself: without links. */
  #rewritten(file: ts.SourceFile, context: ts.TransformationContext, path: string): ts.SourceFile {
    const compiler = this.#compiler;
    const { factory } = context;
    const literal = (specifier: ts.Expression | undefined): ts.StringLiteral | undefined =>
      specifier && compiler.isStringLiteral(specifier)
        ? factory.createStringLiteral(this.#target(specifier.text, path))
        : undefined;
    const visit = (node: ts.Node): ts.Node => {
      if (compiler.isImportDeclaration(node)) {
        const target = literal(node.moduleSpecifier)!;
        return factory.updateImportDeclaration(node, node.modifiers, node.importClause, target, node.attributes);
      }
      if (compiler.isExportDeclaration(node) && node.moduleSpecifier) {
        const target = literal(node.moduleSpecifier);
        return factory.updateExportDeclaration(node, node.modifiers, node.isTypeOnly, node.exportClause, target, node.attributes);
      }
      if (compiler.isCallExpression(node) && node.expression.kind === compiler.SyntaxKind.ImportKeyword) {
        const target = literal(node.arguments[0]);
        if (target) return factory.updateCallExpression(node, node.expression, node.typeArguments, [target]);
      }
      if (compiler.isPropertyAccessExpression(node) && compiler.isMetaProperty(node.expression) && node.name.text === "url")
        return factory.createStringLiteral(pathToFileURL(realpathSync(path)).href);
      return compiler.visitEachChild(node, visit, context);
    };
    return compiler.visitEachChild(file, visit, context);
  }

  /** The address of what a file imports. */
  #target(specifier: string, from: string): string {
    if (specifier === "layergraph") return library;
    if (isBuiltin(specifier) || /^(data|file|https?):/.test(specifier)) return specifier;
    if (!/^\.{0,2}\//.test(specifier)) return packageAddress(specifier, from);
    const path = sourceFile(resolve(dirname(from), specifier));
    if (path === undefined) throw new LayerGraphError("module-failed", `'${from}' imports '${specifier}', which is not there.`);
    return /\.m?ts$/.test(path) ? this.address(path) : pathToFileURL(path).href;
  }
}

/** The file that an import means: itself, or the TypeScript file that a `.js` would be compiled from. */
function sourceFile(path: string): string | undefined {
  const candidates = [path, path.replace(/\.(m?)js$/, ".$1ts"), `${path}.ts`, resolve(path, "index.ts")];
  return candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile());
}

/** The entry of a package for `import`, as the folder of a file sees it. */
function packageAddress(specifier: string, from: string): string {
  const [scope, name] = specifier.split("/");
  const folder = specifier.startsWith("@") ? `${scope}/${name}` : scope;
  const entry = specifier === folder ? moduleEntry(folder, from) : undefined;
  if (entry !== undefined) return pathToFileURL(entry).href;
  try {
    return pathToFileURL(createRequire(from).resolve(specifier)).href;
  } catch (cause) {
    const message = `'${from}' imports '${specifier}', which is not installed where the file is. Run npm install ${folder} there.`;
    throw new LayerGraphError("module-failed", message, { cause });
  }
}

/** The file that a package names for `import`. */
function moduleEntry(name: string, from: string): string | undefined {
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const root = resolve(folder, "node_modules", name);
    if (existsSync(resolve(root, "package.json"))) {
      const { exports, module, type, main } = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8")) as Manifest;
      const entry = conditional(exports?.["."] ?? exports) ?? module ?? (type === "module" ? (main ?? "index.js") : undefined);
      return entry === undefined ? undefined : resolve(root, entry);
    }
    if (folder === dirname(folder)) return undefined;
  }
}

interface Manifest {
  readonly exports?: { readonly "."?: unknown };
  readonly module?: string;
  readonly main?: string;
  readonly type?: string;
}

/** What `import` takes among the conditions of a package's exports. */
function conditional(entry: unknown): string | undefined {
  if (typeof entry === "string") return entry;
  if (typeof entry !== "object" || entry === null) return undefined;
  const conditions = entry as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(conditions)) {
    if (!["node", "import", "default", "module-sync"].includes(name)) continue;
    const found = conditional(conditions[name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function syntaxError(
  compiler: typeof ts,
  { start = 0, messageText }: ts.Diagnostic,
  path: string,
  text: string,
): LayerGraphError {
  const before = text.slice(0, start).split("\n");
  const place = `${path}:${before.length}:${before.at(-1)!.length + 1}`;
  const message = compiler.flattenDiagnosticMessageText(messageText, " ");
  return new LayerGraphError("module-failed", `${place}: ${message}`, { received: message });
}
