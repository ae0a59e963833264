import type { Structure } from "./order.ts";

/** The parts of a structure that no connection joins, each a list of places; the part of the first layer is first. */
export function componentsOf(graph: Structure): number[][] {
  const seen = new Set<string>();
  return graph.nodes().flatMap((root) => {
    if (seen.has(root)) return [];
    seen.add(root);
    const queue = [root];
    for (const node of queue) {
      for (const next of graph.neighbors(node) ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        queue.push(next);
      }
    }
    return [queue.map(Number).sort((a, b) => a - b)];
  });
}
