import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runScript } from "../../../src/matlab/interpret/runScript.ts";
import { folderOf, plain, runFile, runText } from "./running.ts";

const small = { steps: 400_000, depth: 200, milliseconds: 1500, bytes: 64 * 2 ** 20 };

/** Text that would run for ever or take all memory, and the flags that may be named. */
const hostile: readonly (readonly [text: string, flag: RegExp])[] = [
  ["while true, end", /--max-(steps|time)/],
  ["while true, try, error('x'); catch, end, end", /--max-(steps|time)/],
  ["for i = 1:1e12, end", /--max-(steps|time)/],
  ["for i = 1:Inf, x = i; end", /--max-(steps|time)/],
  ["f(1); function f(n), f(n + 1); end", /--max-depth/],
  ["f(1); function f(n), try, f(n + 1); catch, f(n); end, end", /--max-(depth|steps|time)/],
  ["g = @(f, n) f(f, n + 1); g(g, 1);", /--max-depth/],
  ["g = @(f, n) [f(f, n + 1) 1]; x = g(g, 1);", /--max-depth/],
  ["s = 'eval(s);'; eval(s);", /--max-depth/],
  ["s = 'x = 1;'; while true, s = [s s]; eval(s); end", /--max-(steps|time|memory)/],
  ["s = 'a'; while true, s = [s s]; end", /--max-(memory|steps)/],
  ['s = "a"; while true, s = s + s; end', /--max-(memory|steps|time)/],
  ["x(1e9) = 1;", /--max-memory/],
  ["x{1e9} = 1;", /--max-memory/],
  ["layers = [reluLayer; tanhLayer]; layers(end + 1e9) = reluLayer;", /left without a value/],
  ["x = zeros(1e5);", /--max-memory|exceeds/],
  ["x = ones(1e3, 1e3, 1e3);", /--max-memory/],
  ["x = 1:1e10; y = 1;", /--max-memory|exceeds/],
  ["x = repmat('ab', 1e5, 1e5);", /--max-memory|exceeds/],
  ["x = repelem([1 2], 1e9);", /--max-memory|exceeds/],
  ["x = repelem([1 2], -1);", /nonnegative integers/],
  ["x = repelem([1 2], 1.5);", /nonnegative integers/],
  ["x = repelem([1 2], [1 2 3]);", /3 replication factors for dimension 2, which has 2 elements/],
  ["f();\nfunction f(x)\narguments\nx (1e9,1) double = 1\nend\nend", /--max-memory|exceeds/],
  ["c = {1}; while true, c = {c, c}; end", /--max-(steps|time|memory)/],
  ["c = {}; while true, c{end + 1} = zeros(1, 1000); end", /--max-(steps|time|memory)/],
  ["s = struct(); i = 0; while true, i = i + 1; s.(['f' num2str(i)]) = i; end", /--max-(steps|time|memory)/],
  ["x = cellfun(@(v) cellfun(@(w) sum(1:1e6), cell(1, 1e4)), cell(1, 1e4));", /--max-(steps|time|memory)/],
  ["x = ones(300); while true, x = x * x; end", /--max-(steps|time)/],
  ["try, x = regexp(repmat('a', 1, 60), '(a+)+$b'); catch e, error(e.message); end", /Avoid repetitions inside of repetitions/],
  ["try, x = regexprep(repmat('a', 1, 60), '(a|a)*\\1*b', ''); catch e, error(e.message); end", /Avoid repetitions/],
  ["while true, try, x = regexp(repmat('a', 1, 60), '(a+)+$b'); catch, end, end", /--max-time/],
  [`while true, clear a${"*b".repeat(40)}; end`, /--max-(steps|time)/],
  ["try, diff(1, 1e10); diff(1:1e5, 1e5); catch e, error(e.message); end", /--max-(steps|time)/],
];

describe("a hostile script", () => {
  it.each(hostile)("stops: %s", async (text, flag) => {
    const began = performance.now();
    const { error } = await runText(text, { budgets: small });
    expect(error?.message).toMatch(flag);
    expect(performance.now() - began).toBeLessThan(4000);
  });

  it("stops a file that calls itself", async () => {
    const { error } = await runFile("a.m", { "a.m": "a" }, { budgets: small });
    expect(error?.message).toMatch(/--max-depth/);
  });

  it("stops a class that derives from itself", async () => {
    const { error } = await runText("x = A();", { budgets: small }, { "A.m": "classdef A < A\nend" });
    expect(error?.message).toMatch(/its own superclass/);
  });

  it("stops when it is told to", async () => {
    const signal = AbortSignal.abort();
    await expect(runText("x = 0; while x < 1e9, x = x + 1; end", { signal })).rejects.toThrow(/aborted/i);
  });

  it("may not look outside of its folder", async () => {
    const folder = folderOf({ "inner/main.m": "x = fileread('../secret.txt');", "secret.txt": "secret" });
    const run = await runScript({ path: join(folder, "inner/main.m"), mode: "run" });
    expect(run.error).toBeDefined();
    expect(run.variables.get("x")).toBeUndefined();
  });

  it("may not call code behind a link out of its folder", async () => {
    const folder = folderOf({ "inner/main.m": "x = helper();" });
    writeFileSync(join(folder, "helper.m"), "function y = helper(), y = 1; end");
    symlinkSync(join(folder, "helper.m"), join(folder, "inner/helper.m"));
    const run = await runScript({ path: join(folder, "inner/main.m"), mode: "run" });
    expect(run.error?.message).toBe("Unrecognized function or variable 'helper'.");
  });
});

describe("a long loop", () => {
  it("takes a million steps in seconds", async () => {
    const began = processorTime();
    const { error } = await runText("x = 0; for i = 1:500000, x = x + i; end");
    expect(error).toBeUndefined();
    expect(processorTime() - began).toBeLessThan(6000);
  });

  it("sets elements in place", async () => {
    const began = processorTime();
    const { error } = await runText("x = zeros(1, 100000); for i = 1:100000, x(i) = i; end");
    expect(error).toBeUndefined();
    expect(processorTime() - began).toBeLessThan(4000);
  });
});

describe("functions within functions", () => {
  it("may be as deep as real scripts have them, with loops, cases and try around each call", async () => {
    const body =
      "if n == 0, y = 0; else, switch n, case -1, otherwise, for k = 1, try, y = 1 + [f(n - 1)]; catch e, rethrow(e), end, end, end, end";
    const { variables, error } = await runText(`x = f(100); function y = f(n), ${body}, end`);
    expect(error).toBeUndefined();
    expect(plain(variables.get("x"))).toBe(100);
  });

  it("say so where the stack of the process ends before their budget does", async () => {
    const { error } = await runText("x = f(1); function y = f(n), y = 1 + [f(n + 1)]; end", { budgets: { depth: 1e6 } });
    expect(error?.message).toMatch(/than the stack of this process holds/);
  });
});

/** Milliseconds that this process has computed: the clock on the wall would judge what else the machine does. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
