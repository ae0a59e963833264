import type { PlacedBox, PlacedComponent, PlacedWire } from "./component.ts";
import { endOf, moved, type Path, Pen, type Step } from "./path.ts";

/** Longer drawings are wrapped where nothing is asked for: about 60 rows. */
const longest = 6000;
/** How wide a drawing that was wrapped should be, for its height. */
const aspect = 1.4;

/** Between columns, and between the wires that go from one to the next. */
const room = { column: 44, track: 9, turn: 12 } as const;
const cornerRadius = 7;

/** How many columns a drawing gets. */
export type Columns = "auto" | number;

/**
 * A long component in columns beside each other. It is cut between rows, where the fewest wires pass; these go on at the top of the next column.
 * Components with wires that run beside all boxes stay as they are.
 */
export function wrapped(component: PlacedComponent, sizeOf: SizeOf, columns: Columns): PlacedComponent {
  const { boxes, wires, gaps } = component;
  if (gaps.length === 0 || wires.some(({ rows }) => rows < 1)) return component;
  const { low, high } = rangeOf(boxes.flatMap((box) => [box.along, box.along + sizeOf(box.box).along]));
  const { low: left, high: right } = rangeOf(boxes.flatMap((box) => [box.across, box.across + sizeOf(box.box).across]));
  const count = columns === "auto" ? usualColumns(high - low, right - left) : columns;
  const cuts = cutsOf(gaps, wires, low, high, count);
  return cuts.length === 0 ? component : inColumns(component, sizeOf, cuts);
}

type SizeOf = (box: number) => { readonly across: number; readonly along: number };

function usualColumns(length: number, breadth: number): number {
  return length <= longest ? 1 : Math.round(Math.sqrt((aspect * length) / (breadth + room.column)));
}

/** Where to cut: for each column the place near its ideal end at which the fewest wires pass. */
function cutsOf(gaps: readonly number[], wires: readonly PlacedWire[], low: number, high: number, columns: number): number[] {
  const ideal = (high - low) / columns;
  const passing = passingAt(gaps, wires);
  const cuts: number[] = [];
  for (let k = 1; k < columns; k++) {
    const wish = low + k * ideal;
    const near = gaps.filter((gap) => gap > (cuts.at(-1) ?? low) && Math.abs(gap - wish) < ideal / 3);
    const cost = (gap: number): number => passing.get(gap)! + Math.abs(gap - wish) / ideal;
    if (near.length > 0) cuts.push(near.reduce((best, gap) => (cost(gap) < cost(best) ? gap : best)));
  }
  return cuts;
}

/** How many wires pass each gap. */
function passingAt(gaps: readonly number[], wires: readonly PlacedWire[]): ReadonlyMap<number, number> {
  const changes = wires.flatMap(({ path }): [number, number][] => [
    [path[0][1]!, 1],
    [endOf(path.at(-1)!)[1], -1],
  ]);
  changes.sort(([a], [b]) => a - b);
  let [at, open] = [0, 0];
  return new Map(
    gaps.map((gap) => {
      for (; at < changes.length && changes[at][0] < gap; at++) open += changes[at][1];
      return [gap, open];
    }),
  );
}

/** A wire's part in one column. */
interface Part {
  readonly wire: PlacedWire;
  readonly path: Path;
}

/** Where a column goes: what is added to its coordinates. */
interface Column {
  readonly across: number;
  readonly along: number;
  /** Its right edge and its lower one, where they come to stand. */
  readonly right: number;
  readonly bottom: number;
}

function inColumns({ boxes, wires }: PlacedComponent, sizeOf: SizeOf, cuts: readonly number[]): PlacedComponent {
  const columnAt = (along: number): number => cuts.filter((cut) => cut <= along).length;
  const parts = wires.map((wire) => partsOf(wire, cuts, columnAt));
  const held = [...cuts, Number.POSITIVE_INFINITY].map((_, k) => ({
    boxes: boxes.filter(({ along }) => columnAt(along) === k),
    parts: parts.flatMap((own) => own.filter(({ column }) => column === k)),
  }));
  const passing = cuts.map((_, k) => held[k].parts.filter(({ goesOn }) => goesOn));
  const orders = passing.map((all) => orderOf(all));
  const columns = columnsOf(held, sizeOf, cuts, orders);
  return {
    gaps: [],
    boxes: held.flatMap(({ boxes: own }, k) => own.map((box) => movedBox(box, columns[k]))),
    wires: parts.map((own) => ({ ...own[0].wire, path: joined(own, columns, orders) })),
  };
}

