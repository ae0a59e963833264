import type { ModuleToCompile } from "./compiled.ts";

const declarations = `
export interface Layer { readonly name: string; readonly inputNames: readonly string[]; }
type LayerList = Layer | readonly (Layer | readonly Layer[])[];
export declare class LayerGraph { readonly #state: unknown; readonly layers: readonly Layer[]; }
export declare class DlNetwork { readonly #state: unknown; readonly graph: LayerGraph; }
export declare function layerGraph(layers?: LayerList): LayerGraph;
export declare function addLayers(lgraph: LayerGraph, layers: LayerList): LayerGraph;
export declare function addLayers(lgraph: DlNetwork, layers: LayerList): DlNetwork;
export declare function connectLayers(lgraph: LayerGraph, source: string, destination: string): LayerGraph;
export declare function connectLayers(lgraph: DlNetwork, source: string, destination: string): DlNetwork;
export declare function inputLayer(size: number | [number, number, number], options?: { name?: string; mean?: number }): Layer;
export declare function filterLayer(size: number | [number, number], count: number, options?: { padding?: "same" | number | [number, number]; name?: string }): Layer;
export declare function plainLayer(options?: { name?: string; factor?: number }): Layer;
`;

const block = (k: number): string => `
// block ${k}
layers${k} = [
  filterLayer([3, 3], numFilters * 2 ** i, { padding: "same", name: "a_${k}" }),
  plainLayer({ name: \`b_\${i}\` }),
  plainLayer(),
];
lgraph = addLayers(lgraph, layers${k});
for (let i = 1; i <= 3; i++) {
  lgraph = connectLayers(lgraph, "a_" + i, "b_${k}/in2");
}
if (lgraph.layers.length > ${k}) lgraph = connectLayers(lgraph, "a_${k}", "b_${k}");
`;

/** A small module as ported scripts are: what the compiler is made fast with. */
export const rehearsal: ModuleToCompile = {
  declarations,
  address: "file:///module.ts",
  code: `import { addLayers, connectLayers, filterLayer, inputLayer, type LayerGraph, layerGraph, plainLayer } from "layergraph";

export function build({ numFilters }: { numFilters: number }): LayerGraph {
  const i = Math.max(1, numFilters);
  let lgraph = layerGraph(inputLayer([64, 64, 3], { name: "input" }));
${[1, 2, 3, 4]
  .map(
    (k) =>
      `let ${block(k)
        .trim()
        .replace(/^\/\/.*\n/, "")}`,
  )
  .join("\n")}
  return lgraph;
}
export default build;
`,
};
