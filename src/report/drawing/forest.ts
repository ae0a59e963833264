import type { Wire } from "./wires.ts";

/** Boxes that wires join, ascending, and those wires. */
export interface Component {
  readonly boxes: readonly number[];
  readonly wires: readonly Wire[];
}

/** The parts of a network that no wire joins, in the order of their first boxes. */
export function componentsOf(count: number, wires: readonly Wire[]): Component[] {
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  const root = (box: number): number => {
    let at = box;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  for (const { source, destination } of wires) {
    const [a, b] = [root(source), root(destination)];
    parent[Math.max(a, b)] = Math.min(a, b);
  }
  const components = new Map<number, { boxes: number[]; wires: Wire[] }>();
  for (let box = 0; box < count; box++) {
    if (root(box) === box) components.set(box, { boxes: [], wires: [] });
    components.get(root(box))!.boxes.push(box);
  }
  for (const wire of wires) components.get(root(wire.source))!.wires.push(wire);
  return [...components.values()];
}

/** More rows than these are not kept free for wires that pass: the longest wires go beside all boxes instead. */
const mostRows = 8000;

/** Wires that are drawn through the rows, and those that go beside: wires that close a loop, and the longest where there are very many long ones. */
export function withoutFar(wires: readonly Wire[]): { readonly near: readonly Wire[]; readonly loose: readonly Wire[] } {
  const onward = wires.filter(({ source, destination }) => source < destination);
  const depth = new Map<number, number>();
  for (const { source, destination } of [...onward].sort((a, b) => a.source - b.source)) {
    depth.set(destination, Math.max(depth.get(destination) ?? 0, (depth.get(source) ?? 0) + 1));
  }
  const span = ({ source, destination }: Wire): number => depth.get(destination)! - (depth.get(source) ?? 0);
  let rows = onward.reduce((sum, wire) => sum + span(wire) - 1, 0);
  const far = new Set<Wire>();
  for (const wire of [...onward].sort((a, b) => span(b) - span(a))) {
    if (rows <= mostRows || span(wire) === 1) break;
    far.add(wire);
    rows -= span(wire) - 1;
  }
  return {
    near: onward.filter((wire) => !far.has(wire)),
    loose: wires.filter((wire) => wire.source >= wire.destination || far.has(wire)),
  };
}
