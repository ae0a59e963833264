import { readFileSync } from "node:fs";
import ts from "typescript";

/** A function of `src/functions/`, as its file writes it. */
export interface FunctionFacts {
  readonly name: string;
  /** Each way to call it: `softmax(X: Activation): Activation`. */
  readonly signatures: readonly string[];
  readonly text: string;
  /** The code of each `@example`. */
  readonly examples: readonly string[];
}

/** All functions that `src/functions/index.ts` exports, by name. */
export function allFunctionFacts(): FunctionFacts[] {
  const index = readFileSync("src/functions/index.ts", "utf8");
  const exported = [...index.matchAll(/^export \{([^}]*)\} from "\.\/(.*)";$/gm)];
  const facts = exported.flatMap(([, names, file]) =>
    names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type "))
      .map((name) => functionFacts(name, `src/functions/${file}`)),
  );
  return facts.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function functionFacts(name: string, file: string): FunctionFacts {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const declared = source.statements.filter(ts.isFunctionDeclaration).filter((each) => each.name?.text === name);
  const overloads = declared.filter(({ body }) => body === undefined);
  const comment = declared.flatMap((each) => ts.getJSDocCommentsAndTags(each)).find(ts.isJSDoc);
  const examples = (comment?.tags ?? [])
    .filter((tag) => tag.tagName.text === "example")
    .map((tag) => (ts.getTextOfJSDocComment(tag.comment) ?? "").replace(/^```.*$/gm, "").trim());
  return {
    name,
    signatures: (overloads.length > 0 ? overloads : declared).map((each) => signature(each, source)),
    text: ts.getTextOfJSDocComment(comment?.comment) ?? "",
    examples,
  };
}

function signature(declared: ts.FunctionDeclaration, source: ts.SourceFile): string {
  const text = source.text.slice(declared.name!.getStart(source), declared.body?.getStart(source) ?? declared.end);
  return text
    .replace(/\s+/g, " ")
    .replace("( ", "(")
    .replace(/,? \)/, ")")
    .replace(/[; ]+$/, "");
}

/** The page with a section for each function. */
export function functionPage(facts: readonly FunctionFacts[]): string {
  const sections = facts.map(({ name, signatures, text, examples }) =>
    [`## ${name}`, ["```ts", ...signatures, "```"].join("\n"), text, ["```ts", ...examples, "```"].join("\n")].join("\n\n"),
  );
  return `${[pageHead, ...sections].join("\n\n")}\n`;
}

const pageHead = `# Functions

Written by \`npm run generate:docs\` from \`src/functions/\` and the comments there; edit those.

MATLAB's deep-learning functions, with its names and its order of arguments: what \`predict\` and \`forward\` of a layer of your own, \`functionLayer\` and functions
that \`dlfeval\` runs are written with, beside \`ops\`. They take and give activations: an array with its format and, in a padded batch, the lengths of its
sequences, of which padding is left out. Learnables are values with MATLAB's size reversed, as a layer receives them. Gradients follow by themselves.
Elementwise and shape operations (\`add\`, \`multiply\`, \`exp\`, \`tanh\`, \`reshape\`, \`concatenate\`, …) take values and are in \`ops\`.`;
