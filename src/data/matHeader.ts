import { bytesOf, type Element, elementTypes, expectElement, fail, nameOf, readElement, type Source } from "./matElements.ts";
import { readAllNumbers } from "./matNumbers.ts";
import type { MatSize } from "./matValues.ts";

/** The numbers that name the classes of arrays. */
export const arrayClasses = {
  cell: 1,
  struct: 2,
  object: 3,
  char: 4,
  sparse: 5,
  double: 6,
  single: 7,
  int8: 8,
  uint8: 9,
  int16: 10,
  uint16: 11,
  int32: 12,
  uint32: 13,
  int64: 14,
  uint64: 15,
  function: 16,
  opaque: 17,
} as const;

const mostDimensions = 64;

/** Walks over the sub-elements of one matrix element. */
export class Cursor {
  readonly source: Source;
  readonly end: number;
  at: number;

  constructor(source: Source, matrix: Element) {
    this.source = source;
    this.at = matrix.start;
    this.end = matrix.start + matrix.length;
  }

  /** Whether nothing is left. */
  get done(): boolean {
    return this.at >= this.end;
  }

  /** The next sub-element; `types` are what it may be, `what` names it in messages. */
  take(what: string, ...types: number[]): Element {
    const element = expectElement(this.source, this.at, this.end, types, what);
    this.at = element.next;
    return element;
  }

  /** The next sub-element, of any type. */
  takeAny(): Element {
    const element = readElement(this.source, this.at, this.end);
    this.at = element.next;
    return element;
  }

  /** The next `count` matrices, none of them looked into; there must be bytes for as many tags. */
  takeMatrices(count: number, what: string): Element[] {
    if (!(count * 8 <= this.end - this.at))
      fail(
        this.source,
        this.at,
        "mat-corrupt",
        `${count} ${what} are declared, but only ${this.end - this.at} bytes are left for them`,
      );
    return Array.from({ length: count }, () => this.take(what, elementTypes.matrix));
  }
}

/** What stands before the content of every array. */
export interface ArrayHeader {
  readonly arrayClass: number;
  readonly logical: boolean;
  readonly complex: boolean;
  /** Empty for opaque elements, which do not state a size. */
  readonly size: MatSize;
  readonly name: string;
  /** Stands on the content. */
  readonly content: Cursor;
}

/** Reads the flags, size and name of a matrix element that is not empty. */
export function readHeader(source: Source, matrix: Element): ArrayHeader {
  const content = new Cursor(source, matrix);
  const flags = content.take("the array flags", elementTypes.uint32);
  if (flags.length < 4) fail(source, flags.start, "mat-corrupt", `the array flags have ${flags.length} bytes`);
  const word = source.view.getUint32(flags.start, source.littleEndian);
  const arrayClass = word & 0xff;
  const size = arrayClass === arrayClasses.opaque ? [] : readSize(content);
  const name = nameOf(source, content.take("the name", elementTypes.int8, elementTypes.uint8, elementTypes.utf8));
  return { arrayClass, logical: (word & 0x200) !== 0, complex: (word & 0x800) !== 0, size, name, content };
}

function readSize(content: Cursor): MatSize {
  const { source } = content;
  const element = content.take("the dimensions", elementTypes.int32, elementTypes.uint32);
  if (element.length < 8 || element.length > 4 * mostDimensions)
    fail(source, element.start, "mat-corrupt", `an array has 2 to ${mostDimensions} dimensions, not ${element.length / 4}`);
  const size = Array.from(readAllNumbers(source, { ...element, type: elementTypes.int32 }, "int32"), Number);
  const product = size.reduce((count, length) => count * length, 1);
  if (size.some((length) => length < 0) || !Number.isSafeInteger(product))
    fail(source, element.start, "mat-corrupt", `an array cannot have the size ${size.join("×")}`);
  return size;
}

/** The field names of a struct: a common length, then all of them padded with zeros. */
export function readFieldNames(content: Cursor): string[] {
  const { source } = content;
  const lengthElement = content.take("the length of field names", elementTypes.int32);
  const [length] = readAllNumbers(source, lengthElement, "int32") as Int32Array;
  const names = content.take("the field names", elementTypes.int8);
  if (names.length === 0) return [];
  if (length === undefined || length < 1 || names.length % length !== 0)
    fail(
      source,
      names.start,
      "mat-corrupt",
      `${names.length} bytes of field names are not a multiple of their length, ${length}`,
    );
  const all = bytesOf(source, names);
  const fields = Array.from({ length: names.length / length }, (_, index) => {
    const name = all.subarray(index * length, (index + 1) * length);
    const end = name.indexOf(0);
    return new TextDecoder().decode(end < 0 ? name : name.subarray(0, end));
  });
  if (new Set(fields).size !== fields.length)
    fail(source, names.start, "mat-corrupt", "two fields of a struct have the same name");
  return fields;
}
