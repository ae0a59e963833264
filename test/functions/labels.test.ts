import { describe, expect, it } from "vitest";
import { dims, dlarray, finddim, LayerGraphError, ops, reluLayer, stripdims } from "../../src/index.ts";

const sequence = dlarray(ops.input("x", [ops.symbol("batch"), 3, ops.symbol("time")]), "CBT");

describe("the labels of an array", () => {
  it("are told in MATLAB's order, their places in the order in which values lie", () => {
    expect(dims(sequence)).toBe("CBT");
    expect([finddim(sequence, "B"), finddim(sequence, "C"), finddim(sequence, "T"), finddim(sequence, "S")]).toEqual([
      [0],
      [1],
      [2],
      [],
    ]);
    expect(finddim(dlarray(ops.input("x", [2, 3, 4, 5, 6]), "SSCBT"), "S")).toEqual([2, 3]);
  });

  it("come off and go on again", () => {
    expect(dlarray(stripdims(sequence), dims(sequence))).toEqual(sequence);
  });

  it("must be as many as there are dimensions", () => {
    expect(() => dlarray(ops.input("x", [2, 3]), "CBT")).toThrow(
      "dlarray: received [2, 3], which has 2 dimensions, as CBT, which has 3 labels: [B, C, T].",
    );
  });

  it("must be a format in MATLAB's order", () => {
    const make = () => dlarray(ops.input("x", [2, 3, 4]), "TCB" as "CBT");
    expect(make).toThrow(LayerGraphError);
    expect(make).toThrow(
      `dlarray: there is no format 'TCB'. Write "CBT", with the dimensions in the order [B, C, T] (ops.transpose brings them there).`,
    );
    expect(() => dlarray(ops.input("x", [2]), "U" as "CB")).toThrow("There are CB, CBT, SCB");
  });
});

it("gives a layer's name by name only: text where no option is given by position does not compile", () => {
  // @ts-expect-error a name is an option: reluLayer({ name: "relu" })
  expect(() => reluLayer("relu")).toThrow("expected at most 0");
});
