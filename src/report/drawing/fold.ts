import type { AnalyzedLayer } from "../../network/analyze.ts";
import type { DemandOrder } from "./order.ts";
import { type Wire, wiresInto, wiresOutOf } from "./wires.ts";

/** Layers that are drawn as one box: one layer, or blocks of the same structure, one after the other. */
export interface Unit {
  /** Places in the list of layers, in the order of computing; block after block. */
  readonly places: readonly number[];
  /** How many blocks. */
  readonly repeats: number;
}

/** Blocks that repeat, as positions in the order of computing. */
interface Run {
  readonly start: number;
  /** Layers in each block. */
  readonly period: number;
  readonly repeats: number;
}

/** Longer blocks are not looked for: the search is quadratic. */
const longestBlock = 400;

/**
 * The layers in the order of computing, with blocks that repeat taken together: blocks of layers of the same types, connected in the same way within
 * themselves and to the block before, of which only the last feeds anything else. Options and names do not count. Layers in `apart` stay alone.
 */
export function foldedUnits(
  layers: readonly AnalyzedLayer[],
  wires: readonly Wire[],
  order: DemandOrder,
  apart: ReadonlySet<string>,
): Unit[] {
  const view = viewOf(layers, wires, order, apart);
  const units: Unit[] = [];
  const spans = [{ from: 0, to: order.places.length }];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const run = bestRun(view, span.from, span.to);
    if (run === undefined) {
      for (let i = span.from; i < span.to; i++) units.push({ places: [order.places[i]], repeats: 1 });
    } else if (run.start > span.from) {
      spans.push({ from: run.start, to: span.to }, { from: span.from, to: run.start });
    } else {
      const end = run.start + run.period * run.repeats;
      units.push({ places: order.places.slice(run.start, end), repeats: run.repeats });
      spans.push({ from: end, to: span.to });
    }
  }
  return units;
}

/** The network as positions in the order of computing. */
interface View {
  /** What a layer is without its options: equal numbers for equal kinds. */
  readonly kinds: readonly number[];
  /** The positions that each position is fed by. */
  readonly sources: readonly (readonly number[])[];
  /** The positions that each position feeds. */
  readonly targets: readonly (readonly number[])[];
}

function viewOf(
  layers: readonly AnalyzedLayer[],
  wires: readonly Wire[],
  { places, back }: DemandOrder,
  apart: ReadonlySet<string>,
): View {
  const positions = new Int32Array(places.length);
  places.forEach((place, position) => {
    positions[place] = position;
  });
  const [into, outOf] = [wiresInto(layers.length, wires), wiresOutOf(layers.length, wires)];
  const numbers = new Map<string, number>();
  const kindOf = (place: number): number => {
    const { type, name, inputNames, outputNames } = layers[place];
    const alone = apart.has(name) || into[place].some((wire) => back.has(wire)) || outOf[place].some((wire) => back.has(wire));
    const ports = into[place].map((wire) => [wire.sourcePort, wire.destinationPort]);
    const key = JSON.stringify(alone ? [place] : [type, inputNames, outputNames, ports]);
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    return numbers.get(key)!;
  };
  return {
    kinds: places.map(kindOf),
    sources: places.map((place) => into[place].map((wire) => positions[wire.source])),
    targets: places.map((place) => outOf[place].map((wire) => positions[wire.destination])),
  };
}

/** The run that makes most layers disappear; of equal ones that with the shortest blocks. */
function bestRun(view: View, from: number, to: number): Run | undefined {
  let best: Run | undefined;
  let saved = 0;
  const most = Math.min(longestBlock, Math.floor((to - from) / 2));
  for (let period = 1; period <= most && to - from - period > saved; period++) {
    for (const stretch of stretches(view, from, to, period)) {
      if (stretch.to - stretch.from - period <= saved) continue;
      const run = bestPhase(view, stretch.from, stretch.to, period);
      if (run === undefined || (run.repeats - 1) * period <= saved) continue;
      [best, saved] = [run, (run.repeats - 1) * period];
    }
  }
  return best;
}

/** The longest stretches of positions in which each is like the one a period later. */
function stretches(view: View, from: number, to: number, period: number): { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  let start = from;
  for (let i = from; i + period <= to; i++) {
    if (i + period < to && alike(view, i, i + period)) continue;
    if (i - start >= period) found.push({ from: start, to: i + period });
    start = i + 1;
  }
  return found;
}

/** Whether two positions hold the same kind of layer, fed from as far before, or by the same layer. */
function alike({ kinds, sources }: View, i: number, j: number): boolean {
  if (kinds[i] !== kinds[j]) return false;
  return sources[i].every((source, k) => i - source === j - sources[j][k] || source === sources[j][k]);
}

/** Of the places where the first block of a stretch may begin, the one where the fewest values flow from block to block, best at a fork. */
function bestPhase(view: View, from: number, to: number, period: number): Run | undefined {
  let best: { readonly run: Run; readonly rank: readonly number[] } | undefined;
  for (let start = from; start < from + period && start + 2 * period <= to; start++) {
    const run: Run = { start, period, repeats: Math.floor((to - start) / period) };
    if (period === 1 && run.repeats < 3) continue;
    const crossing = view.sources.slice(start, start + period).flatMap((sources) => sources.filter((source) => source < start));
    const rank = [new Set(crossing).size, -run.repeats, -crossing.length];
    if (best !== undefined && !isBefore(rank, best.rank)) continue;
    if (isChain(view, run)) best = { run, rank };
  }
  return best?.run;
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && a[at] < b[at];
}

/** Whether each block is fed by the one before and from before the run alone, and only the last one feeds what comes after. */
function isChain({ sources, targets }: View, { start, period, repeats }: Run): boolean {
  const end = start + period * repeats;
  const blockOf = (position: number): number => Math.floor((position - start) / period);
  for (let i = start; i < end; i++) {
    const block = blockOf(i);
    if (sources[i].some((source) => source >= start && block - blockOf(source) > 1)) return false;
    if (block < repeats - 1 && targets[i].some((target) => target >= end)) return false;
  }
  return true;
}
