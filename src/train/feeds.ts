import type { Responses } from "../data/responses.ts";
import { lengthsName, timeDimensionOf } from "../layer/apply.ts";
import type { InputSpec } from "../layer.ts";
import { sizeOfDim } from "../ops/index.ts";
import type { Plan } from "../plan/plan.ts";
import { randomStream } from "../random.ts";
import type { Tensors } from "../run/executor.ts";
import { floats, type Tensor } from "../tensor.ts";
import { type Blocks, blocksOf, imageBlocks } from "./blocks.ts";
import type { FedInput, NetworkData } from "./networkData.ts";
import { type PaddingOptions, type PieceLayout, padded, paddedCodes, stacked } from "./padding.ts";
import { type Piece, piecesOf } from "./pieces.ts";

/** One piece of a mini-batch as a network is fed it. */
export interface Fed extends Piece {
  readonly feeds: Tensors;
  readonly symbols: Readonly<Record<string, number>>;
  readonly observations: number;
  /** Whether states per observation flow from piece to piece. */
  readonly carried: boolean;
}

/** An output of a network whose targets are fed. */
export interface FedTarget {
  /** The name of the output, under which its responses are. */
  readonly name: string;
  /** The name of the feed. */
  readonly feed: string;
  /** The time dimension of the output; missing where it has none. */
  readonly timeDimension?: string;
}

/** What decides the feeds of a mini-batch. */
export interface FeedOptions {
  readonly inputs: readonly FedInput[];
  /** Outputs whose targets are fed too. */
  readonly targets: readonly FedTarget[];
  readonly padding: PaddingOptions;
  /** Whether sequences of one piece must have one length. */
  readonly equalLengths?: boolean;
  /** Whether the network has states of which each observation has its own, which flow from piece to piece of a mini-batch. */
  readonly carries?: boolean;
}

/** The chosen observations as feeds of a network: one piece, or more where `sequenceLength` cuts the mini-batch. */
export function batchFeeds(data: NetworkData, indices: Int32Array, options: FeedOptions): Fed[] {
  const { inputs, targets, padding } = options;
  const blocks = inputs.map(({ name }) => blocksOf(data.inputs.get(name)!));
  const pieces = piecesOf(lengthsOf(inputs, blocks, indices), indices, padding, options.equalLengths);
  return pieces.map((piece) => ({
    ...piece,
    feeds: {
      ...Object.fromEntries(inputs.map(({ name, spec }, i) => [name, fedArray(blocks[i], spec, { indices, piece, padding })])),
      ...(piece.padded && fedLengths(piece)),
      ...Object.fromEntries(
        targets.map((target) => [target.feed, fedTarget(data.targets!.get(target.name)!, target, { indices, piece, padding })]),
      ),
    },
    symbols: symbolsOf(piece),
    observations: piece.rows.length,
    carried: options.carries === true && pieces.length > 1,
  }));
}

/** Fresh random numbers for the layers of a plan that draw them: the same for the same seed and step. */
export function randomFeeds(plan: Plan, symbols: Readonly<Record<string, number>>, seed: number, step: number): Tensors {
  return Object.fromEntries(
    plan.random.map(({ name, shape }) => {
      const sizes = shape.map((d) => sizeOfDim(d, symbols));
      const data = new Float32Array(sizes.reduce((a, b) => a * b, 1));
      randomStream(seed, name, step).fillUniform(data);
      return [name, floats(sizes, data)];
    }),
  );
}

/** The length of each chosen observation in each time dimension: inputs that share a dimension have the same. */
function lengthsOf(inputs: readonly FedInput[], blocks: readonly Blocks[], indices: Int32Array): Record<string, Int32Array> {
  const lengths: Record<string, Int32Array> = {};
  inputs.forEach(({ spec }, i) => {
    const name = timeDimensionOf(spec);
    if (name !== undefined) lengths[name] ??= indices.map((index) => blocks[i].block(index).time);
  });
  return lengths;
}

function symbolsOf({ rows, layouts }: Piece): Record<string, number> {
  return { batch: rows.length, ...Object.fromEntries(Object.entries(layouts).map(([name, { time }]) => [name, time])) };
}

interface Chosen {
  readonly indices: Int32Array;
  readonly piece: Piece;
  readonly padding: PaddingOptions;
}

function fedArray(blocks: Blocks, spec: InputSpec, { indices, piece, padding }: Chosen): Tensor {
  const name = timeDimensionOf(spec);
  return name === undefined
    ? stacked(blocks, indices, piece.rows)
    : padded(blocks, indices, piece.layouts[name], padding.paddingValue);
}

/** The lengths of the sequences in every time dimension, also in those that are equal: the plan expects all or none. */
function fedLengths({ layouts }: Piece): Tensors {
  return Object.fromEntries(
    Object.entries(layouts).map(([name, { count }]) => [lengthsName(name), integers(count, [count.length])]),
  );
}

function fedTarget(responses: Responses, { timeDimension }: FedTarget, { indices, piece }: Chosen): Tensor {
  const layout: PieceLayout | undefined = timeDimension === undefined ? undefined : piece.layouts[timeDimension];
  const blocks = numberBlocks(responses);
  if (blocks) return layout && blocks.temporal ? padded(blocks, indices, layout, 0) : stacked(blocks, indices, piece.rows);
  const rows = piece.rows.length;
  if (responses.kind === "labelSequences" && layout)
    return integers(paddedCodes(responses.codes, indices, layout), [rows, layout.time]);
  if (responses.kind === "labels")
    return integers(
      piece.rows.map((row) => responses.codes[indices[row]]),
      [rows],
    );
  const { codes, size } = responses as Extract<Responses, { kind: "labelImages" }>;
  const pixels = codes[0].length;
  const all = new Int32Array(rows * pixels);
  piece.rows.forEach((row, at) => void all.set(codes[indices[row]], at * pixels));
  return integers(all, [rows, ...size]);
}

function numberBlocks(responses: Responses): Blocks | undefined {
  switch (responses.kind) {
    case "numbers":
      return blocksOf({ kind: "features", predictors: responses.values });
    case "numberSequences":
      return blocksOf({ kind: "sequences", predictors: responses.values });
    case "numberImages":
    case "numberImageSequences":
      return imageBlocks(responses.values, responses.kind === "numberImageSequences");
    default:
      return undefined;
  }
}

function integers(values: Int32Array, shape: readonly number[]): Tensor<"int64"> {
  return { type: "int64", shape, data: BigInt64Array.from(values, BigInt) };
}
