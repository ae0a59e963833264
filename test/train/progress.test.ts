import { describe, expect, it } from "vitest";
import { progressReporter } from "../../src/train/progress.ts";

function writerOf(isTTY: boolean, columns?: number) {
  const written: string[] = [];
  return { written, writer: { write: (text: string) => written.push(text), isTTY, columns } };
}

function clockOf() {
  const time = { now: 5000 };
  return { time, clock: () => time.now };
}

const control = new RegExp(`\r|${String.fromCharCode(27)}\\[[0-9;]*[mK]`, "g");
const visible = (text: string) => text.replace(control, "");

describe("progress on a terminal", () => {
  it("rewrites one line with bar, count, rate, time left and loss", () => {
    const { written, writer } = writerOf(true, 100);
    const { time, clock } = clockOf();
    const progress = progressReporter({ writer, total: 600, clock, environment: { NO_COLOR: "1" } });
    progress.update(0);
    time.now += 15_000;
    progress.update(120, 0.43);
    expect(written).toEqual([
      "\rTraining [--------------------] 0/600\x1b[K",
      "\rTraining [####----------------] 120/600 8.0 it/s 1:00 left loss 0.4300\x1b[K",
    ]);
  });

  it("redraws at most ten times a second, and always at the end", () => {
    const { written, writer } = writerOf(true);
    const { time, clock } = clockOf();
    const progress = progressReporter({ writer, total: 1000, clock, environment: {} });
    for (let done = 0; done <= 1000; done++) {
      time.now += 1;
      progress.update(done);
    }
    expect(written.length).toBeLessThanOrEqual(12);
    expect(visible(written[written.length - 1])).toContain("1000/1000");
  });

  it("takes its line away before other text and brings it back below", () => {
    const { written, writer } = writerOf(true);
    const { clock } = clockOf();
    const progress = progressReporter({ writer, total: 10, clock, environment: { NO_COLOR: "1" } });
    progress.print("before");
    progress.update(1);
    progress.print("a row");
    progress.clear();
    progress.clear();
    progress.finish();
    const line = "\rTraining [##------------------] 1/10\x1b[K";
    expect(written).toEqual(["before\n", line, "\r\x1b[K", "a row\n", line, "\r\x1b[K"]);
  });

  it("never writes more than the terminal is wide", () => {
    for (const columns of [1, 10, 30, 50, 80]) {
      const { written, writer } = writerOf(true, columns);
      const { time, clock } = clockOf();
      const progress = progressReporter({ writer, total: 100_000, clock, environment: {} });
      time.now += 1000;
      progress.update(1234, 123.456);
      expect(visible(written[0]).length).toBeLessThan(columns);
    }
  });

  it("uses colour unless NO_COLOR is set", () => {
    for (const [environment, coloured] of [
      [{}, true],
      [{ NO_COLOR: "1" }, false],
    ] as const) {
      const { written, writer } = writerOf(true);
      progressReporter({ writer, total: 2, clock: () => 0, environment }).update(1);
      expect(written[0].includes("\x1b[32m")).toBe(coloured);
    }
  });

  it("draws how loss and accuracy went, as far as there is room", () => {
    const lines = [70, 100, 140].map((columns) => {
      const { written, writer } = writerOf(true, columns);
      const progress = progressReporter({
        writer,
        total: 8,
        clock: () => 0,
        environment: { NO_COLOR: "1", LANG: "en_US.UTF-8" },
      });
      for (let i = 1; i <= 8; i++) progress.update(i, 9 - i, 12.5 * i);
      return visible(written.at(-1)!);
    });
    expect(lines).toEqual([
      "Training [####################] 8/8 loss 1.000 █▇▆▅▄▃▂▁",
      "Training [####################] 8/8 loss 1.000 █▇▆▅▄▃▂▁ accuracy 100.00% ▁▂▃▄▅▆▇█",
      "Training [####################] 8/8 loss 1.000 █▇▆▅▄▃▂▁ accuracy 100.00% ▁▂▃▄▅▆▇█",
    ]);
  });

  it("draws no curves where the terminal has another encoding, and none of a single value", () => {
    for (const [environment, count] of [
      [{ LANG: "C" }, 3],
      [{ LC_ALL: "de_DE.ISO-8859-1", LANG: "de_DE.UTF-8" }, 3],
      [{}, 1],
    ] as const) {
      const { written, writer } = writerOf(true, 120);
      const progress = progressReporter({ writer, total: 3, clock: () => 0, environment });
      for (let i = 1; i <= count; i++) progress.update(i, 1 / i);
      expect(written.join("")).not.toMatch(/[▁-█]/);
    }
  });

  it("does not count the iterations before a resumed training for the rate", () => {
    const { written, writer } = writerOf(true);
    const { time, clock } = clockOf();
    const progress = progressReporter({ writer, total: 200, start: 100, clock, environment: {} });
    time.now += 10_000;
    progress.update(120);
    expect(visible(written[0])).toContain("120/200 2.0 it/s 0:40 left");
  });
});

describe("progress without a terminal", () => {
  it("writes plain lines at the start, at most every interval, and at the end", () => {
    const { written, writer } = writerOf(false);
    const { time, clock } = clockOf();
    const progress = progressReporter({ writer, total: 250, clock, interval: 10, environment: {} });
    for (let done = 0; done <= 250; done += 10) {
      progress.update(done, 2);
      time.now += 1000;
    }
    progress.finish();
    expect(written).toEqual([
      "Training: 0/250, loss 2.000\n",
      "Training: 100/250, 10 it/s, 0:15 left, loss 2.000\n",
      "Training: 200/250, 10 it/s, 0:05 left, loss 2.000\n",
      "Training: 250/250, 10 it/s, loss 2.000\n",
    ]);
  });

  it("writes where it stopped if it stopped early", () => {
    const { written, writer } = writerOf(false);
    const { time, clock } = clockOf();
    const progress = progressReporter({ writer, total: 250, clock, environment: {} });
    progress.update(0);
    time.now += 1000;
    progress.update(2);
    progress.print("stopped");
    progress.clear();
    progress.finish();
    expect(written).toEqual(["Training: 0/250\n", "stopped\n", "Training: 2/250, 2.0 it/s, 2:04 left\n"]);
  });

  it("has no control characters, also on a dumb terminal", () => {
    const { written, writer } = writerOf(true);
    progressReporter({ writer, total: 4, clock: () => 0, environment: { TERM: "dumb" } }).update(1, 0.5);
    expect(written).toEqual(["Training: 1/4, loss 0.5000\n"]);
  });
});
