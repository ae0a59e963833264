import { type Dim, input, sizeOfDim, symbol, type Value, type ValueType } from "../../src/ops/index.ts";
import { permutation, type RandomStream, randomStream } from "../../src/random.ts";
import { elementCount, type Tensor } from "../../src/tensor.ts";

/** Where the numbers of an input are drawn from: the domain that a case declares. */
export interface Domain {
  /** The least and the largest number; −2 and 2 by default. */
  readonly from?: number;
  readonly to?: number;
  /** Numbers near which the op bends or jumps; drawn numbers keep 0.01 away from them. */
  readonly kinks?: readonly number[];
}

/** One random case of an op: the inputs that were drawn for it, and what its symbols measure. */
export class Sample {
  readonly inputs: Value[] = [];
  readonly feeds: Record<string, Tensor> = {};
  readonly symbols: Record<string, number> = {};
  readonly random: RandomStream;

  /** The same purpose draws the same case. */
  constructor(...purpose: readonly (string | number)[]) {
    this.random = randomStream(1, ...purpose);
  }

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + this.random.below(most - least + 1);
  }

  /** One of the given things. */
  one<T>(things: readonly T[]): T {
    return things[this.random.below(things.length)];
  }

  /** A dimension that is known only when data arrives; in this case it is from `least` to `most`. */
  symbol(name: string, least: number, most: number): Dim {
    this.symbols[name] = this.whole(least, most);
    return symbol(name);
  }

  /** What a dimension measures in this case. */
  size(d: Dim): number {
    return sizeOfDim(d, this.symbols);
  }

  /** An input of numbers from the domain, exact in single precision. */
  numbers(shape: readonly Dim[], { from = -2, to = 2, kinks = [] }: Domain = {}): Value {
    return this.#input(shape, "float", () => {
      for (;;) {
        const x = Math.fround(from + (to - from) * this.random.uniform());
        if (kinks.every((kink) => Math.abs(x - kink) > 0.01)) return x;
      }
    });
  }

  /** An input of numbers no two of which are nearer than 1/64 to each other; those of different `lane` neither. */
  distinct(shape: readonly Dim[], lane: 0 | 1 = 0): Value {
    const count = elementCount(shape.map((d) => this.size(d)));
    const order = permutation(count, this.random);
    let next = 0;
    return this.#input(shape, "float", () => (2 * (order[next++] - Math.floor(count / 2)) + lane) / 64);
  }

  /** An input of whole numbers from 1 to `most`, as layers take indices. */
  indices(shape: readonly Dim[], most: number): Value {
    return this.#input(shape, "float", () => this.whole(1, most));
  }

  /** An input of whole numbers from `least` up to but not including `end`. */
  integers(shape: readonly Dim[], least: number, end: number): Value {
    return this.#input(shape, "int64", () => this.whole(least, end - 1));
  }

  /** An input of truth values. */
  truths(shape: readonly Dim[]): Value {
    return this.#input(shape, "bool", () => this.random.below(2));
  }

  #input(shape: readonly Dim[], type: ValueType, draw: () => number): Value {
    const name = `x${this.inputs.length}`;
    const value = input(name, shape, type);
    const sizes = shape.map((d) => this.size(d));
    const data = Float64Array.from({ length: elementCount(sizes) }, draw);
    this.inputs.push(value);
    this.feeds[name] = asFed(type, sizes, data);
    return value;
  }
}

/** Builds the value under test from inputs that it draws. */
export type OpCase = (sample: Sample) => Value;

/** The cases of some ops: by op, by what the case is about. */
export type OpCases = Readonly<Record<string, Readonly<Record<string, OpCase>>>>;

function asFed(type: ValueType, shape: readonly number[], data: Float64Array): Tensor {
  if (type === "float") return { type: "float64", shape, data };
  if (type === "bool") return { type: "bool", shape, data: Uint8Array.from(data) };
  return { type: "int64", shape, data: BigInt64Array.from(data, (v) => BigInt(v)) };
}
