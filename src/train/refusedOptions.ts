const parallel = "training runs in one process; use threads to say how many processor threads it takes";
const trainnetOnly = "it belongs to MATLAB's trainnet";
const fullBatch = "it belongs to the full-batch solvers lbfgs and lm, which are not offered; use sgdm, adam or rmsprop";
const schedule = `MATLAB's formula for it is not in its public text; use "piecewise"`;
const oneProcessor = 'networks train on the processor; use "auto" or "cpu"';

/** Options of MATLAB's full-batch solvers. */
export const fullBatchOptions = [
  "maxIterations",
  "gradientTolerance",
  "stepTolerance",
  "lineSearchMethod",
  "historySize",
  "initialInverseHessianFactor",
  "maxNumLineSearchIterations",
  "initialDampingFactor",
  "maxDampingFactor",
  "dampingIncreaseFactor",
  "dampingDecreaseFactor",
] as const;

/** MATLAB's options that have no meaning here, each with the reason. */
export const refusedOptions: Readonly<Record<string, string>> = {
  workerLoad: parallel,
  dispatchInBackground: `${parallel}. The data lie in memory, so nothing is read in the background`,
  preprocessingEnvironment: `${parallel}. The data lie in memory, so nothing is read in the background`,
  acceleration: "the network always runs as one compiled graph; there is nothing to switch",
  metrics: `${trainnetOnly}. Accuracy or RMSE is reported without it; compute others with confusionMatrix on the predictions`,
  objectiveMetricName: `${trainnetOnly}. The best network is the one with the smallest validation loss`,
  inputDataFormats: `${trainnetOnly}. Sequences are features × time here`,
  targetDataFormats: `${trainnetOnly}. Sequences are features × time here`,
  ...Object.fromEntries(fullBatchOptions.map((name) => [name, fullBatch])),
};

/** MATLAB's values of options that have no meaning here, each with the reason. */
export const refusedValues: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  learnRateSchedule: {
    warmup: schedule,
    polynomial: schedule,
    exponential: schedule,
    cosine: schedule,
    cyclical: schedule,
  },
  executionEnvironment: {
    gpu: oneProcessor,
    "multi-gpu": oneProcessor,
    parallel: oneProcessor,
    "parallel-auto": oneProcessor,
    "parallel-cpu": oneProcessor,
    "parallel-gpu": oneProcessor,
  },
};

/** MATLAB's solvers that are not offered, each with the reason. */
export const refusedSolvers: Readonly<Record<string, string>> = {
  lbfgs: 'it needs the whole training set in one mini-batch; use "adam"',
  lm: 'it needs the whole training set in one mini-batch and a Jacobian of every output; use "adam"',
};
