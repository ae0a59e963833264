import { dlarray, dlnetwork, extractdata, featureInputLayer, fullyConnectedLayer, predict } from "../../../src/index.ts";

/** Four observations of three features. */
export const observations = [
  [1, 2, 3],
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 0],
];

/** A fully connected layer of two units, `y = weights · x + bias`, on 4×3: 4×2. */
export async function fullyConnected(): Promise<number[][]> {
  const weights = [
    [0.1, 0.2, 0.3],
    [1, 1, 1],
  ];
  const net = dlnetwork([featureInputLayer(3), fullyConnectedLayer(2, { weights, bias: [[0], [-2]] })]);
  return extractdata(await predict(net, dlarray(observations, "BC")), "BC");
}

if (process.argv[1] === import.meta.filename) {
  const outputs = await fullyConnected();
  console.log(`Fully connected, 2 units: 4×3 gives ${outputs.length}×${outputs[0].length}`);
  for (const [i, row] of outputs.entries()) {
    console.log(`  ${observations[i].join(" ")}  gives  ${row.map((y) => y.toFixed(1)).join("  ")}`);
  }
}
