import { createRequire } from "node:module";
import { join } from "node:path";
import { randomStream } from "../../src/random.ts";
import { type Request, Requests, reply, replyMemory } from "./jsonLines.ts";
import type { Shape } from "./shape.ts";
import { tcnSizes } from "./tcnNetwork.ts";
import { numClasses } from "./timedNetwork.ts";
import { timedRuns } from "./timings.ts";

/** How the process of TensorFlow.js is started: one argument, as JSON. */
export interface TensorflowSettings {
  /** Where it is installed. */
  readonly folder: string;
  readonly shape: Shape;
}

interface Tensor {
  dataSync(): Float32Array;
}

/** What is used of `@tensorflow/tfjs`. */
interface Tensorflow {
  setBackend(name: string): Promise<boolean>;
  tensor(values: Float32Array, shape: readonly number[]): Tensor;
  pad(x: Tensor, paddings: readonly (readonly [number, number])[]): Tensor;
  conv1d(x: Tensor, filter: Tensor, stride: number, pad: "valid", dataFormat: "NWC", dilation: number): Tensor;
  moments(x: Tensor, axis: number, keepDims: boolean): { readonly mean: Tensor; readonly variance: Tensor };
  add(a: Tensor, b: Tensor | number): Tensor;
  sub(a: Tensor, b: Tensor): Tensor;
  mul(a: Tensor, b: Tensor): Tensor;
  rsqrt(x: Tensor): Tensor;
  relu(x: Tensor): Tensor;
  max(x: Tensor, axis: number): Tensor;
  matMul(a: Tensor, b: Tensor): Tensor;
  softmax(x: Tensor): Tensor;
  tidy<T>(compute: () => T): T;
}

const warmUps = 3;
const { numFeatures } = tcnSizes;
const { folder, shape } = JSON.parse(process.argv[2]) as TensorflowSettings;
const load = createRequire(join(folder, "package.json"));
const tf = load("@tensorflow/tfjs") as Tensorflow;
const wasm = load("@tensorflow/tfjs-backend-wasm") as { setWasmPaths(folder: string): void };
wasm.setWasmPaths(join(folder, "node_modules/@tensorflow/tfjs-backend-wasm/dist/"));
if (!(await tf.setBackend("wasm"))) throw new Error("the WebAssembly backend does not start");

const random = randomStream(1, "bench tensorflow");
const network = temporalNetwork(shape.width);
const recordings = numbers([shape.batch, shape.time, numFeatures], 1);
const requests = new Requests();
const forward = timedRuns(warmUps, () => tf.tidy(() => network(recordings).dataSync()));
for (let request = requests.next(); request.cmd !== "quit"; request = requests.next()) await answer(request);

async function answer({ cmd, count = 1 }: Request): Promise<void> {
  if (cmd === "memory") replyMemory();
  else if (cmd === "forward") reply({ milliseconds: await forward(count) });
  else reply({ error: `TensorFlow.js cannot answer '${cmd}'` });
}

/** The network of `examples/tcn/network.ts` as it predicts, in [batch, time, channels], which is what TensorFlow.js takes. */
function temporalNetwork(filters: number): (x: Tensor) => Tensor {
  const { filterSize, numBlocks } = tcnSizes;
  const blocks = Array.from({ length: numBlocks }, (_, i) => {
    const channels = i === 0 ? numFeatures : filters;
    const dilation = 2 ** i;
    const first = causalConvolution(filterSize, channels, filters, dilation);
    const second = causalConvolution(filterSize, filters, filters, dilation);
    const skip = i === 0 ? causalConvolution(1, channels, filters, 1) : (x: Tensor) => x;
    const [normalizeFirst, normalizeSecond] = [channelNormalization(filters), channelNormalization(filters)];
    return (x: Tensor) => tf.add(tf.relu(normalizeSecond(second(normalizeFirst(first(x))))), skip(x));
  });
  const weights = numbers([filters, numClasses], filters ** -0.5);
  const bias = numbers([numClasses], 0.1);
  return (x) => {
    const pooled = tf.max(
      blocks.reduce((value, block) => block(value), x),
      1,
    );
    return tf.softmax(tf.add(tf.matMul(pooled, weights), bias));
  };
}

/** Padded beforehand: `conv1d` refuses `causal`. */
function causalConvolution(taps: number, channels: number, filters: number, dilation: number): (x: Tensor) => Tensor {
  const filter = numbers([taps, channels, filters], (2 / (taps * channels)) ** 0.5);
  const bias = numbers([filters], 0.1);
  const reach = (taps - 1) * dilation;
  return (x) => {
    const padded =
      reach === 0
        ? x
        : tf.pad(x, [
            [0, 0],
            [reach, 0],
            [0, 0],
          ]);
    return tf.add(tf.conv1d(padded, filter, 1, "valid", "NWC", dilation), bias);
  };
}

function channelNormalization(filters: number): (x: Tensor) => Tensor {
  const scale = numbers([filters], 1);
  const offset = numbers([filters], 0.1);
  return (x) => {
    const { mean, variance } = tf.moments(x, -1, true);
    const normalized = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
    return tf.add(tf.mul(normalized, scale), offset);
  };
}

function numbers(sizes: readonly number[], scale: number): Tensor {
  const count = sizes.reduce((product, size) => product * size, 1);
  return tf.tensor(
    Float32Array.from({ length: count }, () => scale * random.normal()),
    sizes,
  );
}
