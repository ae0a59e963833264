import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { layergraph, temporaryFolder } from "./commandLine.ts";

const folder = temporaryFolder();
const library = new URL("../../dist/bundle/index.js", import.meta.url).href;

beforeAll(() => {
  const layer = (backward: string): string => `import { defineLayer, ops, z } from "${library}";
const predict = ({ inputs: [x] }) => ops.tanh(x.value);
${backward}
export const squash = defineLayer({ type: "squash", options: z.object({}), predict, backward });
`;
  const times = (g: string): string => `const backward = ({ outputs: [y], outputGradients: [dy] }) => ({ inputs: [${g}] });`;
  writeFileSync(join(folder, "right.mjs"), layer(times("ops.multiply(dy, ops.subtract(1, ops.square(y.value)))")));
  writeFileSync(join(folder, "wrong.mjs"), layer(times("dy")));
  writeFileSync(join(folder, "none.mjs"), "export const layer = 3;");
  writeFileSync(join(folder, "text.txt"), "");
});

const check = (...args: string[]) => layergraph(["check-layer", ...args], { cwd: folder });
const sequences = ["--input-size", "[2 3 4]", "--observation-dimension", "2"];

describe("layergraph check-layer", () => {
  it("prints what MATLAB prints, with exit status 0 where all checks pass", async () => {
    const { status, stdout, stderr } = await check("right.mjs", ...sequences);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^squash 'squash'\nSkipping /);
    expect(stdout).toContain("Running nnet.checklayer.TestLayerWithBackward\n");
    expect(stdout).toMatch(/\d+ Passed, 0 Failed, 0 Incomplete, \d+ Skipped\./);
    expect(status).toBe(0);
  });

  it("tells the worst element and the cause, with exit status 1 where one fails", async () => {
    const { status, stdout } = await check("wrong.mjs", "--input-size", "2,3,4", "--format", "cbt");
    expect(stdout).toMatch(
      /gradientsAreNumericallyCorrect\(observations=several\) failed:\n {4}dL\/dX of input 'in' is wrong by/,
    );
    expect(stdout).toMatch(/Worst element: in\([12],[123],[1234]\) is \S+, expected \S+ \(dL\/dX of input 'in'\)\./);
    expect(stdout).toContain("Likely cause: the derivative of tanh is missing.");
    expect(status).toBe(1);
  });

  it("prints one JSON document, and says why checks over several observations are skipped", async () => {
    const { status, stdout } = await check("right.mjs", "--input-size", "5", "--json");
    const { passed, layers } = JSON.parse(stdout) as {
      passed: boolean;
      layers: { type: string; checks: { reason?: string }[] }[];
    };
    expect([status, passed, layers.length, layers[0].type]).toEqual([0, true, 1, "squash"]);
    expect(layers[0].checks.map((each) => each.reason)).toContain(
      "To check the layer with several observations, give observationDimension, or sizes with their format.",
    );
  });

  it.each<[string, string[], string]>([
    ["no size", ["right.mjs"], "check-layer needs --input-size <size>, the sizes of the input."],
    ["a size that is no number", ["right.mjs", "--input-size", "2,x"], "--input-size '2,x': expected numbers such as 12,8"],
    [
      "a size that does not fit",
      ["right.mjs", "--input-size", "2", "--observation-dimension", "4"],
      "received size [2] with observationDimension 4",
    ],
    ["an unknown format", ["right.mjs", "--input-size", "2,3", "--format", "BC"], "received format 'BC', expected one of CB,"],
    ["both a format and a dimension", ["right.mjs", ...sequences, "--format", "CBT"], "leave --observation-dimension out"],
    [
      "a dimension that is no number",
      ["right.mjs", "--input-size", "2", "--observation-dimension", "two"],
      "'two': expected a whole number",
    ],
    ["two sizes for one input", ["right.mjs", ...sequences, "--input-size", "2"], "received 2 input sizes, expected 1."],
    ["a module without layers", ["none.mjs", ...sequences], "'none.mjs' exports no layer"],
    ["a file that is no module", ["text.txt", ...sequences], "'text.txt' is not a JavaScript module"],
    ["a file that is not there", ["gone.mjs", ...sequences], "gone.mjs"],
  ])("ends with status 2 for %s", async (_, args, message) => {
    const { status, stdout, stderr } = await check(...args);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
    expect([status, stdout]).toEqual([2, ""]);
  });
});
