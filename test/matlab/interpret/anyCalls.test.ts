import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runScript } from "../../../src/matlab/interpret/runScript.ts";
import { argumentTexts, callingScript, functionNames, randomCalls } from "../../prove/anyCalls.ts";

const folder = mkdtempSync(join(tmpdir(), "layergraph-calls-"));
afterAll(() => rmSync(folder, { recursive: true }));

const budgets = { steps: 2_000_000, depth: 64, milliseconds: 300, bytes: 2 ** 28 };

/** The faults of the library that calls of a function show. */
async function faults(name: string, calls: readonly (readonly string[])[]): Promise<readonly string[]> {
  const path = join(folder, "calls.m");
  writeFileSync(path, callingScript(name, calls));
  const { error, warnings } = await runScript({ path, mode: "port", budgets });
  return [error, ...warnings].flatMap((problem) => (problem?.message.includes("fault of") ? [problem.message] : []));
}

describe("a function of MATLAB's given what it does not expect", () => {
  it("ends in a value or in an error that MATLAB could tell", { timeout: 120_000 }, async () => {
    const found: string[] = [];
    for (const [index, name] of functionNames.entries()) {
      const single = argumentTexts.filter((_, k) => k % 6 === index % 6).map((text) => [text]);
      found.push(...(await faults(name, [[], ...single, ...randomCalls(name, 1, 8)])));
    }
    expect(found).toEqual([]);
  });
});
