import {
  type Activation,
  adamupdate,
  dlarray,
  dlfeval,
  dlgradient,
  dlnetwork,
  extractdata,
  featureInputLayer,
  forward,
  fullyConnectedLayer,
  leakyReluLayer,
  like,
  type NetworkArrays,
  ops,
  predict,
  rand,
  rng,
  type SymbolicNetwork,
  type Value,
} from "../../src/index.ts";
import { type SeededRandom, seededNormal } from "../tcn/seededNormal.ts";

/** The critic's loss: it scores generated points low and true ones high, with a slope of 1 between them (the gradient penalty). */
function criticLoss(critic: SymbolicNetwork, generator: SymbolicNetwork, real: Activation, noise: Activation, weight: Value) {
  const [fake] = forward(generator, noise);
  const share = rand([real.value.shape[0], 1]);
  const between = like(real, ops.add(fake.value, ops.multiply(share, ops.subtract(real.value, fake.value))));
  const [score] = forward(critic, between);
  const slope = dlgradient(ops.total(score.value), between); // its gradient below is a gradient of a gradient
  const norm = ops.sqrt(ops.add(ops.sum(ops.square(slope.value), [1]), 1e-12));
  const penalty = ops.mean(ops.square(ops.subtract(norm, 1)), [0, 1]);
  const gap = ops.subtract(ops.mean(forward(critic, fake)[0].value, [0, 1]), ops.mean(forward(critic, real)[0].value, [0, 1]));
  const loss = ops.add(gap, ops.multiply(penalty, weight));
  return { norm: ops.mean(norm, [0, 1]), penalty, gradients: dlgradient(loss, critic.learnables) };
}

/** The generator's loss: the critic should score what it makes high. */
function generatorLoss(generator: SymbolicNetwork, critic: SymbolicNetwork, noise: Activation) {
  const loss = ops.negate(ops.mean(forward(critic, forward(generator, noise)[0])[0].value, [0, 1]));
  return dlgradient(loss, generator.learnables);
}

/** True points: a ring of radius 1.5 around (1, 0). */
function truePoints(random: SeededRandom, count: number): number[][] {
  return Array.from({ length: count }, () => {
    const [radius, angle] = [1.5 + 0.1 * random.normal(), random.uniform(0, 2 * Math.PI)];
    return [1 + radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/** The sliced Wasserstein distance of two samples: along eight directions, the mean distance of the points in order. */
function distance(a: number[][], b: number[][]): number {
  const along = (points: number[][], angle: number) =>
    points.map(([x, y]) => x * Math.cos(angle) + y * Math.sin(angle)).sort((p, q) => p - q);
  const angles = Array.from({ length: 8 }, (_, i) => (i * Math.PI) / 8);
  const gaps = angles.map((angle) => {
    const [p, q] = [along(a, angle), along(b, angle)];
    return p.reduce((sum, v, i) => sum + Math.abs(v - q[i]), 0) / p.length;
  });
  return gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
}

/** Trains generator and critic (WGAN with gradient penalty); what it finds goes to `say`. Returns the last figures. */
export async function runWgan({ iterations }: { iterations: number }, say: (line: string) => void) {
  rng(1);
  const random = seededNormal(1);
  const noise = (count: number) =>
    dlarray(
      Array.from({ length: count }, () => [random.normal(), random.normal()]),
      "BC",
    );
  const hidden = [fullyConnectedLayer(32), leakyReluLayer(0.2), fullyConnectedLayer(32), leakyReluLayer(0.2)];
  let generator = dlnetwork([featureInputLayer(2), hidden, fullyConnectedLayer(2)], { seed: 1 });
  let critic = dlnetwork([featureInputLayer(2), hidden, fullyConnectedLayer(1)], { seed: 2 });
  let [mG, vG, mC, vC]: (NetworkArrays | undefined)[] = [];
  const criticRate = { learnRate: 0.002, gradDecay: 0.5, sqGradDecay: 0.9 };
  const generatorRate = { learnRate: 0.001, gradDecay: 0.5, sqGradDecay: 0.9 };
  const measured = async () => {
    const made = await predict(generator, noise(2000));
    return distance(extractdata(made, "BC"), truePoints(random, 2000));
  };
  let figures = { distance: await measured(), penalty: Number.NaN, norm: Number.NaN };
  say(`before: distance ${figures.distance.toFixed(3)}`);
  for (let iteration = 1; iteration <= iterations; iteration++) {
    for (let turn = 4; turn >= 0; turn--) {
      const real = dlarray(truePoints(random, 128), "BC");
      const { gradients, penalty, norm } = await dlfeval(criticLoss, critic, generator, real, noise(128), 10);
      [critic, mC, vC] = await adamupdate(critic, gradients, mC, vC, 5 * iteration - turn, criticRate);
      figures = { ...figures, penalty, norm };
    }
    const gradients = await dlfeval(generatorLoss, generator, critic, noise(128));
    [generator, mG, vG] = await adamupdate(generator, gradients, mG, vG, iteration, generatorRate);
    if (iteration % Math.ceil(iterations / 4) > 0 && iteration < iterations) continue;
    figures = { ...figures, distance: await measured() };
    const { penalty, norm } = figures;
    say(
      `iteration ${iteration}: penalty ${penalty.toFixed(4)}, norm of the critic's gradient ${norm.toFixed(3)}, distance ${figures.distance.toFixed(3)}`,
    );
  }
  return figures;
}
