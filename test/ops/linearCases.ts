import { matmul, transposed } from "../../src/ops/index.ts";
import type { OpCases } from "./sample.ts";

/** Cases of the matrix product. */
export const linearCases: OpCases = {
  matmul: {
    matrices: (s) => {
      const [rows, inner] = [s.symbol("batch", 1, 4), s.whole(1, 4)];
      return matmul(s.numbers([rows, inner]), s.numbers([inner, s.whole(1, 4)]));
    },
    "a matrix for every element of the batch": (s) => {
      const [batch, time] = [s.symbol("batch", 1, 3), s.symbol("time", 1, 3)];
      return matmul(s.numbers([batch, 2, time]), s.numbers([batch, time, 2]));
    },
    "one matrix for all of the batch, on the left": (s) => matmul(s.numbers([3, 2]), s.numbers([s.symbol("batch", 1, 3), 2, 4])),
    "one matrix for all of the batch, on the right": (s) => matmul(s.numbers([s.symbol("batch", 1, 3), 2, 3]), s.numbers([3, 2])),
    "both stretched": (s) => matmul(s.numbers([s.symbol("batch", 1, 3), 1, 2, 2]), s.numbers([1, 2, 2, 3])),
    "an array with itself": (s) => {
      const x = s.numbers([s.symbol("batch", 1, 2), 2, 3]);
      return matmul(x, transposed(x));
    },
  },
};
