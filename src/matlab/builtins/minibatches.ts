import { concatenated } from "../values/concatenate.ts";
import { cell, cellOfTexts, logical, logicals, number, row, text } from "../values/construct.ts";
import { describeValue } from "../values/describe.ts";
import { sizeOf } from "../values/shape.ts";
import type { Builtin, Call, Evaluation, HandleValue, HostValue, Value, ValueOperations } from "../values/value.ts";
import { fail } from "./arguments.ts";
import { define, defineWaiting } from "./define.ts";
import type { Store } from "./stores.ts";
import { observationsIn } from "./storeValue.ts";

/** How a `minibatchqueue` makes batches; lists have an entry for each output. */
export interface BatchMaking {
  readonly size: number;
  /** Whether a last batch with fewer observations is left out. */
  readonly discards: boolean;
  /** Undefined where observations are only put together. */
  readonly collate: HandleValue | string | undefined;
  readonly outputs: number;
  readonly casts: readonly string[];
  readonly labelled: readonly boolean[];
  readonly formats: readonly string[];
}

/** MATLAB's `minibatchqueue`, a handle: what was read ahead, and how batches are made of it. */
class BatchQueue {
  readonly making: BatchMaking;
  store: Store;
  /** Observations that were read, those before `at` already given. */
  rows: Value[][] = [];
  at = 0;

  constructor(store: Store, making: BatchMaking) {
    this.store = store;
    this.making = making;
  }

  get waiting(): number {
    return this.rows.length - this.at;
  }

  /** Reads until there is a whole batch, or nothing more. */
  *fill(call: Call): Evaluation<void> {
    if (this.at > 0 && this.waiting < this.making.size) {
      this.rows = this.rows.slice(this.at);
      this.at = 0;
    }
    while (this.waiting < this.making.size && this.store.hasData()) {
      call.session.charge({ steps: 1 });
      for (const each of observationsIn(yield* this.store.read(call))) this.rows.push(each);
    }
  }

  *hasData(call: Call): Evaluation<boolean> {
    yield* this.fill(call);
    return this.making.discards ? this.waiting >= this.making.size : this.waiting > 0;
  }

  take(): Value[][] {
    const taken = this.rows.slice(this.at, this.at + this.making.size);
    this.at += taken.length;
    return taken;
  }

  reset(store: Store): void {
    store.reset();
    this.store = store;
    this.rows = [];
    this.at = 0;
  }
}

/** The value of a queue over a store. */
export function queueValue(store: Store, making: BatchMaking): Value {
  return { kind: "host", operations, content: new BatchQueue(store.fresh(), making) };
}

function own(call: Call): BatchQueue {
  const [value] = call.args;
  if (value?.kind === "host" && value.content instanceof BatchQueue) return value.content;
  return fail(call, "MATLAB:UndefinedFunction", `${call.name} needs a minibatchqueue.`);
}

function* next(call: Call): Evaluation<readonly Value[]> {
  const queue = own(call);
  const { outputs, collate } = queue.making;
  if (call.nargout > outputs)
    fail(
      call,
      "MATLAB:maxlhs",
      `Too many output arguments: the minibatchqueue has ${outputs}, of next ${call.nargout} are wanted.`,
    );
  if (!(yield* queue.hasData(call)))
    fail(
      call,
      "nnet_cnn:minibatchqueue:noMoreData",
      "Unable to provide a mini-batch because the end of the data is reached. Use reset or shuffle to begin again, and hasdata to ask first.",
    );
  const rows = queue.take();
  const variables = rows[0].map((_, j) =>
    cell(
      rows.map((each) => each[j]),
      [rows.length, 1],
    ),
  );
  const arrays =
    collate === undefined
      ? variables.slice(0, outputs).map((each) => putTogether(call, each.elements))
      : yield* call.session.invoke(collate, variables, outputs, call.place);
  const results: Value[] = [];
  for (let i = 0; i < Math.max(1, call.nargout); i++) results.push(yield* finished(call, arrays[i], queue.making, i));
  return results;
}

