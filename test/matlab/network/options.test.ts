import { describe, expect, it } from "vitest";
import { givenOptions, honouredOptions, type OptionsContent } from "../../../src/matlab/network/optionsContent.ts";
import { cell, emptyMatrix, logical, number, text } from "../../../src/matlab/values/construct.ts";
import type { HostValue, Value } from "../../../src/matlab/values/value.ts";
import { missing, operationsOf, testScript } from "./session.ts";

const contentOf = (options: Value) => (options as HostValue<OptionsContent>).content;

describe("trainingOptions", () => {
  const script = testScript();

  it("takes options in any case and form", () => {
    const options = script.call(
      "trainingOptions",
      text("Adam"),
      "maxepochs",
      60,
      "MiniBatchSize",
      1,
      "Shuffle",
      "Every-Epoch",
      "Verbose",
      0,
    );
    expect(givenOptions(contentOf(options))).toEqual({ maxEpochs: 60, miniBatchSize: 1, shuffle: "every-epoch", verbose: false });
    expect(operationsOf(options).className).toBe("nnet.cnn.TrainingOptionsADAM");
  });

  it("has properties, and is changed by setting them", () => {
    const options = script.call("trainingOptions", "sgdm", "MaxEpochs", 4);
    const { member, withMember } = operationsOf(options);
    expect(member!(options, "MaxEpochs")).toEqual(number(4));
    expect(member!(options, "Momentum")).toEqual(number(0.9));
    expect(member!(options, "InitialLearnRate")).toEqual(number(0.01));
    expect(member!(options, "GradientDecayFactor")).toBeUndefined();
    const longer = withMember!(options, "MaxEpochs", number(7));
    expect(member!(longer, "MaxEpochs")).toEqual(number(7));
    expect(member!(options, "MaxEpochs")).toEqual(number(4));
    expect(() => withMember!(options, "MaxEpochs", number(0))).toThrow(/option 'MaxEpochs' must be/);
    expect(() => withMember!(options, "Epochs", number(1))).toThrow(/Unrecognized property 'Epochs'/);
  });

  it("keeps what is unknown, and takes validation data that are not there", () => {
    const options = script.call(
      "trainingOptions",
      "adam",
      "MiniBatchSize",
      missing("batch"),
      "ValidationData",
      cell([missing("X"), missing("T")]),
      "OutputNetwork",
      "best-validation-loss",
    );
    expect(givenOptions(contentOf(options))).toEqual({
      miniBatchSize: { $unknown: "batch" },
      outputNetwork: "best-validation-loss",
    });
  });

  it("tells what it leaves out, and why", () => {
    const { call, notes } = testScript();
    const options = call(
      "trainingOptions",
      "adam",
      "ExecutionEnvironment",
      "GPU",
      "DispatchInBackground",
      logical(true),
      "Plots",
      "training-progress",
      "WorkerLoad",
      emptyMatrix,
      "CheckpointPath",
      "c:/nets",
    );
    expect(notes.map((note) => (note.kind === "warning" ? note.message : ""))).toEqual([
      expect.stringContaining("ExecutionEnvironment is left out: networks train on the processor"),
      expect.stringContaining("DispatchInBackground is left out"),
      expect.stringContaining("CheckpointPath is left out"),
    ]);
    expect(honouredOptions(contentOf(options)).options).toEqual({});
  });

  it("refuses what MATLAB refuses", () => {
    expect(() => script.call("trainingOptions")).toThrow(/Not enough input arguments/);
    expect(() => script.call("trainingOptions", "adamm")).toThrow(/Did you mean 'adam'/);
    expect(() => script.call("trainingOptions", "adam", "MaxEpoch5", 3)).toThrow(/Did you mean 'MaxEpochs'/);
    expect(() => script.call("trainingOptions", "adam", "MaxEpochs", 0, "MiniBatchSize", 1.5)).toThrow(
      /'MaxEpochs'.*\n.*'MiniBatchSize'/,
    );
    expect(() => script.call("trainingOptions", "sgdm", "GradientDecayFactor", 0.9)).toThrow(/not a recognized parameter/);
  });
});
