import { existsSync, readFileSync } from "node:fs";
import ts from "typescript";

/** What the comment above a layer's function says. */
export interface LayerComment {
  readonly text: string;
  /** The code of each `@example`. */
  readonly examples: readonly string[];
}

/** The doc comment of a layer's function in `layers/<type>.ts`; undefined where there is no such file or no comment. */
export function layerComment(type: string): LayerComment | undefined {
  const file = `layers/${type}.ts`;
  if (!existsSync(file)) return undefined;
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const statement = source.statements.find((each) => declares(each, type));
  const comment = statement && ts.getJSDocCommentsAndTags(statement).find(ts.isJSDoc);
  if (!comment?.comment) return undefined;
  const examples = (comment.tags ?? [])
    .filter((tag) => tag.tagName.text === "example")
    .map((tag) => (ts.getTextOfJSDocComment(tag.comment) ?? "").replace(/^```.*$/gm, "").trim());
  return { text: ts.getTextOfJSDocComment(comment.comment) ?? "", examples };
}

function declares(statement: ts.Statement, name: string): boolean {
  if (ts.isFunctionDeclaration(statement)) return statement.name?.text === name;
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.some((each) => ts.isIdentifier(each.name) && each.name.text === name);
}
