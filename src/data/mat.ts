import { LayerGraphError } from "../errors.ts";
import { inflateZlib, mostInflated } from "./inflate.ts";
import { readMatrix } from "./matArrays.ts";
import { bytesOf, type Element, elementTypes, fail, readElement, type Source, sourceOf } from "./matElements.ts";
import { readHeader } from "./matHeader.ts";
import { Subsystem } from "./matObjects.ts";
import type { References } from "./matReferences.ts";
import type { MatValue } from "./matValues.ts";
import { wrapperInBytes } from "./matWrapper.ts";

/** What to read of a MAT-file, and how much memory it may take. */
export interface MatOptions {
  /** The variables to read; all by default. A name the file has not is no error. */
  readonly variables?: readonly string[];
  /** The most bytes that compressed variables may inflate to, all together; 2 GiB by default. */
  readonly maximumBytes?: number;
}

const headerLength = 128;

/**
 * The variables of a MAT-file, by name in the file's order: version 5 and 7 (what MATLAB's `save` writes unless told `-v7.3`),
 * compressed or not, in either byte order. {@link readMatFile} reads version 7.3 too. Objects are read when their properties are first asked for.
 *
 * @example
 * const { data } = readMat(bytes).get("XTrain") as MatNumeric;
 * @throws LayerGraphError `mat-truncated`, `mat-corrupt`, `mat-too-deep`, `mat-too-large`, `mat-version` or `not-mat`
 */
export function readMat(bytes: Uint8Array, options: MatOptions = {}): Map<string, MatValue> {
  return new MatFile(bytes, options).variables();
}

class MatFile {
  private readonly file: Source;
  private readonly wanted: ReadonlySet<string> | undefined;
  private budget: number;
  private readonly subsystemOffset: number;
  private subsystem: Subsystem | undefined;

  constructor(bytes: Uint8Array, { variables, maximumBytes = mostInflated }: MatOptions) {
    this.file = openFile(bytes);
    this.wanted = variables && new Set(variables);
    this.budget = maximumBytes;
    this.subsystemOffset = subsystemOffset(this.file);
  }

  variables(): Map<string, MatValue> {
    const { bytes } = this.file;
    const variables = new Map<string, MatValue>();
    for (let at = headerLength; at < bytes.length; ) {
      const element = readElement(this.file, at, bytes.length);
      if (at !== this.subsystemOffset) this.readVariable(element, variables);
      at = element.next;
    }
    return variables;
  }

  private readVariable(element: Element, variables: Map<string, MatValue>): void {
    const { source, matrix } = this.matrixOf(element);
    const name = matrix.length === 0 ? "" : readHeader(source, matrix).name;
    if (name === "" || (this.wanted !== undefined && !this.wanted.has(name))) return;
    variables.set(name, readMatrix(source, matrix, this.references));
  }

  /** The matrix of a top-level element, inflated if it is compressed. */
  private matrixOf(element: Element): { source: Source; matrix: Element } {
    const { file } = this;
    if (element.type === elementTypes.matrix) return { source: file, matrix: element };
    if (element.type !== elementTypes.compressed)
      fail(file, element.start - 8, "mat-corrupt", `a variable has element type ${element.type}; 14 or 15 was expected`);
    const inflated = inflateZlib(bytesOf(file, element), {
      what: `MAT-file: the element at byte ${element.start - 8}`,
      code: "mat-corrupt",
      limit: this.budget,
      size: (start) => declaredSize(start, file.littleEndian),
    });
    this.budget -= inflated.length;
    const source = sourceOf(inflated, file.littleEndian, ` of the element inflated from byte ${element.start - 8}`);
    const matrix = readElement(source, 0, inflated.length);
    if (matrix.type !== elementTypes.matrix)
      fail(source, 0, "mat-corrupt", `a variable has element type ${matrix.type}; 14 was expected`);
    return { source, matrix };
  }

  /** Opens the subsystem at the first object, so that a file without objects needs none. */
  private readonly references: References = {
    bare: false,
    resolve: (words, className, source, at) => this.openSubsystem(source, at).resolve(words, className, source, at),
    enumeration: (struct, source, at) => this.openSubsystem(source, at).enumeration(struct, source, at),
  };

  private openSubsystem(source: Source, at: number): Subsystem {
    if (this.subsystem === undefined) {
      const { file, subsystemOffset } = this;
      if (subsystemOffset === 0)
        fail(source, at, "mat-corrupt", "there is an object here, but the file has no subsystem that describes it");
      if (subsystemOffset < headerLength || subsystemOffset >= file.bytes.length)
        fail(file, 116, "mat-corrupt", `the subsystem is said to be at byte ${subsystemOffset} of ${file.bytes.length}`);
      const hidden = this.matrixOf(readElement(file, subsystemOffset, file.bytes.length));
      if (hidden.matrix.length === 0) fail(file, subsystemOffset, "mat-corrupt", "the subsystem is empty");
      const data = readHeader(hidden.source, hidden.matrix).content.take("the subsystem's bytes", elementTypes.uint8);
      this.subsystem = new Subsystem(wrapperInBytes(bytesOf(hidden.source, data)));
    }
    return this.subsystem;
  }
}

function declaredSize(start: Uint8Array, littleEndian: boolean): number | undefined {
  if (start.length < 8) return undefined;
  const view = new DataView(start.buffer, start.byteOffset, 8);
  return view.getUint32(0, littleEndian) >>> 16 === 0 ? 8 + view.getUint32(4, littleEndian) : 8;
}

function subsystemOffset({ view, littleEndian }: Source): number {
  const offset = view.getBigUint64(116, littleEndian);
  return offset === 0x2020202020202020n ? 0 : Number(offset);
}

const hdf5Signature = "\x89HDF\r\n\x1a\n";

/** Whether a file that begins so (520 bytes) has version 7.3. */
export function isVersion73(bytes: Uint8Array): boolean {
  return textAt(bytes, 0, 10) === "MATLAB 7.3" || [0, 512].some((at) => textAt(bytes, at, 8) === hdf5Signature);
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function openFile(bytes: Uint8Array): Source {
  if (isVersion73(bytes))
    throw new LayerGraphError(
      "mat-version",
      "This MAT-file has version 7.3 (HDF5), which is read asynchronously only: write await loadDataSet(path) where you write readDataSet(path).",
    );
  if (bytes.length < headerLength)
    throw new LayerGraphError(
      "mat-truncated",
      `This is not a whole MAT-file: it has ${bytes.length} bytes, and the header alone takes 128.`,
    );
  const letters = textAt(bytes, 126, 2);
  if (letters !== "IM" && letters !== "MI") {
    const old = bytes.subarray(0, 4).includes(0);
    throw new LayerGraphError(
      old ? "mat-version" : "not-mat",
      old
        ? "This seems to be a MAT-file of version 4, which is not read; save it with -v7."
        : "This is not a MAT-file: bytes 126 and 127 should be 'IM' or 'MI'.",
    );
  }
  const source = sourceOf(bytes, letters === "IM", "");
  const version = source.view.getUint16(124, source.littleEndian);
  if (version !== 0x0100)
    fail(source, 124, "mat-version", `version ${version >> 8}.${version & 255} is not read; save the file with -v7`);
  return source;
}
