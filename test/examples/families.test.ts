import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { families } from "../../examples/families/index.ts";
import { decodeNetwork, encodeNetwork } from "../../src/index.ts";

/** What of the family's training a quick look takes. */
const share = 0.1;

describe("a network of each family", () => {
  it.each(families)("$name: trains, tells its accuracy and gives the same bits when saved and loaded", async (family) => {
    const { net, outputs, numbers } = await family.learn({ seed: 1, share });
    expect(outputs.length).toBeGreaterThan(0);
    for (const part of outputs.flatMap(({ accuracy, baseline }) => [accuracy, baseline])) {
      expect(part).toBeGreaterThanOrEqual(0);
      expect(part).toBeLessThanOrEqual(1);
    }
    const before = await numbers(net);
    expect(before.length).toBeGreaterThan(10);
    expect(before.every(Number.isFinite)).toBe(true);
    expect(await numbers(decodeNetwork(encodeNetwork(net)))).toEqual(before);
  });

  it("is in the table of the README", () => {
    const readme = readFileSync("examples/families/README.md", "utf8");
    for (const { name, task } of families) expect(readme).toMatch(new RegExp(`^\\| ${name} +\\|.*\\| ${task} +\\|$`, "m"));
    const others = ["README.md", "family.ts", "index.ts", "taskFamily.ts"];
    const files = readdirSync("examples/families").filter((file) => !others.includes(file));
    expect(files).toHaveLength(families.length);
    for (const file of files) expect(readme).toContain(`[${file}](${file})`);
  });
});
