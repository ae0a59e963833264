import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { layergraph, temporaryFolder } from "./commandLine.ts";

const folder = temporaryFolder();
const has = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0;
const note = (shell: string): string => (has(shell) ? "" : ` (skipped: no ${shell} here)`);
const commands = [
  "init",
  "validate",
  "analyze",
  "train",
  "evaluate",
  "predict",
  "explain",
  "port",
  "run",
  "import",
  "export",
  "completion",
];

describe("layergraph completion", () => {
  beforeAll(async () => {
    for (const shell of ["bash", "zsh", "fish"]) {
      const { status, stdout, stderr } = await layergraph(["completion", shell], { cwd: folder });
      expect([status, stderr]).toEqual([0, ""]);
      writeFileSync(join(folder, shell), stdout);
    }
  });

  it("refuses other shells with those that there are", async () => {
    const { status, stderr } = await layergraph(["completion", "tcsh"], { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toContain("bash, zsh, fish");
  });

  it.skipIf(!has("bash"))(`completes in bash${note("bash")}`, () => {
    const completed = (...words: string[]): string[] => {
      const script = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _layergraph; echo "\${COMPREPLY[@]}"`;
      const args = ["-c", script, "bash", join(folder, "bash"), "layergraph", ...words];
      return execFileSync("bash", args, { encoding: "utf8" }).trim().split(" ").filter(Boolean);
    };
    expect(completed("")).toEqual(expect.arrayContaining([...commands, "--help"]));
    expect(completed("ex")).toEqual(["explain", "export"]);
    expect(completed("analyze", "--form")).toEqual(["--format"]);
    expect(completed("analyze", "--format", "j")).toEqual(["json"]);
    expect(completed("export", "--to", "")).toEqual(["onnx", "json", "typescript", "matlab"]);
    expect(completed("completion", "")).toEqual(["bash", "zsh", "fish"]);
    expect(completed("train", "--data", "")).toEqual([]); // a file, which bash completes by itself
  });

  it.skipIf(!has("fish"))(`completes in fish${note("fish")}`, () => {
    const completed = (line: string): string[] => {
      const script = `source ${join(folder, "fish")}; complete -C ${JSON.stringify(line)}`;
      return execFileSync("fish", ["-c", script], { encoding: "utf8", cwd: folder })
        .trim()
        .split("\n")
        .map((text) => text.split("\t")[0]);
    };
    expect(completed("layergraph ex").sort()).toEqual(["explain", "export"]);
    expect(completed("layergraph analyze --format ")).toEqual(["html", "json", "text"]);
    expect(completed("layergraph train --max-ep")).toEqual(["--max-epochs"]);
  });

  it.skipIf(!has("zsh"))(`is a script that zsh loads${note("zsh")}`, () => {
    const script = `autoload -U compinit && compinit -u -d "$2" && source "$1" && print -r -- "$_comps[layergraph]"`;
    const args = ["-f", "-c", script, "zsh", join(folder, "zsh"), join(folder, "dump")];
    expect(execFileSync("zsh", args, { encoding: "utf8" }).trim()).toBe("_layergraph");
  });
});
