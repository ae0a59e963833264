import type { Metadata } from "h5wasm/node";
import { LayerGraphError } from "../errors.ts";

/** What an element of a dataset is. */
export type Hdf5Kind = "integer" | "float" | "text" | "compound" | "reference" | "other";

/** The bytes of a dataset with what they mean. */
export interface Stored {
  readonly bytes: Uint8Array;
  readonly metadata: Metadata;
}

/** By the numbers that HDF5 gives to classes of types. */
const kinds: Readonly<Record<number, Hdf5Kind>> = {
  0: "integer",
  1: "float",
  3: "text",
  6: "compound",
  7: "reference",
  8: "integer",
};

/** What the elements of a dataset are. */
export function kindOf({ type }: Metadata): Hdf5Kind {
  return kinds[type] ?? "other";
}

/** The members of records of numbers, such as the real and imaginary parts of complex numbers. */
export function columnsOf({ bytes, metadata }: Stored): readonly Float64Array[] {
  const count = Math.floor(bytes.length / metadata.size);
  return (metadata.compound_type?.members ?? []).map((member) => {
    const numbers = numbersOf(bytes, member);
    const width = member.size;
    if (numbers === undefined || member.offset % width !== 0 || metadata.size % width !== 0)
      throw new LayerGraphError(
        "mat-corrupt",
        `MAT-file of version 7.3: records have a member '${member.name}' that is no number.`,
      );
    const [start, step] = [member.offset / width, metadata.size / width];
    const column = new Float64Array(count);
    for (let i = 0; i < count; i++) column[i] = Number(numbers[start + i * step]);
    return column;
  });
}

/** All bytes as numbers of one type. */
function numbersOf({ buffer, byteLength }: Uint8Array, { type, size, signed }: Metadata): ArrayLike<number | bigint> | undefined {
  const kind = kinds[type] === "float" ? "float" : kinds[type] === "integer" ? (signed ? "int" : "uint") : undefined;
  const numbers = arrays[`${kind}${size}`];
  return numbers && new numbers(buffer, 0, Math.floor(byteLength / size));
}

type NumberArray = new (buffer: ArrayBufferLike, offset: number, length: number) => ArrayLike<number | bigint>;

/** By kind and number of bytes. */
const arrays: Readonly<Record<string, NumberArray>> = {
  float4: Float32Array,
  float8: Float64Array,
  int1: Int8Array,
  int2: Int16Array,
  int4: Int32Array,
  int8: BigInt64Array,
  uint1: Uint8Array,
  uint2: Uint16Array,
  uint4: Uint32Array,
  uint8: BigUint64Array,
};
