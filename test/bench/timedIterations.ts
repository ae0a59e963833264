import type { OutputFunction } from "../../src/train/trainingOptions.ts";
import { type Requests, reply, replyMemory } from "./jsonLines.ts";

/**
 * An output function that times iterations as they are asked for. While none is asked for, the training stands still. Another request
 * than for steps or memory ends it.
 *
 * An iteration is timed from the end of this function to its next call: the step, the loss read, and the next mini-batch shuffled, padded
 * and given its random numbers meanwhile, as in any training.
 */
export function timedIterations(requests: Requests, warmUps: number): OutputFunction {
  let wanted = 0;
  let taken: number[] = [];
  let since = 0;
  return ({ state, iteration }) => {
    const now = performance.now();
    if (state !== "iteration" || iteration < warmUps) return false;
    if (iteration > warmUps) taken.push(now - since);
    if (taken.length === wanted) {
      if (wanted > 0) reply({ milliseconds: taken });
      taken = [];
      wanted = stepsAsked(requests);
    }
    since = performance.now();
    return wanted === 0;
  };
}

/** How many steps are asked for next; 0 where it is something else. */
function stepsAsked(requests: Requests): number {
  for (;;) {
    const request = requests.next();
    if (request.cmd === "step") return request.count ?? 1;
    if (request.cmd !== "memory") {
      requests.putBack(request);
      return 0;
    }
    replyMemory();
  }
}
