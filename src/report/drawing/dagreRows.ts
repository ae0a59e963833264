import { createRequire } from "node:module";
import type { Graph } from "@dagrejs/dagre";
import type { Piece, Rows } from "./piece.ts";

let loaded: typeof import("@dagrejs/dagre") | undefined;

/** Dagre is read when the first graph is drawn: it would slow down the start of every command. */
function dagre(): typeof import("@dagrejs/dagre") {
  loaded ??= createRequire(import.meta.url)("@dagrejs/dagre") as typeof import("@dagrejs/dagre");
  return loaded;
}

/** The rows of a piece and the order in each row, with few crossings, as dagre lays them out. */
export function dagreRows(piece: Piece): Rows {
  const { count, edges } = piece;
  const graph = laidOut(piece);
  const ranks = Array.from({ length: count }, (_, place) => graph.node(String(place)).rank!);
  const rowOfRank = new Map([...new Set(ranks)].sort((a, b) => a - b).map((rank, row) => [rank, row]));
  const rows: { readonly item: number; readonly x: number }[][] = Array.from(rowOfRank, () => []);
  for (let place = 0; place < count; place++) {
    rows[rowOfRank.get(ranks[place])!].push({ item: place, x: graph.node(String(place)).x! });
  }
  edges.forEach(([from, to], i) => {
    const { points = [] } = graph.edge({ v: String(from), w: String(to), name: String(i) });
    for (let rank = ranks[from] + 1; rank < ranks[to]; rank++) {
      const row = rowOfRank.get(rank);
      if (row !== undefined) rows[row].push({ item: count + i, x: points[rank - ranks[from]].x });
    }
  });
  return rows.map((row) => row.sort((a, b) => a.x - b.x).map(({ item }) => item));
}

function laidOut({ count, edges, guards }: Piece): Graph {
  const { Graph, layout } = dagre();
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 40, edgesep: 20, ranksep: 10 });
  for (let place = 0; place < count; place++) graph.setNode(String(place), { width: 100, height: 1 });
  edges.forEach(([from, to], i) => {
    graph.setEdge(String(from), String(to), {}, String(i));
  });
  guards.forEach(([from, to], i) => {
    graph.setEdge(String(from), String(to), { weight: 0 }, `guard ${i}`);
  });
  layout(graph);
  return graph;
}