/** Observations as one array: side by side along the first dimension in which the first of them has length 1. */
function putTogether(call: Call, observations: readonly Value[]): Value {
  const size = sizeOf(observations[0]);
  const single = size.indexOf(1);
  return concatenated(single < 0 ? size.length + 1 : single + 1, observations, call.session.charge);
}

/** One output: its numbers in the class that is wanted, with labels where they are wanted. */
function* finished(call: Call, array: Value | undefined, making: BatchMaking, i: number): Evaluation<Value> {
  if (array === undefined)
    return fail(call, "MATLAB:maxlhs", `The MiniBatchFcn gives fewer results than the ${making.outputs} outputs of the queue.`);
  const { session, place } = call;
  const isNumbers = array.kind === "numeric" || array.kind === "logical";
  const [plain] = isNumbers ? yield* session.invoke(making.casts[i], [array], 1, place) : [array];
  if (!making.labelled[i]) return plain;
  if (!isNumbers && array.kind !== "host")
    return fail(
      call,
      "nnet_cnn:minibatchqueue:notNumeric",
      `Output ${i + 1} of the minibatchqueue cannot become a dlarray: it is ${describeValue(array)}. Encode it in the MiniBatchFcn (onehotencode), or set OutputAsDlarray to false for it.`,
    );
  const format = making.formats[i];
  const [labelled] = yield* session.invoke("dlarray", format === "" ? [plain] : [plain, text(format)], 1, place);
  return labelled;
}

function shuffled(call: Call): readonly Value[] {
  const queue = own(call);
  const count = queue.store.count;
  if (count === undefined)
    return fail(call, "layergraph:unsupported", "shuffle: the datastore of the queue does not say how many observations it has.");
  queue.reset(queue.store.chosen(call.session.random.permutation(count)));
  return [];
}

const methods: Readonly<Record<string, Builtin>> = Object.fromEntries(
  [
    defineWaiting("next", next, { most: 1 }),
    defineWaiting(
      "hasdata",
      function* hasData(call): Evaluation<Value> {
        return logical(yield* own(call).hasData(call));
      },
      { most: 1 },
    ),
    define(
      "reset",
      (call) => {
        const queue = own(call);
        queue.reset(queue.store);
        return [];
      },
      { most: 1 },
    ),
    define("shuffle", shuffled, { most: 1 }),
    define("partition", (call) => fail(call, "layergraph:unsupported", "partition of a minibatchqueue is not supported.")),
    define("isobject", () => logical(true)),
  ].map((each) => [each.name, each]),
);

const properties: Readonly<Record<string, (making: BatchMaking) => Value>> = {
  MiniBatchSize: ({ size }) => number(size),
  PartialMiniBatch: ({ discards }) => text(discards ? "discard" : "return"),
  MiniBatchFcn: ({ collate }) => (typeof collate === "object" ? collate : text(collate ?? "collate")),
  OutputCast: ({ casts }) => cellOfTexts(casts),
  OutputAsDlarray: ({ labelled }) => (labelled.length > 0 ? logicals([1, labelled.length], labelled) : row([])),
  MiniBatchFormat: ({ formats }) => cellOfTexts(formats),
  NumOutputs: ({ outputs }) => number(outputs),
};

const operations: ValueOperations = {
  className: "minibatchqueue",
  ancestors: ["handle"],
  complete: true,
  size: () => [1, 1],
  member: (value, name) =>
    Object.hasOwn(properties, name) ? properties[name]((value as HostValue<BatchQueue>).content.making) : undefined,
  memberNames: () => Object.keys(properties),
  method: (name) => (Object.hasOwn(methods, name) ? methods[name] : undefined),
  display: (value) => {
    const { making } = (value as HostValue<BatchQueue>).content;
    return `  minibatchqueue with ${making.outputs} output${making.outputs === 1 ? "" : "s"} and batches of ${making.size}\n`;
  },
};
