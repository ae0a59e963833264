import { describeLayer, traceLayers } from "./trace.ts";
import { type Connection, printEnd, type Wiring } from "./wiring.ts";

/** A layer graph as MATLAB displays it: the list of layers, then the table of connections. */
export function printGraph(wiring: Wiring): string {
  return `${printLayers(wiring)}\n\n${printConnections(wiring)}`;
}

function printLayers(wiring: Wiring): string {
  const { layers } = wiring;
  const traced = traceLayers(wiring).layers;
  const rows = layers.map((layer, i) => [
    String(i + 1),
    `'${layer.name}'`,
    layer.definition.title ?? layer.type,
    describeLayer(layer, traced.get(layer.name)),
  ]);
  const lines = aligned(rows, ["right", "left", "left", "left"]).map((line) => `    ${line}`);
  return [`${layers.length}×1 Layer array with layers:`, "", ...lines].join("\n");
}

function printConnections(wiring: Wiring): string {
  const byName = new Map(wiring.layers.map((layer) => [layer.name, layer]));
  const rows = wiring.edges.map(
    (edge): Connection => ({
      source: `{'${printEnd(byName.get(edge.source)!, edge.sourcePort, "output")}'}`,
      destination: `{'${printEnd(byName.get(edge.destination)!, edge.destinationPort, "input")}'}`,
    }),
  );
  const cells = [["Source", "Destination"], ...rows.map((row) => [row.source, row.destination])];
  const widths = [0, 1].map((column) => cells.reduce((width, row) => Math.max(width, row[column].length), 0));
  const rule = widths.map((width) => "_".repeat(width));
  const lines = aligned([cells[0], rule, ["", ""], ...cells.slice(1)], ["left", "left"]).map((line) => `    ${line}`.trimEnd());
  return [`${rows.length}×2 table`, "", ...lines].join("\n");
}

/** Rows as lines whose columns lie below each other. */
export function aligned(rows: readonly (readonly string[])[], sides: readonly ("left" | "right")[]): string[] {
  const widths = sides.map((_, column) => rows.reduce((width, row) => Math.max(width, row[column].length), 0));
  return rows.map((row) =>
    row
      .map((cell, i) => (sides[i] === "left" ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join("   ")
      .trimEnd(),
  );
}
