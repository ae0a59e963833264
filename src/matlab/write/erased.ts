import { Script } from "node:vm";
import type ts from "typescript";

/** A piece of the text that is replaced. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/**
 * A generated module as a script over `exports` and `require`: its types are taken away and all else stays as it is, which takes a tenth of the
 * time that the compiler takes to print it anew. Of its exports there is only the default one.
 *
 * @returns undefined where the module says something that is more than JavaScript with types
 */
export function erased(compiler: typeof ts, file: ts.SourceFile, address: string): string | undefined {
  const edits: Edit[] = [];
  const eraser = new Eraser(compiler, file, address, edits);
  for (const statement of file.statements) if (!eraser.statement(statement)) return undefined;
  let [text, at] = ['"use strict";\n', 0];
  for (const { start, end, by } of edits.sort((a, b) => a.start - b.start)) {
    if (start < at) return undefined;
    text += file.text.slice(at, start) + by;
    at = end;
  }
  text += file.text.slice(at);
  return isScript(text) ? text : undefined;
}

/** Whether a function body is JavaScript. */
function isScript(body: string): boolean {
  try {
    return new Script(`(exports, require) => {\n${body}\n}`) instanceof Script;
  } catch {
    return false;
  }
}

class Eraser {
  readonly #compiler: typeof ts;
  readonly #file: ts.SourceFile;
  readonly #address: string;
  readonly #edits: Edit[];

  constructor(compiler: typeof ts, file: ts.SourceFile, address: string, edits: Edit[]) {
    this.#compiler = compiler;
    this.#file = file;
    this.#address = address;
    this.#edits = edits;
  }

  /** Rewrites a statement of the module; false where it cannot. */
  statement(node: ts.Statement): boolean {
    const compiler = this.#compiler;
    if (compiler.isImportDeclaration(node)) return this.#import(node);
    if (compiler.isExportDeclaration(node)) return !node.moduleSpecifier && this.#replace(this.#start(node), node.end, "");
    if (compiler.isExportAssignment(node)) {
      const start = this.#start(node);
      return this.#replace(start, this.#start(node.expression), "exports.default = ") && this.#visit(node.expression);
    }
    const modifiers = compiler.canHaveModifiers(node) ? (compiler.getModifiers(node) ?? []) : [];
    for (const modifier of modifiers) {
      if (modifier.kind === compiler.SyntaxKind.DefaultKeyword) return false;
      if (modifier.kind === compiler.SyntaxKind.ExportKeyword) this.#replace(this.#start(modifier), modifier.end, "");
    }
    return this.#visit(node);
  }

  /** The names of an import as constants. */
  #import(node: ts.ImportDeclaration): boolean {
    const compiler = this.#compiler;
    const { importClause, moduleSpecifier } = node;
    const named = importClause?.namedBindings;
    if (!named || importClause.name || !compiler.isNamedImports(named) || !compiler.isStringLiteral(moduleSpecifier))
      return false;
    const values = named.elements.filter(({ isTypeOnly }) => !isTypeOnly && !importClause.isTypeOnly);
    const names = values.map(({ name, propertyName }) => (propertyName ? `${propertyName.text}: ${name.text}` : name.text));
    return this.#replace(
      this.#start(node),
      node.end,
      `const { ${names.join(", ")} } = require(${JSON.stringify(moduleSpecifier.text)});`,
    );
  }

  /** Takes the types out of a node and all that is in it; false for what is more than types. */
  #visit = (node: ts.Node): boolean => {
    const compiler = this.#compiler;
    if (compiler.isInterfaceDeclaration(node) || compiler.isTypeAliasDeclaration(node))
      return this.#replace(this.#start(node), node.end, "");
    if (compiler.isEnumDeclaration(node) || compiler.isModuleDeclaration(node) || compiler.isClassLike(node)) return false;
    if (compiler.isTypeAssertionExpression(node) || compiler.isExpressionWithTypeArguments(node)) return false;
    if (compiler.isAsExpression(node) || compiler.isSatisfiesExpression(node) || compiler.isNonNullExpression(node))
      return this.#replace(node.expression.end, node.end, "") && this.#visit(node.expression);
    if (compiler.isPropertyAccessExpression(node) && compiler.isMetaProperty(node.expression))
      return node.name.text === "url" && this.#replace(this.#start(node), node.end, JSON.stringify(this.#address));
    if (compiler.isTypeNode(node)) return true;
    this.#types(node);
    return compiler.forEachChild(node, (child) => (this.#visit(child) ? undefined : "cannot")) === undefined;
  };

  /** Takes away what a node says of types itself: `: T`, `!` and `?` of what it declares, and its lists in angle brackets. */
  #types(node: ts.Node): void {
    const compiler = this.#compiler;
    const { type, questionToken, exclamationToken, typeParameters, typeArguments } = node as {
      readonly type?: ts.TypeNode;
      readonly exclamationToken?: ts.Node;
      readonly questionToken?: ts.Node;
      readonly typeParameters?: ts.NodeArray<ts.Node>;
      readonly typeArguments?: ts.NodeArray<ts.Node>;
    };
    if (type) this.#replace(this.#file.text.lastIndexOf(":", type.pos), type.end, "");
    if (exclamationToken) this.#replace(this.#start(exclamationToken), exclamationToken.end, "");
    if (questionToken && compiler.isParameter(node)) this.#replace(this.#start(questionToken), questionToken.end, "");
    for (const list of [typeParameters, typeArguments])
      if (list) this.#replace(list.pos - 1, this.#file.text.indexOf(">", list.end) + 1, "");
  }

  #start(node: ts.Node): number {
    return node.getStart(this.#file);
  }

  #replace(start: number, end: number, by: string): true {
    this.#edits.push({ start, end, by });
    return true;
  }
}
