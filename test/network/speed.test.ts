import { describe, expect, it } from "vitest";
import { readGraph } from "../../src/network/graphFile.ts";
import { type LayerGraph, layerGraph } from "../../src/network/layerGraph.ts";
import { validate } from "../../src/network/validate.ts";
import { writeGraph } from "../../src/network/writeGraph.ts";
import { fork, pass, result, source, sum } from "./kinds.ts";

const count = 5000;

/** The shortest of up to five runs, in milliseconds: other work on the machine only ever adds. */
function shortest(limit: number, run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5 && best > limit; i++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** Grown by two edits for each layer; every graph on the way is kept. */
function grown(): LayerGraph[] {
  const history = [layerGraph(source(3, { name: "before" }))];
  let last = "before";
  for (let i = 0; i < count; i++) {
    const added = history.at(-1)!.addLayers(pass());
    const name = i === 0 ? "pass" : `pass_${i}`;
    history.push(added, added.connectLayers(last, name));
    last = name;
  }
  return history;
}

describe("speed", () => {
  it("makes 10,000 edits one by one and validates the result in less than two seconds", () => {
    const time = shortest(2000, () => {
      const lgraph = grown().at(-1)!;
      expect(lgraph.layers).toHaveLength(count + 1);
      expect(validate(lgraph, { targetUsage: "dlnetwork" })).toEqual([]);
    });
    expect(time).toBeLessThan(2000);
  });

  it("keeps every graph of such a history as it was", () => {
    const history = grown();
    for (const i of [0, 1, 2, 777, 5000, 9999]) {
      expect(history[i].layers).toHaveLength(1 + Math.ceil(i / 2));
      expect(history[i].connections).toHaveLength(Math.floor(i / 2));
    }
    const branch = history[5000].addLayers(pass({ name: "branch" }));
    expect(branch.layers).toHaveLength(2502);
    expect(history[5001].layer("branch")).toBeUndefined();
  });

  it("edits the same old graph 10,000 times as fast as a growing one", () => {
    const old = grown().at(-1)!;
    const time = shortest(2000, () => {
      for (let i = 0; i < 10_000; i++) old.addLayers(pass());
    });
    expect(time).toBeLessThan(2000);
  });

  it("reads and writes a file of 10,000 layers in less than two seconds", () => {
    const text = JSON.stringify(writeGraph(layerGraph([source(3), ...Array.from({ length: 10_000 }, () => pass())])));
    const time = shortest(2000, () => {
      expect(writeGraph(readGraph(text, { layers: { source, pass } })).layers).toHaveLength(10_001);
    });
    expect(time).toBeLessThan(2000);
  });

  it("finds a loop of 20,000 layers, which is deeper than any recursion", () => {
    const lgraph = layerGraph([
      sum(2, { name: "first" }),
      ...Array.from({ length: 20_000 }, () => pass()),
      fork({ name: "last" }),
    ])
      .connectLayers("last/right", "first/in2")
      .addLayers(result({ name: "end" }))
      .connectLayers("last/left", "end");
    const loops = validate(lgraph).filter((issue) => issue.code === "cycle");
    expect(loops).toHaveLength(1);
    expect(loops[0].message).toContain(
      "'first' -> 'pass_1' -> 'pass_2' -> 'pass_3' -> 'pass_4' -> 'pass_5' -> … (19992 more) -> ",
    );
  });

  it("connects one output to 5,000 inputs, one by one", () => {
    const time = shortest(2000, () => {
      let lgraph = layerGraph(source(1, { name: "i" }));
      for (let i = 0; i < 5000; i++) lgraph = lgraph.addLayers(pass({ name: `p${i}` })).connectLayers("i", `p${i}`);
      expect(lgraph.edgesFrom("i")).toHaveLength(5000);
    });
    expect(time).toBeLessThan(2000);
  });
});
