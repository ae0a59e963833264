import { LayerGraphError } from "../../src/errors.ts";

/** One random input and what is done with it. */
export interface FuzzCase {
  /** Enough to find the case again beside the seed. */
  readonly label: string;
  /** Ends in any value or in a LayerGraphError; anything else is a fault. */
  readonly attempt: () => unknown;
}

/** Random inputs of one kind. */
export interface FuzzSection {
  readonly name: string;
  readonly count: number;
  readonly cases: Iterator<FuzzCase, unknown>;
  /** Whether an error comes from beyond the first stage of reading. */
  readonly isDeep: (error: LayerGraphError) => boolean;
}

/** What became of the cases of a section. */
export interface FuzzReport {
  readonly name: string;
  readonly cases: number;
  /** Cases that ended in a value. */
  readonly values: number;
  /** Cases that ended in a value, or were refused beyond the first stage of reading. */
  readonly deep: number;
  /** Milliseconds. */
  readonly slowest: number;
  readonly seconds: number;
  readonly failures: readonly string[];
}

const mostMilliseconds = 2000;

/** What is told while a section runs. */
export interface FuzzListener {
  /** The number of a case, before it runs. */
  onCase(index: number): void;
  /** A failure, as soon as it is seen: the run may not come to its end. */
  onFailure(failure: string): void;
}

/** Runs all cases. */
export async function runSection(section: FuzzSection, { onCase, onFailure }: FuzzListener): Promise<FuzzReport> {
  const began = performance.now();
  const failures: string[] = [];
  const fail = (failure: string): void => {
    failures.push(failure);
    onFailure(failure);
  };
  let [values, deep, slowest] = [0, 0, 0];
  for (let index = 0; index < section.count; index++) {
    onCase(index);
    const { label, attempt } = section.cases.next().value as FuzzCase;
    const where = `${section.name}, case ${index} (${label})`;
    const time = startedTime();
    try {
      await attempt();
      values++;
      deep++;
    } catch (error) {
      if (!(error instanceof LayerGraphError)) fail(`${where}: ${error instanceof Error ? error.stack : String(error)}`);
      else if (section.isDeep(error)) deep++;
    }
    const took = time();
    slowest = Math.max(slowest, took);
    if (took > mostMilliseconds) {
      const again = await timeOf(attempt);
      if (again > mostMilliseconds) fail(`${where}: took ${Math.round(took)} ms, then ${Math.round(again)} ms`);
    }
  }
  const seconds = (performance.now() - began) / 1000;
  return { name: section.name, cases: section.count, values, deep, slowest, seconds, failures };
}

/** Milliseconds that a case takes when it is run again: a busy machine makes it wait once, a slow reader is slow twice. */
async function timeOf(attempt: () => unknown): Promise<number> {
  const time = startedTime();
  await Promise.resolve()
    .then(attempt)
    .catch(() => {}); // how it ends was judged the first time
  return time();
}

/**
 * Milliseconds from now on, without those in which a busy machine did other work: never more than have passed, and never more than the whole process
 * has computed. That a case ends at all is seen from outside.
 */
function startedTime(): () => number {
  const [start, before] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(before);
    return Math.min(performance.now() - start, (user + system) / 1000);
  };
}
