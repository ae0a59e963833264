import { LayerGraphError } from "../errors.ts";

/** What stands before the numbers of a `.npy` array. */
export interface NpyHeader {
  /** NumPy's description of an element, such as `<f4`. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** The byte at which the elements start. */
  readonly dataStart: number;
}

const magic = "\x93NUMPY";
const longestHeader = 65_536;

/** Reads the header of a `.npy` array of version 1, 2 or 3; `name` says which array in messages. */
export function readNpyHeader(bytes: Uint8Array, name: string): NpyHeader {
  const start = String.fromCharCode(...bytes.subarray(0, 6));
  if (start !== magic) throw new LayerGraphError("not-npy", `${name} is not an .npy array: it does not begin with NUMPY.`);
  const [version] = bytes.subarray(6);
  const lengthBytes = version === 1 ? 2 : 4;
  const textStart = 8 + lengthBytes;
  if (bytes.length < textStart) throw truncated(name, "its header is incomplete");
  if (version < 1 || version > 3)
    throw new LayerGraphError("npy-version", `${name} has version ${version} of the .npy format; versions 1, 2 and 3 are read.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > longestHeader) throw badHeader(name, `it declares ${length} bytes; at most ${longestHeader} are read`);
  if (length > bytes.length - textStart)
    throw truncated(name, `its header takes ${length} bytes, but ${bytes.length - textStart} are left`);
  const text = new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(bytes.subarray(textStart, textStart + length));
  return { ...parseLiteral(text, name), dataStart: textStart + length };
}

/** Bytes up to and including the header, padded so that the elements start at a multiple of 64. */
export function writeNpyHeader(descr: string, fortranOrder: boolean, shape: readonly number[], version: 1 | 2 | 3): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const literal = `{'descr': '${descr}', 'fortran_order': ${fortranOrder ? "True" : "False"}, 'shape': (${sizes}), }`;
  const textStart = version === 1 ? 10 : 12;
  const total = Math.ceil((textStart + literal.length + 1) / 64) * 64;
  const text = `${literal.padEnd(total - textStart - 1)}\n`;
  const bytes = new Uint8Array(total);
  bytes.set(Array.from(magic, (letter) => letter.charCodeAt(0)));
  bytes[6] = version;
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, text.length, true);
  else view.setUint32(8, text.length, true);
  bytes.set(new TextEncoder().encode(text), textStart);
  return bytes;
}

/** The header is a Python dictionary with exactly three known keys; nothing else is accepted. */
function parseLiteral(text: string, name: string): Omit<NpyHeader, "dataStart"> {
  const values: { descr?: string; fortranOrder?: boolean; shape?: number[] } = {};
  let rest = text.trim();
  const take = (pattern: RegExp, expected: string): RegExpMatchArray => {
    const match = rest.match(pattern);
    if (match === null) throw badHeader(name, `expected ${expected} at '${rest.slice(0, 30)}'`);
    rest = rest.slice(match[0].length);
    return match;
  };
  take(/^\{\s*/, "a dictionary");
  while (!rest.startsWith("}")) {
    const key = take(/^(['"])(descr|fortran_order|shape)\1\s*:\s*/, "the key descr, fortran_order or shape")[2];
    if (key === "descr") {
      refuseStructures(rest, name);
      values.descr = take(/^(['"])([<>|=]?[A-Za-z?]\d{0,9})\1/, "the type of the elements")[2];
    } else if (key === "fortran_order") values.fortranOrder = take(/^(True|False)/, "True or False")[1] === "True";
    else values.shape = sizesIn(take(/^\(\s*((?:\d{1,16}\s*,\s*)*(?:\d{1,16}\s*)?)\)/, "a tuple of sizes")[1], name);
    take(/^\s*(,\s*|(?=\}))/, "a comma or the end");
  }
  if (rest !== "}") throw badHeader(name, "something follows the dictionary");
  const { descr, fortranOrder, shape } = values;
  if (descr === undefined || fortranOrder === undefined || shape === undefined)
    throw badHeader(name, "it must have descr, fortran_order and shape");
  return { descr, fortranOrder, shape };
}

function refuseStructures(rest: string, name: string): void {
  if (rest.startsWith("["))
    throw new LayerGraphError(
      "npy-type",
      `${name} holds records (a structured type), which are not read; save each field as an array of its own.`,
    );
}

function sizesIn(tuple: string, name: string): number[] {
  const words = tuple.split(",").map((word) => word.trim());
  if (words.length === 1 && words[0] !== "") throw badHeader(name, `a tuple of one size is written (${words[0]},)`);
  if (words.at(-1) === "") words.pop();
  const shape = words.map(Number);
  const product = shape.reduce((count, size) => count * size, 1);
  if (shape.length > 64 || !shape.every(Number.isSafeInteger) || !Number.isSafeInteger(product))
    throw badHeader(name, `the shape (${tuple}) is impossible`);
  return shape;
}

function badHeader(name: string, problem: string): LayerGraphError {
  return new LayerGraphError("npy-header", `The header of ${name} is damaged: ${problem}.`);
}

function truncated(name: string, problem: string): LayerGraphError {
  return new LayerGraphError("npy-truncated", `${name} ends too early: ${problem}.`);
}
