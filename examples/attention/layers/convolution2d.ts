import {
  convolution2dLayer,
  dlarray,
  dlnetwork,
  imageInputLayer,
  type Layer,
  learnablesTable,
  predict,
} from "../../../src/index.ts";

const [height, width, channels] = [32, 32, 3];

/** One image of 32×32×3 pixels, all 1. */
const image = dlarray({ data: new Float32Array(height * width * channels).fill(1), size: [1, height, width, channels] }, "BSSC");

/** What a layer makes of the image: its size, height × width × channels, and the numbers of its first channel, row by row. */
async function computed(layer: Layer) {
  const net = dlnetwork([imageInputLayer([height, width, channels]), layer]);
  const { shape, data } = await predict(net, image);
  const [, filters, rows, columns] = shape;
  const learned = learnablesTable(net).reduce((sum, { value }) => sum + value.data.length, 0);
  return { size: [rows, columns, filters], firstChannel: data.subarray(0, rows * columns), learned };
}

/** Sixteen filters of 3×3 on an image of 32×32×3: without padding, with so much that the size stays, and with a stride of 2. */
export async function convolution2d() {
  return {
    valid: await computed(convolution2dLayer(3, 16)),
    same: await computed(convolution2dLayer(3, 16, { padding: "same" })),
    strided: await computed(convolution2dLayer(3, 16, { padding: "same", stride: 2 })),
    // A filter of ones adds up what it covers: 27 pixel values inside, 18 at an edge, 12 in a corner.
    ones: await computed(convolution2dLayer(3, 1, { padding: "same", weights: onesFilter() })),
  };
}

function onesFilter() {
  return { size: [3, 3, channels, 1], data: new Float32Array(27).fill(1) };
}

if (process.argv[1] === import.meta.filename) {
  const { valid, same, strided, ones } = await convolution2d();
  console.log(`2-D convolution, 16 filters of 3×3 on 32×32×3: ${valid.size.join("×")}, ${valid.learned} learnables`);
  console.log(`  with padding "same" ${same.size.join("×")}, and a stride of 2 ${strided.size.join("×")}`);
  const [corner, edge, inside] = [0, 1, width + 1].map((at) => ones.firstChannel[at]);
  console.log(`  a filter of ones on ones: ${corner} in a corner, ${edge} at an edge, ${inside} inside`);
}
