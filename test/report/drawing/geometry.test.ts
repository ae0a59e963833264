import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tcn } from "../../../examples/tcn/network.ts";
import { analyze } from "../../../src/network/analyze.ts";
import type { LayerGraph } from "../../../src/network/layerGraph.ts";
import { type GraphDrawing, graphDrawing } from "../../../src/report/drawing/graphDrawing.ts";
import { faultsOf } from "./geometry.ts";
import { branchedNetwork, brokenNetwork, residualNetwork, unet } from "./networks.ts";
import { wiredAnalysis } from "./wiredAnalysis.ts";

const networks: readonly (readonly [string, LayerGraph])[] = [
  ["the temporal convolutional network", tcn({ numFeatures: 3, classes: 4 })],
  ["a residual network of 1,002 layers", residualNetwork(142)],
  ["a network that goes down and up", unet(4)],
  ["branches", branchedNetwork()],
  ["a broken network", brokenNetwork()],
];

/** A box over another, and a straight connection through it: the checks must find both. */
function spoiled(drawing: GraphDrawing): GraphDrawing {
  const [first, second, third] = drawing.boxes;
  const port = (side: string, box: typeof first) => box.ports.find((each) => each.side === side)!;
  const path = [
    [port("output", first).x, port("output", first).y],
    [port("input", third).x, port("input", third).y],
  ] as const;
  const through = {
    ...drawing.edges[0],
    source: first.id,
    sourcePort: port("output", first).name,
    destination: third.id,
    destinationPort: port("input", third).name,
    path,
  };
  const over = { ...drawing.boxes[3], id: "zzz", x: second.x + 1, y: second.y + 1, ports: [] };
  return { ...drawing, boxes: [...drawing.boxes, over], edges: [...drawing.edges, through] };
}

