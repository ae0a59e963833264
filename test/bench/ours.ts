import type { Network } from "../../src/network/network.ts";
import { predict } from "../../src/train/predict.ts";
import { trainingOptions } from "../../src/train/trainingOptions.ts";
import { trainNetwork } from "../../src/train/trainNetwork.ts";
import { type Recordings, recordings } from "./data.ts";
import { type Request, Requests, reply, replyMemory } from "./jsonLines.ts";
import { matrixProductRate } from "./matrixProduct.ts";
import { networkNamed } from "./networks.ts";
import { runAlone } from "./runAlone.ts";
import type { Shape } from "./shape.ts";
import { startOfTraining } from "./startOfTraining.ts";
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
  /** The name of a `TimedNetwork`. */
  readonly network: string;
  readonly shape: Shape;
  readonly threads: number;
}

/** Runs before the first measured one. */
const warmUps = 5;

const { role, network: name, shape, threads } = JSON.parse(process.argv[2]) as OurSettings;
const network = networkNamed(name);
const data = recordings({ network, shape }, role === "unequalLengths");
const graph = network.graph(shape, data.classes, true);
const requests = new Requests();
/** The settings of the peer: Adam, no L2. */
const settings = { miniBatchSize: shape.batch, l2Regularization: 0, verbose: false, threads, seed: 1 } as const;
const endless = trainingOptions("adam", {
  ...settings,
  maxEpochs: 1_000_000, // it ends when no more steps are asked for
  shuffle: "every-epoch",
  outputFcn: timedIterations(requests, warmUps),
});
const step = role === "runAlone" ? await runAlone(graph, data, endless, warmUps) : undefined;
let forward: TimedRuns | undefined;

for (let request = requests.next(); request.cmd !== "quit"; request = requests.next()) await answer(request);

async function answer(request: Request): Promise<void> {
  const { cmd, count = 1, file } = request;
  if (cmd === "memory") replyMemory();
  else if (cmd === "rate") reply({ gigaflops: await matrixProductRate(threads, count) });
  else if (cmd === "losses" && file !== undefined)
    reply({ ...(await startOfTraining({ network, shape }, threads, count, file)) });
  else if (cmd === "step" && step) reply({ milliseconds: await step(count) });
  else if (cmd === "step") forward = predicting(await trainedWhileAsked(request, data));
  else if (cmd === "forward" && forward) reply({ milliseconds: await forward(count) });
  else reply({ error: `${role} cannot answer ${JSON.stringify(request)} now` });
}

/** Trains, pausing after each block of iterations that was asked for, until something else than a step is asked. */
async function trainedWhileAsked(request: Request, { X, T }: Recordings): Promise<Network> {
  requests.putBack(request);
  const { net } = await trainNetwork(X, T, graph, endless);
  return net;
}

function predicting(trained: Network): TimedRuns {
  const X = data.X.slice(0, shape.batch);
  return timedRuns(warmUps, () => predict(trained, X, { miniBatchSize: shape.batch, threads }));
}
