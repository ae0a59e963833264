import type { Expression, Program } from "../syntax/ast.ts";
import { relativeAddress } from "./classAddress.ts";
import { commentsOf } from "./comments.ts";
import { safe } from "./functionText.ts";
import { identifier } from "./identifiers.ts";
import { kinds, typeText } from "./kind.ts";
import {
  graphText,
  type ModuleParameter,
  type ModuleSource,
  type Part,
  partLines,
  partOf,
  type WrittenModule,
} from "./modulePart.ts";
import type { Root, Training } from "./roots.ts";
import { importable, type ModuleFacts } from "./routineScope.ts";
import { Inexpressible } from "./scope.ts";
import { settled } from "./settled.ts";
import { commentMark, indented, lineWidth, quoted } from "./text.ts";

/** A function of the script that the module must hold. */
interface Called {
  readonly name: string;
  readonly from: Program;
}

/** What is written so far. */
interface Draft {
  readonly source: ModuleSource;
  readonly calls: Called[];
  readonly sections: string[][];
}

/** Writes the whole module: the graph, other graphs, training options, the call to train, functions. */
export function moduleText(source: ModuleSource): WrittenModule {
  const { root, facts } = source;
  const alone = partOf(source, root, [root.graph]);
  const lines = partLines(alone); // asks for parameters
  graphText(root.graph, alone.scope);
  const draft: Draft = { source, calls: [], sections: [] };
  const parameters =
    alone.parameters.list.length > 0 || alone.plan.parameters.size > 0
      ? inFunctions(draft)
      : atTop(draft, { part: alone, lines });
  const texts = source.functions(draft.calls);
  const isClass = (text: string) => /^(\/\*\*[\s\S]*?\*\/\n)?class /.test(text);
  draft.sections.unshift(...texts.filter(isClass).map((text) => [text]));
  draft.sections.push(...texts.filter((text) => !isClass(text)).map((text) => [text]));
  const standIns = [...facts.imports].filter((name) => facts.userClass(name) !== undefined);
  return { code: assembled(source, draft.sections, standIns), parameters, standIns };
}

/** Statements at the top of the module, which exports what they make. */
function atTop(draft: Draft, alone: { readonly part: Part; readonly lines: readonly string[] }): readonly ModuleParameter[] {
  const { source, sections } = draft;
  const { root, others } = source;
  const training = root.training;
  const beside = others.filter((other) => isBeside(other, root) && withoutParameters(source, other, [root.graph, other.graph]));
  const graphs = [root.graph, ...beside.map(({ graph }) => graph)];
  const options = training && lossText(training, source) !== undefined ? training.options : undefined;
  const constant = options && withoutParameters(source, root, [...graphs, options]) ? options : undefined;
  const simple = beside.length === 0 && constant === undefined;
  const body = beside.reduce((longest, other) => (other.body.length > longest.length ? other.body : longest), root.body);
  const part = simple ? alone.part : partOf(source, { ...root, body }, [...graphs, ...(constant ? [constant] : [])]);
  const exported = (name: string): boolean => constant?.kind === "name" && constant.name === name;
  const lines = simple ? [...alone.lines] : partLines(part, exported);
  if (constant && constant.kind !== "name") lines.push("", `export const options = ${settled(constant, part.scope).text};`);
  const text = graphText(root.graph, part.scope);
  const held = /^\w+$/.test(text) || !training;
  const name = held ? text : part.scope.isVariable("lgraph") ? "network" : "lgraph";
  sections.push([...lines, "", ...(held ? [] : [`const ${name} = ${text};`]), `export default ${name};`]);
  const names =
    beside.length === 0 ? [] : graphs.map((graph) => settled(graph, part.scope).text).filter((each) => /^\w+$/.test(each));
  if (names.length > 0) sections.push([`export { ${[...new Set(names)].join(", ")} };`]);
  note(draft, part);
  if (training) trainingSection(draft, training, { text: name }, constant);
  return [];
}

function isBeside(other: Root, root: Root): boolean {
  return other.program === root.program && other.within === root.within;
}

function withoutParameters(source: ModuleSource, root: Root, ends: readonly Expression[]): boolean {
  try {
    const part = partOf(source, root, ends);
    for (const end of ends) settled(end, part.scope);
    partLines(part);
    return part.parameters.list.length === 0;
  } catch (error) {
    if (error instanceof Inexpressible) return false;
    throw error;
  }
}

