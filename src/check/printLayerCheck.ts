import type { CheckResult, LayerCheck } from "./layerCheck.ts";

const marks: Readonly<Record<CheckResult["status"], string>> = { passed: ".", failed: "F", incomplete: "I", skipped: "" };

/**
 * What `checkLayer` found, in MATLAB's manner: why checks were skipped, a mark for each check that was made (`.` passed, `F` failed, `I` not completed),
 * what failed with its worst element and the likely cause, and the summary.
 *
 * @see MATLAB checkLayer
 */
export function printLayerCheck(check: LayerCheck): string {
  const name = `nnet.checklayer.${check.suite}`;
  return [
    ...skippedReasons(check.checks),
    "",
    `Running ${name}`,
    check.checks
      .map(({ status }) => marks[status])
      .join("")
      .replace(/(.{10})/g, "$1 ")
      .trimEnd(),
    ...check.checks.filter(({ status }) => status === "failed").flatMap(printFailure),
    `Done ${name}`,
    "__________",
    "",
    "Test Summary:",
    `\t ${check.counts.passed} Passed, ${check.counts.failed} Failed, ${check.counts.incomplete} Incomplete, ${check.counts.skipped} Skipped.`,
    `\t Time elapsed: ${Number(check.seconds.toPrecision(3))} seconds.`,
  ].join("\n");
}

/** Each reason once, with the checks it is for. */
function skippedReasons(checks: readonly CheckResult[]): string[] {
  const byReason = new Map<string, Set<string>>();
  for (const { status, reason = "", name } of checks) {
    if (status === "skipped") byReason.set(reason, (byReason.get(reason) ?? new Set()).add(name));
  }
  return [...byReason].map(([reason, names]) => `Skipping ${[...names].join(", ")}. ${reason}`);
}

function printFailure({ name, observations, message, worst, cause }: CheckResult): string[] {
  const where = observations === undefined ? name : `${name}(observations=${observations})`;
  return [
    "",
    `  ${where} failed:`,
    `    ${message}`,
    ...(worst ? [`    Worst element: ${worst.index} is ${worst.received}, expected ${worst.expected} (${worst.array}).`] : []),
    ...(cause === undefined ? [] : [`    Likely cause: ${cause}.`]),
    "",
  ];
}
