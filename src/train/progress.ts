import { Curves } from "../report/live/curves.ts";
import { showsSparklines, sparkline } from "./sparkline.ts";

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
  /** Shows that so many iterations are done, counted from the very first, the loss if there is one, and the accuracy in percent. */
  update(done: number, loss?: number, accuracy?: number): void;
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
 * most every `interval` seconds, and at the end. On a terminal that has room, small curves show how loss and accuracy went.
 *
 * @example
 * ```ts
 * const progress = progressReporter({ writer: process.stderr, total: 600 });
 * progress.update(120, 0.43); // Training [####----------------] 120/600 8.1 it/s 0:59 left loss 0.4300 █▆▅▄▃▂▂▁
 * progress.finish();
 * ```
 */
export function progressReporter(options: ProgressOptions): Progress {
  const environment = options.environment ?? process.env;
  const terminal = options.writer.isTTY === true && environment.TERM !== "dumb";
  if (!terminal) return plainReporter(options);
  return terminalReporter(options, { colour: !environment.NO_COLOR, curves: showsSparklines(environment) });
}

interface State {
  readonly done: number;
  readonly loss?: number;
  readonly accuracy?: number;
}

/** What a terminal can show. */
interface Look {
  readonly colour: boolean;
  readonly curves: boolean;
}

function terminalReporter(options: ProgressOptions, look: Look): Progress {
  const { writer, total, start = 0, label = "Training", clock = () => performance.now() } = options;
  const began = clock();
  let state: State = { done: start };
  let drawnAt = Number.NEGATIVE_INFINITY;
  let shown = false;
  const measured = new Curves(2, { limit: 4 * sparkWidth });
  const clear = (): void => {
    if (shown) writer.write("\r\x1b[K");
    shown = false;
  };
  const draw = (): void => {
    const facts = factsOf(state, total, clock() - began, start);
    const line = barLine(label, state.done / total, facts, (writer.columns ?? 80) - 1);
    const extras = look.curves ? sparks(measured, state.accuracy, line.room) : "";
    writer.write(`\r${look.colour ? coloured(line.text) : line.text}${extras}\x1b[K`);
    drawnAt = clock();
    shown = true;
  };
  return {
    update: (done, loss, accuracy) => {
      state = { done, loss, accuracy };
      if (loss !== undefined) measured.add(done, [loss, accuracy ?? Number.NaN]);
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

/** The bar and as many facts as the width holds, and how much is left of it; without room for all, the bar goes first. */
function barLine(label: string, share: number, facts: readonly string[], width: number): { text: string; room: number } {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * barWidth);
  const rest = facts.join(" ");
  const whole = `${label} [${"#".repeat(filled)}${"-".repeat(barWidth - filled)}] ${rest}`;
  const text = whole.length <= width ? whole : `${label} ${rest}`.slice(0, Math.max(0, width));
  return { text, room: width - text.length };
}

/** The full part of the bar in green. */
function coloured(line: string): string {
  return line.replace(/\[(#*)(-*)\]/, "[\x1b[32m$1\x1b[0m$2]");
}

const sparkWidth = 16;
const leastSparkWidth = 6;

/** The curves of loss and accuracy behind a line, as far as there is room. */
function sparks(measured: Curves, accuracy: number | undefined, room: number): string {
  const { x, mean } = measured.slice();
  if (x.length < 2 || room <= leastSparkWidth) return "";
  const loss = ` ${sparkline(mean[0], Math.min(sparkWidth, room - 1))}`;
  const name = accuracy === undefined ? "" : ` accuracy ${accuracy.toFixed(2)}% `;
  const left = room - loss.length - name.length;
  return accuracy === undefined || left < leastSparkWidth
    ? loss
    : `${loss}${name}${sparkline(mean[1], Math.min(sparkWidth, left))}`;
}