function note({ calls, source }: Draft, { scope }: Part): void {
  calls.push(...[...scope.calls].map((name) => ({ name, from: source.root.program })));
}

/** Functions of what is not known. */
function inFunctions(draft: Draft): readonly ModuleParameter[] {
  const { source, sections } = draft;
  const { root } = source;
  const parameters = buildFunction(draft, "build", root);
  sections.push(["export default build;"]);
  for (const other of source.others) {
    const name = /^\w+$/.test(other.made.name) ? other.made.name : "";
    if (name === "" || name === root.made.name || !isBeside(other, root)) continue;
    try {
      buildFunction(draft, `build${name.charAt(0).toUpperCase()}${name.slice(1)}`, other);
    } catch (error) {
      if (!(error instanceof Inexpressible)) throw error;
    }
  }
  if (root.training) trainingSection(draft, root.training, { text: "build(sizes)", sizes: "sizes: Parameters<typeof build>[0]" });
  return parameters;
}

function buildFunction(draft: Draft, name: string, root: Root): readonly ModuleParameter[] {
  const { source, sections } = draft;
  const part = partOf(source, root, [root.graph]);
  const lines = partLines(part);
  const result = graphText(root.graph, part.scope);
  const { list } = part.parameters;
  source.facts.imports.add("type LayerGraph");
  const head = `export function ${name}(${parameterList(list, source.facts.imports)}): LayerGraph {`;
  sections.push([head, ...inBody([...lines, `return ${result};`]), "}"]);
  note(draft, part);
  return list;
}

function inBody(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `  ${indented(line)}`));
}

/** `{ numFeatures, numClasses }: { numFeatures: number; numClasses: number }` */
function parameterList(parameters: readonly ModuleParameter[], imports: Set<string>): string {
  if (parameters.length === 0) return "";
  const types = parameters.map(
    ({ name, kind }) => `${name}: ${kind === kinds.other ? dataType(imports) : typeText(kind, imports)}`,
  );
  const names = `{ ${parameters.map(({ name }) => name).join(", ")} }`;
  const line = `${names}: { ${types.join("; ")} }`;
  return line.length < lineWidth ? line : `${names}: {\n${types.map((type) => `  ${type};\n`).join("")}}`;
}

function dataType(imports: Set<string>): string {
  imports.add("type TrainingOptions");
  return 'TrainingOptions["validationData"]';
}

/** The training options, and a function that trains. */
function trainingSection(draft: Draft, training: Training, graph: { text: string; sizes?: string }, written?: Expression): void {
  const { sections, source } = draft;
  const { imports } = source.facts;
  const loss = lossText(training, source);
  if (loss === undefined) {
    sections.push(["// The script trains with a loss of its own, which has no form here."]);
    return;
  }
  const options = written ? { text: written.kind === "name" ? written.name : "options" } : optionsSection(draft, training);
  if (!options) return;
  imports.add(training.name);
  const result = training.name === "trainnet" ? "TrainnetResult" : "TrainingResult";
  imports.add(`type ${result}`);
  const data =
    training.data.length === 1
      ? [["data", "DataSet"]]
      : [
          ["predictors", "GivenPredictors"],
          ["responses", "GivenResponses"],
        ];
  for (const [, type] of data) imports.add(`type ${type}`);
  const parameters = [
    ...data.map(([name, type]) => `${name}: ${type}`),
    ...[graph.sizes, "sizes" in options ? options.sizes : undefined].filter((each) => each !== undefined),
  ];
  const args = [...data.map(([name]) => name), graph.text, ...(loss === "" ? [] : [loss]), options.text];
  const line = `export function trained(${parameters.join(", ")}): Promise<${result}> {`;
  const head =
    line.length <= lineWidth + 20
      ? line
      : `export function trained(\n${parameters.map((each) => `  ${each},\n`).join("")}): Promise<${result}> {`;
  sections.push(["/** Trains the network as the script does. */", head, `  return ${training.name}(${args.join(", ")});`, "}"]);
}

/** The loss that `trainnet` takes by its name, empty for `trainNetwork`; undefined where it has no name. */
function lossText({ name, loss }: Training, { facts }: ModuleSource): string | undefined {
  if (name !== "trainnet") return "";
  if (loss === undefined) return undefined;
  const value = facts.observed.get(loss)?.value;
  const seen = value?.kind === "char" ? value.text : value?.kind === "string" ? value.values[0] : undefined;
  const text = loss.kind === "text" ? loss.value : seen;
  return text === undefined ? undefined : JSON.stringify(text);
}

