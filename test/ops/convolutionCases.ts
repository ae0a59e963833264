import { conv1d, conv2d, convolution, type Dim, type Steps, transposedConvolution } from "../../src/ops/index.ts";
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
    "over images of many channels": (s) => {
      const x = s.numbers([s.symbol("batch", 1, 2), 8, 4, s.symbol("width", 4, 5)]);
      const step = (): Partial<Steps> => ({ ...stepsFor(s), stride: 1 });
      return conv2d(x, s.numbers([2, 8, 2, 2]), [step(), step()], s.numbers([2]));
    },
    "in groups over time": (s) => {
      const x = s.numbers([s.symbol("batch", 1, 2), 4, s.symbol("time", 6, 8)]);
      return convolution(x, s.numbers([4, 2, 2]), { steps: [stepsFor(s)], groups: 2 }, s.numbers([4]));
    },
    "in groups over height and width": (s) => {
      const x = s.numbers([s.symbol("batch", 1, 2), 4, 4, s.symbol("width", 4, 5)]);
      return convolution(x, s.numbers([2, 2, 2, 2]), { steps: [stepsFor(s), stepsFor(s)], groups: 2 });
    },
    "each channel by itself": (s) => {
      const x = s.numbers([s.symbol("batch", 1, 2), 3, 5, 5]);
      return convolution(x, s.numbers([6, 1, 3, 2]), { steps: [stepsFor(s), stepsFor(s)], groups: 3 });
    },
    "backwards over time": (s) => {
      const x = s.numbers([s.symbol("batch", 1, 2), 2, s.symbol("time", 2, 4)]);
      return transposedConvolution(x, s.numbers([2, 3, s.whole(1, 4)]), { steps: [cutFor(s)] }, [s.whole(6, 9)], s.numbers([3]));
    },
    "backwards over height and width, in groups": (s) => {
      const x = s.numbers([s.symbol("batch", 1, 2), 4, 3, s.symbol("width", 1, 3)]);
      const lengths: Dim[] = [s.whole(3, 6), s.whole(3, 6)];
      return transposedConvolution(x, s.numbers([4, 1, 2, 3]), { steps: [cutFor(s), cutFor(s)], groups: 2 }, lengths);
    },
  },
};

function cutFor(s: Sample): Partial<Steps> {
  return { stride: s.whole(1, 3), dilation: s.whole(1, 2), before: s.whole(-2, 2) };
}

function stepsFor(s: Sample): Steps {
  return { stride: s.whole(1, 3), dilation: s.whole(1, 2), before: s.whole(0, 3), after: s.whole(0, 3) };
}
