import { accuracy, classify, saveNetwork, trainingOptions, trainNetwork } from "layergraph";
import { readData } from "./data.js";
import lgraph from "./network.js";

const [train, test] = [readData("train"), readData("test")];
const options = trainingOptions("adam", {
  maxEpochs: 30,
  miniBatchSize: 16,
  initialLearnRate: 0.01,
  shuffle: "every-epoch",
  verboseFrequency: 20,
});
const { net } = await trainNetwork(train.predictors, train.labels, lgraph, options);
const { labels } = await classify(net, test.predictors);
console.log(`accuracy = ${accuracy(labels, test.labels).toFixed(4)}`);
await saveNetwork(net, "net.onnx");
