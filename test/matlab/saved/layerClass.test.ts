import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { analyze, LayerGraphError, layerClass, layerGraph, sequenceInputLayer } from "../../../src/index.ts";
import { Meter } from "../../../src/matlab/interpret/meter.ts";
import { relativeAddress } from "../../../src/matlab/write/classAddress.ts";

const attention = new URL("../../../examples/matlab/temporalAttentionLayer.m", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "layergraph-class-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  return path;
};
const classText = (name: string, inputs: string, body: string, base = " < nnet.layer.Layer"): string => `classdef ${name}${base}
  properties
    Told
    Second
  end
  methods
    function layer = ${name}(${inputs})
      ${body}
    end
    function Z = predict(layer,X)
      Z = doubled(X);
    end
  end
end
`;
file("doubled.m", "function Y = doubled(X)\nY = 2*X;\nend\n");
const tells = file("tells.m", classText("tells", "varargin", "layer.Told = class(varargin{1});\nlayer.Second = varargin{end};"));

const thrown = (run: () => unknown): LayerGraphError => {
  try {
    run();
  } catch (error) {
    if (error instanceof LayerGraphError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

describe("layerClass", () => {
  it("makes layers as the class's constructor says, whose learnables and sizes an analysis tells", () => {
    const temporalAttentionLayer = layerClass(attention);
    const layer = temporalAttentionLayer(16, { name: "attend" });
    expect([layer.name, layer.type, layer.options]).toMatchObject(["attend", "temporalAttentionLayer", { NumKeyChannels: 16 }]);
    const { layers } = analyze(layerGraph([sequenceInputLayer(6), layer]));
    expect(layers[1].learnables.map(({ name, size }) => [name, ...size])).toEqual([
      ["QueryWeights", 16, 6],
      ["KeyWeights", 16, 6],
      ["ValueWeights", 6, 6],
    ]);
    expect(temporalAttentionLayer(4).name).toBe("attention");
  });

  it("takes a path from the working folder and a file: text, and finds functions beside the class", () => {
    for (const path of [relative(process.cwd(), tells), tells, pathToFileURL(tells).href]) {
      const { problems } = layerClass(path)(1, 2);
      expect(problems).toEqual([]);
    }
    const { issues } = analyze(layerGraph([sequenceInputLayer(2), layerClass(tells)(1, 2)]));
    expect(issues.flatMap(({ layer, code }) => (layer === "layer" ? [code] : []))).toEqual(["unused-output"]);
  });

  it.each([
    [3, "double"],
    ["text", "char"],
    [true, "logical"],
    [[1, 2, 3], "double"],
    [["a", "b"], "string"],
    [[true, false], "logical"],
  ])("gives %j as a value of class %s", (value, name) => {
    const { options } = layerClass(tells)(value, value);
    expect(options.Told).toBe(name);
    expect(options.Second).toEqual(value);
  });

  it("gives an empty list as [], which is no option", () => {
    expect(layerClass(tells)([], []).options).toEqual({ Told: "double" });
  });

  it("spells names with a capital, and as the arguments block has them", () => {
    expect(layerClass(tells)(1, { numHeads: 5 }).options).toMatchObject({ Told: "double", Second: 5 });
    const names = file(
      "names.m",
      classText(
        "names",
        "options",
        "arguments\noptions.lower = 1\noptions.RMSFactor = 2\nend\nlayer.Told = options.lower; layer.Second = options.RMSFactor;",
      ),
    );
    expect(layerClass(names)({ lower: 3, rmsFactor: 4 }).options).toMatchObject({ Told: 3, Second: 4 });
  });

  it("finds a class in its @ folder", () => {
    const path = file("@inFolder/inFolder.m", classText("inFolder", "n", "layer.Told = doubled(n);"));
    expect(layerClass(path)(4).options.Told).toBe(8);
  });

  it("says what it cannot read or make, with the class, the file and the line", () => {
    expect(thrown(() => layerClass(join(folder, "gone.m"))).code).toBe("file-missing");
    expect(thrown(() => layerClass(file("bad.m", "classdef bad\n  methods\n    x = (\n"))).code).toBe("matlab-syntax");
    expect(thrown(() => layerClass(join(folder, "doubled.m"))).message).toContain(
      "defines a function, expected the class doubled",
    );
    const plain = layerClass(file("plain.m", classText("plain", "n", "", "")));
    expect(thrown(() => plain(3)).message).toMatch(/plain \(.*plain\.m\) makes no layer: the class does not derive from/);
    const wrong = thrown(() => layerClass(attention)(-2));
    expect(wrong.code).toBe("layer-class");
    expect(wrong.message).toMatch(/^temporalAttentionLayer \(.*temporalAttentionLayer\.m:\d+\): .*positive/s);
    expect(thrown(() => layerClass(attention)({}, 2)).message).toContain("argument 1 is an object");
    expect(thrown(() => layerClass(attention)([1, "a"])).message).toContain("argument 1 is a list of mixed or other values");
    expect(thrown(() => layerClass(attention)(2, { nam: "x", other: 3 })).message).toContain("Invalid argument name 'Other'");
  });
});

describe("the budgets of a script that has ended", () => {
  it("are whole again for each call of what it left, calls within calls counted together", () => {
    const meter = new Meter({ steps: 3000 }, undefined, () => 0);
    meter.step(2500);
    expect(() => meter.step(2500)).toThrow("more than 3000 steps");
    meter.rest();
    for (let call = 0; call < 2; call++) {
      expect(meter.wake()).toBe(true);
      meter.step(2500);
      expect(meter.wake()).toBe(false);
      expect(() => meter.step(2500)).toThrow("more than 3000 steps");
      meter.rest();
    }
  });
});

describe("the address of a class in a module", () => {
  it("leads from the module's folder to the file, whatever its folders are called", () => {
    for (const name of ["a b", "50%#?", "层", "x%23", "c:d"]) {
      const target = file(`${name}/layer.m`, "");
      for (const output of ["x.ts", "out/deep/x.ts", `${name}/x.ts`]) {
        const address = relativeAddress(target, join(folder, output));
        expect(new URL(address, pathToFileURL(join(folder, output))).href).toBe(pathToFileURL(target).href);
        expect(address).toMatch(/^\.\.?\//);
      }
    }
    expect(relativeAddress(join(folder, "层/layer.m"), join(folder, "x.ts"))).toBe("./层/layer.m");
  });
});
