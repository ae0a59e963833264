import { Worker } from "node:worker_threads";
import { fileSections } from "./fuzzFiles.ts";
import { graphSections } from "./fuzzGraphs.ts";
import { savedNetworkSections } from "./fuzzSavedNetworks.ts";
import { scriptSections } from "./fuzzScripts.ts";
import type { FuzzReport, FuzzSection } from "./fuzzSection.ts";
import type { FuzzMessage, FuzzOrder } from "./fuzzWorker.ts";
import { type Proof, verdictOf } from "./proof.ts";

const seed = 2026;
const leastCases = 20_000;
const leastDeep = 0.3;
const mostMebibytes = 1024;
/** Seconds on one case after which a thread is given up. */
const patience = 20;
const lanes = 2;

/** Nothing that is read or edited ends otherwise than in a value or an error of ours. */
export const fuzz = fuzzing("fuzz", [fileSections, graphSections]);

/** The same of MATLAB's scripts and saved networks, which takes some fifteen minutes. */
export const fuzzMatlab = fuzzing("fuzz-matlab", [scriptSections, savedNetworkSections]);

type Sections = (seed: number) => Readonly<Record<string, () => FuzzSection>>;

function fuzzing(name: string, kinds: readonly Sections[]): Proof {
  return {
    name,
    claim: `in ${leastCases} random cases nothing crashes, hangs, takes over 2 s or ends in an error that is not LayerGraphError`,
    run: async (say) => {
      const waiting = kinds.flatMap((sections) => Object.keys(sections(seed)));
      const reports: FuzzReport[] = [];
      const lane = async (): Promise<void> => {
        for (let section = waiting.shift(); section !== undefined; section = waiting.shift()) {
          const report = await inThread(section, (failure) => say(`FAILURE ${shortened(failure)}`));
          reports.push(report);
          say(line(report));
        }
      };
      say(`seed ${seed}`);
      await Promise.all(Array.from({ length: lanes }, lane));
      return verdictOf(judged(reports, say));
    },
  };
}

function judged(reports: readonly FuzzReport[], say: (line: string) => void): string[] {
  const total = (of: (report: FuzzReport) => number): number => reports.reduce((sum, report) => sum + of(report), 0);
  const cases = total((report) => report.cases);
  const share = total((report) => report.deep) / cases;
  const mebibytes = Math.round(process.resourceUsage().maxRSS / 1024);
  say(`${cases} cases, ${percent(share)} past the first stage of reading; peak memory ${mebibytes} MiB`);
  return [
    ...reports.flatMap(({ failures }) => failures.slice(0, 5).map(shortened)),
    ...reports
      .filter(({ failures }) => failures.length > 5)
      .map(({ name, failures }) => `${name}: ${failures.length} failures in all`),
    ...(cases >= leastCases ? [] : [`only ${cases} cases were run`]),
    ...(share >= leastDeep ? [] : [`only ${percent(share)} got past the first stage`]),
    ...(mebibytes <= mostMebibytes ? [] : [`${mebibytes} MiB of memory were used`]),
  ];
}

function shortened(failure: string): string {
  return failure.slice(0, 1500);
}

function line({ name, cases, values, deep, slowest, seconds, failures }: FuzzReport): string {
  const facts = [
    `${cases} cases`,
    `${percent(deep / cases)} past the first stage`,
    `${percent(values / cases)} read`,
    `slowest ${Math.round(slowest)} ms`,
    `${seconds.toFixed(1)} s`,
    `${failures.length} failures`,
  ];
  return `${name.padEnd(14)} ${facts.join(", ")}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Runs a section in a thread of its own, so that a case that never ends is seen and named. */
async function inThread(name: string, onFailure: (failure: string) => void): Promise<FuzzReport> {
  const current = new Int32Array(new SharedArrayBuffer(4));
  const workerData: FuzzOrder = { name, seed, current };
  const worker = new Worker(new URL("./fuzzWorker.js", import.meta.url), { workerData });
  const failed = (reason: string): FuzzReport => {
    const cases = Atomics.load(current, 0);
    const failure = `${name}, case ${cases} of seed ${seed}: ${reason}`;
    return { name, cases, values: 0, deep: 0, slowest: 0, seconds: 0, failures: [failure] };
  };
  return new Promise((resolve) => {
    let [seen, since] = [-1, performance.now()];
    const watch = setInterval(() => {
      const now = Atomics.load(current, 0);
      if (now !== seen) [seen, since] = [now, performance.now()];
      else if (performance.now() - since > patience * 1000) end(failed(`no end after ${patience} s`));
    }, 500);
    const end = (report: FuzzReport): void => {
      clearInterval(watch);
      resolve(report);
      void worker.terminate();
    };
    worker.on("message", (message: FuzzMessage) => {
      if ("report" in message) end(message.report);
      else onFailure(message.failure);
    });
    worker.on("error", (error) => end(failed(String((error as Error).stack ?? error))));
    worker.on("exit", () => end(failed("the thread stopped")));
  });
}
