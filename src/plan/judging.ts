import { internal, LayerGraphError } from "../errors.ts";
import { axisOf } from "../layer/formats.ts";
import type { Activation } from "../layer.ts";
import { type OutputPort, outputName } from "../network/ends.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import {
  add,
  argMax,
  cast,
  equal,
  input,
  less,
  multiply,
  range,
  reshape,
  squeeze,
  sum,
  unsqueeze,
  type Value,
} from "../ops/index.ts";

/** An output of a network and what it is trained by. */
export interface OutputLoss {
  /** The name of the output, under which users give its responses. */
  readonly name: string;
  /** Where it comes out of the network. */
  readonly end: OutputPort;
  /** What errors name: the output layer, or the output. */
  readonly label: string;
  /**
   * What the loss compares the prediction with: `classes`, one-hot in its shape; `indices`, class numbers from 1 in one channel (0 on padded
   * steps); `numbers`, in its shape.
   */
  readonly target: "classes" | "indices" | "numbers";
  /** A scalar. */
  readonly loss: (prediction: Activation, target: Activation) => Value;
  /** What the loss is multiplied by before the losses of all outputs are added. */
  readonly weight: number;
  /** What the loss is a mean over, so that those of several mini-batches can be put together: observations or their time steps and places. */
  readonly meanOver: "observations" | "positions";
}

/** The loss of the output layer of a network, which must be its only one. */
export function outputLayerLosses(lgraph: LayerGraph): OutputLoss[] {
  const layers = lgraph.layers.filter((layer) => layer.definition.loss);
  if (layers.length !== 1) {
    throw new LayerGraphError(
      "wrong-output-layers",
      `the network has ${layers.length} output layers (${layers.map((l) => `'${l.name}'`).join(", ") || "none"}), expected one.`,
    );
  }
  return layers.map(({ name, definition, options }) => {
    const [edge] = lgraph.edgesInto(name);
    const end = { layer: edge.source, port: edge.sourcePort };
    return {
      name: outputName(lgraph, end),
      end,
      label: name,
      target: definition.target === "classes" ? "classes" : "numbers",
      loss: (prediction, { value }) => definition.loss!({ prediction, target: value, options: options as never }),
      weight: 1,
      meanOver: definition.target === "classes" ? "positions" : "observations",
    };
  });
}

/** The name under which the targets of an output are fed: `/target`, and for one of several outputs `/target/<output>`. */
export function targetName(losses: readonly { readonly name: string }[], { name }: { readonly name: string }): string {
  return fedUnder("/target", losses, name);
}

/** A name for one of several outputs: that of a single output has no suffix. */
export function fedUnder(name: string, outputs: readonly unknown[], output: string): string {
  return outputs.length === 1 ? name : `${name}/${output}`;
}

/** The loss of a mini-batch, and for classes how many answers are right, of how many. */
export interface Judged {
  readonly loss: Value;
  readonly metrics: Readonly<Record<string, Value>>;
}

/**
 * The weighted sum of the losses of a network's outputs, for what comes out of them, in the same order, and their targets, which are fed. Where
 * one output alone tells classes apart, also `correct` and `count`.
 */
export function judged(losses: readonly OutputLoss[], predictions: readonly Activation[]): Judged {
  const parts = losses.map((output, i) => {
    const feed = targetName(losses, output);
    const prediction = predictions[i];
    const codes = output.target === "numbers" ? undefined : fedCodes(feed, prediction);
    const loss = scalar(output, output.loss(prediction, targetOf(output, feed, prediction, codes)));
    return { loss: output.weight === 1 ? loss : multiply(loss, output.weight), codes, prediction };
  });
  const classified = parts.filter(({ codes }) => codes !== undefined);
  const [only] = classified;
  return {
    loss: parts.map(({ loss }) => loss).reduce((a, b) => add(a, b)),
    metrics: classified.length === 1 ? counted(only.codes!, only.prediction) : {},
  };
}

/** Class numbers, counted from 0, in the shape of the prediction without its channels. */
function fedCodes(feed: string, { value }: Activation): Value {
  return input(feed, value.shape.toSpliced(1, 1), "int64");
}

function targetOf({ target }: OutputLoss, feed: string, prediction: Activation, codes: Value | undefined): Activation {
  const { value, format, lengths } = prediction;
  const like = (target: Value): Activation => ({ value: target, format, ...(lengths && { lengths }) });
  if (!codes) return like(input(feed, value.shape));
  return like(target === "indices" ? add(unsqueeze(codes, 1), 1) : oneHot(codes, prediction));
}

function scalar({ label }: OutputLoss, loss: unknown): Value {
  if (typeof loss !== "object" || loss === null || !("shape" in loss)) {
    throw new LayerGraphError("wrong-loss", `'${label}': the loss function returned ${String(loss)}, expected a scalar value.`);
  }
  const { shape } = loss as Value;
  if (shape.length === 0) return loss as Value;
  throw new LayerGraphError(
    "wrong-loss",
    `'${label}': the loss is [${shape.join(", ")}], expected a scalar: add it up, such as with ops.total, and divide by the number of observations.`,
    { layer: label, received: `[${shape.join(", ")}]`, expected: "a scalar" },
  );
}

/** Class numbers as ones among zeros along the channels; −1 (padding) gives zeros only. */
function oneHot(codes: Value, prediction: Activation): Value {
  const { shape } = prediction.value;
  const classes = reshape(range(shape[1]), [shape[1], ...shape.slice(2).map(() => 1)]);
  return cast(equal(unsqueeze(codes, 1), classes), "float");
}

function counted(codes: Value, prediction: Activation): Record<string, Value> {
  const axes = codes.shape.map((_, axis) => axis);
  const total = (truth: Value): Value => reshape(sum(cast(truth, "float"), axes), []);
  if (axisOf(prediction.format, "C") !== 1) internal("channels are not the second dimension");
  return { correct: total(equal(squeeze(argMax(prediction.value, 1), 1), codes)), count: total(less(-1, codes)) };
}
