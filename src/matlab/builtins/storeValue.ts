import { concatenated } from "../values/concatenate.ts";
import { cell, emptyMatrix, logical, number, struct, text } from "../values/construct.ts";
import { integerOf } from "../values/convert.ts";
import { indexed } from "../values/indexing.ts";
import { ScriptError } from "../values/scriptError.ts";
import { sizeOf } from "../values/shape.ts";
import { isTable } from "../values/tableData.ts";
import type { Builtin, Call, Evaluation, HostValue, Subscript, Value, ValueOperations } from "../values/value.ts";
import { fail, numbersAt } from "./arguments.ts";
import { define, defineWaiting } from "./define.ts";
import { ArrayStore, CombinedStore, type Store, TransformedStore } from "./stores.ts";

/** A store as the script holds it. Datastores are handles: all who hold one see how far it was read. */
class Held {
  store: Store;

  constructor(store: Store) {
    this.store = store;
  }
}

/** The value of a datastore. */
export function storeValue(store: Store): HostValue<Held> {
  return { kind: "host", operations: { ...operations, className: store.className }, content: new Held(store) };
}

/** The datastore that a value is; undefined for other values. */
export function storeOf(value: Value | undefined): Store | undefined {
  return value?.kind === "host" && value.content instanceof Held ? value.content.store : undefined;
}

function own(call: Call): Store {
  return storeOf(call.args[0]) ?? fail(call, "MATLAB:UndefinedFunction", `${call.name} needs a datastore.`);
}

function* read(call: Call): Evaluation<readonly Value[]> {
  const store = own(call);
  if (!store.hasData())
    fail(
      call,
      "MATLAB:datastoreio:splittabledatastore:noMoreData",
      "No more data to read from the datastore. Reset it with reset(ds), or ask hasdata(ds) first.",
    );
  return [yield* store.read(call), struct({})];
}

/** All readings from the beginning, one below the other; the store itself stays where it is. */
export function* readAll(call: Call, store: Store): Evaluation<Value> {
  const fresh = store.fresh();
  const readings: Value[] = [];
  while (fresh.hasData()) {
    call.session.charge({ steps: 1 });
    readings.push(yield* fresh.read(call));
  }
  if (readings.length === 0) return emptyMatrix;
  const along = store instanceof ArrayStore && store.reading.same ? store.reading.dimension : 1;
  return concatenated(along, readings, call.session.charge);
}

/**
 * The observations of a reading, each with its variables: the rows of a cell array or table; anything else is one observation of one
 * variable.
 */
export function observationsIn(reading: Value): Value[][] {
  if (reading.kind === "cell") {
    const [rows, columns] = sizeOf(reading);
    return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => reading.elements[i + rows * j]));
  }
  if (!isTable(reading)) return [[reading]];
  const { columns, height } = reading.content;
  const cells = columns.map((column) => elementsDown(column, height));
  return Array.from({ length: height }, (_, i) => cells.map((each) => each[i]));
}

/** The rows of a variable of a table: what its cells hold, or rows of its array. */
function elementsDown(column: Value, height: number): readonly Value[] {
  if (column.kind === "cell") return column.elements;
  const others = Array.from({ length: sizeOf(column).length - 1 }, (): Subscript => ":");
  return Array.from({ length: height }, (_, i) => indexed(column, [number(i + 1), ...others]));
}

function shuffled(call: Call): Value {
  const store = own(call);
  const count = countOf(call, store);
  return storeValue(store.chosen(call.session.random.permutation(count)));
}

function subset(call: Call): Value {
  const store = own(call);
  const count = countOf(call, store);
  const { data, class: kind } = numbersAt(call, 1);
  const places =
    kind === "logical" ? Array.from(data, (bit, i) => (bit ? i : -1)).filter((i) => i >= 0) : Array.from(data, (x) => x - 1);
  if (places.some((place) => !(Number.isInteger(place) && place >= 0 && place < count)))
    fail(call, "MATLAB:datastoreio:subset:invalidIndices", `The indices must be whole numbers from 1 to ${count}, or a mask.`);
  return storeValue(store.chosen(Int32Array.from(places)));
}

function countOf(call: Call, store: Store): number {
  return (
    store.count ??
    fail(call, "layergraph:unsupported", `${call.name}: how many observations this datastore has is not known before it is read.`)
  );
}

const methods: Readonly<Record<string, Builtin>> = Object.fromEntries(
  [
    defineWaiting("read", read, { most: 1 }),
    defineWaiting("readall", (call) => readAll(call, own(call)), { most: 1 }),
    defineWaiting(
      "preview",
      function* preview(call): Evaluation<Value> {
        const fresh = own(call).fresh();
        return fresh.hasData() ? yield* fresh.read(call) : emptyMatrix;
      },
      { most: 1 },
    ),
    define("hasdata", (call) => logical(own(call).hasData()), { most: 1 }),
    define(
      "reset",
      (call) => {
        own(call).reset();
        return [];
      },
      { most: 1 },
    ),
    define("shuffle", shuffled, { most: 1 }),
    define("subset", subset, { least: 2, most: 2 }),
    define("numobservations", (call) => number(countOf(call, own(call))), { most: 1 }),
    define("isobject", () => logical(true)),
    ...["partition", "splitEachLabel", "countEachLabel", "readimage"].map((name) =>
      define(name, (call) => fail(call, "layergraph:unsupported", `${name} of a ${own(call).className} is not supported.`)),
    ),
  ].map((each) => [each.name, each]),
);

function member(value: Value, name: string): Value | undefined {
  const store = storeOf(value);
  if (store instanceof ArrayStore) {
    if (name === "ReadSize") return number(store.reading.readSize);
    if (name === "IterationDimension") return number(store.reading.dimension);
    if (name === "OutputType") return text(store.reading.same ? "same" : "cell");
  }
  const within = store instanceof CombinedStore || store instanceof TransformedStore;
  return within && name === "UnderlyingDatastores" ? cell(store.stores.map(storeValue)) : undefined;
}

function withMember(value: Value, name: string, given: Value): Value {
  const { content } = value as HostValue<Held>;
  const size = integerOf(given);
  if (name !== "ReadSize" || !(content.store instanceof ArrayStore) || size === undefined || size < 1)
    throw new ScriptError(
      "layergraph:unsupported",
      `The property '${name}' of a datastore cannot be set to that here; ReadSize of an arrayDatastore can, to a positive whole number.`,
    );
  content.store = new ArrayStore(content.store.array, { ...content.store.reading, readSize: size }, content.store.order);
  return value;
}

const operations: ValueOperations = {
  className: "matlab.io.Datastore",
  ancestors: ["handle", "matlab.io.Datastore"],
  complete: true,
  size: () => [1, 1],
  member,
  memberNames: (value) =>
    storeOf(value) instanceof ArrayStore ? ["ReadSize", "IterationDimension", "OutputType"] : ["UnderlyingDatastores"],
  withMember,
  method: (name) => (Object.hasOwn(methods, name) ? methods[name] : undefined),
  display: (value) => `  ${storeOf(value)?.className ?? "datastore"}\n`,
};
