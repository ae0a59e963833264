import type { Issue } from "../../errors.ts";
import type { LayerRole, NetworkAnalysis } from "../../network/analyze.ts";
import { type PlacedBox, type PlacedComponent, placedComponent } from "./component.ts";
import { componentsOf, withoutFar } from "./forest.ts";
import { type Direction, type MeasuredBox, measured } from "./measure.ts";
import { type DrawingOptions, drawingOptions } from "./options.ts";
import { type Extent, packed } from "./packing.ts";
import { moved, type Path } from "./path.ts";
import { RowMaker } from "./rows.ts";
import { type BoxLine, type Mark, type SketchBox, sketchOf } from "./sketch.ts";
import type { Wire } from "./wires.ts";
import { type Columns, wrapped } from "./wrapped.ts";

/** A port in its place on the edge of its box. */
export interface DrawnPort {
  readonly name: string;
  readonly side: "input" | "output";
  readonly x: number;
  readonly y: number;
  /** Whether nothing is connected to it. */
  readonly open: boolean;
  /** Whether its name is written into the box. */
  readonly named: boolean;
}

/** A layer, or blocks of layers that repeat, in its place. */
export interface DrawnBox {
  /** Its own in the drawing: the name of its first layer. */
  readonly id: string;
  /** The names of its layers in the order of computing: one, or those of all blocks, block after block. */
  readonly layers: readonly string[];
  /** How many blocks of the same structure it stands for; 1 for a layer. */
  readonly repeats: number;
  readonly role: LayerRole;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Its texts from top to bottom, and the part of it that they stand in. */
  readonly lines: readonly BoxLine[];
  readonly textLeft: number;
  readonly textTop: number;
  readonly textRoom: number;
  readonly ports: readonly DrawnPort[];
  /** Its errors and its warnings. */
  readonly marks: readonly Mark[];
}

/** A connection as it is drawn, from an output port to an input port. */
export interface DrawnEdge {
  /** The `id` of its boxes. */
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: string;
  readonly destinationPort: string;
  /** A point, then straight steps `[x, y]` and Bézier curves `[x1, y1, x2, y2, x, y]`. */
  readonly path: Path;
  /** How many rows it leads on; more than 1 for a connection that skips layers, at most 0 for one that closes a loop. */
  readonly rows: number;
}

/** A drawn network: plain data. Coordinates are pixels, x to the right, y downwards. */
export interface GraphDrawing {
  readonly direction: Direction;
  readonly width: number;
  readonly height: number;
  /** In the order of computing. */
  readonly boxes: readonly DrawnBox[];
  readonly edges: readonly DrawnEdge[];
  /** All problems of the network. */
  readonly issues: readonly Issue[];
  readonly totals: NetworkAnalysis["totals"];
}

/**
 * Where everything of a drawn network is: a box for each layer, in rows by the order of computing, and its connections from port to port. No two boxes
 * overlap, no connection runs through a box. The longest way through the network is straight. Broken networks are drawn too.
 *
 * @example const { boxes, edges } = graphDrawing(analyze(lgraph), { direction: "right" });
 */
export function graphDrawing(analysis: NetworkAnalysis, options: DrawingOptions = {}): GraphDrawing {
  const { fold, direction, columns } = drawingOptions(options, "graphDrawing");
  const { boxes, wires } = sketchOf(analysis, fold);
  const sizes = measured(boxes, direction);
  const components = placedComponents(boxes.length, wires, sizes, columns);
  const extents = components.map((placed) => extentOf(placed, sizes));
  const places = packed(extents, direction);
  const parts = components.map((placed, i) => {
    const [fromAcross, fromAlong] = [places.at[i].across - extents[i].across, places.at[i].along - extents[i].along];
    return drawnPart(placed, boxes, sizes, (across, along) =>
      direction === "down" ? [across + fromAcross, along + fromAlong] : [along + fromAlong, across + fromAcross],
    );
  });
  const order = new Map(boxes.map((box, i) => [box.layers[0], i]));
  return {
    direction,
    width: places.width,
    height: places.height,
    boxes: parts.flatMap((part) => part.boxes).sort((a, b) => order.get(a.id)! - order.get(b.id)!),
    edges: parts.flatMap((part) => part.edges),
    issues: analysis.issues,
    totals: analysis.totals,
  };
}

/** What wires join, each part by itself in its places. */
function placedComponents(
  count: number,
  wires: readonly Wire[],
  sizes: readonly MeasuredBox[],
  columns: Columns,
): PlacedComponent[] {
  const shapes = sizes.map(({ shape }) => shape);
  const maker = new RowMaker();
  return componentsOf(count, wires).map(({ boxes, wires: own }) => {
    const { near, loose } = withoutFar(own);
    return wrapped(placedComponent(maker.layering(boxes, near), near, loose, shapes), (box) => shapes[box], columns);
  });
}

function extentOf({ boxes, wires }: PlacedComponent, sizes: readonly MeasuredBox[]): Extent {
  const [xs, ys]: number[][] = [[], []];
  for (const { box, across, along } of boxes) {
    xs.push(across, across + sizes[box].shape.across);
    ys.push(along, along + sizes[box].shape.along);
  }
  for (const { path } of wires) {
    for (const step of path) {
      for (let i = 0; i < step.length; i += 2) {
        xs.push(step[i]!);
        ys.push(step[i + 1]!);
      }
    }
  }
  const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));
  return { across: least(xs), along: least(ys), breadth: most(xs) - least(xs), length: most(ys) - least(ys) };
}

type Place = (across: number, along: number) => readonly [number, number];

function drawnPart(
  { boxes, wires }: PlacedComponent,
  sketches: readonly SketchBox[],
  sizes: readonly MeasuredBox[],
  place: Place,
): { readonly boxes: DrawnBox[]; readonly edges: DrawnEdge[] } {
  const idOf = (box: number): string => sketches[box].layers[0];
  return {
    boxes: boxes.map((placed) => drawnBox(placed, sketches[placed.box], sizes[placed.box], place)),
    edges: wires.map(({ wire, path, rows }) => ({ ...endsOf(wire, idOf), path: moved(path, place), rows })),
  };
}

function drawnBox({ across, along, inputs, outputs }: PlacedBox, sketch: SketchBox, size: MeasuredBox, place: Place): DrawnBox {
  const { layers, repeats, role, lines, marks } = sketch;
  const { width, height, textLeft, textTop, textRoom, inputsNamed, outputsNamed, shape } = size;
  const [x, y] = place(across, along);
  const ports = (side: DrawnPort["side"], at: readonly number[], edge: number, named: boolean): DrawnPort[] =>
    sketch[`${side}s`].map(({ name, open }, i) => {
      const [portX, portY] = place(at[i], edge);
      return { name, side, x: portX, y: portY, open, named };
    });
  return {
    id: layers[0],
    ...{ layers, repeats, role, x, y, width, height, lines, textLeft, textTop, textRoom },
    ports: [...ports("input", inputs, along, inputsNamed), ...ports("output", outputs, along + shape.along, outputsNamed)],
    marks,
  };
}

function endsOf(
  { source, sourcePort, destination, destinationPort }: Wire,
  idOf: (box: number) => string,
): Pick<DrawnEdge, "source" | "sourcePort" | "destination" | "destinationPort"> {
  return { source: idOf(source), sourcePort, destination: idOf(destination), destinationPort };
}
