import {
  type Activation,
  checkLayer,
  type DlArray,
  defineLayer,
  dlarray,
  dlfeval,
  dlgradient,
  dlnetwork,
  forward,
  type Layer,
  learnablesTable,
  ops,
  type SymbolicNetwork,
  sequenceInputLayer,
  type Value,
} from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";
import { attend, backwardThrough, multiheadSelfAttentionLayer } from "./multiheadSelfAttentionLayer.ts";

/** Two heads over an input of 6 channels; no two widths are alike, so that none can be taken for another. */
const sizes = { numHeads: 2, numKeyChannels: 4, numValueChannels: 10, outputSize: 3 };
const random = seededNormal(5);
const twoSequences = dlarray(
  [5, 5].map((steps) => Array.from({ length: steps }, () => Array.from({ length: 6 }, () => random.normal()))),
  "BTC",
  { lengths: [5, 3] },
);

/** The size of every array, as MATLAB writes it: rows × columns, then heads and observations. */
export async function arraySizes(): Promise<Record<string, string>> {
  const net = dlnetwork([sequenceInputLayer(6), multiheadSelfAttentionLayer(2, { ...sizes, name: "attention" })]);
  const learned = learnablesTable(net).map(({ parameter, value }) => [parameter, value.size.join(" × ")]);
  const arrays = await dlfeval(
    (net: SymbolicNetwork, x: Activation) => {
      const named = new Map([...net.learnables].map(([key, value]) => [key.split("/")[1], value]));
      const { queries, keys, values, weights, merged, output } = attend(x, Object.fromEntries(named), 2);
      const each = (value: Value) => ({ value, format: value.shape.length === 4 ? ("SSCB" as const) : ("CBT" as const) });
      return { input: x, ...mapped({ queries, keys, values, weights, merged, output }, each) };
    },
    net,
    twoSequences,
  );
  const computed = mapped(arrays as Record<string, DlArray>, ({ shape: [batch, ...rest] }) =>
    [...(rest.length === 3 ? [...rest.slice(1), rest[0]] : rest), batch].join(" × "),
  );
  const { input, ...others } = computed;
  return { input, ...Object.fromEntries(learned), ...others };
}

/** The largest difference of a gradient written by hand from the automatic one, over the largest gradient of the same array. */
export async function gradientDifferences(definition = multiheadSelfAttentionLayer.definition): Promise<Record<string, number>> {
  const { backward: _, ...automatic } = definition;
  const layers = [definition, automatic].map((each) => defineLayer(each)({ ...sizes, name: "attention" }));
  const slopes = async (layer: Layer) => {
    const net = dlnetwork([sequenceInputLayer(6), layer], { seed: 1 });
    const found = await dlfeval(
      (net: SymbolicNetwork, x: Activation) => {
        const loss = ops.total(ops.sin(forward(net, x)[0].value));
        return { input: dlgradient(loss, x), learnables: dlgradient(loss, net.learnables) };
      },
      net,
      twoSequences,
    );
    return {
      input: found.input.data,
      ...Object.fromEntries([...found.learnables].map(([key, { data }]) => [key.split("/")[1], data])),
    };
  };
  const [byHand, byItself] = (await Promise.all(layers.map(slopes))) as Record<string, Float32Array>[];
  return mapped(byHand, (own, name) => {
    const other = byItself[name];
    return Math.max(...own.map((slope, i) => Math.abs(slope - other[i]))) / Math.max(...other.map(Math.abs));
  });
}

/** What `checkLayer` finds in the layer, and in one whose `backward` takes the gradients of the weights for those of the scores. */
export async function layerChecks() {
  const { definition } = multiheadSelfAttentionLayer;
  const forgotten = { ...definition, backward: backwardThrough((_, dWeights) => dWeights) };
  const checked = (each: typeof definition) =>
    checkLayer(defineLayer(each)({ ...sizes, name: "attention" }), [6, 3, 5], { observationDimension: 2 });
  return { right: await checked(definition), wrong: await checked(forgotten) };
}

function mapped<T, R>(record: Readonly<Record<string, T>>, change: (value: T, name: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
