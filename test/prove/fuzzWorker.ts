import { parentPort, workerData } from "node:worker_threads";
import { fileSections } from "./fuzzFiles.ts";
import { graphSections } from "./fuzzGraphs.ts";
import { savedNetworkSections } from "./fuzzSavedNetworks.ts";
import { scriptSections } from "./fuzzScripts.ts";
import { type FuzzReport, runSection } from "./fuzzSection.ts";

/** What a thread is told: the section to run, and where it writes the number of the case that it runs. */
export interface FuzzOrder {
  readonly name: string;
  readonly seed: number;
  readonly current: Int32Array;
}

/** What it says: each failure when it is seen, and at last the whole. */
export type FuzzMessage = { readonly failure: string } | { readonly report: FuzzReport };

const { name, seed, current } = workerData as FuzzOrder;
const section = { ...graphSections(seed), ...fileSections(seed), ...scriptSections(seed), ...savedNetworkSections(seed) }[name]();
const report = await runSection(section, {
  onCase: (index) => void Atomics.store(current, 0, index),
  onFailure: (failure) => parentPort!.postMessage({ failure } satisfies FuzzMessage),
});
parentPort!.postMessage({ report } satisfies FuzzMessage);
