import { convolutional1d } from "./convolutional1d.ts";
import { convolutional2d } from "./convolutional2d.ts";
import { encoderDecoder } from "./encoderDecoder.ts";
import type { Family } from "./family.ts";
import { gru } from "./gru.ts";
import { lstm } from "./lstm.ts";
import { severalInputs } from "./severalInputs.ts";
import { severalOutputs } from "./severalOutputs.ts";
import { transformer } from "./transformer.ts";

/** Every family, a network of which learns a task that is not linear. */
export const families: readonly Family[] = [
  convolutional1d,
  convolutional2d,
  lstm,
  gru,
  transformer,
  encoderDecoder,
  severalInputs,
  severalOutputs,
];
