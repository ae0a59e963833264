import { concatenated } from "../values/concatenate.ts";
import { cell, numbers } from "../values/construct.ts";
import { indexed } from "../values/indexing.ts";
import { sizeOf } from "../values/shape.ts";
import type { Call, Evaluation, HandleValue, Subscript, Value } from "../values/value.ts";
import { fail } from "./arguments.ts";

/** What gives observations one reading after the other, and remembers how far it has come. */
export interface Store {
  readonly className: string;
  /** How many observations it has; undefined where a function of the script decides that. */
  readonly count: number | undefined;
  hasData(): boolean;
  /** The next reading; asked only where there is one. */
  read(call: Call): Evaluation<Value>;
  reset(): void;
  /** The same store from its beginning, with only these observations (from 0), in this order. */
  chosen(order: Int32Array): Store;
  /** The same store from its beginning. */
  fresh(): Store;
}

/** How an `arrayDatastore` gives its observations. */
export interface ArrayReading {
  readonly dimension: number;
  readonly readSize: number;
  /** Whether a reading has the class of the array; otherwise it is a column of cells. */
  readonly same: boolean;
}

/** MATLAB's `arrayDatastore`: the slices of an array along a dimension (from 1). */
export class ArrayStore implements Store {
  readonly className = "matlab.io.datastore.ArrayDatastore";
  readonly array: Value;
  readonly reading: ArrayReading;
  readonly order: Int32Array;
  #at = 0;

  constructor(array: Value, reading: ArrayReading, order?: Int32Array) {
    this.array = array;
    this.reading = reading;
    const length = sizeOf(array)[reading.dimension - 1] ?? 1;
    this.order = order ?? Int32Array.from({ length }, (_, i) => i);
  }

  get count(): number {
    return this.order.length;
  }

  hasData(): boolean {
    return this.#at < this.order.length;
  }

  *read(call: Call): Evaluation<Value> {
    const places = this.order.subarray(this.#at, this.#at + this.reading.readSize);
    this.#at += places.length;
    if (this.reading.same) return this.#slice(places, call);
    return cell(
      Array.from(places, (place) => this.#slice(Int32Array.of(place), call)),
      [places.length, 1],
    );
  }

  #slice(places: Int32Array, { session }: Call): Value {
    const { dimension } = this.reading;
    const count = Math.max(dimension, sizeOf(this.array).length);
    const subscripts = Array.from({ length: count }, (): Subscript => ":");
    subscripts[dimension - 1] = numbers(
      [1, places.length],
      Float64Array.from(places, (place) => place + 1),
    );
    return indexed(this.array, subscripts, session.charge);
  }

  reset(): void {
    this.#at = 0;
  }

  chosen(order: Int32Array): Store {
    return new ArrayStore(
      this.array,
      this.reading,
      order.map((i) => this.order[i]),
    );
  }

  fresh(): Store {
    return new ArrayStore(this.array, this.reading, this.order);
  }
}

/** Stores that are read together. */
abstract class Several implements Store {
  abstract readonly className: string;
  readonly stores: readonly Store[];

  constructor(stores: readonly Store[]) {
    this.stores = stores;
  }

  get count(): number | undefined {
    const counts = this.stores.map((store) => store.count);
    return counts.includes(undefined) ? undefined : Math.min(...(counts as number[]));
  }

  hasData(): boolean {
    return this.stores.every((store) => store.hasData());
  }

  abstract read(call: Call): Evaluation<Value>;

  protected *readings(call: Call): Evaluation<Value[]> {
    const readings: Value[] = [];
    for (const store of this.stores) readings.push(yield* store.read(call));
    return readings;
  }

  reset(): void {
    for (const store of this.stores) store.reset();
  }

  protected abstract over(stores: readonly Store[]): Store;

  chosen(order: Int32Array): Store {
    return this.over(this.stores.map((store) => store.chosen(order)));
  }

  fresh(): Store {
    return this.over(this.stores.map((store) => store.fresh()));
  }
}

/** MATLAB's `combine`: the readings of several stores side by side. */
export class CombinedStore extends Several {
  readonly className = "matlab.io.datastore.CombinedDatastore";

  *read(call: Call): Evaluation<Value> {
    const readings = yield* this.readings(call);
    const heights = readings.map((reading) => sizeOf(reading)[0]);
    if (heights.some((height) => height !== heights[0]))
      fail(
        call,
        "MATLAB:datastoreio:combineddatastore:horzcatFailed",
        `The readings of the combined datastores have ${heights.join(" and ")} rows; they must have the same number. Set one ReadSize for all.`,
      );
    return concatenated(2, readings, call.session.charge);
  }

  protected over(stores: readonly Store[]): Store {
    return new CombinedStore(stores);
  }
}

/** MATLAB's `transform`: what a function makes of every reading of one or several stores. */
export class TransformedStore extends Several {
  readonly className = "matlab.io.datastore.TransformedDatastore";
  readonly transformation: HandleValue | string;

  constructor(stores: readonly Store[], transformation: HandleValue | string) {
    super(stores);
    this.transformation = transformation;
  }

  *read(call: Call): Evaluation<Value> {
    const readings = yield* this.readings(call);
    const [made] = yield* call.session.invoke(this.transformation, readings, 1, call.place);
    return made ?? fail(call, "MATLAB:maxlhs", "The function of a transformed datastore gives no result.");
  }

  protected over(stores: readonly Store[]): Store {
    return new TransformedStore(stores, this.transformation);
  }
}
