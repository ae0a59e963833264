import { conv1d, conv2d, type Steps } from "../../src/ops/index.ts";
import type { OpCases, Sample } from "./sample.ts";

/** Cases of convolution; `convolution.test.ts` goes over many more combinations of numbers. */
export const convolutionCases: OpCases = {
  conv: {
    "over time, of symbolic sizes": (s) => {
      const steps = stepsFor(s);
      const x = s.numbers([s.symbol("batch", 1, 2), 2, s.symbol("time", 6, 9)]);
      return conv1d(x, s.numbers([2, 2, s.whole(1, 3)]), steps);
    },
    "with an offset": (s) => conv1d(s.numbers([2, 1, 7]), s.numbers([2, 1, 3]), stepsFor(s), s.numbers([2])),
    causal: (s) => {
      const dilation = s.whole(1, 3);
      const x = s.numbers([s.symbol("batch", 1, 2), 1, s.symbol("time", 1, 5)]);
      return conv1d(x, s.numbers([2, 1, 3]), { dilation, before: 2 * dilation });
    },
    "over height and width": (s) => {
      const x = s.numbers([s.symbol("batch", 1, 2), 2, 5, s.symbol("width", 5, 6)]);
      return conv2d(x, s.numbers([1, 2, 2, 3]), [stepsFor(s), stepsFor(s)], s.numbers([1]));
    },
  },
};

function stepsFor(s: Sample): Steps {
  return { stride: s.whole(1, 3), dilation: s.whole(1, 2), before: s.whole(0, 3), after: s.whole(0, 3) };
}
