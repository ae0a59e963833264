import { describe, expect, it } from "vitest";
import * as layers from "../../../layers/index.ts";
import type { LayerReach, Reach, StepReach } from "../../../src/layer/reach.ts";
import { layerGraph } from "../../../src/network/layerGraph.ts";
import { measuredReach } from "../../../src/network/reach/measuredReach.ts";
import { reachBetween, reachOf } from "../../../src/network/reach/reachOf.ts";
import { stepsOf } from "../../../src/network/reach/steps.ts";
import { changedOutputs, differences, stepAxis, trialOf } from "../../../src/network/reach/trial.ts";
import { type TracedLayer, traceLayers } from "../../../src/network/trace.ts";
import { type ReachCase, reachCases } from "./reachCases.ts";

/** The layer of a case between input layers. */
function traced({ layer, inputs }: ReachCase): TracedLayer {
  const sources = inputs.map((input, i) => ({ ...input, name: `input ${i}` }));
  const subject = { ...layer, name: "subject" };
  const graph = sources.reduce((g, source) => g.addLayers(source), layerGraph(subject));
  const connected = sources.reduce((g, { name }, i) => g.connectLayers(name, `subject/${layer.inputNames[i]}`), graph);
  const trace = traceLayers(connected);
  expect(trace.issues.filter(({ severity }) => severity === "error")).toEqual([]);
  return trace.layers.get("subject")!;
}

/** A change of step t of an input of so many that was seen at step u of an output of so many. */
interface Seen {
  readonly t: number;
  readonly u: number;
  readonly inputs: number;
  readonly outputs: number;
}

const lengths = [5, 6, 7, 8, 13];

/** All that each output shows of one input, whose every step is changed in sequences of several lengths. */
function seenOf(subject: TracedLayer, input: number, numbers: ReachCase["numbers"]): Seen[][] {
  const seen: Seen[][] = subject.outputs.map(() => []);
  const changes = numbers === "indices" ? [(x: number) => 3 - x] : [(x: number) => x + 5, (x: number) => 3 - 2 * x];
  for (const length of lengths) {
    const trial = trialOf(subject, { batch: 1, time: length }, numbers ?? "any", length);
    const inputs = trial.size(stepsOf(subject.inputs[input])!);
    for (let t = 0; t < inputs; t++) {
      const after = changes.map((change) => changedOutputs(trial, input, t, change));
      subject.outputs.forEach((y, i) => {
        const axis = stepsOf(y) === undefined ? undefined : stepAxis(y);
        const effects = after.map((outputs) => differences(trial.base[i], outputs[i], axis));
        const outputs = effects[0].length;
        for (let u = 0; u < outputs; u++) if (effects.some((effect) => effect[u] > 0)) seen[i].push({ t, u, inputs, outputs });
      });
    }
  }
  return seen;
}

/** The declared reach as a sentence, where what is seen contradicts it; undefined where it agrees. */
function contradiction(reach: Reach, seen: readonly Seen[], wide: boolean): string | undefined {
  if (reach === "none") return seen.length === 0 ? undefined : `step ${seen[0].u} depends on step ${seen[0].t}`;
  if (seen.length === 0) return wide ? undefined : "nothing depends on it";
  const outside = seen.find((each) => !isWithin(reach, each));
  if (outside) return `step ${outside.u} depends on step ${outside.t} of ${outside.inputs}`;
  if (wide) return undefined;
  const { earliest, latest, stride = 1, spread = 1 } = reach;
  const places = seen.map(({ t, u }) => spread * t - stride * u);
  if (typeof earliest === "number" && Math.min(...places) !== earliest) return `no step before ${Math.min(...places)} was seen`;
  if (typeof latest === "number" && Math.max(...places) !== latest) return `no step behind ${Math.max(...places)} was seen`;
  if (earliest === "start" && !lengths.every((_, i) => i < 2 || seen.some(({ t, u, outputs }) => t === 0 && u === outputs - 1))) {
    return "the last step does not see the first";
  }
  const whole = new Set(seen.filter(({ t, u, inputs }) => t === inputs - 1 && u === 0).map(({ inputs }) => inputs));
  if (latest === "end" && whole.size < lengths.length - 2) return "the first step does not see the last";
  return undefined;
}

function isWithin({ earliest, latest, stride = 1, spread = 1 }: StepReach, { t, u, inputs }: Seen): boolean {
  const place = spread * t - stride * u;
  if (earliest === "end") return t === inputs - 1;
  return (earliest === "start" || place >= earliest) && (latest === "end" || place <= latest);
}

describe("how far each layer reaches along time", () => {
  it.each(Object.keys(layers))("is as %s says, or as was measured", (type) => {
    const make = reachCases[type];
    expect(make, `give ${type} cases in reachCases.ts`).toBeDefined();
    const wrong = make().flatMap((each) => {
      const subject = traced(each);
      const reach = reachOf(subject)!;
      return subject.inputs.flatMap((x, k) => {
        if (stepsOf(x) === undefined) return [];
        return seenOf(subject, k, each.numbers).flatMap((seen, i) => {
          const between = reachBetween(reach, i, k);
          const told = contradiction(between, seen, each.wide !== undefined);
          const where = `${JSON.stringify(each.layer.given)} ${x.format}, output ${i} of input ${k}`;
          return told === undefined ? [] : [`${where}: ${JSON.stringify(between)}, but ${told}`];
        });
      });
    });
    expect(wrong).toEqual([]);
  });

  it("has no cases for layers that are not there", () => {
    expect(Object.keys(reachCases).filter((type) => !(type in layers))).toEqual([]);
  });

  it("is measured as it is declared", () => {
    const cases = Object.values(reachCases).flatMap((make) =>
      make()
        .filter(({ wide }) => wide === undefined)
        .slice(0, 1),
    );
    const compared = cases.map(traced).flatMap((subject) => {
      const { type, given, definition } = subject.layer;
      // Where the padding depends on the length, no two lengths tell the same.
      const measured = definition.reach && measuredReach(subject);
      if (measured === undefined) return [];
      const pairs = subject.outputs.flatMap((_, i) =>
        subject.inputs.flatMap((x, k) => (stepsOf(x) === undefined ? [] : [[i, k]])),
      );
      const told = (reach: LayerReach): Reach[] => pairs.map(([i, k]) => plain(reachBetween(reach, i, k)));
      return [{ where: `${type} ${JSON.stringify(given)}`, measured: told(measured), declared: told(reachOf(subject)!) }];
    });
    expect(compared.length).toBeGreaterThan(40);
    expect(compared.filter(({ measured, declared }) => JSON.stringify(measured) !== JSON.stringify(declared))).toEqual([]);
  });
});

/** Without what is usual. */
function plain(reach: Reach): Reach {
  if (reach === "none") return reach;
  const { earliest, latest, stride = 1, spread = 1 } = reach;
  return { earliest, latest, ...(stride !== 1 && { stride }), ...(spread !== 1 && { spread }) };
}
