import * as ops from "../../src/ops/index.ts";
import { add, concatenate, matmul, multiply, scan, sigmoid, type Value } from "../../src/ops/index.ts";
import type { OpCases, Sample } from "./sample.ts";

/** Cases of the loop. */
export const loopCases: OpCases = {
  scan: {
    "a state that only its last value is taken of": (s) => {
      const [time, batch] = sizes(s);
      const decay = s.numbers([3], { from: -0.9, to: 0.9 });
      return scan({
        states: [s.numbers([batch, 3])],
        sequences: [s.numbers([time, batch, 3])],
        body: ([state], [x]) => ({ states: [add(multiply(state, decay), x)], outputs: [] }),
      }).states[0];
    },
    "a recurrent network, every step's state, in both directions": (s) => {
      const [time, batch] = sizes(s);
      const [input, recurrent, bias] = [s.numbers([2, 3]), s.numbers([3, 3]), s.numbers([3])];
      const start = s.numbers([batch, 3]);
      const x = s.numbers([time, batch, 2]);
      const both = [false, true].map((reverse) => {
        const { outputs } = scan({
          states: [start],
          sequences: [x],
          reverse,
          body: ([h], [element]) => {
            const next = ops.tanh(add(add(matmul(element, input), matmul(h, recurrent)), bias));
            return { states: [next], outputs: [next] };
          },
        });
        return outputs[0];
      });
      return concatenate(both, 2);
    },
    "two states, two sequences, several outputs, all of them used": (s) => {
      const [time, batch] = sizes(s);
      const { states, outputs } = scan({
        states: [s.numbers([batch, 2]), s.numbers([batch, 2])],
        sequences: [s.numbers([time, batch, 2]), s.numbers([time, 2])],
        reverse: s.random.below(2) === 1,
        body: ([a, b], [x, y]) => {
          const gate = sigmoid(add(add(a, x), y));
          const next = add(multiply(gate, b), multiply(ops.subtract(1, gate), x));
          return { states: [ops.tanh(next), add(a, ops.tanh(b))], outputs: [next, multiply(a, y)] };
        },
      });
      return concatenate([...states.map((state) => ops.unsqueeze(state, 0)), ...outputs], 0);
    },
    "attention over a constant array in every step": (s) => {
      const [time, batch] = sizes(s);
      const source = s.symbol("source", 1, 4);
      const keys = s.numbers([batch, source, 3]);
      const weights = s.numbers([6, 3]);
      return scan({
        states: [s.numbers([batch, 3])],
        sequences: [s.numbers([time, batch, 3])],
        body: ([h], [x]) => {
          const query = ops.unsqueeze(add(h, x), 1);
          const scores = ops.softmax(matmul(query, ops.transposed(keys)), 2);
          const context = ops.squeeze(matmul(scores, keys), 1);
          const next = ops.tanh(matmul(concatenate([context, x], 1), weights));
          return { states: [next], outputs: [context] };
        },
      }).outputs[0];
    },
    "a matrix of all observations over arrays of higher rank": (s) => {
      const [time, batch] = sizes(s);
      const w = s.numbers([3, 3]);
      return scan({
        states: [s.numbers([batch, 2, 3])],
        sequences: [s.numbers([time, batch, 2, 3])],
        body: ([h], [x]) => {
          const stretched = ops.expand(ops.unsqueeze(w, 0), [batch, 3, 3]);
          const next = ops.tanh(add(matmul(h, w), matmul(x, stretched)));
          return { states: [next], outputs: [next] };
        },
      }).outputs[0];
    },
    "a loop within a loop": (s) => {
      const [time, batch] = sizes(s);
      const w = s.numbers([2, 2]);
      const inner = s.numbers([3, 2]);
      return scan({
        states: [s.numbers([batch, 2])],
        sequences: [s.numbers([time, batch, 2])],
        body: ([h], [x]) => {
          const nested = scan({
            states: [h],
            sequences: [inner],
            body: ([state], [row]) => {
              const next = ops.tanh(add(matmul(state, w), multiply(row, x)));
              return { states: [next], outputs: [next] };
            },
          });
          return { states: nested.states, outputs: [ops.sum(nested.outputs[0], [0])] };
        },
      }).outputs[0];
    },
    "elements, constants and states that pass through unchanged": (s) => {
      const [time, batch] = sizes(s);
      const c = s.numbers([batch, 2]);
      const { states, outputs } = scan({
        states: [s.numbers([batch, 2]), s.numbers([batch, 2])],
        sequences: [s.numbers([time, batch, 2])],
        body: ([a, b], [x]) => ({ states: [x, b], outputs: [x, a, c, multiply(c, 2)] }),
      });
      return concatenate([...states.map((state) => ops.unsqueeze(state, 0)), ...outputs], 0);
    },
    "looking up rows of a constant table by a fed-back index": (s) => {
      const [time, batch] = sizes(s);
      const table = s.distinct([4, 4]);
      const start = s.integers([batch, 1], 0, 4);
      return scan({
        states: [start],
        sequences: [s.distinct([time, batch, 4], 1)],
        body: ([index], [x]) => {
          const row = ops.gatherAlong(table, ops.expand(index, [batch, 4]), 0);
          const scores = add(ops.tanh(row), x);
          return { states: [ops.argMax(scores, 1)], outputs: [scores] };
        },
      }).outputs[0];
    },
  },
};

function sizes(s: Sample): [Value["shape"][number], Value["shape"][number]] {
  return [s.symbol("time", 1, 4), s.symbol("batch", 1, 3)];
}
