import type { Structure } from "./order.ts";

/** At most so many loops are told of each tangle of loops, for their number can be exponential. */
const mostLoops = 10;

/**
 * Loops that cover the tangles of a structure: each a list of places, in the order of the connections, that starts with its first layer.
 * `stuck` are the places to search, as the topological order left them.
 */
export function loopsOf(graph: Structure, stuck: readonly number[]): number[][] {
  const sorted = tangles(graph, stuck).map((tangle) => [...tangle].sort((a, b) => a - b));
  return sorted
    .sort(([a], [b]) => a - b)
    .flatMap((places) => {
      const tangle = new Set(places);
      const loops: number[][] = [];
      const told = new Set<number>();
      for (const start of places) {
        if (told.has(start) || loops.length === mostLoops) continue;
        const loop = shortestLoop(graph, start, tangle);
        for (const place of loop) told.add(place);
        loops.push(loop);
      }
      return loops;
    });
}

/** The shortest way from a place back to itself within its tangle, breadth first. */
function shortestLoop(graph: Structure, start: number, tangle: ReadonlySet<number>): number[] {
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (const place of queue) {
    for (const next of successors(graph, place)) {
      if (!tangle.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, place);
      if (next === start) return pathBack(cameFrom, start);
      queue.push(next);
    }
  }
  return [start];
}

function pathBack(cameFrom: ReadonlyMap<number, number>, start: number): number[] {
  const loop: number[] = [];
  for (let place = cameFrom.get(start)!; place !== start; place = cameFrom.get(place)!) loop.push(place);
  return [start, ...loop.reverse()];
}

interface Visit {
  readonly place: number;
  readonly next: readonly number[];
  at: number;
}

/** The strongly connected components that hold a loop: Tarjan's algorithm with a stack of its own instead of recursion. */
function tangles(graph: Structure, places: readonly number[]): Set<number>[] {
  const found: Set<number>[] = [];
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const open: number[] = [];
  const isOpen = new Set<number>();
  const among = new Set(places);
  const enter = (place: number): Visit => {
    index.set(place, index.size);
    low.set(place, index.get(place)!);
    open.push(place);
    isOpen.add(place);
    return { place, next: successors(graph, place).filter((p) => among.has(p)), at: 0 };
  };
  const lower = (place: number, to: number): void => void low.set(place, Math.min(low.get(place)!, to));
  for (const root of places) {
    const path = index.has(root) ? [] : [enter(root)];
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const next = visit.next[visit.at++];
      if (next === undefined) {
        path.pop();
        if (path.length > 0) lower(path.at(-1)!.place, low.get(visit.place)!);
        if (low.get(visit.place) === index.get(visit.place)) {
          const component = new Set(open.splice(open.lastIndexOf(visit.place)));
          for (const place of component) isOpen.delete(place);
          if (component.size > 1 || visit.next.includes(visit.place)) found.push(component);
        }
      } else if (!index.has(next)) path.push(enter(next));
      else if (isOpen.has(next)) lower(visit.place, index.get(next)!);
    }
  }
  return found;
}

function successors(graph: Structure, place: number): number[] {
  return (graph.successors(String(place)) ?? []).map(Number);
}
