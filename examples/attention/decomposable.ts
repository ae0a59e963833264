import {
  type Activation,
  adamupdate,
  dlarray,
  dlfeval,
  dlgradient,
  dlnetwork,
  extractdata,
  featureInputLayer,
  forward,
  fullyConnectedLayer,
  type NetworkArrays,
  ops,
  reluLayer,
  type SymbolicNetwork,
  sequenceInputLayer,
} from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";

const [vocabulary, size] = [8, 24];

/** Pairs of sentences: is every word of the second in the first? As one-hot words, observations × time × channels. */
export function pairs(count: number, seed: number) {
  const random = seededNormal(seed);
  const word = () => Math.floor(random.uniform(0, vocabulary));
  const oneHot = (words: number[]) => words.map((w) => Array.from({ length: vocabulary }, (_, i) => Number(i === w)));
  const rows = Array.from({ length: count }, (_, n) => {
    const first = Array.from({ length: 5 }, word);
    const second = Array.from({ length: 3 }, () => first[Math.floor(random.uniform(0, 5))]);
    const others = Array.from({ length: vocabulary }, (_, w) => w).filter((w) => !first.includes(w));
    if (n % 2 === 0) second[Math.floor(random.uniform(0, 3))] = others[Math.floor(random.uniform(0, others.length))];
    return { first: oneHot(first), second: oneHot(second), target: [n % 2] };
  });
  const column = <K extends "first" | "second">(key: K) =>
    dlarray(
      rows.map((row) => row[key]),
      "BTC",
    );
  return {
    first: column("first"),
    second: column("second"),
    target: dlarray(
      rows.map((row) => row.target),
      "BC",
    ),
  };
}

/** The three small networks of the model: what words are compared by, what a word and its counterpart say, and what all of them say. */
const begin = () => ({
  attend: dlnetwork([sequenceInputLayer(vocabulary), fullyConnectedLayer(size), reluLayer()], { seed: 1 }),
  compare: dlnetwork([sequenceInputLayer(2 * vocabulary), fullyConnectedLayer(size), reluLayer()], { seed: 2 }),
  aggregate: dlnetwork([featureInputLayer(size), fullyConnectedLayer(size), reluLayer(), fullyConnectedLayer(1)], { seed: 3 }),
});
type Networks = ReturnType<typeof begin>;
type Name = keyof Networks;
const names = ["attend", "compare", "aggregate"] as const;

/** Attend, compare, aggregate: for each word of `second`, the words of `first` that align with it. Returns how likely "yes" is, and the weights. */
function model(nets: Readonly<Record<Name, SymbolicNetwork>>, first: Activation, second: Activation) {
  const run = (net: SymbolicNetwork, x: Activation): Activation => forward(net, x)[0];
  const scores = ops.matmul(ops.transposed(run(nets.attend, second).value), run(nets.attend, first).value);
  const weights = ops.softmax(scores, 2); // [batch, words of second, words of first]
  const counterpart = ops.matmul(first.value, ops.transposed(weights));
  const compared = run(nets.compare, { ...second, value: ops.concatenate([second.value, counterpart], 1) });
  const all = run(nets.aggregate, { value: ops.squeeze(ops.sum(compared.value, [2]), 2), format: "CB" });
  return { yes: { ...all, value: ops.sigmoid(all.value) }, weights: { ...first, value: weights } };
}

function modelLoss(nets: Readonly<Record<Name, SymbolicNetwork>>, first: Activation, second: Activation, target: Activation) {
  const { yes } = model(nets, first, second);
  // −log of the probability of the right answer
  const right = ops.add(
    ops.multiply(target.value, yes.value),
    ops.multiply(ops.subtract(1, target.value), ops.subtract(1, yes.value)),
  );
  const loss = ops.negate(ops.mean(ops.reshape(ops.log(ops.maximum(right, 1e-7)), [first.value.shape[0]]), [0]));
  const gradients = Object.fromEntries(names.map((name) => [name, dlgradient(loss, nets[name].learnables)]));
  return { loss, gradients };
}

/** Decomposable attention (Parikh et al., 2016) trained on generated pairs: its accuracy on pairs that it has not seen. */
export async function decomposableAttention(iterations = 300): Promise<{ accuracy: number; aligned: number }> {
  const nets: Networks = begin();
  const averages: Record<string, [NetworkArrays, NetworkArrays]> = {};
  for (let iteration = 1; iteration <= iterations; iteration++) {
    const { first, second, target } = pairs(64, iteration);
    const { gradients } = await dlfeval(modelLoss, nets, first, second, target);
    for (const name of names) {
      const [mean, square] = averages[name] ?? [];
      const [net, ...next] = await adamupdate(nets[name], gradients[name], mean, square, iteration, { learnRate: 0.005 });
      nets[name] = net;
      averages[name] = next;
    }
  }
  return judged(nets);
}

async function judged(nets: Networks) {
  const test = pairs(400, 1_000_003);
  const found = await dlfeval(model, nets, test.first, test.second);
  const [yes, truth] = [extractdata(found.yes, "BC"), extractdata(test.target, "BC")];
  const right = yes.filter(([p], n) => p > 0.5 === (truth[n][0] === 1)).length;
  return { accuracy: right / yes.length, aligned: alignedShare(test, extractdata(found.weights, "BCT")) };
}

/** Of the words of second sentences that are in the first, how many look mostly at that word. */
function alignedShare(test: ReturnType<typeof pairs>, weights: number[][][]): number {
  const [first, second] = [extractdata(test.first, "BTC"), extractdata(test.second, "BTC")].map((all) =>
    all.map((words) => words.map((oneHot) => oneHot.indexOf(1))),
  );
  const shares = second.flatMap((words, n) =>
    words.flatMap((word, i) => {
      if (!first[n].includes(word)) return [];
      return [weights[n][i].reduce((sum, w, j) => sum + (first[n][j] === word ? w : 0), 0)];
    }),
  );
  return shares.filter((share) => share > 0.5).length / shares.length;
}

if (process.argv[1] === import.meta.filename) {
  const { accuracy, aligned } = await decomposableAttention();
  console.log(`Is every word of the second sentence in the first? Test accuracy ${accuracy.toFixed(3)} (guessing: 0.500)`);
  console.log(`Words that look mostly at their like: ${(100 * aligned).toFixed(1)} %`);
}
