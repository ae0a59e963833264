import { describe, expect, it } from "vitest";
import {
  convolution1dLayer,
  convolution2dLayer,
  dlnetwork,
  fullyConnectedLayer,
  groupedConvolution1dLayer,
  imageInputLayer,
  learnedFilters,
  sequenceInputLayer,
} from "../../src/index.ts";

describe("learned filters", () => {
  it("of a convolution over time are channels × taps, as its weights say", () => {
    // MATLAB's size is taps × channels × filters, and its arrays lie with the first index varying fastest.
    const weights = { data: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], size: [3, 2, 2] };
    const net = dlnetwork([sequenceInputLayer(2), convolution1dLayer(3, 2, { weights, padding: "same", name: "conv" })]);
    expect(learnedFilters(net, "conv")).toEqual({
      layer: "conv",
      dimensions: 1,
      filters: [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [
          [7, 8, 9],
          [10, 11, 12],
        ],
      ],
    });
  });

  it("of groups have the channels of their group", () => {
    const net = dlnetwork([sequenceInputLayer(4), groupedConvolution1dLayer(3, 2, 2, { padding: "same", name: "conv" })]);
    const { filters } = learnedFilters(net, "conv");
    expect([filters.length, filters[0].length, filters[0][0].length]).toEqual([4, 2, 3]);
  });

  it("of a convolution over images are height × width for each channel", () => {
    const weights = { data: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], size: [3, 2, 2, 1] };
    const net = dlnetwork([imageInputLayer([5, 5, 2]), convolution2dLayer([3, 2], 1, { weights, name: "conv" })]);
    const [first, second] = learnedFilters(net, "conv").filters;
    expect(first).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(second[2]).toEqual([9, 12]);
  });

  it("are refused of layers that have none", () => {
    const net = dlnetwork([sequenceInputLayer(2), fullyConnectedLayer(2, { name: "fc" })]);
    expect(() => learnedFilters(net, "fc")).toThrow(
      "learnedFilters: fullyConnectedLayer 'fc' has no weights that are filters over one or two dimensions.",
    );
    expect(() => learnedFilters(net, "fd")).toThrow("Did you mean 'fc'?");
  });
});
