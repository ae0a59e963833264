import assert from "node:assert";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readMat } from "../../src/data/mat.ts";
import { charRows, type MatValue, type NumericClass, numberOfElements } from "../../src/data/matValues.ts";
import { writeMat } from "../../src/data/matWrite.ts";
import { codeOf } from "./realFiles.ts";

const numericArrays = {
  double: Float64Array,
  single: Float32Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
};

const sizes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 4 });

const numeric = fc
  .tuple(
    fc.constantFrom(...(Object.keys(numericArrays) as NumericClass[])),
    sizes,
    fc.boolean(),
    fc.array(fc.nat(), { minLength: 5, maxLength: 9 }),
  )
  .map(([name, size, complex, seeds]): MatValue => {
    const data = () => {
      const values = Array.from({ length: numberOfElements(size) }, (_, index) => seeds[index % seeds.length]);
      const array = numericArrays[name];
      return array === BigInt64Array || array === BigUint64Array
        ? array.from(values.map((value) => BigInt(value) * 2654435761n))
        : (array as Float64ArrayConstructor).from(values, (value) => value / 7 - 1e6);
    };
    return complex
      ? { kind: "numeric", class: name, size, data: data(), imaginary: data() }
      : { kind: "numeric", class: name, size, data: data() };
  });

const logical = sizes.map(
  (size): MatValue => ({
    kind: "logical",
    size,
    data: Uint8Array.from({ length: numberOfElements(size) }, (_, index) => index % 2),
  }),
);

const char = fc
  .string({ unit: "binary", maxLength: 12 })
  .map((text): MatValue => ({ kind: "char", size: text === "" ? [0, 0] : [1, text.length], text }));

const fieldNames = fc.uniqueArray(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,20}$/), { maxLength: 3 });

const value: fc.Arbitrary<MatValue> = fc.letrec<{ value: MatValue; cell: MatValue; struct: MatValue }>((tie) => ({
  value: fc.oneof({ depthSize: "small" }, numeric, logical, char, tie("cell"), tie("struct")),
  cell: fc
    .array(tie("value"), { maxLength: 3 })
    .map((elements): MatValue => ({ kind: "cell", size: [elements.length, 1], elements })),
  struct: fc.tuple(fieldNames, fc.integer({ min: 0, max: 2 }), fc.array(tie("value"), { minLength: 6, maxLength: 6 })).map(
    ([names, count, values]): MatValue => ({
      kind: "struct",
      size: [1, count],
      fields: new Map(names.map((name, field) => [name, values.slice(2 * field, 2 * field + count)])),
    }),
  ),
})).value;

/** Bytes written as hexadecimal digits, with zeros up to a whole number of eights. */
function hex(text: string): number[] {
  const bytes = (text.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => Number.parseInt(pair, 16));
  while (bytes.length % 8 !== 0) bytes.push(0);
  return bytes;
}

function fileOf(...elements: number[][]): Uint8Array {
  const header = [...new TextEncoder().encode("MATLAB 5.0 MAT-file".padEnd(116)), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x49, 0x4d];
  return Uint8Array.from([...header, ...elements.flat()]);
}

/** A matrix element of the given class and size, named x, with this content. */
function matrix(flags: string, rows: number, columns: number, ...content: number[][]): number[] {
  const body = [
    hex(`06000000 08000000 ${flags} 00000000`),
    hex(`05000000 08000000`),
    word(rows),
    word(columns),
    hex("01000100 78"),
  ];
  const all = [...body, ...content].flat();
  return [...hex("0e000000").slice(0, 4), ...word(all.length), ...all];
}

function word(value: number): number[] {
  return [value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255];
}

