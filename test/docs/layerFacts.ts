import { readdirSync, readFileSync } from "node:fs";
import { type AnyLayerDefinition, type Layer, type Learnable, printSizes } from "../../src/layer.ts";
import { builtInDefinitions } from "../../src/network/registry.ts";
import { exampleLayers } from "./layerExamples.ts";
import { type Application, applications, printFormats } from "./layerFormats.ts";
import { layerComment } from "./layerSource.ts";

/** One option of a layer: its default as it is written in a program; undefined where it must be given. */
export interface OptionFact {
  readonly name: string;
  readonly usual: string | undefined;
  /** Whether it can be left out, though it has no default. */
  readonly optional: boolean;
  /** The name of the learnable that it is about. */
  readonly about: string | undefined;
}

/** What the pages tell about one kind of layer. */
export interface LayerFacts {
  readonly type: string;
  readonly positional: readonly string[];
  readonly text: string;
  readonly examples: readonly string[];
  readonly formats: string;
  readonly ports: { readonly inputs: readonly string[]; readonly outputs: readonly string[] };
  readonly options: readonly OptionFact[];
  /** The sizes that learnables have in an example, and what that was applied to. */
  readonly learnables: Readonly<Record<string, Learnable>>;
  readonly states: readonly string[];
  readonly appliedTo: string | undefined;
  readonly goldenCases: number;
}

/** The facts of every layer of the library, in alphabetical order. */
export function allLayerFacts(): LayerFacts[] {
  return [...builtInDefinitions].map(([type, definition]) => factsOf(type, definition));
}

function factsOf(type: string, definition: AnyLayerDefinition): LayerFacts {
  const layers = exampleLayers(type);
  const found = layers.flatMap(applications);
  const [usual] = found;
  const { inputs: [x] = [], applied: { learnables = {}, state = {} } = {} } = usual ?? {};
  const comment = layerComment(type);
  return {
    type,
    positional: [...(definition.positional ?? []), ...(definition.optionalPositional ?? [])],
    text: comment?.text ?? "",
    examples: comment?.examples ?? [],
    formats: printFormats(withoutRepeated(found)),
    ports: portsOf(layers),
    options: optionFacts(definition, Object.keys(learnables)),
    learnables,
    states: Object.keys(state),
    appliedTo: x && printSizes(x),
    goldenCases: goldenTypes.filter((each) => each === type).length,
  };
}

/** One application for each format in and out. */
function withoutRepeated(found: readonly Application[]): Application[] {
  return [...new Map(found.map((each) => [`${each.inputs[0]?.format} ${each.applied.outputs[0]?.format}`, each])).values()];
}

/** The ports of the example that has the most of them. */
function portsOf(layers: readonly Layer[]): LayerFacts["ports"] {
  const count = (layer: Layer): number => layer.inputNames.length + layer.outputNames.length;
  const [most] = [...layers].sort((a, b) => count(b) - count(a));
  return { inputs: most?.inputNames ?? [], outputs: most?.outputNames ?? [] };
}

function optionFacts({ options }: AnyLayerDefinition, learnables: readonly string[]): OptionFact[] {
  return Object.entries(options.shape).map(([name, schema]) => {
    const left = (schema as { safeParse: (value: unknown) => { success: boolean; data?: unknown } }).safeParse(undefined);
    const usual = left.success && left.data !== undefined ? printValue(left.data) : undefined;
    return { name, usual, optional: left.success, about: learnables.find((learnable) => isAbout(name, learnable)) };
  });
}

/** `weights`, `weightsInitializer`, `weightLearnRateFactor` and `weightL2Factor` are about `weights`. */
function isAbout(option: string, learnable: string): boolean {
  const factors = [learnable, learnable.replace(/s$/, "")].flatMap((name) => [`${name}LearnRateFactor`, `${name}L2Factor`]);
  return [learnable, `${learnable}Initializer`, ...factors].includes(option);
}

function printValue(value: unknown): string {
  return typeof value === "function" ? "a function" : (JSON.stringify(value) ?? String(value)).replaceAll(",", ", ");
}

/** The type of the layer of every golden case. */
const goldenTypes: readonly string[] = readdirSync("test/golden")
  .filter((file) => /^(layers.*|losses)\.json$/.test(file))
  .flatMap((file) => JSON.parse(readFileSync(`test/golden/${file}`, "utf8")) as { readonly layer: { readonly type: string } }[])
  .map(({ layer }) => layer.type);
