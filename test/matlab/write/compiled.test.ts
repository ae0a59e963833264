import ts from "typescript";
import { describe, expect, it } from "vitest";
import { compilation } from "../../../src/matlab/write/compiled.ts";
import { libraryDeclarations } from "../../../src/matlab/write/declarations.ts";
import { erased } from "../../../src/matlab/write/erased.ts";

const address = "file:///folder/module.ts";
const imports = ["addLayers", "convolution1dLayer", "layerGraph", "LayerGraph"];
const declarations = libraryDeclarations(new Set(imports));
const head = `import { addLayers, convolution1dLayer, type LayerGraph, layerGraph } from "layergraph";\n`;
const compiled = (code: string) => compilation(ts, { code, declarations, address });

/** What a module exports by default, called with some functions for those of the library. */
function run(javascript: string): unknown {
  const exports: { default?: (given: object) => unknown } = {};
  const library = { addLayers: (...given: unknown[]) => given, layerGraph: (...given: unknown[]) => given };
  new Function("exports", "require", javascript)(exports, () => library);
  return exports.default!({ n: 3, names: ["a"] });
}

const typed = `${head}
/** Built: of two. */
interface Sizes<T> { readonly n: T; readonly names?: readonly string[] }
export const size = 2 as const;
function twice<T extends readonly number[]>(list: T, more?: number): [number, number] {
  const first: number = list[0]! * size;
  return [first, (more ?? 1) as number] satisfies [number, number];
}
const pick = ({ n, names = [] }: Sizes<number>): string => \`\${names.join(": ")}\${n > 1 ? "?" : ":"}\`;
export function build(sizes: Sizes<number>): unknown {
  let later!: number;
  for (const k of [1, 2]) later = k;
  const maps: Record<string, readonly number[]> = { a: [1], "b: string": [2] };
  return [layerGraph(), twice<number[]>([sizes.n]), pick(sizes), new URL("./x.m", import.meta.url).href, maps, later] as unknown;
}
export { pick };
export default build;
`;

describe("a generated module", () => {
  it("without its types does what the compiler would have made of it", () => {
    const file = ts.createSourceFile("/module.ts", typed, ts.ScriptTarget.ES2022);
    const own = erased(ts, file, address);
    expect(own).toBeDefined();
    const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
    const code = typed.replace("import.meta.url", JSON.stringify(address));
    const expected = run(ts.transpileModule(code, { compilerOptions: options }).outputText);
    expect(run(own!)).toEqual(expected);
    expect(expected).toEqual([[], [6, 1], "a?", "file:///folder/x.m", { a: [1], "b: string": [2] }, 2]);
  });

  it("that is more than JavaScript with types is printed by the compiler", () => {
    const code = `${head}enum Side { Left = 4 }\nexport default () => [Side.Left, layerGraph(), import.meta.url];\n`;
    expect(erased(ts, ts.createSourceFile("/module.ts", code, ts.ScriptTarget.ES2022), address)).toBeUndefined();
    expect(run(compiled(code).javascript)).toEqual([4, [], address]);
  });

  it.each([
    [
      "a name that it does not use",
      "const lgraph: LayerGraph = layerGraph();",
      "1: 'addLayers' is declared but its value is never read.",
    ],
    ["a wrong type", `const x: LayerGraph = addLayers(layerGraph(), [convolution1dLayer("3", 4)]);`, "Argument of type 'string'"],
    [
      "an unknown option",
      "const x: LayerGraph = addLayers(layerGraph(), convolution1dLayer(3, 4, { Padding: 1 }));",
      "'Padding' does not exist",
    ],
    [
      "a name that nobody declares",
      "const x: LayerGraph = addLayers(layerGraph(), [convolution1dLayer(3, n)]);",
      "Cannot find name 'n'",
    ],
  ])("with %s does not pass", (_, line, complaint) => {
    const problems = compiled(`${head}${line}\nexport default 1;\n`).problems();
    expect(problems.join("\n")).toContain(complaint);
  });

  it("that is as it should be passes", () => {
    const code = `${head}let lgraph: LayerGraph = layerGraph();\nlgraph = addLayers(lgraph, convolution1dLayer(3, 4));\nexport default lgraph;\n`;
    expect(compiled(code).problems()).toEqual([]);
  });
});
