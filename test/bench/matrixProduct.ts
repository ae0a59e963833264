import { input, matmul, sum, type Value } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { randomStream } from "../../src/random.ts";
import { onnxRuntimeExecutor } from "../../src/run/index.ts";
import { floats, type Tensor } from "../../src/tensor.ts";
import { timedRuns, timing } from "./timings.ts";

const size = 1024;
/** Products in one run, so that feeding and fetching do not show. */
const products = 4;

/** Billions of operations per second that the runtime reaches in products of 1024 × 1024 matrices: the median of so many runs. */
export async function matrixProductRate(threads: number, runs: number): Promise<number> {
  const factor = input("/factor", [size, size]);
  let product: Value = input("/start", [size, size]);
  for (let i = 0; i < products; i++) product = matmul(product, factor);
  const executor = onnxRuntimeExecutor(threads);
  try {
    await executor.load("products", makePlan("products", { total: sum(product, [0, 1]) }));
    const feeds = { "/start": matrix("start", 1), "/factor": matrix("factor", size ** -0.5) };
    const taken = await timedRuns(2, () => executor.run("products", feeds))(runs);
    return (products * 2 * size ** 3) / timing(taken).median / 1e6;
  } finally {
    await executor.close();
  }
}

/** Numbers of the given size, so that products keep theirs. */
function matrix(name: string, scale: number): Tensor<"float32"> {
  const random = randomStream(1, "bench matrix", name);
  return floats(
    [size, size],
    Float32Array.from({ length: size * size }, () => scale * random.normal()),
  );
}
