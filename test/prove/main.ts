import { determinism } from "./determinism.ts";
import { everyFamily } from "./families.ts";
import { fuzz, fuzzMatlab } from "./fuzz.ts";
import { humanActivity } from "./human-activity.ts";
import { interrupt } from "./interrupt.ts";
import { japaneseVowels } from "./japanese-vowels.ts";
import { kill } from "./kill.ts";
import { liveOverhead } from "./live-overhead.ts";
import { markedMoment } from "./marked-moment.ts";
import { matlabActivity } from "./matlab-activity.ts";
import { matlabSpeed } from "./matlab-speed.ts";
import type { Proof, Verdict } from "./proof.ts";
import { translation } from "./translator.ts";

const proofs: readonly Proof[] = [
  kill,
  interrupt,
  determinism,
  fuzz,
  fuzzMatlab,
  everyFamily,
  translation,
  markedMoment,
  japaneseVowels,
  humanActivity,
  liveOverhead,
  matlabSpeed,
  matlabActivity,
];
const say = (line: string): void => void process.stdout.write(`${line}\n`);

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--list")) {
    for (const { name, claim } of proofs) say(`${name.padEnd(16)} ${claim}`);
    return 0;
  }
  const unknown = args.find((name) => !proofs.some((proof) => proof.name === name));
  if (unknown !== undefined) {
    process.stderr.write(`There is no proof '${unknown}'; there are ${proofs.map(({ name }) => name).join(", ")}.\n`);
    return 2;
  }
  const chosen = args.length === 0 ? proofs : proofs.filter(({ name }) => args.includes(name));
  const kinds: Verdict["kind"][] = [];
  for (const proof of chosen) kinds.push(await proved(proof));
  const count = (kind: Verdict["kind"]): number => kinds.filter((each) => each === kind).length;
  const skipped = count("skipped");
  say(`${count("ok")} passed, ${count("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  return count("failed") === 0 ? 0 : 1;
}

async function proved({ name, claim, run }: Proof): Promise<Verdict["kind"]> {
  say(`${name}: ${claim}`);
  const began = performance.now();
  const verdict = await run((line) => say(`  ${line}`)).catch(
    (error: unknown): Verdict => ({ kind: "failed", reasons: [error instanceof Error ? String(error.stack) : String(error)] }),
  );
  if (verdict.kind === "failed") for (const reason of verdict.reasons.slice(0, 20)) say(`  ! ${reason}`);
  const why = verdict.kind === "skipped" ? `: ${verdict.reason}` : "";
  say(`${name}: ${verdict.kind}${why} (${((performance.now() - began) / 1000).toFixed(1)} s)\n`);
  return verdict.kind;
}
