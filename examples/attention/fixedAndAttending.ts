import { attention, dlarray, dlfeval, extractdata, ops } from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";

/** Three features weighted by numbers that are the same for every input, and by attention, whose weights are the softmax of scores. */
export async function workedNumbers(): Promise<{ readonly connected: number; readonly attending: number }> {
  const features = dlarray([[1], [2], [3]], "CB");
  const connected = await dlfeval((x) => ({ ...x, value: ops.matmul(x.value, ops.constant([0.1, 0.2, 0.3], [3, 1])) }), features);
  const places = dlarray([[[1]], [[2]], [[3]]], "SCB");
  const attending = await dlfeval((x) => {
    const keys = { ...x, value: ops.constant([0.2, 0.5, 0.3].map(Math.log), [1, 1, 3]) };
    const query = { value: ops.constant([1], [1, 1]), format: "CB" } as const;
    return attention(query, keys, x, 1, { scale: 1 })[0];
  }, places);
  return { connected: extractdata(connected, "BC")[0][0], attending: extractdata(attending, "BC")[0][0] };
}

/** How widely dot products and cosines of random vectors of this length spread: their standard deviations. */
export function spreads(length = 128, pairs = 2000): { readonly dot: number; readonly cosine: number } {
  const random = seededNormal(1);
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * b[i], 0);
  const drawn = Array.from({ length: pairs }, () => [0, 1].map(() => Array.from({ length }, () => random.normal())));
  const deviation = (values: readonly number[]): number => Math.sqrt(dot(values, values) / values.length);
  return {
    dot: deviation(drawn.map(([a, b]) => dot(a, b))),
    cosine: deviation(drawn.map(([a, b]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)))),
  };
}
