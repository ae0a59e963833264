import { describe, expect, it } from "vitest";
import { convolution1dLayer } from "../../layers/index.ts";
import { meantOption } from "../../src/layer/synonyms.ts";
import { trainingOptions } from "../../src/train/trainingOptions.ts";

const known = ["filterSize", "numFilters", "dilationFactor", "padding", "stride"];

describe("the option that a wrong name means", () => {
  it.each([
    ["DilationFactor", "dilationFactor"],
    ["dilation", "dilationFactor"],
    ["dilation_rate", "dilationFactor"],
    ["kernel_size", "filterSize"],
    ["out_channels", "numFilters"],
    ["padings", "padding"],
    ["factor", "dilationFactor"],
    ["filters", "numFilters"],
    ["filter", undefined],
    ["momentum", undefined],
    ["constructor", undefined],
  ])("%s: %s", (word, meant) => {
    expect(meantOption(word, known)).toBe(meant);
  });

  it("takes another library's name only where there is such an option", () => {
    expect(meantOption("units", ["numHiddenUnits"])).toBe("numHiddenUnits");
    expect(meantOption("units", ["outputSize"])).toBe("outputSize");
    expect(meantOption("units", ["padding"])).toBe(undefined);
  });

  it("is told by layers and by training options", () => {
    expect(() => convolution1dLayer(5, 64, { dilation: 2 } as object)).toThrow(
      "convolution1dLayer: there is no option 'dilation'; did you mean dilationFactor?",
    );
    expect(() => trainingOptions("adam", { learningRate: 0.1 } as object)).toThrow(
      "there is no option 'learningRate'; did you mean initialLearnRate?",
    );
  });
});