function movedBox(box: PlacedBox, { across, along }: Column): PlacedBox {
  const shifted = (places: readonly number[]): number[] => places.map((place) => place + across);
  return {
    ...box,
    across: box.across + across,
    along: box.along + along,
    inputs: shifted(box.inputs),
    outputs: shifted(box.outputs),
  };
}

interface ColumnPart extends Part {
  readonly column: number;
  /** Whether it goes on in the next column. */
  readonly goesOn: boolean;
}

/** The parts of a wire between cuts, at which it runs along the way of computing. */
function partsOf(wire: PlacedWire, cuts: readonly number[], columnAt: (along: number) => number): ColumnPart[] {
  const parts: ColumnPart[] = [];
  let steps: Step[] = [wire.path[0]];
  let column = columnAt(endOf(wire.path[0])[1]);
  for (const step of wire.path.slice(1)) {
    const [x, y] = endOf(step);
    for (; column < cuts.length && y > cuts[column]; column++) {
      const ends = endOf(steps.at(-1)!);
      if (ends[1] < cuts[column]) steps.push([x, cuts[column]]);
      parts.push({ wire, column, path: steps, goesOn: true });
      steps = [[x, cuts[column]]];
    }
    steps.push(step);
  }
  parts.push({ wire, column, path: steps, goesOn: false });
  return parts;
}

/** For each wire that passes a cut how many lie to the right of it. */
function orderOf(passing: readonly ColumnPart[]): ReadonlyMap<PlacedWire, number> {
  const sorted = [...passing].sort((a, b) => endOf(b.path.at(-1)!)[0] - endOf(a.path.at(-1)!)[0]);
  return new Map(sorted.map(({ wire }, i) => [wire, i]));
}

function columnsOf(
  held: readonly { readonly boxes: readonly PlacedBox[]; readonly parts: readonly Part[] }[],
  sizeOf: SizeOf,
  cuts: readonly number[],
  orders: readonly ReadonlyMap<PlacedWire, number>[],
): Column[] {
  const top = room.turn + room.track * Math.max(...orders.map(({ size }) => size));
  const columns: Column[] = [];
  let edge = 0;
  held.forEach(({ boxes, parts }, k) => {
    const start = k === 0 ? Math.min(...boxes.map(({ along }) => along)) : cuts[k - 1];
    const { low, high } = rangeOf([
      ...boxes.flatMap((box) => [box.across, box.across + sizeOf(box.box).across]),
      ...parts.flatMap(({ path }) => path.flatMap((step) => step.filter((_, i) => i % 2 === 0))),
    ]);
    const along = top - start;
    const bottom = k < cuts.length ? cuts[k] + along : Number.POSITIVE_INFINITY;
    columns.push({ across: edge - low, along, right: edge + high - low, bottom });
    edge += high - low + room.column + room.track * (orders[k]?.size ?? 0);
  });
  return columns;
}

/** The parts of a wire in their columns, and the ways between these: under the one, up between both, over the other. */
function joined(
  parts: readonly ColumnPart[],
  columns: readonly Column[],
  orders: readonly ReadonlyMap<PlacedWire, number>[],
): Path {
  const steps: Step[] = [];
  parts.forEach(({ wire, column, path }, i) => {
    const { across, along } = columns[column];
    const here = moved(path, (x, y) => [x + across, y + along]);
    if (i > 0) {
      const before = columns[column - 1];
      const order = orders[column - 1].get(wire)!;
      const [fromX, fromY] = endOf(steps.at(-1)!);
      const [toX, toY] = endOf(here[0]);
      const corridor = before.right + room.column / 2 + room.track * order;
      const [below, above] = [
        before.bottom + room.turn + room.track * order,
        toY - room.turn - room.track * (orders[column - 1].size - 1 - order),
      ];
      const corners = [
        [fromX, below],
        [corridor, below],
        [corridor, above],
        [toX, above],
        [toX, toY],
      ] as const;
      steps.push(...new Pen(fromX, fromY).through(corners, cornerRadius).path.slice(1));
    }
    steps.push(...(i === 0 ? here : here.slice(1)));
  });
  return steps;
}

function rangeOf(values: readonly number[]): { readonly low: number; readonly high: number } {
  return {
    low: values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    high: values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  };
}
