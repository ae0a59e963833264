import { describe, expect, test } from "vitest";
import { readTimeSeries, timeSeriesData } from "../../src/data/timeseries.ts";
import { realFile } from "./realFiles.ts";

const header =
  "# a comment\n@problemName demo\n@timestamps false\n@missing false\n@univariate false\n@dimensions 2\n@equalLength false\n";
const train = realFile("JapaneseVowels_TRAIN.ts");
const heldOut = realFile("JapaneseVowels_TEST.ts");

describe("a .ts file", () => {
  test("holds sequences of several dimensions and a class each, classes in the header's order", () => {
    const file = readTimeSeries(`${header}@classLabel true up down\n@data\n1,2,3:4,5,6:down\r\n\n7,8e-1:-9,+.5:up\n`);
    expect(file).toEqual({
      problemName: "demo",
      dimensions: 2,
      classes: ["up", "down"],
      labels: ["down", "up"],
      sequences: [
        { data: Float32Array.of(1, 2, 3, 4, 5, 6), size: [2, 3] },
        { data: Float32Array.of(7, 0.8, -9, 0.5), size: [2, 2] },
      ],
    });
    expect(timeSeriesData(file)).toEqual({
      kind: "sequences",
      predictors: file.sequences,
      responses: { kind: "labels", classes: ["up", "down"], codes: Int32Array.of(1, 0) },
    });
  });

  test("holds targets for regression, or no responses", () => {
    const targets = readTimeSeries("@univariate true\n@targetLabel true\n@data\n1,2:0.25\n3:-1e3\n");
    expect(timeSeriesData(targets).responses).toEqual({
      kind: "numbers",
      values: [Float32Array.of(0.25), Float32Array.of(-1000)],
    });
    const none = readTimeSeries("@univariate true\n@classLabel false\n@data\n1,2\n");
    expect(timeSeriesData(none).responses).toBeUndefined();
  });

  test("may miss values where its header says so", () => {
    const lines = "@classLabel false\n@data\n1,?,3\n";
    expect(readTimeSeries(`@missing true\n${lines}`).sequences[0].data).toEqual(Float32Array.of(1, Number.NaN, 3));
    expect(() => readTimeSeries(`@missing false\n${lines}`)).toThrow(
      "Line 4: dimension 1, step 2: expected a number, received '?'; a missing value needs @missing true in the header.",
    );
  });

  test.each([
    ["@timestamps true\n@data\n", "Line 1: sequences with time stamps are not read; write them without (@timeStamps false)."],
    ["@dimension x\n@data\n", "Line 1: expected a whole number above 0, received 'x'."],
    ["@classLable true a\n@data\n", "Line 1: @classLable is not known; did you mean @classlabel?"],
    ["@problemName a\n", "Line 2: the file ends before @data."],
    ["1,2,3\n", "Line 1: expected a header line that begins with @, received '1,2,3'; @data must stand before the sequences."],
    [`${header}@classLabel true a b\n@data\n1:2:c\n`, "Line 10: the class 'c' is not one of those in the header: 'a', 'b'."],
    [`${header}@classLabel true a b\n@data\n1:a\n`, "Line 10: expected 2 dimensions separated by colons, received 1."],
    [`${header}@classLabel true a b\n@data\n1,2:3:a\n`, "Line 10: dimension 2 has 1 steps, but dimension 1 has 2."],
    [`${header}@classLabel true a b\n@data\n1:zwei:a\n`, "Line 10: dimension 2, step 1: expected a number, received 'zwei'."],
    [
      "@univariate true\n@equalLength true\n@seriesLength 3\n@data\n1,2\n",
      "Line 5: the sequence has 2 steps; @equalLength true asks for 3.",
    ],
    [
      "@univariate true\n@equalLength true\n@data\n1,2\n1,2,3\n",
      "Line 5: the sequence has 3 steps; @equalLength true asks for 2.",
    ],
    ["@univariate true\n@targetLabel true\n@data\n1,2:high\n", "Line 4: the target 'high' is not a number."],
  ])("is refused with the line at fault: %j", (text, message) => {
    expect(() => readTimeSeries(text)).toThrow(message);
  });
});

describe.skipIf(!train.present || !heldOut.present)(`the Japanese vowels${train.note || heldOut.note}`, () => {
  test("are 270 and 370 sequences of 12 features in 9 classes", () => {
    const [first, second] = [train, heldOut].map((file) => readTimeSeries(new TextDecoder().decode(file.bytes())));
    expect([first.dimensions, first.sequences.length, second.sequences.length]).toEqual([12, 270, 370]);
    expect(first.classes).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    expect(first.sequences[0].size).toEqual([12, 20]);
    expect(first.sequences[0].data[0]).toBeCloseTo(1.860936, 6);
    expect(first.labels?.filter((label) => label === "9")).toHaveLength(30);
    const lengths = first.sequences.map(({ size }) => size[1]);
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([7, 26]);
  });
});
