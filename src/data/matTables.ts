import { fail, type Source } from "./matElements.ts";

/** One property of an object as the tables have it: a name, and how to find the value. */
export interface PropertyRow {
  readonly name: string;
  /** 0: `value` is the number of a name (an enumeration member); 1: of a value cell; 2: the value itself. */
  readonly kind: number;
  readonly value: number;
}

/** The tables in cell 0 of a file's `FileWrapper__`: what the ids in references mean. Row 0 of each stands for id 0, nothing. */
export interface ObjectTables {
  readonly version: number;
  /** The full name of each class, by class id. */
  readonly classNames: readonly string[];
  /** The number of objects, row 0 included. */
  readonly objectCount: number;
  /** The name with this number; numbers count from 1. */
  name(number: number): string;
  /** The class id of an object. */
  classOf(id: number): number;
  /** Whether the object was written through `saveobj`. */
  isSaved(id: number): boolean;
  /** How many properties are stored for an object. */
  propertyCount(id: number): number;
  /** The properties stored for an object, without defaults. */
  properties(id: number): PropertyRow[];
}

const classRow = 16;
const objectRow = 24;

/** Names may be qualified by packages and classes, so they pass MATLAB's 63 characters, but not by this much. */
const longestName = 2048;

/** Reads the tables; every offset and count is checked against the bytes. `source` starts with the tables' first byte. */
export function readTables(source: Source): ObjectTables {
  const { bytes } = source;
  const word = wordsOf(source);
  if (bytes.length < 40) fail(source, 0, "mat-truncated", `the object tables have ${bytes.length} bytes`);
  const version = word(0);
  if (version < 2 || version > 4)
    fail(source, 0, "mat-version", `the object tables have version ${version}; versions 2, 3 and 4 can be read`);
  const offsets = Array.from({ length: 6 }, (_, index) => word(8 + 4 * index));
  if (
    offsets.some((offset, index) => offset < (index === 0 ? 40 : offsets[index - 1]) || offset > bytes.length || offset % 4 !== 0)
  )
    fail(source, 8, "mat-corrupt", `the object tables lie at ${offsets.join(", ")} of ${bytes.length} bytes`);
  const [classes, saved, objects, ordinary, dynamic] = offsets;
  if ((saved - classes) % classRow !== 0 || (ordinary - objects) % objectRow !== 0)
    fail(source, 8, "mat-corrupt", "the object tables do not hold whole rows");
  const name = namesOf(source, classes, word(4));
  const savedBlocks = walkBlocks(source, saved, objects);
  const ordinaryBlocks = walkBlocks(source, ordinary, dynamic);
  const field = (id: number, index: number) => word(objects + id * objectRow + 4 * index);
  const block = (id: number) => {
    const at = field(id, 3) !== 0 ? savedBlocks[field(id, 3)] : ordinaryBlocks[field(id, 4)];
    return at ?? fail(source, objects + id * objectRow, "mat-corrupt", `object ${id} has properties outside their table`);
  };
  return {
    version,
    classNames: classNamesOf(source, classes, saved, name),
    objectCount: (ordinary - objects) / objectRow,
    name,
    classOf: (id) => field(id, 0),
    isSaved: (id) => field(id, 3) !== 0,
    propertyCount: (id) => word(block(id)),
    properties: (id) => propertiesAt(source, block(id), name),
  };
}

function wordsOf({ view, littleEndian }: Source): (at: number) => number {
  return (at) => view.getUint32(at, littleEndian);
}

function namesOf(source: Source, end: number, count: number): (number: number) => string {
  const names: string[] = [];
  for (let at = 40; names.length < count; ) {
    const stop = source.bytes.indexOf(0, at);
    if (stop < 0 || stop >= end)
      fail(source, at, "mat-corrupt", `${count} names are declared, but only ${names.length} are there`);
    if (stop - at > longestName)
      fail(source, at, "mat-corrupt", `a name has ${stop - at} bytes; at most ${longestName} are read`);
    names.push(new TextDecoder().decode(source.bytes.subarray(at, stop)));
    at = stop + 1;
  }
  return (number) => names[number - 1] ?? fail(source, 4, "mat-corrupt", `name ${number} of ${names.length} is asked for`);
}

function classNamesOf(source: Source, start: number, end: number, name: (number: number) => string): string[] {
  const word = wordsOf(source);
  return Array.from({ length: (end - start) / classRow }, (_, id) => {
    const [packageNumber, nameNumber] = [word(start + id * classRow), word(start + id * classRow + 4)];
    if (id === 0 || nameNumber === 0) return "";
    return packageNumber === 0 ? name(nameNumber) : `${name(packageNumber)}.${name(nameNumber)}`;
  });
}

/** Where each block of a property table starts: blocks have no index, so they are walked, and must fill the table exactly. */
function walkBlocks(source: Source, start: number, end: number): number[] {
  const word = wordsOf(source);
  const blocks: number[] = [];
  let at = start;
  while (at < end) {
    blocks.push(at);
    const words = 1 + 3 * word(at);
    at += 4 * (words + (words % 2));
  }
  if (at !== end) fail(source, blocks.at(-1) ?? start, "mat-corrupt", "a block of properties runs past the end of its table");
  return blocks;
}

function propertiesAt(source: Source, at: number, name: (number: number) => string): PropertyRow[] {
  const word = wordsOf(source);
  return Array.from({ length: word(at) }, (_, index) => {
    const row = at + 4 + 12 * index;
    return { name: name(word(row)), kind: word(row + 4), value: word(row + 8) };
  });
}
