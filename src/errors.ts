/** One problem, as data and as a sentence. */
export interface Issue {
  /** Stable, lower case, words joined by hyphens: `unknown-layer`, `size-mismatch`. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** The whole text: where it is, what was received, what was expected, what to do. */
  readonly message: string;
  readonly layer?: string;
  readonly port?: string;
  readonly received?: string;
  readonly expected?: string;
  /** What mends it, as an instruction or the line to write. */
  readonly fix?: string;
}

/** What an error may carry beside its code and message. */
export interface ErrorDetails extends Partial<Omit<Issue, "code" | "severity" | "message">> {
  readonly issues?: readonly Issue[];
  readonly cause?: unknown;
}

/**
 * The only error that a user's mistake (a wrong option, graph, file, flag or number) ends in. Its message says where, what was
 * received, what was expected and how to mend it; `code` is stable; `issues` lists all problems where several were found.
 * An error whose message starts with `internal:` is a fault of this library.
 */
export class LayerGraphError extends Error {
  override readonly name = "LayerGraphError";
  readonly code: string;
  readonly issues: readonly Issue[];
  readonly details: ErrorDetails;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    const { issues, cause: _cause, ...rest } = details;
    this.code = code;
    this.details = details;
    this.issues = issues ?? [{ code, severity: "error", message, ...rest }];
  }
}

/** Throws a fault of this library, which no user can cause. */
export function internal(message: string): never {
  throw new Error(`internal: ${message}`);
}

/** The candidate nearest to `word` by edit distance, if it is near enough to be meant (at most two fifths of its length away). */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length * 0.4)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