describe("the geometry of a drawn graph", () => {
  it("is judged by checks that find boxes that overlap and connections that run through boxes", () => {
    const drawing = graphDrawing(analyze(tcn({ numFeatures: 3, classes: 4 })));
    const second = drawing.boxes[1].id;
    expect(faultsOf(spoiled(drawing))).toEqual(
      expect.arrayContaining([
        `'${second}' and 'zzz' overlap`,
        `the connection from 'input' to '${drawing.boxes[2].id}' runs through '${second}'`,
      ]),
    );
    expect(faultsOf({ ...drawing, width: 100 }).length).toBeGreaterThan(10);
  });

  it.each(networks)("is sound for %s, downwards and to the right, folded and not", (_, lgraph) => {
    const analysis = analyze(lgraph);
    for (const direction of ["down", "right"] as const) {
      for (const fold of [false, true]) {
        const drawing = graphDrawing(analysis, { direction, fold });
        expect(faultsOf(drawing), `${direction}, fold ${fold}`).toEqual([]);
        expect(drawing.boxes.flatMap(({ layers }) => layers).sort()).toEqual(analysis.layers.map(({ name }) => name).sort());
        if (!fold) expect(drawing.edges.length).toBe(analysis.connections.length);
      }
    }
  });

  const edges = (count: number, upward: boolean) =>
    fc.array(
      fc
        .tuple(fc.nat(count - 1), fc.nat(count - 1))
        .filter(([a, b]) => upward || a !== b)
        .map(([a, b]): [number, number] => (upward ? [a, b] : [Math.min(a, b), Math.max(a, b)])),
      { maxLength: 2 * count },
    );

  it("is sound in columns: what is cut goes on beside, whatever passes", () => {
    const graphs = fc.integer({ min: 8, max: 60 }).chain((count) => fc.tuple(fc.constant(count), edges(count, false)));
    fc.assert(
      fc.property(graphs, fc.integer({ min: 2, max: 6 }), fc.boolean(), ([count, list], columns, right) => {
        const chain = Array.from({ length: count - 1 }, (_, i): [number, number] => [i, i + 1]);
        const drawing = graphDrawing(wiredAnalysis(count, [...chain, ...list]), { columns, direction: right ? "right" : "down" });
        expect(faultsOf(drawing)).toEqual([]);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it("wraps what is very long, nothing else, and only where few connections pass", () => {
    const analysis = analyze(residualNetwork(142));
    const [auto, one, four] = (["auto", 1, 4] as const).map((columns) => graphDrawing(analysis, { columns }));
    expect(one.height / one.width).toBeGreaterThan(100);
    expect(auto.width / auto.height).toBeGreaterThan(0.7);
    expect(auto.width / auto.height).toBeLessThan(2.2);
    const wrapping = four.edges.filter(({ source, destination }) => {
      const at = (id: string): number => four.boxes.find((box) => box.id === id)!.y;
      return at(source) > at(destination);
    });
    expect(wrapping.map(({ rows }) => rows)).toEqual([1, 1, 1]); // between blocks, past no skip connection
    const tcnDrawing = analyze(tcn({ numFeatures: 3, classes: 4 }));
    expect(graphDrawing(tcnDrawing)).toEqual(graphDrawing(tcnDrawing, { columns: 1 }));
    expect(() => graphDrawing(analysis, { columns: 0 })).toThrow('must be "auto" or a whole number from 1');
  });

  it("is sound for random acyclic graphs of up to 60 layers", () => {
    const graphs = fc.integer({ min: 2, max: 60 }).chain((count) => fc.tuple(fc.constant(count), edges(count, false)));
    fc.assert(
      fc.property(graphs, fc.boolean(), fc.boolean(), ([count, list], fold, right) => {
        expect(faultsOf(graphDrawing(wiredAnalysis(count, list), { fold, direction: right ? "right" : "down" }))).toEqual([]);
      }),
      { numRuns: 40, seed: 5 },
    );
  });

  it("is sound for random graphs with loops, layers that feed themselves and names of any length", () => {
    const graphs = fc
      .integer({ min: 1, max: 25 })
      .chain((count) =>
        fc.tuple(
          fc.constant(count),
          edges(count, true),
          fc.array(fc.string({ unit: "binary", maxLength: 80 }), { minLength: count, maxLength: count }),
        ),
      );
    fc.assert(
      fc.property(graphs, ([count, list, words]) => {
        expect(
          faultsOf(graphDrawing(wiredAnalysis(count, list, (place) => `${place}${words[place].replaceAll("/", "")}`))),
        ).toEqual([]);
      }),
      { numRuns: 40, seed: 6 },
    );
  });

  it("is sound for layers with very many ports and for very many layers without connections", () => {
    const star = wiredAnalysis(81, [...Array.from({ length: 80 }, (_, i) => [i, 80] as const)]);
    expect(faultsOf(graphDrawing(star))).toEqual([]);
    const alone = graphDrawing(wiredAnalysis(1000, []));
    expect(faultsOf(alone)).toEqual([]);
    expect(alone.width / alone.height).toBeGreaterThan(0.5);
    expect(alone.width / alone.height).toBeLessThan(2);
    expect(graphDrawing(wiredAnalysis(0, [])).boxes).toEqual([]);
  });

  it("is the same for the same network", () => {
    const analysis = analyze(brokenNetwork());
    expect(graphDrawing(analysis)).toEqual(graphDrawing(analyze(brokenNetwork())));
    expect(JSON.parse(JSON.stringify(graphDrawing(analysis)))).toEqual(graphDrawing(analysis));
  });

  it("draws the longest way straight and connections that skip beside it", () => {
    const { boxes, edges: drawn } = graphDrawing(analyze(residualNetwork(3)));
    expect(new Set(boxes.map(({ x, width }) => x + width / 2)).size).toBe(1);
    const skips = drawn.filter(({ rows }) => rows > 1);
    expect(skips.map(({ source, destination, rows }) => `${source} ${destination} ${rows}`)).toEqual([
      "stem_relu add1 6",
      "relu1 add2 6",
      "relu2 add3 6",
    ]);
  });
});

describe("the time of drawing", () => {
  /** Milliseconds of the processor, which other programs do not take part of. */
  function spent(work: () => void): number {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  }

  it("is under two seconds for 1,000 layers: a residual network, one very deep network with long connections, a random one", () => {
    const analysis = analyze(residualNetwork(142));
    expect(analysis.layers.length).toBe(1002);
    expect(spent(() => graphDrawing(analysis))).toBeLessThan(2000);
    const nested = Array.from({ length: 999 }, (_, i) => [i, i + 1] as [number, number]);
    for (let i = 0; i < 480; i++) nested.push([i, 999 - i]);
    expect(spent(() => expect(faultsOf(graphDrawing(wiredAnalysis(1000, nested))).slice(0, 3)).toEqual([]))).toBeLessThan(4000);
    let state = 1;
    const random = (below: number): number => {
      state = (state * 48271) % 2147483647;
      return state % below;
    };
    const wild = Array.from({ length: 999 }, (_, i): [number, number] => [Math.max(0, i - random(8)), i + 1]);
    for (let i = 0; i < 400; i++) {
      const from = random(970);
      wild.push([from, from + 1 + random(25)]);
    }
    const drawn = wiredAnalysis(1000, wild);
    expect(spent(() => graphDrawing(drawn))).toBeLessThan(2000);
    expect(faultsOf(graphDrawing(drawn))).toEqual([]);
  });
});
