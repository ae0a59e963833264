/** Where progress is written: a stream such as `process.stderr`. */
export interface ProgressWriter {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** How progress is reported. */
export interface ProgressOptions {
  readonly writer: ProgressWriter;
  /** The number of iterations. */
  readonly total: number;
  /** Iterations done before, as in a resumed training; they do not count for the rate. */
  readonly start?: number;
  /** What is going on; `Training` by default. */
  readonly label?: string;
  /** Seconds between plain lines where the writer is no terminal; 10 by default. */
  readonly interval?: number;
  /** Milliseconds from any fixed moment; `performance.now` by default. */
  readonly clock?: () => number;
  /** Where `NO_COLOR` and `TERM` are looked up; the process's environment by default. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A report of long work. */
export interface Progress {
  /** Shows that so many iterations are done, counted from the very first, and the loss if there is one. */
  update(done: number, loss?: number): void;
  /** Writes a line of other text above the report. */
  print(line: string): void;
  /** Takes the report off the terminal, so that others may write; the next update brings it back. */
  clear(): void;
  /** Ends the report: nothing is left of it on a terminal, elsewhere the last state is written if it was not. */
  finish(): void;
}

const redrawMilliseconds = 100;

/**
 * Reports how far long work is. A terminal shows one line that is rewritten in place; anything else gets a plain line at the start, at
 * most every `interval` seconds, and at the end.
 *
 * @example
 * ```ts
 * const progress = progressReporter({ writer: process.stderr, total: 600 });
 * progress.update(120, 0.43); // Training [####----------------] 120/600 8.1 it/s 0:59 left loss 0.4300
 * progress.finish();
 * ```
 */
export function progressReporter(options: ProgressOptions): Progress {
  const environment = options.environment ?? process.env;
  const terminal = options.writer.isTTY === true && environment.TERM !== "dumb";
  return terminal ? terminalReporter(options, !environment.NO_COLOR) : plainReporter(options);
}

interface State {
  readonly done: number;
  readonly loss?: number;
}

function terminalReporter(options: ProgressOptions, colour: boolean): Progress {
  const { writer, total, start = 0, label = "Training", clock = () => performance.now() } = options;
  const began = clock();
  let state: State = { done: start };
  let drawnAt = Number.NEGATIVE_INFINITY;
  let shown = false;
  const clear = (): void => {
    if (shown) writer.write("\r\x1b[K");
    shown = false;
  };
  const draw = (): void => {
    const facts = factsOf(state, total, clock() - began, start);
    writer.write(`\r${barLine(label, state.done / total, facts, (writer.columns ?? 80) - 1, colour)}\x1b[K`);
    drawnAt = clock();
    shown = true;
  };
  return {
    update: (done, loss) => {
      state = { done, loss };
      if (clock() - drawnAt >= redrawMilliseconds || done >= total) draw();
    },
    print: (line) => {
      const again = shown;
      clear();
      writer.write(`${line}\n`);
      if (again) draw();
    },
    clear,
    finish: clear,
  };
}

function plainReporter(options: ProgressOptions): Progress {
  const { writer, total, start = 0, label = "Training", interval = 10, clock = () => performance.now() } = options;
  const began = clock();
  let state: State = { done: start };
  let written: { readonly done: number; readonly at: number } | undefined;
  const write = (): void => {
    writer.write(`${label}: ${factsOf(state, total, clock() - began, start).join(", ")}\n`);
    written = { done: state.done, at: clock() };
  };
  return {
    update: (done, loss) => {
      state = { done, loss };
      const due = written === undefined || clock() - written.at >= interval * 1000 || done >= total;
      if (due && written?.done !== done) write();
    },
    print: (line) => void writer.write(`${line}\n`),
    clear: () => {},
    finish: () => {
      if (written !== undefined && written.done !== state.done) write();
    },
  };
}

/** Most important first: `120/600`, `8.1 it/s`, `0:59 left`, `loss 0.4312`; a rate needs some time to show. */
function factsOf({ done, loss }: State, total: number, milliseconds: number, start: number): string[] {
  const rate = milliseconds > 0 ? ((done - start) * 1000) / milliseconds : 0;
  return [
    `${done}/${total}`,
    ...(rate > 0 ? [`${rate >= 100 ? rate.toFixed(0) : rate.toPrecision(2)} it/s`] : []),
    ...(rate > 0 && done < total ? [`${printLeft((total - done) / rate)} left`] : []),
    ...(loss === undefined ? [] : [`loss ${Number.isFinite(loss) ? loss.toPrecision(4) : String(loss)}`]),
  ];
}

/** `0:59`, `12:05`, `3:00:00`. */
function printLeft(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

const barWidth = 20;

/** The bar and as many facts as the width holds; without room for all, the bar goes first. */
function barLine(label: string, share: number, facts: readonly string[], width: number, colour: boolean): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * barWidth);
  const [full, rest] = ["#".repeat(filled), "-".repeat(barWidth - filled)];
  const text = facts.join(" ");
  const plain = `${label} [${full}${rest}] ${text}`;
  if (plain.length <= width) return colour ? `${label} [\x1b[32m${full}\x1b[0m${rest}] ${text}` : plain;
  return `${label} ${text}`.slice(0, Math.max(0, width));
}
