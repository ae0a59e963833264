import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The rows of the house, from the foundations up: a file imports from its own row or an earlier one. */
const rows: readonly (readonly string[])[] = [
  ["src/errors.ts", "src/tensor.ts", "src/random.ts"],
  ["src/ops/"],
  ["src/data/"],
  ["src/optimizers/"],
  ["src/layer.ts", "src/layer/"],
  ["src/functions/"],
  ["layers/"],
  ["src/network/"],
  ["src/plan/"],
  ["src/onnx/"],
  ["src/run/"],
  ["src/check/"],
  ["src/report/"],
  ["src/train/"],
  ["src/custom/"],
  ["src/explain/"],
  ["src/matlab/"],
  ["src/index.ts"],
  ["src/cli/"],
  ["pages/"],
  ["bin/", "examples/", "test/", "docs/"],
];

/** Packages that only one folder may import. */
const doors: Readonly<Record<string, string>> = {
  "onnxruntime-node": "src/run/",
  "@dagrejs/graphlib": "src/network/",
  "@dagrejs/dagre": "src/report/",
  commander: "src/cli/",
  h5wasm: "src/data/",
  uplot: "pages/",
  rolldown: "pages/",
};

interface Import {
  readonly from: string;
  /** A file of the project by its path from the root, or a package by its name. */
  readonly to: string;
  readonly internal: boolean;
}

const files = ["src", "layers", "pages", "bin", "examples", "test", "docs"].flatMap(sourcesIn);
const imports = files.flatMap(importsOf);
const inside = imports.filter((each) => each.internal);

describe("the architecture", () => {
  it("finds the imports that it judges", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(inside).toContainEqual({ from: "src/ops/linear.ts", to: "src/errors.ts", internal: true });
    expect(imports).toContainEqual({ from: "src/run/onnxRuntimeHost.ts", to: "onnxruntime-node", internal: false });
    const text =
      'import type { A } from "./a.ts"; export * from "./b.ts"; const c = import("./c.ts"); type D = import("./d.ts").D;';
    expect(specifiersOf("example.ts", text)).toEqual(["./a.ts", "./b.ts", "./c.ts", "./d.ts"]);
  });

  it("has a row for every file", () => {
    expect(files.filter((file) => rowOf(file) < 0)).toEqual([]);
  });

  it("imports only files that are there", () => {
    expect(inside.filter(({ to }) => !files.includes(to) && !existsSync(join(root, to))).map(arrow)).toEqual([]);
  });

  it("imports from its own row or an earlier one", () => {
    const upwards = inside.filter(({ from, to }) => rowOf(to) > rowOf(from));
    expect(upwards.map(arrow)).toEqual([]);
  });

  it("has no cycles, type imports counted", () => {
    expect(cycles(files, inside).map((names) => names.join(" → "))).toEqual([]);
  });

  it("sees a cycle where there is one", () => {
    const edge = (from: string, to: string): Import => ({ from, to, internal: true });
    expect(cycles(["a", "b", "c", "d"], [edge("a", "b"), edge("b", "c"), edge("c", "b"), edge("a", "d")])).toEqual([["b", "c"]]);
  });

  it("lets one folder alone import what is kept behind it", () => {
    const others = imports.filter(
      ({ from, to }) => doors[to] !== undefined && !from.startsWith(doors[to]) && !from.startsWith("test/"),
    );
    expect(others.map(arrow)).toEqual([]);
  });

  it("writes the commands against the public names only", () => {
    const others = inside.filter(
      ({ from, to }) => from.startsWith("src/cli/") && to !== "src/index.ts" && !to.startsWith("src/cli/"),
    );
    expect(others.map(arrow)).toEqual([]);
  });

  it("lets a layer know ops, errors, what a layer is and the functions of layers, nothing else", () => {
    const known = ["src/errors.ts", "src/ops/", "src/layer.ts", "src/layer/", "src/functions/", "layers/"];
    const others = inside.filter(({ from, to }) => from.startsWith("layers/") && !known.some((place) => to.startsWith(place)));
    expect(others.map(arrow)).toEqual([]);
    const packages = imports.filter(({ from, to, internal }) => from.startsWith("layers/") && !internal && to !== "zod");
    expect(packages.map(arrow)).toEqual([]);
  });

  it("mentions no layer by name outside of layers", () => {
    const named = inside.filter(
      ({ from, to }) => from.startsWith("src/") && !/^src\/(index\.ts|cli\/)/.test(from) && /^layers\/(?!index\.ts)/.test(to),
    );
    expect(named.map(arrow)).toEqual([]);
  });

  it("declares every package that the product imports", () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { dependencies: object };
    const product = imports.filter(({ from, internal }) => !internal && /^(src|layers|bin)\//.test(from));
    const undeclared = product.filter(({ to }) => !to.startsWith("node:") && !(to in dependencies));
    expect(undeclared.map(arrow)).toEqual([]);
  });
});

function sourcesIn(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(node_modules|out)\//.test(file))
    .sort();
}

function importsOf(file: string): Import[] {
  return specifiersOf(file, readFileSync(join(root, file), "utf8")).map((specifier) => {
    if (specifier.startsWith(".")) return { from: file, to: target(normalize(join(dirname(file), specifier))), internal: true };
    const [scope, name] = specifier.split("/");
    return { from: file, to: specifier.startsWith("@") ? `${scope}/${name}` : scope, internal: false };
  });
}

/** A path into what the build writes, as the path of the source that it is written from. */
function target(path: string): string {
  if (path === "dist/bundle/index.js") return "src/index.ts";
  if (path === "dist/bundle/parts/main.js") return "src/cli/main.ts";
  const source = path.replace(/^dist\//, "").replace(/\.js$/, ".ts");
  return path.startsWith("dist/") && existsSync(join(root, source)) ? source : path;
}

/** What a file imports, exports from or names in an import type or a dynamic import. */
function specifiersOf(file: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier && ts.isStringLiteral(specifier)) found.push(specifier.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found;
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return node.arguments[0];
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal;
  return undefined;
}

function rowOf(file: string): number {
  return rows.findIndex((places) => places.some((place) => (place.endsWith("/") ? file.startsWith(place) : file === place)));
}

function arrow({ from, to }: Import): string {
  return `${from} → ${to}`;
}

/** Groups of files that import each other, sorted; found by leaving out, until none is left, what imports or is imported by nothing left. */
function cycles(all: readonly string[], edges: readonly Import[]): string[][] {
  const left = new Set(all);
  for (let size = -1; size !== left.size; ) {
    size = left.size;
    const among = edges.filter(({ from, to }) => left.has(from) && left.has(to));
    const [importing, imported] = [new Set(among.map((e) => e.from)), new Set(among.map((e) => e.to))];
    for (const file of left) if (!importing.has(file) || !imported.has(file)) left.delete(file);
  }
  const reachable = (start: string): Set<string> => {
    const reached = new Set<string>();
    const ahead = [start];
    for (const file of ahead) {
      for (const { from, to } of edges) {
        if (from !== file || !left.has(to) || reached.has(to)) continue;
        reached.add(to);
        ahead.push(to);
      }
    }
    return reached;
  };
  const reach = new Map([...left].map((file) => [file, reachable(file)]));
  const group = (file: string): string[] =>
    [...left].filter((other) => reach.get(file)!.has(other) && reach.get(other)!.has(file)).sort();
  return [...new Set([...left].map((file) => group(file).join("\n")))].filter(Boolean).map((names) => names.split("\n"));
}
