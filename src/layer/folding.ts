import { LayerGraphError } from "../errors.ts";
import { cast, multiplyDims, reshape, sameDim, transpose, type Value } from "../ops/index.ts";
import { type Activation, type Format, like, printSizes, realSteps } from "./formats.ts";

/** Each time step as an observation of its own, the steps of one time together; padded steps become observations that are padding. */
export function folded(x: Activation): Activation {
  const { value, format } = x;
  const last = value.shape.length - 1;
  const [batch, time] = [value.shape[0], value.shape[last]];
  const turned = transpose(value, [last, ...value.shape.slice(0, last).map((_, axis) => axis)]);
  const steps = realSteps(x);
  const real = steps && cast(transpose(reshape(steps, [batch, time]), [1, 0]), "int64");
  return {
    value: reshape(turned, [multiplyDims(batch, time), ...value.shape.slice(1, last)]),
    format: format.replace("T", "") as Format,
    ...(real && { lengths: reshape(real, [multiplyDims(batch, time)]) }),
  };
}

/** What `folded` took apart, put together as the sequences of `like`. */
export function unfolded(x: Activation, like: Activation): Activation {
  const [batch, time] = [like.value.shape[0], like.value.shape.at(-1)!];
  if (x.format.includes("T") || !sameDim(x.value.shape[0], multiplyDims(batch, time))) {
    const fix = "Connect it to a layer that computes from the output of that sequenceFoldingLayer.";
    throw new LayerGraphError(
      "size-mismatch",
      `received ${printSizes(x)}, expected the ${multiplyDims(batch, time)} observations that the sequences at 'miniBatchSize' were folded into. ${fix}`,
      { port: "in", received: printSizes(x), expected: `${multiplyDims(batch, time)} observations`, fix },
    );
  }
  const rest = x.value.shape.slice(1);
  const steps = reshape(x.value, [time, batch, ...rest]);
  const value = transpose(steps, [...steps.shape.slice(1).map((_, axis) => axis + 1), 0]);
  return { value, format: `${x.format}T` as Format, ...(like.lengths && { lengths: like.lengths }) };
}

/** An activation computed from each time step by itself, as if it were an observation; from the whole array where there is no time. */
export function ofEachStep(x: Activation, compute: (value: Value) => Value): Activation {
  if (!x.format.includes("T")) return like(x, compute(x.value));
  const steps = folded({ value: x.value, format: x.format });
  return unfolded(like(steps, compute(steps.value)), x);
}
