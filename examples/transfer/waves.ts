import { seededNormal } from "../tcn/seededNormal.ts";

/** Forms of waves, as functions of the phase from 0 to 1. */
const forms = {
  sine: (phase: number) => Math.sin(2 * Math.PI * phase),
  square: (phase: number) => (phase < 0.5 ? 1 : -1),
  sawtooth: (phase: number) => 2 * phase - 1,
  triangle: (phase: number) => 4 * Math.abs(phase - 0.5) - 1,
  pulse: (phase: number) => (phase < 0.15 ? 1.5 : -0.3),
};

/** Sequences (1 × time) and the name of the form of each. */
export interface Waves {
  sequences: number[][][];
  labels: string[];
}

/** So many noisy waves of each form, of any period from 10 to 16 steps and any start. */
export function waves(names: readonly (keyof typeof forms)[], count: number, seed: number): Waves {
  const random = seededNormal(seed);
  const labels = Array.from({ length: count }, () => names).flat();
  const sequences = labels.map((name) => {
    const [period, start] = [random.uniform(10, 16), random.uniform(0, 1)];
    return [Array.from({ length: 48 }, (_, t) => forms[name]((t / period + start) % 1) + 0.1 * random.normal())];
  });
  return { sequences, labels };
}
