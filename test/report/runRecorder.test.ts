import { describe, expect, it } from "vitest";
import { runIn } from "../../src/report/live/runFile.ts";
import { RunRecorder } from "../../src/report/live/runRecorder.ts";
import type { RunFacts, TrainingRun } from "../../src/report/live/trainingRun.ts";

const facts: RunFacts = {
  name: "a training",
  began: "2026-01-02T03:04:05.000Z",
  metric: "accuracy",
  epochs: 2,
  iterations: 20,
  iterationsPerEpoch: 10,
  observations: 40,
  validated: true,
  threads: 1,
  cores: 2,
  memory: 8e9,
  options: { solver: "adam" },
  layers: ["conv", "fc"],
};

function iteration(recorder: RunRecorder, i: number): void {
  const layers = { gradientNorm: [i, 2 * i], updateRatio: [0.1, 0.2] };
  recorder.iteration({
    epoch: 1,
    iteration: i,
    seconds: i / 10,
    loss: 1 / i,
    metric: i,
    learnRate: 0.1,
    ...(i % 2 === 0 && { layers }),
  });
}

/** An event with its data. */
function read(message: Buffer | undefined): { event: string; data: TrainingRun } {
  const [, event, data] = /^event: (\w+)\ndata: (.*)\n\n$/.exec(message!.toString())!;
  return { event, data: JSON.parse(data) };
}

describe("the record of a training", () => {
  it("is told whole to a new reader, then only what has changed", () => {
    const recorder = new RunRecorder(facts);
    iteration(recorder, 1);
    const next = recorder.reader();
    const first = read(next());
    expect(first.event).toBe("run");
    expect(first.data).toEqual(recorder.run());
    expect(next()).toBeUndefined();
    iteration(recorder, 2);
    iteration(recorder, 3);
    const { event, data } = read(next());
    expect(event).toBe("change");
    expect(data.curves.progress).toMatchObject({ from: 1, x: [2, 3], every: 1 });
    expect(data.curves.gradientNorm).toMatchObject({ x: [2], mean: [[2], [4]] });
    expect(data.curves.validation).toBeUndefined();
    expect(data.status).toMatchObject({ state: "running", iteration: 3 });
    expect(next()).toBeUndefined();
    recorder.status({ state: "ended", text: "Max epochs completed." });
    expect(read(next()).data).toMatchObject({ curves: {}, status: { state: "ended", text: "Max epochs completed." } });
  });

  it("makes one message for all readers who are at the same place", () => {
    const recorder = new RunRecorder(facts);
    iteration(recorder, 1);
    const readers = [recorder.reader(), recorder.reader()];
    const [a, b] = readers.map((next) => next());
    expect(a).toBe(b);
    iteration(recorder, 2);
    const [c, d] = readers.map((next) => next());
    expect(c).toBe(d);
    expect(read(recorder.reader()()).event).toBe("run");
  });

  it("stays small however long the training is, and with however many layers", () => {
    const recorder = new RunRecorder({ ...facts, layers: Array.from({ length: 1000 }, (_, i) => `layer ${i}`) });
    const values = recorder.facts.layers.map(() => 1.23456789);
    const layers = { gradientNorm: values, updateRatio: values };
    for (let i = 1; i <= 20_000; i++)
      recorder.iteration({
        epoch: 1,
        iteration: i,
        seconds: i,
        loss: 1.23456789,
        metric: 1,
        learnRate: 1,
        ...(i % 100 === 0 && { layers }),
      });
    const text = JSON.stringify(recorder.run());
    expect(text.length).toBeLessThan(6_000_000);
    expect(recorder.run().curves.progress.x.at(-1)).toBe(20_000);
  });
});

describe("a file with a training", () => {
  const recorder = new RunRecorder(facts);
  for (let i = 1; i <= 4; i++) iteration(recorder, i);
  const run = recorder.run();

  it("gives it back: a saved run, and a report", () => {
    expect(runIn(JSON.stringify(run))).toEqual(run);
    const data = JSON.stringify({ run, earlier: [], judged: [] }).replaceAll("<", "\\u003c");
    expect(runIn(`<html><script type="application/json" id="data">${data}</script></html>`)).toEqual(run);
  });

  it.each([
    ["nothing", ""],
    ["another document", '{"format":"layergraph/1"}'],
    ["a page without a run", '<script type="application/json" id="data">{"earlier":[]}</script>'],
    ["a curve with other columns", JSON.stringify({ ...run, facts: { ...facts, layers: ["conv"] } })],
    ["a column of another length", JSON.stringify(run).replace('"x":[1,2,3,4]', '"x":[1,2,3]')],
    ["a text among the numbers", JSON.stringify(run).replace('"x":[1,2,3,4]', '"x":[1,2,3,"4"]')],
    ["a name that is none", JSON.stringify({ ...run, facts: { ...facts, name: { html: "<img>" } } })],
    ["a state that is none", JSON.stringify({ ...run, status: { ...run.status, state: "lost" } })],
    ["half of it", JSON.stringify(run).slice(0, 500)],
  ])("is refused where it is %s", (_, text) => {
    expect(runIn(text)).toBeUndefined();
  });
});
