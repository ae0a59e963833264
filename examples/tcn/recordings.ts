import { activities, type Motion, motions, type Vector } from "./motions.ts";
import { type SeededRandom, seededNormal } from "./seededNormal.ts";

/** Labelled sequences, as `trainNetwork` takes them. */
export interface Recordings {
  /** One per recording: three channels over time, one channel after the other, in units of gravity. */
  sequences: { data: Float32Array; size: [channels: 3, time: number] }[];
  /** What the person was doing, for each sequence. */
  labels: string[];
}

/**
 * Simulated recordings of a three-axis accelerometer worn by people who walk, run, sit, stand or dance. Each is 5 to 11
 * seconds of another person with another sensor, worn in another place and another way round, so neither the average of a
 * channel nor how strongly it moves gives the activity away: it is the course over time that does.
 *
 * The activities take turns, so every five recordings in a row hold each once. More recordings of one seed begin with
 * the same ones. Use different seeds for training and for testing.
 *
 * @param options.count how many recordings
 * @param options.seed a whole number; the same one gives the same recordings
 * @param options.sampleRate steps per second (20 to 200, default 20: recordings of 100 to 220 steps)
 * @example
 * const train = recordings({ count: 400, seed: 1 });
 * const test = recordings({ count: 200, seed: 2 });
 */
export function recordings(options: { count: number; seed: number; sampleRate?: number }): Recordings {
  const { count, seed, sampleRate = 20 } = options;
  check(Number.isInteger(count) && count >= 0 && count <= 100_000, `count is ${count}; give a whole number up to 100000`);
  check(Number.isSafeInteger(seed), `seed is ${seed}; give a whole number`);
  check(sampleRate >= 20 && sampleRate <= 200, `sampleRate is ${sampleRate}; give 20 to 200 steps per second`);
  const random = seededNormal(seed);
  const labels = Array.from({ length: count }, (_, index) => activities[index % activities.length]);
  const sequences = labels.map((activity): Recordings["sequences"][number] => {
    const time = Math.round(random.uniform(5, 11) * sampleRate);
    const motion = motions[activity](random, time / sampleRate);
    return { data: sensed(motion, time, sampleRate, random), size: [3, time] };
  });
  return { sequences, labels };
}

function check(condition: boolean, otherwise: string): void {
  if (!condition) throw new RangeError(`recordings: ${otherwise}`);
}

/** What a sensor that someone wears records of a motion: turned, amplified, drifting, noisy. */
function sensed(motion: Motion, time: number, sampleRate: number, random: SeededRandom): Float32Array {
  const axes = anyOrientation(random);
  const placement = 0.45 * Math.exp(0.2 * random.normal()); // a wrist feels more of a motion than a belt
  const gain = random.uniform(0.8, 1.25);
  const drift = [0, 1, 2].map(() => ({ rate: random.uniform(0.01, 0.06), phase: random.uniform(0, 2 * Math.PI) }));
  const data = new Float32Array(3 * time);
  for (let step = 0; step < time; step++) {
    const seconds = step / sampleRate;
    const [forward, sideways, up] = motion(seconds).map((acceleration) => placement * acceleration);
    for (let channel = 0; channel < 3; channel++) {
      const felt = dot(axes[channel], [forward, sideways, up + 1]); // at rest a sensor feels gravity, as a push upwards
      const { rate, phase } = drift[channel];
      const wander = 0.05 * Math.sin(2 * Math.PI * rate * seconds + phase);
      data[channel * time + step] = gain * felt + wander + 0.02 * random.normal();
    }
  }
  return data;
}

/** Three perpendicular unit vectors: the sensor's axes as the body sees them, every orientation equally likely. */
function anyOrientation(random: SeededRandom): [Vector, Vector, Vector] {
  const anyVector = (): Vector => [random.normal(), random.normal(), random.normal()];
  const first = unit(anyVector());
  const third = unit(cross(first, anyVector()));
  return [first, cross(third, first), third];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unit(a: Vector): Vector {
  const length = Math.sqrt(dot(a, a));
  return [a[0] / length, a[1] / length, a[2] / length];
}
