import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Sequence } from "../../src/data/sequences.ts";
import { LayerGraphError } from "../../src/errors.ts";
import { blocksOf } from "../../src/train/blocks.ts";
import { layOut, type PaddingOptions, padded, paddedCodes, pieceCount, stepMask, unpadded } from "../../src/train/padding.ts";

/** The pieces of a mini-batch of sequences with their arrays. */
function padBatch(sequences: readonly Sequence[], indices: Int32Array, options: PaddingOptions) {
  const lengths = indices.map((index) => sequences[index].size[1]);
  const pieces = layOut(lengths, indices, options);
  if (pieces.length === 0) return [];
  const blocks = blocksOf({ kind: "sequences", predictors: sequences });
  return pieces.map((piece) => ({ ...piece, ...padded(blocks, indices, piece, options.paddingValue) }));
}

function padLabels(codes: readonly Int32Array[], indices: Int32Array, options: PaddingOptions) {
  const lengths = indices.map((index) => codes[index].length);
  return layOut(lengths, indices, options).map((piece) => ({ ...piece, codes: paddedCodes(codes, indices, piece) }));
}

/** Numbers that tell which sequence, feature and step they are: 100 · (sequence + 1) + 10 · feature + step + 1. */
function marked(lengths: readonly number[], features = 1): Sequence[] {
  return lengths.map((length, sequence) => ({
    data: Float32Array.from(
      { length: features * length },
      (_, at) => 100 * (sequence + 1) + 10 * Math.floor(at / length) + (at % length) + 1,
    ),
    size: [features, length],
  }));
}

const exact: PaddingOptions = { sequenceLength: "longest", paddingValue: 0, direction: "right", mode: "exact" };
const matlab: PaddingOptions = { ...exact, mode: "matlab" };
const every = (sequences: readonly unknown[]) => Int32Array.from(sequences, (_, at) => at);

function rowsOf(sequences: Sequence[], options: PaddingOptions) {
  return padBatch(sequences, every(sequences), options).map(({ data, shape: [rows, features, time] }) =>
    Array.from({ length: rows * features }, (_, at) => [...data.subarray(at * time, (at + 1) * time)]),
  );
}

describe("padding to the longest sequence", () => {
  it("starts sequences at step 0 and tells their lengths, on either side", () => {
    for (const direction of ["right", "left"] as const) {
      const [piece, ...others] = padBatch(marked([2, 3], 2), Int32Array.of(1, 0), { ...exact, direction });
      expect(others).toEqual([]);
      expect(piece.shape).toEqual([2, 2, 3]);
      expect([...piece.data]).toEqual([201, 202, 203, 211, 212, 213, 101, 102, 0, 111, 112, 0]);
      expect(piece.lengths).toEqual(Int32Array.of(3, 2));
    }
  });

  it("tells no lengths where all are equal", () => {
    expect(padBatch(marked([3, 3]), Int32Array.of(0, 1), exact)[0].lengths).toBeUndefined();
  });

  it("pads on the chosen side, as data, in MATLAB's mode", () => {
    const sequences = marked([2, 3]);
    expect(rowsOf(sequences, { ...matlab, paddingValue: -9 })).toEqual([
      [
        [101, 102, -9],
        [201, 202, 203],
      ],
    ]);
    expect(rowsOf(sequences, { ...matlab, direction: "left", paddingValue: -9 })).toEqual([
      [
        [-9, 101, 102],
        [201, 202, 203],
      ],
    ]);
    expect(padBatch(sequences, every(sequences), matlab)[0].lengths).toBeUndefined();
  });
});

describe("cutting to the shortest sequence", () => {
  it("cuts on the chosen side and pads nothing, in either mode", () => {
    for (const mode of ["exact", "matlab"] as const) {
      const shortest: PaddingOptions = { ...exact, sequenceLength: "shortest", mode };
      expect(rowsOf(marked([2, 4]), shortest)).toEqual([
        [
          [101, 102],
          [201, 202],
        ],
      ]);
      expect(rowsOf(marked([2, 4]), { ...shortest, direction: "left" })).toEqual([
        [
          [101, 102],
          [203, 204],
        ],
      ]);
      expect(padBatch(marked([2, 4]), Int32Array.of(0, 1), shortest)[0].lengths).toBeUndefined();
    }
  });
});

