import { describe, expect, it } from "vitest";
import { assembleNetwork } from "../../src/train/assembleNetwork.ts";
import { classify } from "../../src/train/classify.ts";
import { decodeNetwork, encodeNetwork } from "../../src/train/networkFile.ts";
import { predict } from "../../src/train/predict.ts";
import { sequences, tinyTcn } from "./networkExamples.ts";

describe("smoke", () => {
  it("works", async () => {
    const net = assembleNetwork(tinyTcn(), { initialize: true, seed: 3 });
    const X = sequences([5, 9, 7]);
    const a = await predict(net, X);
    const b = await predict(net, X, { miniBatchSize: 1 });
    expect(a).toEqual(b);
    const bytes = encodeNetwork(net);
    const again = decodeNetwork(bytes);
    expect(await predict(again, X)).toEqual(a);
    console.log((await classify(again, X)).labels);
  });
});
