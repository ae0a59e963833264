import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PageProject } from "./pageBlocks.ts";

const data = resolve(process.env.LAYERGRAPH_DATA ?? "../shared/data");
const hasData = existsSync(join(data, "HumanActivityTrain.mat")) && existsSync(join(data, "JapaneseVowels_TRAIN.ts"));

/** Commands that no test runs, and why. */
const left: Readonly<Record<string, string>> = {
  "npx layergraph run examples/matlab/humanActivity.m --data ../shared/data -o out": "takes six minutes; `npm run prove` runs it",
  "npx layergraph predict net.onnx --data recordings.npz -o labels.csv": "reads the reader's own recordings",
};

const readmes = readdirSync("examples").map((name) => `examples/${name}/README.md`);
const commands = readmes.flatMap((readme) => commandsOf(readme).map((command) => ({ readme, command })));

/** What a README tells its reader to run: lines and code that start with `npx layergraph` or `node`. */
function commandsOf(readme: string): string[] {
  const text = readFileSync(readme, "utf8");
  return [...text.matchAll(/^ *((?:npx layergraph|node dist)[^`\n]*)$|`((?:npx layergraph|node dist)[^`\n]*)`/gm)]
    .map(([, line, inline]) => line ?? inline)
    .filter((command) => !command.includes("<") && !(command in left));
}

const project = new PageProject();
afterAll(() => project.remove());

describe("the READMEs of the examples", () => {
  for (const { readme, command } of commands) {
    const lacking = command.includes("../shared/data") && !hasData;
    const name = `${readme}: ${command}${lacking ? " (skipped: LAYERGRAPH_DATA has not the data)" : ""}`;
    it.skipIf(lacking)(name, { timeout: 300_000 }, () => {
      if (command.startsWith("node ")) project.run("sh", "-c", command.replace("dist/", `${resolve("dist")}/`));
      else project.run("sh", "-c", shortened(command));
    });
  }

  it("leave out of the tests only what they still say", () => {
    const all = readmes.map((readme) => readFileSync(readme, "utf8")).join("\n");
    expect(Object.keys(left).filter((command) => !all.includes(command))).toEqual([]);
  });
});

/** The command on the data of this machine; a training, of one epoch. */
function shortened(command: string): string {
  const here = command.replaceAll("../shared/data", data).replace("dist/examples", join(resolve("dist"), "examples"));
  return command.includes(" train ") ? `${here} --max-epochs 1` : here;
}