describe("cutting into pieces", () => {
  it("makes pieces of the padded sequences in MATLAB's mode; the last may be shorter", () => {
    const pieces = { ...matlab, sequenceLength: 2 };
    expect(rowsOf(marked([2, 5]), pieces)).toEqual([
      [
        [101, 102],
        [201, 202],
      ],
      [
        [0, 0],
        [203, 204],
      ],
      [[0], [205]],
    ]);
    expect(rowsOf(marked([2, 5]), { ...pieces, direction: "left" })).toEqual([
      [
        [0, 0],
        [201, 202],
      ],
      [
        [0, 101],
        [203, 204],
      ],
      [[102], [205]],
    ]);
  });

  it("leaves out of a piece the observations without steps in it, and says which are left", () => {
    const pieces = padBatch(marked([3, 5]), Int32Array.of(0, 1), { ...exact, sequenceLength: 2 });
    expect(pieces.map(({ rows, lengths, data }) => [[...rows], lengths && [...lengths], [...data]])).toEqual([
      [[0, 1], undefined, [101, 102, 201, 202]],
      [
        [0, 1],
        [1, 2],
        [103, 0, 203, 204],
      ],
      [[1], undefined, [205]],
    ]);
  });

  it("is counted without making the pieces", () => {
    expect(pieceCount([3, 5], 2)).toBe(3);
    expect(pieceCount([3, 5], "longest")).toBe(1);
    expect(pieceCount([4], 2)).toBe(padBatch(marked([4]), Int32Array.of(0), { ...exact, sequenceLength: 2 }).length);
  });
});

describe("label sequences", () => {
  const codes = [Int32Array.of(0, 1), Int32Array.of(2, 1, 0)];

  it("are laid out like their predictors, with −1 on padded steps in either mode", () => {
    const labels = (options: PaddingOptions) => padLabels(codes, Int32Array.of(0, 1), options).map((piece) => [...piece.codes]);
    expect(labels(exact)).toEqual([[0, 1, -1, 2, 1, 0]]);
    expect(labels({ ...exact, direction: "left" })).toEqual([[0, 1, -1, 2, 1, 0]]);
    expect(labels({ ...matlab, direction: "left" })).toEqual([[-1, 0, 1, 2, 1, 0]]);
    expect(labels({ ...matlab, sequenceLength: 2 })).toEqual([
      [0, 1, 2, 1],
      [-1, 0],
    ]);
  });
});

describe("wrong sequences", () => {
  const codeOf = (action: () => unknown) => {
    try {
      action();
    } catch (error) {
      return error instanceof LayerGraphError ? [error.code, error.message] : error;
    }
    return undefined;
  };

  it("are named where they are empty", () => {
    expect(codeOf(() => padBatch(marked([2, 0]), Int32Array.of(1), exact))).toEqual([
      "empty-sequence",
      "Observation 1 has no time steps; expected at least one. Remove the observation.",
    ]);
  });

  it("are refused before a batch fills the memory", () => {
    const long: Sequence = { data: new Float32Array(2 ** 20), size: [1, 2 ** 20] };
    const indices = new Int32Array(2000);
    expect(codeOf(() => padBatch([long], indices, exact))).toEqual([
      "batch-too-large",
      expect.stringContaining("[2000, 1, 1048576]"),
    ]);
  });

  it("make no batch where there are none", () => {
    expect(padBatch([], new Int32Array(0), exact)).toEqual([]);
    expect(padLabels([], new Int32Array(0), exact)).toEqual([]);
  });
});

describe("padding and taking it off again", () => {
  const batch = fc.record({
    lengths: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
    features: fc.integer({ min: 1, max: 3 }),
    direction: fc.constantFrom("right", "left"),
    mode: fc.constantFrom("exact", "matlab"),
    sequenceLength: fc.oneof(fc.constant("longest" as const), fc.integer({ min: 1, max: 10 })),
    paddingValue: fc.constantFrom(0, -5),
  });

  it("gives the original sequences, whatever the side, mode and length of the pieces", () => {
    fc.assert(
      fc.property(batch, ({ lengths, features, ...options }) => {
        const sequences = marked(lengths, features);
        const found = lengths.map(() => Array.from({ length: features }, () => [] as number[]));
        for (const piece of padBatch(sequences, every(sequences), options)) {
          for (const [place, { data, size }] of unpadded(piece.data, features, piece).entries()) {
            const rows = found[piece.rows[place]];
            rows.forEach((row, feature) => void row.push(...data.subarray(feature * size[1], (feature + 1) * size[1])));
          }
        }
        expect(found.map((rows) => rows.flat())).toEqual(sequences.map(({ data }) => [...data]));
      }),
    );
  });

  it("marks exactly the real steps in the mask, and every other element is the padding value", () => {
    fc.assert(
      fc.property(batch, ({ lengths, features, ...options }) => {
        const sequences = marked(lengths, features);
        const pieces = padBatch(sequences, every(sequences), options);
        let real = 0;
        for (const piece of pieces) {
          const mask = stepMask(piece);
          real += mask.reduce((a, b) => a + b, 0);
          piece.data.forEach((value, at) => {
            const step = Math.floor(at / (features * piece.time)) * piece.time + (at % piece.time);
            expect(mask[step] === 1 ? value > 100 : value === options.paddingValue).toBe(true);
          });
        }
        expect(real).toBe(lengths.reduce((a, b) => a + b, 0));
      }),
    );
  });
});
