import assert from "node:assert";
import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { halfOf, singleOf } from "../../src/data/half.ts";
import { type NpyArray, type NpyType, readNpy, writeNpy } from "../../src/data/npy.ts";
import { readNpz, writeNpz } from "../../src/data/npz.ts";
import { elementCount } from "../../src/tensor.ts";
import { codeOf } from "./realFiles.ts";

const elements = {
  bool: (seed: number) => seed % 2,
  int8: (seed: number) => (seed % 256) - 128,
  uint8: (seed: number) => seed % 256,
  int16: (seed: number) => (seed % 65536) - 32768,
  uint16: (seed: number) => seed % 65536,
  int32: (seed: number) => seed - 2 ** 30,
  uint32: (seed: number) => seed * 2,
  float16: (seed: number) => singleOf(seed % 0x7c00),
  float32: (seed: number) => Math.fround(seed / 7),
  float64: (seed: number) => seed / 7,
} as const;

const arrays = {
  bool: Uint8Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float16: Float32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

const array: fc.Arbitrary<NpyArray> = fc
  .tuple(
    fc.constantFrom<NpyType>("int64", "uint64", "string", ...(Object.keys(elements) as (keyof typeof elements)[])),
    fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }),
    fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
    fc.array(fc.string({ unit: "grapheme", maxLength: 5 }), { minLength: 5, maxLength: 5 }),
  )
  .map(([type, shape, seeds, texts]) => {
    const count = elementCount(shape);
    const seed = (index: number) => seeds[index % 5] + index;
    if (type === "string")
      return { type, shape, data: Array.from({ length: count }, (_, index) => texts[index % 5].replace(/\0+$/, "")) };
    if (type === "int64")
      return { type, shape, data: BigInt64Array.from({ length: count }, (_, index) => -BigInt(seed(index)) * 2_000_000_011n) };
    if (type === "uint64")
      return { type, shape, data: BigUint64Array.from({ length: count }, (_, index) => BigInt(seed(index)) * 4_000_000_007n) };
    return {
      type,
      shape,
      data: (arrays[type] as Float64ArrayConstructor).from({ length: count }, (_, index) => elements[type](seed(index))),
    } as NpyArray;
  });

/** A version 1 array with this header and these bytes after it. */
function npy(header: string, data: number[] = []): Uint8Array {
  return Uint8Array.from([
    0x93,
    ...new TextEncoder().encode("NUMPY"),
    1,
    0,
    header.length & 255,
    header.length >> 8,
    ...new TextEncoder().encode(header),
    ...data,
  ]);
}

