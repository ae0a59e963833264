import { LayerGraphError } from "../errors.ts";
import { flatFeatures, flattened } from "../layer/flattening.ts";
import { type Activation, layoutOf, printSizes } from "../layer/formats.ts";
import { add, conv1d, matmul, printDims, reshape, transpose, unsqueeze, type Value } from "../ops/index.ts";

/**
 * Every feature weighted and added up, `weights · x + bias`, of each observation (CB) or of each of its time steps (CBT). The spatial dimensions of other formats
 * are joined with the channels in MATLAB's order. `weights` is the value of an array of MATLAB's size outputs × features, so [features, outputs]; `bias` of one
 * of outputs × 1, so [1, outputs].
 *
 * @example const Y = fullyconnect(X, learnables.weights, learnables.bias);
 * @throws LayerGraphError `size-mismatch` where the weights have another number of features, or the bias of outputs
 * @see MATLAB fullyconnect
 */
export function fullyconnect(X: Activation, weights: Value, bias: Value): Activation {
  const features = flatFeatures(layoutOf(X));
  requireShape("weights", weights, [features, weights.shape[1]], X);
  requireShape("bias", bias, [1, weights.shape[1]], X);
  const { value: flat } = flattened(X);
  if (!X.format.includes("T")) return { value: add(matmul(flat, weights), bias), format: "CB" };
  const filter = unsqueeze(transpose(weights, [1, 0]), 2); // one tap
  const value = conv1d(flat, filter, {}, reshape(bias, [bias.shape[1]]));
  return { value, format: "CBT", lengths: X.lengths };
}

function requireShape(name: string, { shape }: Value, expected: Value["shape"], X: Activation): void {
  if (shape.length === 2 && shape.every((d, i) => d === expected[i])) return;
  throw new LayerGraphError(
    "size-mismatch",
    `fullyconnect: ${name} are ${printDims(shape)}, expected ${printDims(expected)} for ${printSizes(X)}. A learnable's value has MATLAB's size reversed.`,
    { received: printDims(shape), expected: printDims(expected) },
  );
}
