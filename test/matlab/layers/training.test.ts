import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { loadNetwork, type Network, predict, saveNetwork } from "../../../src/index.ts";
import { NetworkContent } from "../../../src/matlab/network/graphContent.ts";
import { plainOf } from "./arrays.ts";
import { ran } from "./classes.ts";

const script = `
rng(0);
X = cell(40,1); Y = zeros(40,1);
for i = 1:40
  k = mod(i,2);
  X{i} = randn(3,10+mod(i,4)) + 2*k*[1;0;-1];
  Y(i) = k;
end
layers = [sequenceInputLayer(3)
  convolution1dLayer(3,8,Padding="causal")
  spatialDropoutLayer(0.1)
  temporalAttentionLayer(4)
  residualBlockLayer(8,'block')
  globalAveragePooling1dLayer
  fullyConnectedLayer(2)
  softmaxLayer
  weightedCrossEntropyLayer([1 2],'out')];
options = trainingOptions("adam",MaxEpochs=15,MiniBatchSize=10,Verbose=false,InitialLearnRate=0.01);
net = trainNetwork(X,categorical(Y),layers,options);
accuracy = mean(classify(net,X) == categorical(Y));
`;

it("trains a network of layers and a loss that are classes of the script, on padded batches, and saves it", async () => {
  const { error, variables } = await ran(script, "run");
  expect(error).toBeUndefined();
  expect(plainOf(variables.get("accuracy")!).data[0]).toBeGreaterThanOrEqual(0.95);
  const value = variables.get("net");
  const net = value?.kind === "host" && value.content instanceof NetworkContent ? (value.content.network as Network) : undefined;
  const folder = mkdtempSync(join(tmpdir(), "trained-"));
  try {
    const file = join(folder, "net.onnx");
    await saveNetwork(net!, file);
    const sequences = [[0, 1, 2].map((c) => Array.from({ length: 7 }, (_, t) => Math.sin(c + 3 * t)))];
    const [own, loaded] = [await predict(net!, sequences), await predict(await loadNetwork(file), sequences)];
    expect(loaded.values).toEqual(own.values);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
