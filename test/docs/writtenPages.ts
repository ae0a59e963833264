import { commandPage } from "./commandPage.ts";
import { allFunctionFacts, functionPage } from "./functionPages.ts";
import { allLayerFacts } from "./layerFacts.ts";
import { layerPage } from "./layerPages.ts";
import { matlabPage } from "./matlabPage.ts";

/** The pages of docs that are made from definitions, comments and commands, by their names. */
export async function writtenPages(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ["layers.md", layerPage(allLayerFacts())],
    ["functions.md", functionPage(allFunctionFacts())],
    ["command-line.md", await commandPage()],
    ["from-matlab.md", matlabPage()],
  ]);
}
