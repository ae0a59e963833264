import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyze } from "../../../src/network/analyze.ts";
import type { LayerGraph } from "../../../src/network/layerGraph.ts";
import type { Place, ReceptiveField } from "../../../src/network/reach/receptiveField.ts";
import { predictionPlan } from "../../../src/plan/prediction.ts";
import { randomStream } from "../../../src/random.ts";
import type { Tensors } from "../../../src/run/executor.ts";
import { evaluatePlan } from "../../../src/run/reference.ts";
import { elementCount, floats } from "../../../src/tensor.ts";
import { anyStacks, networkOf, plainStacks, type Stack } from "./randomStacks.ts";

/** Of even and odd lengths, because paddings "same" depend on what the length leaves when it is divided by a stride. */
const lengths = [40, 41, 42, 43, 44, 45];
const shortLengths = [24, 25];

const described = (stack: Stack): string => stack.blocks.map(({ text }) => text).join(" → ");

describe("what is told of random networks", () => {
  it("holds every step that the plan sees, and calls causal only what no later step changes", { timeout: 120_000 }, () => {
    const verdicts = { causal: 0, not: 0 };
    const property = fc.property(anyStacks, (stack) => {
      const graph = networkOf(stack);
      const { layers, causality } = analyze(graph);
      const [field] = layers.at(-1)!.receptiveField!;
      fc.pre(field !== undefined);
      for (const length of shortLengths) {
        const seen = sightings(graph, length, [3, -1e3]);
        const outside = seen.filter(({ from, to }) => !holds(field, from, to, length));
        expect(outside.slice(0, 3), `${described(stack)} with ${length} steps: ${JSON.stringify(field)}`).toEqual([]);
        if (field.stride === null) continue; // one answer of the whole sequence
        const later = seen.filter(({ from, to }) => from > field.stride! * to);
        if (causality.causal) expect(later.slice(0, 3), described(stack)).toEqual([]);
        else expect(causality.breaks, described(stack)).not.toEqual([]);
        verdicts[causality.causal ? "causal" : "not"] += 1;
      }
    });
    fc.assert(property, { numRuns: 60, seed: 1 });
    expect(Math.min(verdicts.causal, verdicts.not)).toBeGreaterThan(5);
  });

  it("is exact for convolutions, pools and skips: the oldest and the newest step that are told are seen", {
    timeout: 120_000,
  }, () => {
    const property = fc.property(plainStacks, (stack) => {
      const graph = networkOf(stack);
      const { layers, causality } = analyze(graph);
      const [field] = layers.at(-1)!.receptiveField!;
      fc.pre(field !== undefined && typeof field.steps === "number" && field.steps <= 20);
      const stride = field.stride!;
      const places = lengths.flatMap((length) =>
        sightings(graph, length, [3, 1e3, Number.NaN]).map(({ from, to }) => from - stride * to),
      );
      fc.pre(places.length > 0); // else the sequences are too short for it
      const seen = { earliest: Math.min(...places), latest: Math.max(...places) };
      expect(seen, described(stack)).toEqual({ earliest: field.earliest, latest: field.latest });
      expect(causality.causal, described(stack)).toBe(seen.latest <= 0);
    });
    fc.assert(property, { numRuns: 60, seed: 2 });
  });
});

/** Whether a field tells that step `to` of an output may see step `from` of the input. */
function holds({ earliest, latest, stride }: ReceptiveField, from: number, to: number, length: number): boolean {
  const place = (bound: number | Place): number => {
    if (typeof bound === "number") return bound + (stride ?? 0) * to;
    const [, side, offset = "0"] = /^(start|end)(.*)$/.exec(bound)!;
    return (side === "start" ? 0 : length - 1) + Number(offset);
  };
  return place(earliest) <= from && from <= place(latest);
}

/** Which step of the input changes which step of the output, in double precision: each step is changed in an observation of its own. */
function sightings(
  graph: LayerGraph,
  length: number,
  changes: readonly number[],
): { readonly from: number; readonly to: number }[] {
  const { plan, outputs } = predictionPlan(graph, { padded: false });
  const observations = 1 + length * changes.length; // the first one is as it was
  const feeds: Tensors = Object.fromEntries(
    plan.inputs.map(({ name, shape }) => {
      const size = shape.map((dim) => (typeof dim === "number" ? dim : String(dim) === "time" ? length : observations));
      const stream = randomStream(7, name);
      if (name !== "input")
        return [
          name,
          floats(
            size,
            Float32Array.from({ length: elementCount(size) }, () => parameter(stream.normal())),
          ),
        ];
      return [
        name,
        floats(
          size,
          changedInputs(
            size,
            changes,
            Array.from({ length: size[1] * length }, () => stream.normal()),
          ),
        ),
      ];
    }),
  );
  const { data, shape } = evaluatePlan(plan, feeds)[outputs[0].name];
  const [, channels, steps = 1] = shape;
  const size = channels * steps;
  const found: { readonly from: number; readonly to: number }[] = [];
  for (let n = 1; n < observations; n++) {
    for (let to = 0; to < steps; to++) {
      const changed = Array.from({ length: channels }, (_, c) => c * steps + to).some(
        (at) => !Object.is(data[n * size + at], data[at]),
      );
      if (changed) found.push({ from: (n - 1) % length, to });
    }
  }
  return found;
}

/** No weight is so near to zero that a change gets lost. */
function parameter(drawn: number): number {
  return Math.abs(drawn) + 0.1;
}

function changedInputs(
  [observations, channels, length]: readonly number[],
  changes: readonly number[],
  usual: readonly number[],
): Float32Array {
  const data = new Float32Array(observations * channels * length);
  for (let n = 0; n < observations; n++) {
    data.set(usual, n * channels * length);
    if (n === 0) continue;
    const [step, change] = [(n - 1) % length, changes[Math.floor((n - 1) / length)]];
    for (let c = 0; c < channels; c++) data[(n * channels + c) * length + step] += change * (c + 1);
  }
  return data;
}
