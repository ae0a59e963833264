import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, describe, expect, it } from "vitest";
import { portScript } from "../../../src/matlab/portScript.ts";
import { readExpectation } from "../expectedScript.ts";

const scripts = fileURLToPath(new URL("../scripts", import.meta.url));
const root = dirname(dirname(dirname(scripts)));

/** Scripts that end in TypeScript: those that MATLAB refuses and those that build nothing have none. */
const folders = readdirSync(scripts)
  .filter((name) => existsSync(join(scripts, name, "expected.txt")))
  .filter((name) => {
    const { errors, graphs } = readExpectation(join(scripts, name));
    return errors.length === 0 && graphs.length > 0;
  });

/** Layers of classes and functions of the script that have no module to be imported from. */
const withoutCode = new Set(["function-layers", "position-encoding"]);

const forms = new Map<string, string>();
const modules = new Map<string, string>();

describe("TypeScript of the scripts of the corpus", () => {
  it.each(folders)("%s compiles under strict and builds the same graph", async (name) => {
    const folder = join(scripts, name);
    const { set, call, release } = readExpectation(folder);
    const file = readdirSync(folder).includes("script.m") ? "script.m" : readdirSync(folder).find((each) => each.endsWith(".m"))!;
    const { typescript, form, reason, error } = await portScript({
      path: join(folder, file),
      set,
      ...(call !== undefined && { call }),
      ...(release !== undefined && { release }),
    });
    if (error) return; // whether it may end so is asked in scripts.test.ts
    forms.set(name, form ?? "none");
    if (withoutCode.has(name) && typescript === undefined) expect(reason).toMatch(/class|own|function/);
    else expect(typescript, reason).toBeDefined();
    if (typescript !== undefined) modules.set(name, typescript);
  });

  it("is a program for most of them, and a list of layers for at most one in eight", () => {
    const lists = [...forms].filter(([, form]) => form !== "program").map(([name]) => name);
    process.stdout.write(`ported ${forms.size} scripts: ${lists.length} layer by layer (${lists.join(", ")})\n`);
    expect(lists.length).toBeLessThanOrEqual(folders.length / 8);
  });

  it("compiles with the package's own declarations too", () => {
    expect(problemsOf(modules)).toEqual([]);
  });
});

afterAll(() => expect(forms.size).toBeGreaterThan(40));

/** What the compiler says of modules that import this package's sources. */
function problemsOf(files: ReadonlyMap<string, string>): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts"],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ["node"],
    paths: { layergraph: [join(root, "src/index.ts")] },
  };
  const texts = new Map([...files].map(([name, text]) => [join(root, `test/matlab/write/generated-${name}.ts`), text]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
  host.readFile = (name) => texts.get(name) ?? readFile.call(host, name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = texts.get(name);
    return text === undefined ? getSourceFile.call(host, name, version, ...rest) : ts.createSourceFile(name, text, version);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].flatMap((name) => {
    const file = program.getSourceFile(name)!;
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map((each) => {
      const line = each.start === undefined ? 0 : file.getLineAndCharacterOfPosition(each.start).line + 1;
      return `${name.split("generated-")[1]}:${line}: ${ts.flattenDiagnosticMessageText(each.messageText, " ")}`;
    });
  });
}
