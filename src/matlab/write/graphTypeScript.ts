import { LayerGraphError } from "../../errors.ts";
import type { Layer } from "../../layer.ts";
import { LayerGraph } from "../../network/layerGraph.ts";
import { isPlaceholder } from "../../network/placeholder.ts";
import { isBuiltIn } from "../../network/registry.ts";
import { isUnknownValue } from "../../network/unknown.ts";
import { requireWiring } from "../../network/wiring.ts";
import { rememberedHandle } from "../network/propertyValue.ts";
import { buildingSteps } from "./buildingSteps.ts";
import { type Kind, kinds, typeText } from "./kind.ts";
import { plainText } from "./layerText.ts";
import { literal } from "./literal.ts";
import { matlabFunctionText } from "./matlabFunctionText.ts";
import { kindOfOption } from "./optionKinds.ts";

/**
 * A TypeScript module whose default export is a layer graph: one line for each layer and connection, without loops. Where values are not known, the
 * default export is a function `build` of them.
 *
 * @example writeFileSync("tcn.ts", writeTypeScript(lgraph));
 * @throws LayerGraphError `no-typescript-form` for an option that is a function, an own layer, and a layer whose kind is not known
 */
export function writeTypeScript(graph: LayerGraph): string {
  requireWiring(graph, "writeTypeScript");
  const module = new TypeScriptModule();
  const lines = module.graphLines(graph, "lgraph");
  const body = [...module.before, ...lines];
  const { unknowns } = module;
  if (unknowns.length === 0) return `${module.imports()}\n\n${body.join("\n")}\n\nexport default lgraph;\n`;
  const names = unknowns.map(({ name }) => name).join(", ");
  const types = unknowns.map(({ name, kind }) => `readonly ${name}: ${typeText(kind, new Set())}`).join("; ");
  const indented = body.map((line) => (line === "" ? "" : `  ${line}`));
  const head = `export default function build({ ${names} }: { ${types} }): LayerGraph {`;
  return `${module.imports()}\n\n${head}\n${indented.join("\n")}\n  return lgraph;\n}\n`;
}

/** The lines of a module, with the graphs inside of layers before those that hold them. */
class TypeScriptModule {
  readonly before: string[] = [];
  private readonly imported = new Set<string>(["layerGraph"]);
  private readonly parameters = new Map<string, { readonly name: string; readonly kind: Kind }>();
  private nested = 0;

  /** What is not known: its name in code, and what the options are that it is given to. */
  get unknowns(): readonly { readonly name: string; readonly kind: Kind }[] {
    return [...this.parameters.values()];
  }

  imports(): string {
    const names = [...this.imported, ...(this.parameters.size > 0 ? ["type LayerGraph"] : [])];
    const sorted = names.sort((a, b) => a.replace("type ", "").localeCompare(b.replace("type ", ""), "en"));
    const line = `import { ${sorted.join(", ")} } from "layergraph";`;
    return line.length <= 120 ? line : `import {\n${sorted.map((name) => `  ${name},\n`).join("")}} from "layergraph";`;
  }

  graphLines(graph: LayerGraph, variable: string): string[] {
    const steps = buildingSteps(graph);
    const declared = steps.length > 1 ? "let" : "const";
    const lines = steps.flatMap((step, at): string[] => {
      if (step.kind === "connect") {
        const { source, destination } = step.connection;
        this.imported.add("connectLayers");
        return [`${variable} = connectLayers(${variable}, ${JSON.stringify(source)}, ${JSON.stringify(destination)});`];
      }
      const texts = step.layers.map((layer) => this.layerText(layer));
      const list = texts.length === 1 ? texts[0] : `[\n${texts.map((text) => `  ${text},\n`).join("")}]`;
      if (at === 0) return `${declared} ${variable} = layerGraph(${list});`.split("\n");
      this.imported.add("addLayers");
      return ["", ...`${variable} = addLayers(${variable}, ${list});`.split("\n")];
    });
    return lines.length > 0 ? lines : [`const ${variable} = layerGraph();`];
  }

  private layerText(layer: Layer): string {
    const { type, given, definition, name } = layer;
    if (isPlaceholder(layer)) throw noForm(layer, `there is no layer type '${type}'.`);
    if (!isBuiltIn(definition))
      throw noForm(layer, "it is a layer of your own, which no module is known to export. Keep the graph as a program.");
    this.imported.add(type);
    const positional = definition.positional ?? [];
    const values = positional.map((option) => this.optionText(layer, option));
    const named = Object.keys(given)
      .filter((option) => given[option] !== undefined && !positional.includes(option))
      .map((option) => {
        const text = this.optionText(layer, option);
        return text === option ? option : `${option}: ${text}`;
      });
    return `${type}(${[...values, `{ ${[...named, `name: ${JSON.stringify(name)}`].join(", ")} }`].join(", ")})`;
  }

  private optionText(layer: Layer, option: string): string {
    const value = layer.given[option];
    if (layer.definition.graphs?.includes(option)) return this.nestedText(layer, option, value);
    const kind = isUnknownValue(value) ? kindOfOption(layer.definition, option) : kinds.number;
    const handle = rememberedHandle(value);
    const text = handle
      ? matlabFunctionText(handle, layer.given, (_, each) => literal(each, this.imported), this.imported)
      : plainText(value, { unknown: (name) => this.parameter(name, kind), enclosed: onOneLine });
    if (text !== undefined) return text;
    throw noForm(
      layer,
      `option '${option}' is ${typeof value === "function" ? "a function" : "no data"}, which cannot be written as text.`,
    );
  }

  private nestedText(layer: Layer, option: string, value: unknown): string {
    const inner = (value as { readonly graph?: unknown } | undefined)?.graph ?? value;
    if (!(inner instanceof LayerGraph)) throw noForm(layer, `option '${option}' holds no layer graph.`);
    const variable = `inner${++this.nested}`;
    const lines = this.graphLines(inner, variable);
    this.before.push(...lines, "");
    return variable;
  }

  /** The parameter for what is not known: its name where that is one, else letters of it. */
  private parameter(unknown: string, kind: Kind): string {
    const known = this.parameters.get(unknown);
    if (known !== undefined) return known.name;
    const base = unknown.replace(/\W+/g, "_").replace(/^(?=\d)|^_+|_+$/g, "") || "value";
    const taken = new Set([...this.unknowns.map((each) => each.name), ...this.imported, "lgraph"]);
    let name = /^\d/.test(base) ? `n${base}` : base;
    for (let k = 2; taken.has(name); k++) name = `${base}${k}`;
    this.parameters.set(unknown, { name, kind: kind.is === "unknown" ? kinds.number : kind });
    return name;
  }
}

/** A graph with weights has long lists: they stay on one line. */
function onOneLine(open: string, items: readonly string[], close: string): string {
  const space = open === "{" ? " " : "";
  return items.length === 0 ? `${open}${close}` : `${open}${space}${items.join(", ")}${space}${close}`;
}

function noForm(layer: Layer, why: string): LayerGraphError {
  return new LayerGraphError("no-typescript-form", `${layer.type} '${layer.name}': ${why}`, { layer: layer.name });
}
