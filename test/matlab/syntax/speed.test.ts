import { expect, it } from "vitest";
import { parseProgram } from "../../../src/matlab/syntax/parseProgram.ts";
import { sourceText } from "../../../src/matlab/syntax/sourceText.ts";

const block = `% Block of the network
dilationFactor = 2^(i-1);
layers = [
    convolution1dLayer(filterSize, numFilters, DilationFactor=dilationFactor, Padding="causal", Name="conv1_" + i)
    layerNormalizationLayer("Name", ['norm' num2str(i) '/in2'])
    spatialDropoutLayer(dropoutFactor) % drops channels
    additionLayer(2, 'Name', "add_" + i)];
lgraph = addLayers(lgraph, layers);
lgraph = connectLayers(lgraph, outputName, "conv1_" + i);
if i == 1, outputName = "add_" + i; else, outputName = x(end).Name; end
`;

function milliseconds(lines: number): number {
  const source = sourceText(block.repeat(lines / 10), "long.m");
  const times = [1, 2, 3, 4, 5].map(() => {
    const began = performance.now();
    expect(parseProgram(source).problems).toEqual([]);
    return performance.now() - began;
  });
  return Math.min(...times);
}

it("reads a script of 2,000 lines in well under 100 milliseconds", () => {
  milliseconds(2000);
  expect(milliseconds(2000)).toBeLessThan(100);
});

it("takes time in proportion to the length", () => {
  expect(milliseconds(30_000)).toBeLessThan(200 * milliseconds(1000)); // 30 times the length; in proportion to its square it would be 900 times
});
