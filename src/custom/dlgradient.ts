import { LayerGraphError } from "../errors.ts";
import type { Activation } from "../layer.ts";
import { gradients } from "../ops/backward.ts";
import { printDims, reshape, type Value } from "../ops/index.ts";
import type { SymbolicArrays } from "./symbolicNetwork.ts";

/**
 * The gradient of a scalar with respect to an array (an activation or a value) or to arrays by name, such as `net.learnables`, in the
 * shape and with the names of what it is taken to. In a function that `dlfeval` calls. It is zero where the scalar does not depend on
 * an array. Gradients are values like others, so that a loss may contain them: the gradient of a gradient.
 *
 * @example
 * ```ts
 * const slope = dlgradient(ops.total(score.value), X); // an activation as large as X
 * const gradients = dlgradient(loss, net.learnables);
 * ```
 * @throws LayerGraphError `not-a-scalar`
 * @see MATLAB dlgradient
 */
export function dlgradient(y: Value, x: Activation): Activation;
export function dlgradient(y: Value, x: Value): Value;
export function dlgradient(y: Value, x: SymbolicArrays): SymbolicArrays;
export function dlgradient(y: Value, x: Activation | Value | SymbolicArrays): Activation | Value | SymbolicArrays {
  const of = scalar(y);
  if (x instanceof Map) {
    const found = gradients(of, [...x.values()]);
    return new Map([...x.keys()].map((key, i) => [key, found[i]]));
  }
  if (isValue(x)) return gradients(of, [x])[0];
  const activation = x as Activation;
  return { ...activation, value: gradients(of, [activation.value])[0] };
}

function scalar(y: Value): Value {
  if (isValue(y) && y.shape.every((d) => d === 1)) return y.shape.length === 0 ? y : reshape(y, []);
  const received = isValue(y) ? `an array ${printDims(y.shape)}` : "something else";
  const message = `dlgradient: the first argument must be a scalar, received ${received}. Sum it with ops.total, or take its mean.`;
  throw new LayerGraphError("not-a-scalar", message, { received, expected: "a scalar" });
}

function isValue(x: unknown): x is Value {
  return typeof x === "object" && x !== null && "op" in x;
}
