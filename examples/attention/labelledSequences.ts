import { existsSync } from "node:fs";
import { join } from "node:path";
import { type DataSet, readDataSet, type Sequence } from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";

/** Sequences and the class of each. */
export interface LabelledSequences {
  readonly sequences: Sequence[];
  readonly labels: string[];
}

/** Sequences to learn from and to be tested on. */
export interface Labelled {
  readonly name: string;
  readonly train: LabelledSequences;
  readonly test: LabelledSequences;
  /** How many steps the longest has. */
  readonly longest: number;
}

/** The Japanese vowels where their files are in the folder that LAYERGRAPH_DATA names (unset: `../shared/data`), else generated sequences. */
export function labelledSequences(folder = process.env.LAYERGRAPH_DATA ?? "../shared/data"): Labelled {
  const [train, test] = ["TRAIN", "TEST"].map((part) => join(folder, `JapaneseVowels_${part}.ts`));
  if (!existsSync(train) || !existsSync(test)) return twoEvents(400, 200);
  return whole("Japanese vowels", labelled(readDataSet(train)), labelled(readDataSet(test)));
}

/** Noise with two events in it, a rise on one channel and a rise on the other: which came first? No mean and no deviation tells. */
export function twoEvents(trainCount: number, testCount: number): Labelled {
  return whole("Two events, which is first", drawn(trainCount, 1), drawn(testCount, 2));
}

function drawn(count: number, seed: number): LabelledSequences {
  const random = seededNormal(seed);
  const labels = Array.from({ length: count }, (_, n) => ["left first", "right first"][n % 2]);
  const sequences = labels.map((_, n): Sequence => {
    const time = Math.floor(random.uniform(10, 25));
    const [early, late] = [random.uniform(0, time / 2 - 2), random.uniform(time / 2, time - 2)].map(Math.floor);
    const data = Float32Array.from({ length: 2 * time }, () => 0.3 * random.normal());
    for (const step of [0, 1]) {
      data[(n % 2) * time + early + step] += 2;
      data[(1 - (n % 2)) * time + late + step] += 2;
    }
    return { data, size: [2, time] };
  });
  return { sequences, labels };
}

function labelled({ kind, predictors, responses }: DataSet): LabelledSequences {
  if (kind !== "sequences" || responses?.kind !== "labels") throw new TypeError("the files must hold sequences with labels");
  return { sequences: [...predictors], labels: Array.from(responses.codes, (code) => responses.classes[code]) };
}

function whole(name: string, train: LabelledSequences, test: LabelledSequences): Labelled {
  const longest = Math.max(...[...train.sequences, ...test.sequences].map(({ size }) => size[1]));
  return { name, train, test, longest };
}
