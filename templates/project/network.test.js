import assert from "node:assert/strict";
import { test } from "node:test";
import { checkLayer, printLayerCheck, trainingOptions, trainNetwork, validate } from "layergraph";
import { readData } from "./data.js";
import lgraph, { numClasses, numFeatures } from "./network.js";
import { temporalAttentionLayer } from "./temporalAttentionLayer.js";

test("the graph has no problems", () => {
  assert.deepEqual(validate(lgraph), []);
});

test("the layer's sizes, padding and gradients are right", async () => {
  const check = await checkLayer(temporalAttentionLayer(), [4, 3, 6], { observationDimension: 2 });
  assert.ok(check.passed, printLayerCheck(check));
});

test("the data fits the graph", () => {
  for (const part of ["train", "test"]) {
    const { predictors, labels, classes } = readData(part);
    assert.equal(predictors.length, labels.length);
    assert.equal(classes.length, numClasses);
    for (const { size } of predictors) assert.equal(size[0], numFeatures);
  }
});

test("training lowers the loss", async () => {
  const { predictors, labels } = readData("train");
  const options = trainingOptions("adam", { maxEpochs: 5, miniBatchSize: 16, initialLearnRate: 0.01, verbose: false });
  const { trainingLoss } = (await trainNetwork(predictors, labels, lgraph, options)).info;
  assert.ok(trainingLoss.at(-1) < 0.8 * trainingLoss[0], `from ${trainingLoss[0]} to ${trainingLoss.at(-1)}`);
});
