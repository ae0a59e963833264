import { setTimeout as wait } from "node:timers/promises";
import type { Contender } from "./contender.ts";
import { timing } from "./timings.ts";

/** Turns of each contender. */
const turns = 5;
/** Fewer measured runs than this say too little; more than that take too long. */
const [fewest, most] = [15, 100];
/** How long the measured runs of the first contender should take together, in milliseconds, where the limits above allow it. */
const worthwhile = 4000;
/** What a contender's threads need to fall asleep after its turn, in milliseconds. */
const settling = 40;

/** A contender and what it has shown so far. */
export interface Lane {
  readonly contender: Contender;
  /** The milliseconds of its measured runs. */
  readonly times: number[];
  /** Why it gave up. */
  failure?: string;
}

/**
 * Times contenders in turn, a block of runs each, so that whatever else the machine does meets all of them. The first decides how many runs
 * there are unless `steps` does. Each warms up beforehand; who begins changes from turn to turn. Ours may not fail; a peer that fails is left out.
 */
export async function race(
  cmd: "step" | "forward",
  contenders: readonly Contender[],
  steps: number | undefined,
): Promise<readonly Lane[]> {
  const lanes = contenders.map((contender): Lane => ({ contender, times: [] }));
  const first: number[] = [];
  for (const lane of lanes) first.push(...(await turn(lane, cmd, 1)));
  const wanted = steps ?? Math.min(most, Math.max(fewest, Math.ceil(worthwhile / first[0])));
  for (let i = 0; i < turns; i++) {
    const count = Math.floor(((i + 1) * wanted) / turns) - Math.floor((i * wanted) / turns);
    if (count === 0) continue;
    const order = lanes.map((_, at) => lanes[(at + i) % lanes.length]);
    for (const lane of order) lane.times.push(...(await turn(lane, cmd, count)));
  }
  return lanes;
}

async function turn(lane: Lane, cmd: "step" | "forward", count: number): Promise<number[]> {
  if (lane.failure !== undefined) return [];
  try {
    return await lane.contender.times(cmd, count);
  } catch (error) {
    if (lane.contender.name.startsWith("ours")) throw error;
    lane.failure = (error as Error).message;
    lane.times.length = 0;
    return [];
  } finally {
    await wait(settling);
  }
}

/** The contender with the lowest median among those whose name begins so; undefined where none of them finished. */
export function fastest(lanes: readonly Lane[], prefix: string): Lane | undefined {
  const finished = lanes.filter(({ contender, times }) => contender.name.startsWith(prefix) && times.length > 0);
  return finished.sort((a, b) => timing(a.times).median - timing(b.times).median)[0];
}
