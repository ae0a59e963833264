import { isNumericClass } from "../values/classes.ts";
import { isTrue, textOf, textsOf } from "../values/convert.ts";
import { isTable } from "../values/tableData.ts";
import type { Builtin, Call, Evaluation, Value } from "../values/value.ts";
import { argument, fail, functionAt, namedOptions, scalarAt } from "./arguments.ts";
import { define, defineWaiting, type Results } from "./define.ts";
import { queueValue } from "./minibatches.ts";
import { withoutData } from "./missingData.ts";
import { ArrayStore, CombinedStore, type Store, TransformedStore } from "./stores.ts";
import { observationsIn, storeOf, storeValue } from "./storeValue.ts";

const unread = "its data are only read when the script runs";
const refused =
  "a datastore of files is not supported, only arrayDatastore and what combine and transform make of it; give arrays of numbers, read from a .mat or .csv file";

/** `arrayDatastore(A, IterationDimension=1, ReadSize=1, OutputType="cell")`. */
function arrayDatastore(call: Call): Results {
  if (call.session.mode === "port") return withoutData(call, unread);
  const array = argument(call, 0);
  const given = namedOptions(call, 1, ["IterationDimension", "ReadSize", "OutputType"]);
  const option = (name: string, usual: number): number => {
    const value = given.get(name);
    return value === undefined ? usual : positive({ ...call, args: [value] }, name);
  };
  const kind = textOf(given.get("OutputType") ?? { kind: "char", size: [1, 4], text: "cell" })?.toLowerCase();
  if (kind !== "cell" && kind !== "same")
    fail(call, "MATLAB:arrayDatastore:OutputType", 'arrayDatastore: OutputType must be "cell" or "same".');
  const dimension = option("IterationDimension", 1);
  if (isTable(array) && dimension !== 1)
    fail(
      call,
      "MATLAB:arrayDatastore:IterationDimension",
      "arrayDatastore: a table is iterated over its rows, IterationDimension 1.",
    );
  return storeValue(new ArrayStore(array, { dimension, readSize: option("ReadSize", 1), same: kind === "same" }));
}

function positive(call: Call, name: string): number {
  const found = scalarAt(call, 0);
  if (Number.isInteger(found) && found >= 1) return found;
  return fail(call, `MATLAB:${call.name}:${name}`, `${call.name}: ${name} must be a positive whole number; it is ${found}.`);
}

/** The datastores among the first arguments. */
function storesAt(call: Call, count: number): Store[] | undefined {
  const stores = call.args.slice(0, count).map(storeOf);
  return stores.includes(undefined) || stores.length === 0 ? undefined : (stores as Store[]);
}

function combine(call: Call): Results {
  if (call.session.mode === "port") return withoutData(call, unread);
  const stores = storesAt(call, call.args.length);
  return stores ? storeValue(new CombinedStore(stores)) : withoutData(call, refused);
}

/** `transform(ds, fcn)`, `transform(ds1, ds2, fcn)`. */
function transform(call: Call): Results {
  if (call.session.mode === "port") return withoutData(call, unread);
  const at = call.args.findIndex((value) => value.kind === "handle");
  if (at >= 0 && at < call.args.length - 1)
    fail(call, "layergraph:unsupported", "transform is supported with datastores and a function, without options.");
  const stores = at < 1 ? undefined : storesAt(call, at);
  return stores ? storeValue(new TransformedStore(stores, functionAt(call, at))) : withoutData(call, refused);
}

const queueOptions = [
  "MiniBatchSize",
  "PartialMiniBatch",
  "MiniBatchFcn",
  "PreprocessingEnvironment",
  "DispatchInBackground",
  "OutputCast",
  "OutputAsDlarray",
  "MiniBatchFormat",
  "OutputEnvironment",
];

type Options = ReadonlyMap<string, Value>;

