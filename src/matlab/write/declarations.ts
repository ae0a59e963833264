import { builtInDefinitions } from "../../network/registry.ts";
import { commonShape, solverShapes } from "../../train/optionShapes.ts";
import { fields, layerDeclarations } from "./optionTypes.ts";

/**
 * The declarations of all that generated modules import: those of the layer functions follow from the layers' definitions. They say the same as
 * the package's own declarations, for far less of the compiler's time.
 */
export function libraryDeclarations(used: ReadonlySet<string>): string {
  const layers = [...builtInDefinitions.values()].filter(({ type }) => used.has(type)).flatMap(layerDeclarations);
  const solvers = Object.entries(solverShapes).map(
    ([solver, shape]) =>
      `export declare function trainingOptions(solver: "${solver}", options?: { ${fields({ ...commonShape, ...shape }, []).join("; ")} }): TrainingOptions;`,
  );
  return [graphs, ...(used.has("trainingOptions") ? solvers : []), ...layers].join("\n");
}

const graphs = `
export interface Layer {
  readonly name: string;
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly given: Readonly<Record<string, unknown>>;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly base: string;
  readonly definition: { readonly type: string };
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}
export declare function layerClass(path: string | URL): (...args: readonly unknown[]) => Layer;
export declare function matlabFunction(text: string, options?: { readonly values?: Readonly<Record<string, unknown>>; readonly formattable?: boolean; readonly numOutputs?: number }): (...inputs: readonly unknown[]) => never;
export declare function setLearnRateFactor(layer: Layer, parameter: string, factor: number): Layer;
export declare function setL2Factor(layer: Layer, parameter: string, factor: number): Layer;
export interface Connection { readonly source: string; readonly destination: string; }
type LayerList = Layer | readonly (Layer | readonly Layer[])[];
declare class Graph {
  readonly layers: readonly Layer[];
  readonly connections: readonly Connection[];
}
export declare class LayerGraph extends Graph {
  readonly #state: unknown;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
}
export declare class DlNetwork extends Graph {
  readonly #state: unknown;
  readonly graph: LayerGraph;
}
export declare function layerGraph(layers?: LayerList | { readonly graph: LayerGraph }): LayerGraph;
export declare function addLayers(lgraph: LayerGraph, layers: LayerList): LayerGraph;
export declare function addLayers(lgraph: DlNetwork, layers: LayerList): DlNetwork;
export declare function removeLayers(lgraph: LayerGraph, names: string | readonly string[]): LayerGraph;
export declare function removeLayers(lgraph: DlNetwork, names: string | readonly string[]): DlNetwork;
export declare function replaceLayer(lgraph: LayerGraph, name: string, layers: LayerList, options?: { reconnectBy?: "name" | "order" }): LayerGraph;
export declare function replaceLayer(lgraph: DlNetwork, name: string, layers: LayerList, options?: { reconnectBy?: "name" | "order" }): DlNetwork;
export declare function connectLayers(lgraph: LayerGraph, source: string, destination: string): LayerGraph;
export declare function connectLayers(lgraph: DlNetwork, source: string, destination: string): DlNetwork;
export declare function disconnectLayers(lgraph: LayerGraph, source: string, destination: string): LayerGraph;
export declare function disconnectLayers(lgraph: DlNetwork, source: string, destination: string): DlNetwork;
export declare function dlnetwork(layers: LayerList | LayerGraph | DlNetwork, options?: { initialize?: boolean; seed?: number }): DlNetwork;
export interface TrainingOptions { readonly solver: string; readonly validationData?: unknown; }
export interface TrainingResult { readonly net: unknown; readonly info: unknown; }
export interface TrainnetResult { readonly net: unknown; readonly info: unknown; }
export interface DataSet { readonly predictors: readonly unknown[]; readonly responses: unknown; }
export type GivenPredictors = unknown;
export type GivenResponses = unknown;
export declare function trainNetwork(data: DataSet, layers: LayerList | LayerGraph, options: TrainingOptions): Promise<TrainingResult>;
export declare function trainNetwork(predictors: GivenPredictors, responses: GivenResponses, layers: LayerList | LayerGraph, options: TrainingOptions): Promise<TrainingResult>;
export declare function trainnet(data: DataSet, net: LayerList | LayerGraph | DlNetwork, loss: string, options: TrainingOptions): Promise<TrainnetResult>;
export declare function trainnet(predictors: GivenPredictors, responses: GivenResponses, net: LayerList | LayerGraph | DlNetwork, loss: string, options: TrainingOptions): Promise<TrainnetResult>;
`;