describe("a MAT-file", () => {
  test("gives back what was written, compressed or not, in either byte order", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,62}$/), value, { maxKeys: 3, noNullPrototype: true }),
        fc.boolean(),
        fc.constantFrom("little" as const, "big" as const),
        (variables, compressed, byteOrder) => {
          const map = new Map(Object.entries(variables));
          const bytes = writeMat(map, { compressed, byteOrder });
          assert.deepStrictEqual(readMat(bytes), map);
          assert.deepStrictEqual(readMat(Buffer.from(bytes)), map);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("stores numbers in a smaller type than their class", () => {
    const bytes = fileOf(matrix("06000000", 1, 3, hex("02000300 01 02 ff")));
    expect(readMat(bytes).get("x")).toEqual({ kind: "numeric", class: "double", size: [1, 3], data: Float64Array.of(1, 2, 255) });
    const wide = fileOf(matrix("0e000000", 1, 2, hex("03000400 feff 0700")));
    expect(readMat(wide).get("x")).toEqual({ kind: "numeric", class: "int64", size: [1, 2], data: BigInt64Array.of(-2n, 7n) });
  });

  test("holds text as UTF-8, UTF-16 or UTF-32, with rows in columns", () => {
    const utf8 = matrix("04000000", 1, 2, hex("10000000 05000000 c3a4 e282ac"));
    const utf32 = matrix("04000000", 1, 2, hex("12000000 08000000 e4000000 ac200000"));
    for (const bytes of [fileOf(utf8), fileOf(utf32)])
      expect(readMat(bytes).get("x")).toEqual({ kind: "char", size: [1, 2], text: "ä€" });
    const rows = readMat(fileOf(matrix("04000000", 2, 2, hex("10000400 61 63 62 64")))).get("x");
    expect(rows?.kind === "char" && charRows(rows)).toEqual(["ab", "cd"]);
  });

  test("holds sparse matrices by columns", () => {
    const bytes = fileOf(
      matrix("05000000", 3, 2, hex("05000000 08000000 02000000 00000000"), hex("05000000 0c000000 00000000 01000000 02000000"), [
        ...hex("09000000 10000000"),
        ...new Uint8Array(Float64Array.of(1.5, -2).buffer),
      ]),
    );
    expect(readMat(bytes).get("x")).toEqual({
      kind: "sparse",
      class: "double",
      size: [3, 2],
      rows: Int32Array.of(2, 0),
      columnStarts: Int32Array.of(0, 1, 2),
      data: Float64Array.of(1.5, -2),
    });
  });

  test("holds function handles as a kind of their own, with their text", () => {
    const text = "sf%0@(W)W.^2";
    const handle = new Map([["function", [{ kind: "char", size: [1, text.length], text } as MatValue]]]);
    const struct: MatValue = {
      kind: "struct",
      size: [1, 1],
      fields: new Map([["function_handle", [{ kind: "struct", size: [1, 1], fields: handle }]]]),
    };
    const nested = [...writeMat(new Map([["f", struct]]), { compressed: false }).subarray(128)];
    const read = readMat(fileOf(matrix("10000000", 1, 1, nested))).get("x");
    expect(read).toEqual({ kind: "function", source: "@(W)W.^2", value: struct });
  });

  test("is read only as far as the named variables", () => {
    const file = writeMat(
      new Map<string, MatValue>(["a", "b"].map((name) => [name, { kind: "char", size: [1, 1], text: name }])),
    );
    expect([...readMat(file, { variables: ["b", "none"] }).keys()]).toEqual(["b"]);
  });

  test("has shared nothing with the buffer it was read from", () => {
    const bytes = writeMat(new Map([["x", { kind: "numeric", class: "double", size: [1, 1], data: Float64Array.of(3) }]]), {
      compressed: false,
    });
    const read = readMat(bytes);
    bytes.fill(255);
    expect(read.get("x")).toMatchObject({ data: Float64Array.of(3) });
  });
});

