import { readSync, writeSync } from "node:fs";

/** What a contender is asked; `pytorch.py` reads the same. */
export interface Request {
  readonly cmd: "step" | "forward" | "losses" | "memory" | "rate" | "quit";
  /** How many runs of `step`, `forward` or `rate`, or how many `losses`. */
  readonly count?: number;
  /** `losses`: where the learnables and the data are, as a `.npz` file. */
  readonly file?: string;
}

/** The requests that a contender receives on standard input, one JSON object per line. */
export class Requests {
  #received = Buffer.alloc(0);
  #back: Request | undefined;

  /**
   * The next request; the end of the input is a request to quit. It blocks the thread: within a training, an output function can wait for
   * nothing else, and while another contender has its turn nothing may run here.
   */
  next(): Request {
    const kept = this.#back;
    this.#back = undefined;
    return kept ?? this.#line();
  }

  /** Makes a request the next one again. */
  putBack(request: Request): void {
    this.#back = request;
  }

  #line(): Request {
    const chunk = Buffer.alloc(4096);
    for (;;) {
      const end = this.#received.indexOf("\n");
      if (end >= 0) {
        const line = this.#received.toString("utf8", 0, end);
        this.#received = this.#received.subarray(end + 1);
        return JSON.parse(line) as Request;
      }
      const count = readSync(0, chunk);
      if (count === 0) return { cmd: "quit" };
      this.#received = Buffer.concat([this.#received, chunk.subarray(0, count)]);
    }
  }
}

/** Answers a request. */
export function reply(answer: Readonly<Record<string, unknown>>): void {
  writeSync(1, `${JSON.stringify(answer)}\n`);
}

/** The answer to `memory`: the most that this process has used so far. */
export function replyMemory(): void {
  reply({ mebibytes: process.resourceUsage().maxRSS / 1024 });
}
