import { defineConfig } from "vitest/config";

/**
 * Suites whose files run one after another in the same two processes, which load the library once: their import alone took minutes. They hold no
 * state that another file could see; a test that draws random numbers seeds the generator first.
 */
const together = [
  "check",
  "functions",
  "layer",
  "layers",
  "matlab/network",
  "matlab/syntax",
  "matlab/values",
  "network",
  "ops",
  "optimizers",
  "plan",
];
const files = together.map((name) => `test/${name}/**/*.test.ts`);

/** These judge how much time or memory something takes, which depends on what the process did before. */
const judging = ["test/**/speed.test.ts", "test/plan/plan.test.ts"];

const shared = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: "together", include: files, exclude: judging, isolate: false } },
      // Each file in a process of its own: they train, start commands, servers and threads, or judge.
      { test: { ...shared, name: "judging", include: judging } },
      { test: { ...shared, name: "apart", include: ["test/**/*.test.ts"], exclude: [...files, ...judging] } },
    ],
  },
});
