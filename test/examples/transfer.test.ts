import { expect, it } from "vitest";
import { runTransfer } from "../../examples/transfer/transfer.ts";

it("transfer: frozen layers stay bit for bit, and the new task is learned", async () => {
  const said: string[] = [];
  const { net, transferred, reached } = await runTransfer({ maxEpochs: 15 }, (line) => said.push(line));
  for (const key of ["conv_1/weights", "conv_1/bias", "conv_2/weights", "conv_2/bias"]) {
    expect(transferred.learnables.get(key)!.data).toEqual(net.learnables.get(key)!.data);
  }
  expect(transferred.learnables.has("fc/weights")).toBe(false);
  expect(reached).toBeGreaterThanOrEqual(0.95);
  expect(said).toHaveLength(3);
  expect(said[1]).toBe(`triangle, pulse, from 40 waves: accuracy ${reached.toFixed(3)}`);
  expect(said[2]).toBe("As they were, bit for bit: conv_1/weights, conv_1/bias, conv_2/weights, conv_2/bias");
});