describe("a .npy array", () => {
  test("gives back what was written, in every order and version", () => {
    fc.assert(
      fc.property(
        array,
        fc.constantFrom("C" as const, "F" as const),
        fc.constantFrom("little" as const, "big" as const),
        fc.constantFrom(1, 2, 3),
        (value, order, byteOrder, version) => {
          assert.deepStrictEqual(readNpy(writeNpy(value, { order, byteOrder, version: version as 1 | 2 | 3 })), value);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("is as numpy writes it", () => {
    const header = "{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }";
    const bytes = npy(`${header.padEnd(117)}\n`, [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 255, 255]);
    expect(readNpy(bytes)).toEqual({ type: "int16", shape: [2, 3], data: Int16Array.of(1, 3, 5, 2, 4, -1) });
    expect(readNpy(npy("{'shape': (), 'descr': '>f2', 'fortran_order': False}", [0x3c, 0x00]))).toEqual({
      type: "float16",
      shape: [],
      data: Float32Array.of(1),
    });
    expect(readNpy(npy("{'descr': '|S3', 'fortran_order': False, 'shape': (2,), }", [97, 98, 0, 99, 0, 0]))).toEqual({
      type: "string",
      shape: [2],
      data: ["ab", "c"],
    });
    const start = new TextDecoder("latin1").decode(
      writeNpy({ type: "float32", shape: [2], data: Float32Array.of(1, 2) }).subarray(0, 128),
    );
    expect(start.slice(1)).toBe(`NUMPY\u0001\0v\0${"{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }".padEnd(117)}\n`);
  });

  test("has half-precision numbers rounded to the nearest, ties to even", () => {
    expect(
      [0, -0, 1, 65504, 65519, 65520, 2 ** -24, 2 ** -25, 1 + 2 ** -11, 1 + 3 * 2 ** -11].map((value) => singleOf(halfOf(value))),
    ).toEqual([0, -0, 1, 65504, 65504, Number.POSITIVE_INFINITY, 2 ** -24, 0, 1, 1 + 2 ** -9]);
    for (let bits = 0; bits < 65536; bits++) if (!Number.isNaN(singleOf(bits))) assert.strictEqual(halfOf(singleOf(bits)), bits);
    expect(singleOf(halfOf(Number.NaN))).toBeNaN();
  });

  test.each([
    ["objects", "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "npy-type"],
    ["records", "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "npy-type"],
    ["complex numbers", "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "npy-type"],
    ["elements of no bytes", "{'descr': '<U0', 'fortran_order': False, 'shape': (9999999999,), }", "npy-type"],
    ["fewer bytes than its shape takes", "{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999,), }", "npy-truncated"],
    ["an impossible shape", "{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999, 9999999999), }", "npy-header"],
    ["an expression in its header", "{'descr': '<f8', 'fortran_order': False, 'shape': (1+1,), }", "npy-header"],
    ["an unknown key", "{'descr': '<f8', 'fortran_order': False, 'shape': (), 'x': 1}", "npy-header"],
    ["a missing key", "{'descr': '<f8', 'fortran_order': False}", "npy-header"],
    ["a size that is no tuple", "{'descr': '<f8', 'fortran_order': False, 'shape': (3)}", "npy-header"],
    ["something after its header", "{'descr': '<f8', 'fortran_order': False, 'shape': ()} + {}", "npy-header"],
  ])("is refused with %s", (_what, header, code) => {
    expect(codeOf(() => readNpy(npy(header)))).toBe(code);
  });

  test("is refused when it is no array or of another version", () => {
    expect(codeOf(() => readNpy(new Uint8Array(100)))).toBe("not-npy");
    const bytes = npy("{}");
    bytes[6] = 4;
    expect(codeOf(() => readNpy(bytes))).toBe("npy-version");
  });
});

describe("a .npz archive", () => {
  test("gives back what was written, compressed or not", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[A-Za-z_][\w/.]{0,10}$/), array, { maxKeys: 3, noNullPrototype: true }),
        fc.boolean(),
        (entries, compressed) => {
          const map = new Map(Object.entries(entries));
          const bytes = writeNpz(map, { compressed });
          assert.deepStrictEqual(readNpz(bytes), map);
          assert.deepStrictEqual(readNpz(Buffer.from(bytes)), map);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("has the same bytes for the same arrays", () => {
    const map = new Map<string, NpyArray>([["x", { type: "float32", shape: [1], data: Float32Array.of(1) }]]);
    expect(writeNpz(map)).toEqual(writeNpz(map));
  });

  test("never takes more memory than allowed", () => {
    const bytes = writeNpz(new Map([["zeros", { type: "float64", shape: [1_000_000], data: new Float64Array(1_000_000) }]]));
    expect(bytes.length).toBeLessThan(20_000);
    expect(codeOf(() => readNpz(bytes, { maximumBytes: 1_000_000 }))).toBe("zip-too-large");
    const swollen = bytes.slice();
    const end = swollen.length - 22;
    const directory = new DataView(swollen.buffer).getUint32(end + 16, true);
    new DataView(swollen.buffer).setUint32(directory + 24, 2 ** 30, true);
    expect(codeOf(() => readNpz(swollen))).toBe("zip-corrupt");
  });

  test("is refused when damaged or when it holds anything else", () => {
    const bytes = zipSync({ "x.npy": writeNpy({ type: "int8", shape: [1], data: Int8Array.of(1) }) }, { level: 0 });
    bytes[40] ^= 1;
    expect(() => readNpz(bytes)).toThrow("The ZIP archive is damaged or of a kind that is not read: 'x.npy' fails its checksum.");
    expect(codeOf(() => readNpz(zipSync({ "notes.txt": Uint8Array.of(1) })))).toBe("npz-entry");
    expect(codeOf(() => readNpz(new Uint8Array(10)))).toBe("not-zip");
    expect(() => readNpz(zipSync({ "x.npy": npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }") }))).toThrow(
      "The array 'x' holds Python objects (pickle), which are never read, because that runs code; save plain arrays, lists of unequal length padded or one by one.",
    );
  });
});
