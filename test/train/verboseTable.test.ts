import { describe, expect, it } from "vitest";
import { printElapsed, verboseTable } from "../../src/train/verboseTable.ts";

describe("the table of a classification without validation", () => {
  const table = verboseTable({ metric: "accuracy", validation: false });

  it("has MATLAB's border and titles", () => {
    expect(table.header()).toEqual([
      "|========================================================================================|",
      "|  Epoch  |  Iteration  |  Time Elapsed  |  Mini-batch  |  Mini-batch  |  Base Learning  |",
      "|         |             |   (hh:mm:ss)   |   Accuracy   |     Loss     |      Rate       |",
      "|========================================================================================|",
    ]);
  });

  it("prints rows as MATLAB does", () => {
    expect(table.row({ epoch: 1, iteration: 1, seconds: 11.7, metric: 14.0625, loss: 1.9668, learnRate: 0.01 })).toBe(
      "|       1 |           1 |       00:00:11 |       14.06% |       1.9668 |          0.0100 |",
    );
    expect(table.row({ epoch: 1, iteration: 1, seconds: 3, metric: 9.375, loss: 13.8418, learnRate: 1e-4 })).toBe(
      "|       1 |           1 |       00:00:03 |        9.38% |      13.8418 |      1.0000e-04 |",
    );
    expect(table.row({ epoch: 9, iteration: 300, seconds: 63, metric: 100, loss: 2.9452e-5, learnRate: 1e-6 })).toBe(
      "|       9 |         300 |       00:01:03 |      100.00% |   2.9452e-05 |      1.0000e-06 |",
    );
    expect(table.row({ epoch: 2, iteration: 150, seconds: 356, metric: 100, loss: 0.0021, learnRate: 3e-4 })).toBe(
      "|       2 |         150 |       00:05:56 |      100.00% |       0.0021 |          0.0003 |",
    );
  });

  it("ends as MATLAB ends", () => {
    expect(table.footer("max-epochs")).toEqual([
      "|========================================================================================|",
      "Training finished: Max epochs completed.",
    ]);
    expect(table.footer("validation-criterion")[1]).toBe("Training finished: Met validation criterion.");
    expect(table.footer("stopped")[1]).toBe("Training finished: Stopped manually.");
    expect(table.footer("output-function")[1]).toBe("Training finished: Stopped by output function.");
  });

  it("begins with where training runs, and with the normalization if there is one", () => {
    expect(table.preamble(true)).toEqual(["Training on single CPU.", "Initializing input data normalization."]);
    expect(table.preamble(false)).toEqual(["Training on single CPU."]);
  });

  it("prints numbers that are none without breaking the columns", () => {
    const row = { epoch: 1, iteration: 2, seconds: 0, metric: Number.NaN, loss: Number.NaN, learnRate: 0.01 };
    expect(table.row(row)).toBe("|       1 |           2 |       00:00:00 |          NaN |          NaN |          0.0100 |");
    expect(table.row({ ...row, loss: Infinity })).toContain("|          Inf |");
  });
});

describe("the table with validation", () => {
  it("has two more columns, empty where nothing was validated", () => {
    const table = verboseTable({ metric: "accuracy", validation: true });
    expect(table.header().slice(0, 3)).toEqual([
      "|======================================================================================================================|",
      "|  Epoch  |  Iteration  |  Time Elapsed  |  Mini-batch  |  Validation  |  Mini-batch  |  Validation  |  Base Learning  |",
      "|         |             |   (hh:mm:ss)   |   Accuracy   |   Accuracy   |     Loss     |     Loss     |      Rate       |",
    ]);
    const row = { epoch: 1, iteration: 1, seconds: 13, metric: 9.375, loss: 1.9679, learnRate: 0.002 };
    expect(table.row({ ...row, validationMetric: 14.97, validationLoss: 120.0127 })).toBe(
      "|       1 |           1 |       00:00:13 |        9.38% |       14.97% |       1.9679 |     120.0127 |          0.0020 |",
    );
    expect(table.row({ epoch: 1, iteration: 602, seconds: 426, metric: 75.714, loss: 0.4825, learnRate: 0.0003 })).toBe(
      "|       1 |         602 |       00:07:06 |       75.71% |              |       0.4825 |              |          0.0003 |",
    );
  });
});

describe("the table of a regression", () => {
  const table = verboseTable({ metric: "rmse", validation: false });

  it("shows RMSE with two decimals, and losses from 100 up with one", () => {
    expect(table.header()[2]).toBe("|         |             |   (hh:mm:ss)   |     RMSE     |     Loss     |      Rate       |");
    expect(table.row({ epoch: 1, iteration: 1, seconds: 1, metric: 33.5, loss: 561.2, learnRate: 0.001 })).toBe(
      "|       1 |           1 |       00:00:01 |        33.50 |        561.2 |          0.0010 |",
    );
    expect(table.row({ epoch: 3, iteration: 50, seconds: 83, metric: 179.1, loss: 16039.1, learnRate: 0.001 })).toBe(
      "|       3 |          50 |       00:01:23 |       179.10 |      16039.1 |          0.0010 |",
    );
  });

  it("shows small losses as MATLAB does", () => {
    expect(table.row({ epoch: 400, iteration: 400, seconds: 43, metric: 0.0107, loss: 5.7758e-5, learnRate: 0.01 })).toBe(
      "|     400 |         400 |       00:00:43 |         0.01 |   5.7758e-05 |          0.0100 |",
    );
    expect(table.row({ epoch: 1, iteration: 1, seconds: 12, metric: 6.04, loss: 36.4648, learnRate: 0.001 })).toContain(
      "|         6.04 |      36.4648 |",
    );
  });
});

describe("elapsed time", () => {
  it("is hours, minutes and whole seconds", () => {
    expect([0, 59.99, 3599, 3600, 86_399, 360_000].map(printElapsed)).toEqual([
      "00:00:00",
      "00:00:59",
      "00:59:59",
      "01:00:00",
      "23:59:59",
      "100:00:00",
    ]);
  });
});