describe("a damaged MAT-file", () => {
  test("names the byte where it stops making sense", () => {
    const whole = fileOf(matrix("06000000", 1, 1, hex("09000000 08000000 000000000000f03f")));
    expect(() => readMat(whole.subarray(0, whole.length - 8))).toThrow(
      "MAT-file, byte 128: an element of type 14 declares 56 bytes, but 48 are left.",
    );
    expect(() => readMat(fileOf(matrix("06000000", 1, 2, hex("09000000 08000000 000000000000f03f"))))).toThrow(
      "MAT-file, byte 184: 2 double values take 16 bytes, but the element has 8.",
    );
  });

  test.each([
    ["numbers for more elements than there are bytes", matrix("06000000", 0x7fffffff, 0x7fff, hex("02000100 01")), "mat-corrupt"],
    ["more cells than there are bytes", matrix("01000000", 0x7fffffff, 1), "mat-corrupt"],
    [
      "more structs than there are bytes",
      matrix("02000000", 0x7fffffff, 1, hex("05000400 02000000"), hex("01000200 6100")),
      "mat-corrupt",
    ],
    ["a negative size", matrix("06000000", -1, 1, hex("09000000 00000000")), "mat-corrupt"],
    ["a small element of seven bytes", matrix("06000000", 1, 1, hex("02000700 01020304")), "mat-corrupt"],
    ["an unknown class", matrix("63000000", 1, 1, hex("02000100 01")), "mat-corrupt"],
    ["an object without a subsystem", opaque(), "mat-corrupt"],
  ])("is refused: %s", (_what, element, code) => {
    expect(codeOf(() => readMat(fileOf(element)))).toBe(code);
  });

  test("is refused where cells are nested without end", () => {
    let nested: MatValue = { kind: "cell", size: [1, 0], elements: [] };
    for (let depth = 0; depth < 300; depth++) nested = { kind: "cell", size: [1, 1], elements: [nested] };
    expect(codeOf(() => readMat(writeMat(new Map([["deep", nested]]))))).toBe("mat-too-deep");
  });

  test("costs no memory for structs without fields", () => {
    const struct = readMat(fileOf(matrix("02000000", 0x7fffffff, 1, hex("05000400 01000000"), hex("01000000 00000000")))).get(
      "x",
    );
    expect(struct).toEqual({ kind: "struct", size: [0x7fffffff, 1], fields: new Map() });
  });

  test("stops inflating at the stated limit", () => {
    const zeros: MatValue = { kind: "numeric", class: "double", size: [1000, 1000], data: new Float64Array(1_000_000) };
    const bytes = writeMat(new Map([["zeros", zeros]]));
    expect(bytes.length).toBeLessThan(20_000);
    expect(codeOf(() => readMat(bytes, { maximumBytes: 1_000_000 }))).toBe("mat-too-large");
  });

  test("is found out by its checksum", () => {
    const bytes = writeMat(new Map([["x", { kind: "char", size: [1, 3], text: "abc" } as MatValue]]));
    bytes[bytes.length - 1] ^= 1;
    expect(() => readMat(bytes)).toThrow("MAT-file: the element at byte 128 fails its checksum: the file is damaged.");
  });
});

describe("another version of MAT-file", () => {
  test("is refused with what to do about it", () => {
    const hdf5 = new Uint8Array(600);
    hdf5.set(new TextEncoder().encode("MATLAB 7.3 MAT-file, Platform: GLNXA64"));
    expect(() => readMat(hdf5)).toThrow(
      "This MAT-file has version 7.3 (HDF5), which is read asynchronously only: write await loadDataSet(path) where you write readDataSet(path).",
    );
    expect(codeOf(() => readMat(new Uint8Array(200)))).toBe("mat-version");
    expect(codeOf(() => readMat(new TextEncoder().encode("a,b,c\n".repeat(50))))).toBe("not-mat");
    expect(codeOf(() => readMat(new Uint8Array(20)))).toBe("mat-truncated");
  });
});

describe("writing a MAT-file", () => {
  test("refuses names and values that MATLAB could not load", () => {
    const one: MatValue = { kind: "char", size: [1, 1], text: "a" };
    expect(codeOf(() => writeMat(new Map([["1x", one]])))).toBe("mat-name");
    expect(codeOf(() => writeMat(new Map([["x", { kind: "string", size: [1, 1], values: ["a"] } as MatValue]])))).toBe(
      "mat-value",
    );
    expect(codeOf(() => writeMat(new Map([["x", { ...one, size: [1, 2] } as MatValue]])))).toBe("mat-value");
  });
});

/** An opaque element: an object of class string. */
function opaque(): number[] {
  const reference = matrix("0d000000", 5, 1, hex("06000000 14000000 000000dd 02000000 00000000 00000000 01000000"));
  const body = [
    hex("06000000 08000000 11000000 00000000"),
    hex("01000100 78"),
    hex("01000400 4d434f53"),
    hex("01000000 06000000 737472696e67"),
    reference,
  ].flat();
  return [...hex("0e000000").slice(0, 4), ...word(body.length), ...body];
}
