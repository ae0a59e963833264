import { describe, expect, it } from "vitest";
import { LayerGraphError } from "../../src/errors.ts";
import {
  type TrainingOptionsInput,
  trainingOptionFromText,
  trainingOptionNames,
  trainingOptions,
  trainingOptionsFromJson,
  trainingOptionsToJson,
} from "../../src/train/trainingOptions.ts";

function errorOf(action: () => unknown): LayerGraphError {
  try {
    action();
  } catch (error) {
    if (error instanceof LayerGraphError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** Options that the types refuse, as JavaScript or a file may give them. */
const untyped = (options: Record<string, unknown>) => options as TrainingOptionsInput;

describe("trainingOptions", () => {
  it("has trainNetwork's defaults for sgdm", () => {
    const { threads, ...options } = trainingOptions("sgdm");
    expect(options).toEqual({
      solver: "sgdm",
      maxEpochs: 30,
      miniBatchSize: 128,
      shuffle: "once",
      initialLearnRate: 0.01,
      learnRateSchedule: "none",
      learnRateDropPeriod: 10,
      learnRateDropFactor: 0.1,
      momentum: 0.9,
      l2Regularization: 1e-4,
      gradientThreshold: Infinity,
      gradientThresholdMethod: "l2norm",
      validationFrequency: 50,
      validationPatience: Infinity,
      outputNetwork: "last-iteration",
      verbose: true,
      verboseFrequency: 50,
      plots: "none",
      outputFcn: [],
      checkpointPath: "",
      checkpointFrequency: 1,
      checkpointFrequencyUnit: "epoch",
      sequenceLength: "longest",
      sequencePaddingValue: 0,
      sequencePaddingDirection: "right",
      resetInputNormalization: true,
      resume: "",
      batchNormalizationStatistics: "population",
      executionEnvironment: "cpu",
      seed: 0,
      paddingMode: "exact",
    });
    expect(threads).toBeGreaterThanOrEqual(1);
    expect(threads).toBeLessThanOrEqual(8);
  });

  it("has the defaults of each solver", () => {
    expect(trainingOptions("adam")).toMatchObject({
      initialLearnRate: 0.001,
      gradientDecayFactor: 0.9,
      squaredGradientDecayFactor: 0.999,
      epsilon: 1e-8,
    });
    expect(trainingOptions("rmsprop")).toMatchObject({ initialLearnRate: 0.001, squaredGradientDecayFactor: 0.9, epsilon: 1e-8 });
    expect("momentum" in trainingOptions("adam")).toBe(false);
    expect("gradientDecayFactor" in trainingOptions("rmsprop")).toBe(false);
  });

  it("cannot be changed once made", () => {
    const options = trainingOptions("adam", { outputFcn: () => false });
    expect(Object.isFrozen(options) && Object.isFrozen(options.outputFcn)).toBe(true);
    // @ts-expect-error options are read-only
    expect(() => (options.maxEpochs = 3)).toThrow(TypeError);
  });

  it("refuses at compile time what a solver does not have", () => {
    // @ts-expect-error momentum is sgdm's
    expect(() => trainingOptions("adam", { momentum: 0.5 })).toThrow(LayerGraphError);
    // @ts-expect-error the number of epochs is a number
    expect(() => trainingOptions("adam", { maxEpochs: "3" })).toThrow(LayerGraphError);
  });

  it("names the right spelling where MATLAB's is given", () => {
    expect(errorOf(() => trainingOptions("adam", untyped({ MaxEpochs: 3 }))).message).toBe(
      "trainingOptions(\"adam\"): there is no option 'MaxEpochs'; did you mean maxEpochs?",
    );
  });

  it("refuses an option of another solver by name", () => {
    const error = errorOf(() => trainingOptions("adam", untyped({ momentum: 0.5 })));
    expect(error.code).toBe("unknown-option");
    expect(error.message).toBe(
      "trainingOptions(\"adam\"): option 'momentum' is an option of sgdm; adam has initialLearnRate, gradientDecayFactor, squaredGradientDecayFactor, epsilon.",
    );
    expect(errorOf(() => trainingOptions("sgdm", untyped({ Epsilon: 1 }))).message).toContain(
      "'Epsilon' is an option of adam and rmsprop",
    );
  });

  it.each(["workerLoad", "dispatchInBackground", "WorkerLoad", "acceleration", "metrics", "maxIterations", "inputDataFormats"])(
    "refuses %s with the reason",
    (name) => {
      const error = errorOf(() => trainingOptions("sgdm", untyped({ [name]: 1 })));
      expect(error.code).toBe("refused-option");
      expect(error.message).toMatch(new RegExp(`option '${name}' is not offered: .{20,}`));
    },
  );

  it.each([
    ["learnRateSchedule", "cosine", 'use "piecewise"'],
    ["executionEnvironment", "gpu", 'use "auto" or "cpu"'],
  ])("refuses %s %s with the reason", (name, value, reason) => {
    const error = errorOf(() => trainingOptions("sgdm", untyped({ [name]: value })));
    expect(error.code).toBe("refused-option");
    expect(error.message).toContain(`option '${name}' "${value}" is not offered: `);
    expect(error.message).toContain(reason);
  });

  it("refuses solvers it does not have, with the reason or the one that was meant", () => {
    const solver = (name: unknown) => errorOf(() => trainingOptions(name as "adam"));
    expect(solver("lbfgs").message).toContain('solver "lbfgs" is not offered: it needs the whole training set');
    expect(solver("addam").message).toBe('trainingOptions("addam"): there is no solver "addam"; did you mean "adam"?');
    expect(solver("constructor").code).toBe("unknown-solver");
    expect(solver(3).message).toBe('trainingOptions: the solver must be one of "sgdm", "adam", "rmsprop", received 3.');
    expect(errorOf(() => trainingOptions("adam", 3 as never)).code).toBe("invalid-options");
  });

  it("reports all problems at once", () => {
    const error = errorOf(() =>
      trainingOptions("adam", untyped({ maxEpochs: 0, momentum: 1, workerLoad: [], shuffel: "once", verbose: "yes" })),
    );
    expect(error.issues.map((issue) => issue.code).sort()).toEqual([
      "invalid-option",
      "invalid-option",
      "refused-option",
      "unknown-option",
      "unknown-option",
    ]);
    expect(error.message).toContain("did you mean shuffle?");
  });

  it.each([
    ["maxEpochs", 1.5, "must be a positive whole number"],
    ["miniBatchSize", 0, "must be a positive whole number"],
    ["shuffle", "always", 'must be "once" or "never" or "every-epoch"'],
    ["initialLearnRate", 0, "must be a positive number"],
    ["gradientThreshold", -1, "must be a positive number or Infinity"],
    ["validationPatience", 1.5, "must be a positive whole number or Infinity"],
    ["sequenceLength", "long", 'must be "longest", "shortest" or a positive whole number'],
    ["sequencePaddingValue", Number.NaN, "must be a finite number"],
    ["outputFcn", [3], "must be a function or a list of functions"],
    ["signal", {}, "must be an AbortSignal"],
    ["validationData", [[1]], "must be [X, T] or { predictors, responses }"],
    ["verbose", 2, "must be true or false"],
    ["momentum", 2, "must be a number from 0 to 1"],
    ["seed", -1, "must be a whole number of at least 0"],
  ])("refuses %s = %s and says what it must be", (name, value, text) => {
    expect(errorOf(() => trainingOptions("sgdm", untyped({ [name]: value }))).message).toContain(`option '${name}' ${text}`);
  });

  it("takes validation data as a pair, by name or as a data set", () => {
    const [x, t] = [[[[1, 2]]], ["a"]];
    expect(trainingOptions("adam", { validationData: [x, t] }).validationData).toEqual({ predictors: x, responses: t });
    expect(trainingOptions("adam", { validationData: { predictors: x, responses: t } }).validationData).toEqual({
      predictors: x,
      responses: t,
    });
    const data = { kind: "features", predictors: [Float32Array.of(1)], responses: { kind: "numbers", values: [] } } as const;
    expect(trainingOptions("adam", { validationData: data }).validationData).toBe(data);
  });

  it("keeps the best network only with validation data, in either of MATLAB's spellings", () => {
    expect(errorOf(() => trainingOptions("adam", { outputNetwork: "best-validation" })).code).toBe("missing-validation-data");
    const options = trainingOptions("adam", { outputNetwork: "best-validation-loss", validationData: [[[[1]]], ["a"]] });
    expect(options.outputNetwork).toBe("best-validation");
    expect(trainingOptions("adam", { outputNetwork: "auto" }).outputNetwork).toBe("last-iteration");
  });

  it("takes one output function or several, and logical values as MATLAB writes them", () => {
    const stop = () => true;
    expect(trainingOptions("adam", { outputFcn: stop }).outputFcn).toEqual([stop]);
    expect(trainingOptions("adam", { outputFcn: [stop, stop] }).outputFcn).toEqual([stop, stop]);
    expect(trainingOptions("adam", { verbose: 0, resetInputNormalization: false })).toMatchObject({
      verbose: false,
      resetInputNormalization: false,
    });
  });
});

describe("trainingOptionsFromJson", () => {
  it("reads solver and options, with Inf as a text", () => {
    const options = trainingOptionsFromJson({ solver: "sgdm", maxEpochs: 3, gradientThreshold: "Inf" }, "options.json");
    expect(options).toMatchObject({ solver: "sgdm", maxEpochs: 3, gradientThreshold: Infinity });
  });

  it("lets what is given beside the file win", () => {
    const options = trainingOptionsFromJson({ solver: "sgdm", maxEpochs: 3, outputNetwork: "best-validation" }, "options.json", {
      solver: "adam",
      maxEpochs: 4,
      validationData: [[[[1]]], ["a"]],
    });
    expect(options).toMatchObject({ solver: "adam", maxEpochs: 4, outputNetwork: "best-validation" });
  });

  it("names the file and collects all problems, functions among them", () => {
    const error = errorOf(() =>
      trainingOptionsFromJson({ solver: "adam", outputFcn: "f", maxEpoch: 3, seed: 1.5 }, "options.json"),
    );
    expect(error.message.split("\n")).toEqual([
      "options.json: option 'outputFcn' is not offered: a file cannot hold it; give it to trainingOptions in a program.",
      expect.stringContaining("options.json: option 'seed' must be a whole number of at least 0, received 1.5."),
      "options.json: there is no option 'maxEpoch'; did you mean maxEpochs?",
    ]);
    expect(errorOf(() => trainingOptionsFromJson({}, "options.json")).message).toContain("no solver is given");
    expect(errorOf(() => trainingOptionsFromJson([], "options.json")).message).toContain("received a list, expected an object");
    expect(errorOf(() => trainingOptionsFromJson(null, "options.json")).code).toBe("invalid-options");
  });

  it("reads back what trainingOptionsToJson wrote", () => {
    const options = trainingOptions("rmsprop", { maxEpochs: 7, sequenceLength: 20, gradientThreshold: 2, threads: 3 });
    const text = JSON.stringify(trainingOptionsToJson(options));
    expect(trainingOptionsFromJson(JSON.parse(text), "record")).toEqual(options);
  });
});

describe("trainingOptionNames", () => {
  const option = (name: string) => trainingOptionNames.find((candidate) => candidate.name === name);

  it("lists every option of every solver once, each with a description and a flag", () => {
    const names = trainingOptionNames.map(({ name }) => name);
    for (const solver of ["sgdm", "adam", "rmsprop"] as const) {
      for (const name of Object.keys(trainingOptions(solver))) if (name !== "solver") expect(names).toContain(name);
    }
    expect(new Set(names).size).toBe(names.length);
    for (const { description, flag } of trainingOptionNames) {
      expect(description.length).toBeGreaterThan(5);
      expect(flag).toMatch(/^--[a-z0-9-]+$/);
    }
  });

  it("says what the values are, the default and whose option it is", () => {
    expect(option("maxEpochs")).toEqual({
      name: "maxEpochs",
      flag: "--max-epochs",
      kind: "number",
      description: "passes over the training data",
      default: "30",
      solvers: ["sgdm", "adam", "rmsprop"],
    });
    expect(option("initialLearnRate")?.default).toBe("sgdm 0.01, adam 0.001, rmsprop 0.001");
    expect(option("shuffle")).toMatchObject({ kind: "choice", choices: ["once", "never", "every-epoch"], default: "once" });
    expect(option("sequenceLength")).toMatchObject({ kind: "numberOrChoice", choices: ["longest", "shortest"] });
    expect(option("verbose")).toMatchObject({ kind: "boolean", default: "true" });
    expect(option("momentum")?.solvers).toEqual(["sgdm"]);
    expect(option("outputFcn")?.kind).toBe("code");
    expect(option("validationData")?.kind).toBe("data");
    expect(option("threads")?.default).toBe("the number of cores, at most 8");
  });

  it("gives texts of the command line the type of the option", () => {
    expect(trainingOptionFromText("maxEpochs", "60")).toBe(60);
    expect(trainingOptionFromText("gradientThreshold", "Inf")).toBe(Infinity);
    expect(trainingOptionFromText("sequenceLength", "longest")).toBe("longest");
    expect(trainingOptionFromText("sequenceLength", "20")).toBe(20);
    expect(trainingOptionFromText("verbose", "false")).toBe(false);
    expect(trainingOptionFromText("checkpointPath", "7")).toBe("7");
    expect(trainingOptionFromText("maxEpochs", "many")).toBe("many");
    expect(trainingOptionFromText("maxEpochs", "")).toBe("");
  });
});
