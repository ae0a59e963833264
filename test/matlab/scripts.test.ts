import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { scriptFolders, scriptProblems } from "./scriptCorpus.ts";

const scripts = fileURLToPath(new URL("scripts", import.meta.url));

describe("scripts whose graphs were written down before they were first run", () => {
  it("are at least sixty", () => {
    expect(scriptFolders(scripts).length).toBeGreaterThanOrEqual(60);
  });
  for (const folder of [...scriptFolders(scripts), ...scriptFolders(join(scripts, "blind"))]) {
    it(`${basename(folder)} does what is expected`, async () => {
      const problems = await scriptProblems(folder);
      if (problems.length > 0) expect.fail(problems.join("\n"));
    });
  }
});
