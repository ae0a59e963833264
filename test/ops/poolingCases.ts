import { averagePool, maxPool, maxPoolIndex, type PoolSteps } from "../../src/ops/index.ts";
import type { OpCase, OpCases, Sample } from "./sample.ts";

/** Cases of pooling with windows. */
export const poolingCases: OpCases = {
  maxPool: windows(maxPool),
  maxPoolIndex: windows(maxPoolIndex),
  averagePool: windows(averagePool),
};

function windows(op: typeof maxPool): Record<string, OpCase> {
  return {
    "over time": (s) => op(s.distinct([s.symbol("batch", 1, 3), 2, s.symbol("time", 4, 8)]), [stepsFor(s)]),
    "over a fixed length": (s) => op(s.distinct([2, 1, s.whole(4, 8)]), [stepsFor(s)]),
    "over height and width": (s) => op(s.distinct([2, 2, s.whole(4, 6), s.symbol("width", 4, 6)]), [stepsFor(s), stepsFor(s)]),
    "windows of one element": (s) => op(s.distinct([1, 2, 5]), [{ size: 1, stride: s.whole(1, 2), before: 0, after: 0 }]),
  };
}

function stepsFor(s: Sample): PoolSteps {
  const size = s.whole(1, 4);
  return { size, stride: s.whole(1, 4), before: s.whole(0, size - 1), after: s.whole(0, size - 1) };
}
