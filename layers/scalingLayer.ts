import { z } from "zod";
import { LayerGraphError } from "../src/errors.ts";
import {
  type Activation,
  type ArrayOption,
  arrayOption,
  arrayValue,
  axesOf,
  defineLayer,
  printSizes,
  stepByStep,
} from "../src/layer.ts";
import { add, constant, multiply, transpose, unsqueeze, type Value } from "../src/ops/index.ts";

const numbers = arrayOption.refine(
  (given) => arrayValue(given) !== undefined,
  "must be a number, nested arrays of numbers, or { size, data }",
);

/**
 * A layer that multiplies by a fixed `scale` (1) and adds a fixed `bias` (0): `scale · x + bias`, such as for bringing the result of a `tanhLayer`
 * to the range of an actuator. Any format in, the same format out.
 *
 * Each of the two is a number, a list with one number for each channel, or an array with the size of one observation (of one step, in a
 * sequence) in MATLAB's order, `[height, width, channels]` for SSCB, whose dimensions may also be 1.
 *
 * @example scalingLayer({ scale: [2, 0.5], bias: [0, -1] })
 * @see MATLAB scalingLayer
 */
export const scalingLayer = defineLayer({
  type: "scalingLayer",
  base: "scaling",
  title: "Scaling",
  description: () => "scaling",
  options: z.object({ scale: numbers.default(1), bias: numbers.default(0) }),
  reach: stepByStep,
  predict: ({ inputs: [x], options: { scale, bias } }) => {
    const scaled = scale === 1 ? x.value : multiply(x.value, besides(x, "scale", scale));
    return bias === 0 ? scaled : add(scaled, besides(x, "bias", bias));
  },
});

/** The given numbers as a constant that stretches to the input. */
function besides(x: Activation, name: string, given: ArrayOption): Value | number {
  if (typeof given === "number") return given;
  const { size, data } = arrayValue(given)!;
  const own = [...axesOf(x.format, "S"), 1]; // MATLAB's order: S…, C
  const perChannel = own.length > 1 && size.length === 2 && size[1] === 1 && size[0] === x.value.shape[1];
  const sizes = perChannel ? [...own.slice(1).map(() => 1), size[0]] : size.slice(0, own.length);
  const rest = size.slice(own.length).every((n) => n === 1);
  const fits = sizes.length === own.length && rest && sizes.every((n, i) => n === 1 || n === x.value.shape[own[i]]);
  if (!fits) throw wrongSize(x, name, size);
  // Column-major is row-major with the size reversed: C, …S; the channels stay first, the spatial dimensions are turned round.
  const stored = constant(data, [...sizes].reverse());
  const turned = transpose(stored, [0, ...sizes.slice(1).map((_, i) => sizes.length - 1 - i)]);
  return x.format.includes("T") ? unsqueeze(turned, sizes.length) : turned;
}

function wrongSize(x: Activation, name: string, size: readonly number[]): LayerGraphError {
  const observation = [...axesOf(x.format, "S"), 1].map((axis) => x.value.shape[axis]).join("×");
  const fix = "Give a number, a number for each channel, or such an array.";
  return new LayerGraphError(
    "size-mismatch",
    `option '${name}' has size ${size.join("×")}, expected ${observation} or 1 in some dimensions: received ${printSizes(x)}. ${fix}`,
    { received: size.join("×"), expected: observation, fix },
  );
}
