import {
  type Activation,
  adamupdate,
  batchNormalizationLayer,
  crossentropy,
  type DlNetwork,
  dlarray,
  dlfeval,
  dlgradient,
  dlnetwork,
  extractdata,
  featureInputLayer,
  forward,
  fullyConnectedLayer,
  type NetworkArrays,
  predict,
  reluLayer,
  type SymbolicNetwork,
  softmaxLayer,
} from "../../src/index.ts";
import { type LabelledPoints, spirals } from "./spirals.ts";

/** The loss of a mini-batch, its gradients, and the state with this mini-batch's statistics. */
function modelLoss(net: SymbolicNetwork, X: Activation, T: Activation) {
  const [Y, state] = forward(net, X);
  const loss = crossentropy(Y, T);
  return { loss, state, gradients: dlgradient(loss, net.learnables) };
}

/** Trains by a loop written out: mini-batch, loss and gradients, state, update. */
async function trained(start: DlNetwork, { points, labels }: LabelledPoints, epochs: number, say: (line: string) => void) {
  let net = start;
  let [averageGrad, averageSqGrad]: (NetworkArrays | undefined)[] = [];
  let iteration = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let last = 0;
    for (let at = 0; at < points.length; at += 50) {
      iteration++;
      const X = dlarray(points.slice(at, at + 50), "BC");
      const T = dlarray(
        labels.slice(at, at + 50).map((label) => [0, 1, 2].map((k) => Number(k === label))),
        "BC",
      );
      const { loss, state, gradients } = await dlfeval(modelLoss, net, X, T);
      net = net.with({ states: state });
      [net, averageGrad, averageSqGrad] = await adamupdate(net, gradients, averageGrad, averageSqGrad, iteration, {
        learnRate: 0.01,
      });
      last = loss;
    }
    if (epoch % 10 === 0) say(`epoch ${epoch}: loss ${last.toFixed(3)}`);
  }
  return net;
}

/** Three classes in spiral arms, learned by a loop of one's own; what it finds goes to `say`. Returns the accuracies. */
export async function runClassification({ epochs }: { epochs: number }, say: (line: string) => void) {
  const [training, test] = [spirals(300, 1), spirals(300, 2)];
  const accuracy = async (net: DlNetwork): Promise<number> => {
    const scores = extractdata(await predict(net, dlarray(test.points, "BC")), "BC");
    return scores.filter((row, i) => row.indexOf(Math.max(...row)) === test.labels[i]).length / scores.length;
  };
  const hidden = () => [fullyConnectedLayer(32), batchNormalizationLayer(), reluLayer()];
  const net = dlnetwork([featureInputLayer(2), hidden(), hidden(), fullyConnectedLayer(3), softmaxLayer()], { seed: 1 });
  const linear = dlnetwork([featureInputLayer(2), fullyConnectedLayer(3), softmaxLayer()], { seed: 1 });
  const reached = await accuracy(await trained(net, training, epochs, say));
  const baseline = await accuracy(await trained(linear, training, epochs, () => {}));
  say(`Test accuracy: ${reached.toFixed(3)}; a linear model: ${baseline.toFixed(3)}`);
  return { reached, baseline };
}