/** `minibatchqueue(ds, numOutputs, Name=Value)`. */
function* minibatchqueue(call: Call): Evaluation<Results> {
  if (call.session.mode === "port") return withoutData(call, unread);
  const store = storeOf(argument(call, 0));
  if (store === undefined) return withoutData(call, refused);
  const counted = call.args[1] !== undefined && textOf(call.args[1]) === undefined;
  const options = namedOptions(call, counted ? 2 : 1, queueOptions);
  const collate = collateFunction(call, options);
  const outputs = counted ? scalarAt(call, 1) : yield* outputCount(call, store, collate);
  requireHere(call, options);
  const size = options.get("MiniBatchSize");
  const partial = options.has("PartialMiniBatch") ? textOf(options.get("PartialMiniBatch")!)?.toLowerCase() : "return";
  if (partial !== "return" && partial !== "discard")
    fail(call, "MATLAB:minibatchqueue:PartialMiniBatch", 'minibatchqueue: PartialMiniBatch must be "return" or "discard".');
  return queueValue(store, {
    size: size === undefined ? 128 : positive({ ...call, args: [size] }, "MiniBatchSize"),
    discards: partial === "discard",
    collate,
    outputs,
    casts: castsOf(call, options, outputs),
    labelled: forEachOutput(call, flagsOf(options.get("OutputAsDlarray")) ?? [true], outputs, "OutputAsDlarray"),
    formats: forEachOutput(call, listOf(options, "MiniBatchFormat") ?? [""], outputs, "MiniBatchFormat"),
  });
}

function collateFunction(call: Call, options: Options): ReturnType<typeof functionAt> | undefined {
  const given = options.get("MiniBatchFcn");
  return given === undefined || textOf(given) === "collate" ? undefined : functionAt({ ...call, args: [given] }, 0);
}

/** As many outputs as the MiniBatchFcn has; or as the store has variables. */
function* outputCount(call: Call, store: Store, collate: ReturnType<typeof functionAt> | undefined): Evaluation<number> {
  if (typeof collate === "object" && collate.anonymous === undefined) {
    const [count] = yield* call.session.invoke("nargout", [collate], 1, call.place);
    const declared = count?.kind === "numeric" ? Number(count.data[0]) : 0;
    if (declared > 0) return declared;
  }
  const fresh = store.fresh();
  if (!fresh.hasData()) return 1;
  return observationsIn(yield* fresh.read(call))[0]?.length ?? 1;
}

/** Refuses what would compute somewhere else; where batches are prepared changes only MATLAB's speed. */
function requireHere(call: Call, options: Options): void {
  const odd = (listOf(options, "OutputEnvironment") ?? []).find((name) => !["auto", "cpu"].includes(name.toLowerCase()));
  if (odd !== undefined)
    fail(call, "layergraph:unsupported", `minibatchqueue: OutputEnvironment '${odd}' is not supported; it has 'auto' and 'cpu'.`);
  const where = options.get("PreprocessingEnvironment");
  if (where !== undefined && !["serial", "background", "parallel"].includes(textOf(where)?.toLowerCase() ?? ""))
    fail(
      call,
      "MATLAB:minibatchqueue:PreprocessingEnvironment",
      'minibatchqueue: PreprocessingEnvironment must be "serial", "background" or "parallel".',
    );
}

function listOf(options: Options, name: string): readonly string[] | undefined {
  const value = options.get(name);
  return value === undefined ? undefined : textsOf(value);
}

function flagsOf(value: Value | undefined): boolean[] | undefined {
  if (value === undefined) return undefined;
  if (value.kind === "numeric" || value.kind === "logical") return Array.from(value.data as ArrayLike<number>, (x) => x !== 0);
  return [isTrue(value)];
}

function castsOf(call: Call, options: Options, outputs: number): readonly string[] {
  const casts = forEachOutput(call, listOf(options, "OutputCast") ?? ["single"], outputs, "OutputCast");
  const odd = casts.find((name) => !isNumericClass(name) && name !== "logical");
  if (odd === undefined) return casts;
  return fail(
    call,
    "layergraph:unsupported",
    `minibatchqueue: OutputCast '${odd}' is not supported; it has the classes of numbers.`,
  );
}

/** One entry for all outputs, or one for each. */
function forEachOutput<T>(call: Call, list: readonly T[], outputs: number, name: string): readonly T[] {
  if (list.length === outputs) return list;
  if (list.length === 1) return Array.from({ length: outputs }, () => list[0]);
  return fail(
    call,
    `MATLAB:minibatchqueue:${name}`,
    `minibatchqueue: ${name} must have one entry, or one for each of the ${outputs} outputs; it has ${list.length}.`,
  );
}

/** Datastores over arrays, and queues of batches. */
export const datastoreMaking: readonly Builtin[] = [
  define("arrayDatastore", arrayDatastore, { least: 1, role: "data" }),
  define("combine", combine, { least: 1, role: "data" }),
  define("transform", transform, { least: 1, role: "data" }),
  defineWaiting("minibatchqueue", minibatchqueue, { least: 1, role: "data" }),
];
