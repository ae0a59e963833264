import { Graph } from "@dagrejs/graphlib";
import type { Wiring } from "./wiring.ts";

/** A network's shape for questions about it; nodes are the places of the layers in the list, as text. */
export type Structure = Graph<undefined, undefined, undefined>;

/** The graphlib graph of a network: one node for each layer, one edge for each connection. Made once for each question. */
export function structureOf({ layers, edges }: Wiring): Structure {
  const places = new Map(layers.map((layer, place) => [layer.name, String(place)]));
  const graph: Structure = new Graph({ directed: true, multigraph: true });
  for (const place of places.values()) graph.setNode(place);
  for (const edge of edges) {
    graph.setEdge(
      places.get(edge.source)!,
      places.get(edge.destination)!,
      undefined,
      `${edge.sourcePort}/${edge.destinationPort}`,
    );
  }
  return graph;
}

/** The order of computing. */
export interface Order {
  /** Places in the list of layers: each after all that it depends on; among those that are ready, the one added first. */
  readonly places: readonly number[];
  /** Places of the layers that lie on a loop or depend on one. */
  readonly stuck: readonly number[];
}

/** The topological order of a structure, the same for the same network. */
export function topologicalOrder(graph: Structure): Order {
  const waiting = new Map(graph.nodes().map((node) => [node, graph.inEdges(node)?.length ?? 0]));
  const ready = new PlaceHeap();
  for (const [node, inputs] of waiting) if (inputs === 0) ready.push(Number(node));
  const places: number[] = [];
  for (let place = ready.pop(); place !== undefined; place = ready.pop()) {
    places.push(place);
    waiting.delete(String(place));
    for (const edge of graph.outEdges(String(place)) ?? []) {
      const left = waiting.get(edge.w)! - 1;
      waiting.set(edge.w, left);
      if (left === 0) ready.push(Number(edge.w));
    }
  }
  return { places, stuck: [...waiting.keys()].map(Number).sort((a, b) => a - b) };
}

/** Gives back the smallest of the numbers put in. */
class PlaceHeap {
  readonly #items: number[] = [];

  push(item: number): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    for (let parent = (at - 1) >> 1; at > 0 && items[parent] > item; parent = (at - 1) >> 1) {
      items[at] = items[parent];
      at = parent;
    }
    items[at] = item;
  }

  pop(): number | undefined {
    const items = this.#items;
    const least = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return least;
    let at = 0;
    for (let child = 1; child < items.length; child = 2 * at + 1) {
      if (child + 1 < items.length && items[child + 1] < items[child]) child++;
      if (items[child] >= last) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = last;
    return least;
  }
}
