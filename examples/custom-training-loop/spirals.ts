import { seededNormal } from "../tcn/seededNormal.ts";

/** Points in the plane and the class of each, 0, 1 or 2. */
export interface LabelledPoints {
  points: number[][];
  labels: number[];
}

/** Three spiral arms, one class each, in turn. */
export function spirals(count: number, seed: number): LabelledPoints {
  const random = seededNormal(seed);
  const labels = Array.from({ length: count }, (_, i) => i % 3);
  const points = labels.map((label) => {
    const radius = random.uniform(0.2, 2);
    const angle = 2 * radius + (label * 2 * Math.PI) / 3 + 0.15 * random.normal();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return { points, labels };
}
