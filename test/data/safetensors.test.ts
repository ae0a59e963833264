import assert from "node:assert";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSafetensors, type StoredTensor, writeSafetensors } from "../../src/data/safetensors.ts";
import { elementCount, floats } from "../../src/tensor.ts";
import { codeOf } from "./realFiles.ts";

const stored: fc.Arbitrary<StoredTensor> = fc
  .tuple(
    fc.constantFrom("float32", "float64", "int64", "uint8", "bool"),
    fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
    fc.nat(),
  )
  .map(([type, shape, seed]): StoredTensor => {
    const values = Array.from({ length: elementCount(shape) }, (_, index) => seed + index);
    if (type === "float32") return { type, shape, data: Float32Array.from(values) };
    if (type === "float64") return { type, shape, data: Float64Array.from(values, Math.sqrt) };
    if (type === "int64") return { type, shape, data: BigInt64Array.from(values, (value) => -(BigInt(value) ** 2n)) };
    return type === "bool"
      ? { type, shape, data: Uint8Array.from(values, (value) => value % 2) }
      : { type: "uint8", shape, data: Uint8Array.from(values) };
  });

const name = fc
  .string({ minLength: 1, maxLength: 12 })
  .filter((text) => text !== "__metadata__" && text !== "__proto__" && !/^\d+$/.test(text));

function fileOf(header: unknown, data: number[] = []): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

describe("a safetensors file", () => {
  test("gives back what was written", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, stored), { maxLength: 5 }),
        fc.dictionary(name, fc.string(), { maxKeys: 3, noNullPrototype: true }),
        (entries, metadata) => {
          const tensors = new Map(entries);
          const bytes = writeSafetensors(tensors, metadata);
          assert.deepStrictEqual(readSafetensors(bytes), { tensors, metadata });
          assert.deepStrictEqual(readSafetensors(Buffer.from(bytes)), { tensors, metadata });
        },
      ),
    );
  });

  test("is as other writers write it, and starts its numbers at a multiple of 8", () => {
    const bytes = fileOf(
      { __metadata__: { format: "pt" }, w: { dtype: "F32", shape: [2], data_offsets: [0, 8] } },
      [0, 0, 128, 63, 0, 0, 0, 64],
    );
    expect(readSafetensors(bytes)).toEqual({ tensors: new Map([["w", floats([2], [1, 2])]]), metadata: { format: "pt" } });
    const written = writeSafetensors(new Map([["w", floats([1], [1])]]));
    expect(new DataView(written.buffer).getBigUint64(0, true) % 8n).toBe(0n);
    expect(writeSafetensors(new Map([["w", floats([1], [1])]]))).toEqual(written);
  });

  test.each<[string, Uint8Array, string]>([
    ["too few bytes", new Uint8Array(7), "safetensors-truncated"],
    ["a header longer than the file", Uint8Array.of(255, 0, 0, 0, 0, 0, 0, 0, 123), "safetensors-truncated"],
    ["a header of petabytes", new Uint8Array(16).fill(255), "safetensors-header"],
    ["a header that is not JSON", fileOf("{oops"), "safetensors-header"],
    ["a header that is a list", fileOf("[]"), "safetensors-header"],
    ["half precision", fileOf({ w: { dtype: "F16", shape: [1], data_offsets: [0, 2] } }, [0, 0]), "safetensors-type"],
    [
      "a type from the prototype",
      fileOf({ w: { dtype: "toString", shape: [1], data_offsets: [0, 2] } }, [0, 0]),
      "safetensors-type",
    ],
    ["data outside the file", fileOf({ w: { dtype: "U8", shape: [3], data_offsets: [0, 3] } }, [1, 2]), "safetensors-header"],
    ["a shape that does not fit", fileOf({ w: { dtype: "U8", shape: [3], data_offsets: [0, 2] } }, [1, 2]), "safetensors-header"],
    ["a negative shape", fileOf({ w: { dtype: "U8", shape: [-1, -2], data_offsets: [0, 2] } }, [1, 2]), "safetensors-header"],
    [
      "tensors that overlap",
      fileOf(
        { a: { dtype: "U8", shape: [2], data_offsets: [0, 2] }, b: { dtype: "U8", shape: [2], data_offsets: [1, 3] } },
        [1, 2, 3],
      ),
      "safetensors-header",
    ],
    ["a gap between tensors", fileOf({ a: { dtype: "U8", shape: [1], data_offsets: [1, 2] } }, [1, 2]), "safetensors-header"],
    ["bytes of no tensor", fileOf({}, [1]), "safetensors-header"],
    ["metadata that are not text", fileOf({ __metadata__: { a: 1 } }), "safetensors-header"],
  ])("is refused with %s", (_what, bytes, code) => {
    expect(codeOf(() => readSafetensors(bytes))).toBe(code);
  });

  test("cannot hold a tensor under the name the format keeps", () => {
    expect(codeOf(() => writeSafetensors(new Map([["__metadata__", floats([1], [1])]])))).toBe("safetensors-name");
  });
});
