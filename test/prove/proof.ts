/** How a proof ended. */
export type Verdict =
  | { readonly kind: "ok" }
  | { readonly kind: "failed"; readonly reasons: readonly string[] }
  | { readonly kind: "skipped"; readonly reason: string };

/** A claim about the whole product that takes too long for the tests. */
export interface Proof {
  readonly name: string;
  /** What is shown, in one sentence. */
  readonly claim: string;
  /** Shows it; figures go to `say`, a line each. What it throws counts as failed. */
  readonly run: (say: (line: string) => void) => Promise<Verdict>;
}

/** The verdict for a list of what went wrong. */
export function verdictOf(reasons: readonly string[]): Verdict {
  return reasons.length === 0 ? { kind: "ok" } : { kind: "failed", reasons };
}
