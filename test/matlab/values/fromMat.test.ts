import { describe, expect, it } from "vitest";
import type { MatValue } from "../../../src/data/matValues.ts";
import { number, text } from "../../../src/matlab/values/construct.ts";
import { fromMat } from "../../../src/matlab/values/fromMat.ts";
import { matrix, shown } from "./notation.ts";

describe("values of MAT-files", () => {
  const object: MatValue = { kind: "object", className: "table", id: 1, saved: false, properties: new Map() };
  it("takes arrays as they are", () => {
    const value = matrix("1 2; 3 4", "int16");
    expect(fromMat(value, "x")).toBe(value);
    expect(shown(fromMat({ kind: "cell", size: [1, 2], elements: [value, text("a")] }, "c"))).toBe(
      "{1×2: int16 [1 2; 3 4], 'a'}",
    );
    expect(shown(fromMat({ kind: "struct", size: [1, 1], fields: new Map([["a", [number(1)]]]) }, "s"))).toBe("struct 1×1 a=[1]");
  });
  it("makes sparse matrices full", () => {
    const parts = { kind: "sparse", size: [2, 3], rows: Int32Array.of(1, 0), columnStarts: Int32Array.of(0, 1, 1, 2) } as const;
    expect(shown(fromMat({ ...parts, class: "double", data: Float64Array.of(5, 6) }, "x"))).toBe("[0 0 6; 5 0 0]");
    expect(shown(fromMat({ ...parts, class: "logical", data: Float64Array.of(1, 1) }, "x"))).toBe("logical [0 0 1; 1 0 0]");
  });
  it("says what it cannot read, where", () => {
    const value = fromMat({ kind: "struct", size: [1, 1], fields: new Map([["t", [object]]]) }, "data");
    expect(shown(value)).toBe("struct 1×1 t=unknown data.t");
    expect(fromMat(object, "t")).toMatchObject({
      name: "t",
      named: true,
      reason: "the file holds a table object there, which is not read",
    });
    expect(fromMat({ kind: "function", source: "@(x)x+1", value: number(0) }, "f")).toMatchObject({
      reason: "the file holds a function handle there, which is not read",
    });
  });
  it("asks for objects", () => {
    const read = (value: MatValue) => (value.kind === "object" ? text(value.className) : undefined);
    expect(shown(fromMat({ kind: "cell", size: [1, 1], elements: [object] }, "c", { object: read }))).toBe("{1×1: 'table'}");
  });
  it("counts what it makes", () => {
    const charge = (): never => {
      throw new Error("too much");
    };
    const parts = { kind: "sparse", rows: new Int32Array(0), columnStarts: new Int32Array(100001) } as const;
    const hostile: MatValue = { ...parts, size: [10000, 100000], class: "double", data: new Float64Array(0) };
    expect(() => fromMat(hostile, "x", { charge })).toThrow("too much");
  });
});
