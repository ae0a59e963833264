import { addDims, gatherAlong, gatherRows, scatterAlong } from "../../src/ops/index.ts";
import type { OpCases } from "./sample.ts";

/** Cases of the ops that read and write at positions. */
export const indexingCases: OpCases = {
  gatherAlong: {
    "some of each row, repeated ones too": (s) => gatherAlong(s.numbers([2, 4]), s.integers([2, s.whole(1, 6)], 0, 4), 1),
    "along the middle axis, of symbolic sizes": (s) => {
      const [batch, time] = [s.symbol("batch", 1, 3), s.symbol("time", 2, 4)];
      return gatherAlong(s.numbers([batch, time, 2]), s.integers([batch, 3, 2], 0, s.size(time)), 1);
    },
    "along the first axis": (s) => gatherAlong(s.numbers([3, 2]), s.integers([5, 2], 0, 3), 0),
  },
  gatherRows: {
    "some rows, repeated ones too": (s) => gatherRows(s.numbers([4, 3]), s.integers([s.whole(5, 9)], 0, 4)),
    "for an array of symbolic sizes": (s) => {
      const index = s.integers([s.symbol("batch", 1, 3), s.symbol("time", 2, 4)], 0, 3);
      return gatherRows(s.numbers([3, 2]), index);
    },
  },
  scatterAlong: {
    "added up where positions repeat": (s) => scatterAlong(s.numbers([2, 5]), s.integers([2, 5], 0, 3), 1, 4),
    "to a symbolic size": (s) => {
      const time = s.symbol("time", 2, 4);
      const index = s.integers([2, time, 3], 0, s.size(time) + 1);
      return scatterAlong(s.numbers([2, time, 3]), index, 1, addDims(time, 1));
    },
  },
};
