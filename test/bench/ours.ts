import { tcn } from "../../examples/tcn/network.ts";
import type { LayerGraph } from "../../src/network/layerGraph.ts";
import type { Network } from "../../src/network/network.ts";
import { predict } from "../../src/train/predict.ts";
import { trainingOptions } from "../../src/train/trainingOptions.ts";
import { trainNetwork } from "../../src/train/trainNetwork.ts";
import { type Recordings, recordings } from "./data.ts";
import { type Request, Requests, reply, replyMemory } from "./jsonLines.ts";
import { matrixProductRate } from "./matrixProduct.ts";
import { runAlone } from "./runAlone.ts";
import { type Shape, tcnSizes } from "./shape.ts";
import { timedIterations } from "./timedIterations.ts";
import { type TimedRuns, timedRuns } from "./timings.ts";

/**
 * What a process of ours does: `network` trains through `trainNetwork` and predicts through `predict`; `unequalLengths` the same on
 * sequences of unequal lengths; `runAlone` runs nothing but the graph of a training step.
 */
export type Role = "network" | "unequalLengths" | "runAlone";

/** How a process of ours is started: one argument, as JSON. */
export interface OurSettings {
  readonly role: Role;
  readonly shape: Shape;
  readonly threads: number;
}

/** Runs before the first measured one. */
const warmUps = 5;

const { role, shape, threads } = JSON.parse(process.argv[2]) as OurSettings;
const { numFeatures, filterSize, numBlocks, dropoutFactor } = tcnSizes;
const data = recordings(shape, role === "unequalLengths");
const graph = tcn({ numFeatures, numFilters: shape.filters, filterSize, numBlocks, dropoutFactor, classes: data.classes });
const requests = new Requests();
const step = role === "runAlone" ? await runAlone(graph, data, options(), warmUps) : undefined;
let forward: TimedRuns | undefined;

for (let request = requests.next(); request.cmd !== "quit"; request = requests.next()) await answer(request);

async function answer(request: Request): Promise<void> {
  const { cmd, count = 1 } = request;
  if (cmd === "memory") replyMemory();
  else if (cmd === "rate") reply({ gigaflops: await matrixProductRate(threads, count) });
  else if (cmd === "step" && step) reply({ milliseconds: await step(count) });
  else if (cmd === "step") forward = predicting(await trainedWhileAsked(request, graph, data));
  else if (cmd === "forward" && forward) reply({ milliseconds: await forward(count) });
  else reply({ error: `${role} cannot answer ${JSON.stringify(request)} now` });
}

/** Trains, pausing after each block of iterations that was asked for, until something else than a step is asked. */
async function trainedWhileAsked(request: Request, lgraph: LayerGraph, { X, T }: Recordings): Promise<Network> {
  requests.putBack(request);
  const { net } = await trainNetwork(X, T, lgraph, options());
  return net;
}

/** The settings of the peer: Adam, no L2. */
function options() {
  return trainingOptions("adam", {
    maxEpochs: 1_000_000, // it ends when no more steps are asked for
    miniBatchSize: shape.batch,
    shuffle: "every-epoch",
    l2Regularization: 0,
    verbose: false,
    threads,
    seed: 1,
    outputFcn: timedIterations(requests, warmUps),
  });
}

function predicting(trained: Network): TimedRuns {
  const X = data.X.slice(0, shape.batch);
  return timedRuns(warmUps, () => predict(trained, X, { miniBatchSize: shape.batch, threads }));
}