/** Training options apart from the graph: a constant, or a function of what they need. */
function optionsSection(draft: Draft, { options }: Training): { readonly text: string; readonly sizes?: string } | undefined {
  const { source, sections } = draft;
  const { root, facts } = source;
  if (!options) return undefined;
  try {
    const part = partOf(source, root, [options]);
    const isName = options.kind === "name";
    const value = settled(options, part.scope).text;
    const own = partLines(part, (name) => isName && options.name === name && part.parameters.list.length === 0);
    note(draft, part);
    const parameters = part.parameters.list;
    if (parameters.length === 0) {
      sections.push(isName ? own : [...own, ...(own.length > 0 ? [""] : []), `export const options = ${value};`]);
      return { text: isName ? value : "options" };
    }
    facts.imports.add("type TrainingOptions");
    const head = `export function options(${parameterList(parameters, facts.imports)}): TrainingOptions {`;
    sections.push(["/** The training options of the script. */", head, ...inBody([...own, `return ${value};`]), "}"]);
    return { text: "options(given)", sizes: "given: Parameters<typeof options>[0]" };
  } catch (error) {
    if (!(error instanceof Inexpressible)) throw error;
    sections.push(["// The training options of the script have no form here."]);
    return undefined;
  }
}

/** The sections of a module below its head and its imports. */
function assembled(
  { root: { program }, facts: { imports, classes, userClass }, output }: ModuleSource,
  sections: readonly (readonly string[])[],
  standIns: readonly string[],
): string {
  const first = program.statements[0]?.place.start ?? program.source.text.length;
  const head = commentsOf(program)
    .between(0, first)
    .filter(({ heading, place }) => !heading && isHead(program, place.start));
  const name = program.source.name.split(/[\\/]/).at(-1)!;
  const stands = standIns.map((type) => `// ${type}: the layer of this library stands for the class in ${type}.m.`);
  const lines = [
    ...[`// Ported from ${name} by layergraph.`, ...head.map(({ text }) => `// ${safe(text)}`.trimEnd())],
    ...stands,
  ];
  const body = sections.filter((section) => section.length > 0).map((section) => trimmed(section).join("\n"));
  const layers = layerClasses({ classes, userClass }, output, body.join("\n"));
  if (layers.length > 0) imports.add("layerClass");
  const all = [...layers, ...body].join("\n");
  for (const name of imports) if (!new RegExp(`\\b${name.replace("type ", "")}\\b`).test(all)) imports.delete(name);
  const text = `${[lines.join("\n"), importText(imports), layers.join("\n"), ...body].filter((part) => part !== "").join("\n\n")}\n`;
  return text.replaceAll(commentMark, "");
}

/** The functions of the script's layer classes, of those that are called. */
function layerClasses(
  { classes, userClass }: Pick<ModuleFacts, "classes" | "userClass">,
  output: string,
  body: string,
): string[] {
  return [...classes].flatMap((name) => {
    const called = identifier(name, importable);
    const file = userClass(name)!.place.source.name;
    if (!new RegExp(`\\b${called}\\(`).test(body)) return [];
    return [`const ${called} = layerClass(new URL(${quoted(relativeAddress(file, output))}, import.meta.url));`];
  });
}

/** Whether a comment belongs to the first block of comments of a file. */
function isHead({ source, comments }: Program, start: number): boolean {
  const index = comments.findIndex(({ place }) => place.start === start);
  if (index < 0 || source.text.slice(0, comments[0].place.start).trim() !== "") return false;
  for (let k = 1; k <= index; k++) {
    const between = source.text.slice(comments[k - 1].place.end, comments[k].place.start);
    if (/\S/.test(between) || (between.match(/\r\n|\r|\n/g)?.length ?? 0) > 1) return false;
  }
  return true;
}

function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line !== "");
  return first < 0 ? [] : lines.slice(first);
}

function importText(imports: ReadonlySet<string>): string {
  const names = [...imports].sort((a, b) => a.replace("type ", "").localeCompare(b.replace("type ", "")));
  if (names.length === 0) return "";
  const line = `import { ${names.join(", ")} } from "layergraph";`;
  return line.length <= lineWidth ? line : `import {\n${names.map((name) => `  ${name},\n`).join("")}} from "layergraph";`;
}
