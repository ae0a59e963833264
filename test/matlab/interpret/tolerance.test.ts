import { describe, expect, it } from "vitest";
import { plain, runText } from "./running.ts";

/** The value of `x` and the warnings after a port. */
async function ported(text: string) {
  const run = await runText(text, { mode: "port" });
  return {
    x: plain(run.variables.get("x")),
    error: run.error?.message,
    warnings: run.warnings.map(({ message }) => message).join(),
  };
}

describe("what is not wholly known here", () => {
  it.each([
    ["a property that a table lacks here", "T = table([1;2]); y = T.Nowhere; x = 3;", 3],
    ["an operator of a partition", "c = cvpartition(10,'KFold',2); y = c + 1; y = -c; x = 3;", 3],
    ["braces behind a partition", "c = cvpartition(10,'KFold',2); y = c{1}; x = 3;", 3],
    ["a range of tables", "T = table(1); y = T:3; x = 3;", 3],
    ["a table beside a number", "T = table(1); y = [T, 5]; x = 3;", 3],
    ["a property set of a partition", "c = cvpartition(10,'KFold',2); c.Name = 'a'; x = c.NumTestSets;", 2],
    ["a call with arguments that are not taken here", "y = detrend([1 2],'linear',7,8,9); x = 3;", 3],
    ["a condition on it", "T = table(1); x = 3; if T.Nowhere, x = 4; end", 3],
    ["inside try, without its catch", "T = cvpartition(4,'KFold',2); try, y = fzero(@sin,3); x = 3; catch, x = 4; end", 3],
  ])("%s does not end a port", async (_, text, expected) => {
    const { x, error, warnings } = await ported(text);
    expect(error).toBeUndefined();
    expect(x).toEqual(expected);
    expect(warnings).not.toBe("");
  });

  it.each([
    ["error", "error('a:b','no %d',3); x = 1;", "no 3"],
    ["assert", "assert(false,'never'); x = 1;", "never"],
    ["a place beyond an array", "a = [1 2]; x = a(3);", "Index exceeds"],
    ["a field that is not there", "s.a = 1; x = s.b;", "Unrecognized field"],
    ["a layer's property that is not there", "l = reluLayer; x = l.Nowhere;", "Nowhere"],
    ["a key that is not there", "m = containers.Map; x = m('k');", "key"],
  ])("but %s does", async (_, text, message) => {
    expect((await ported(text)).error).toContain(message);
  });

  it("goes to the script's own catch where a call fails as in MATLAB", async () => {
    expect((await ported("try, x = cell2mat(3); catch, x = 7; end")).x).toBe(7);
  });

  it("ends a run, which computes", async () => {
    const run = await runText("c = cvpartition(10,'KFold',2); x = c{1};");
    expect(run.error?.message).toContain("Indexing with { }");
  });
});
