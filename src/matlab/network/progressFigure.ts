import type { TrainingInfo } from "../../train/trainingInfo.ts";
import type { Call } from "../values/value.ts";

const key = Symbol("training figures");

/** Draws how a training went, as the window of `Plots="training-progress"` shows it: the accuracy or error, and the loss. */
export function drawTraining(info: TrainingInfo, { session, place }: Call): void {
  const counted = session.memory(key, () => ({ figures: 0 }));
  const series: readonly (readonly [string, readonly (readonly [string, readonly number[] | undefined])[]])[] = [
    [
      "Accuracy (%)",
      [
        ["Training", info.trainingAccuracy],
        ["Validation", info.validationAccuracy],
      ],
    ],
    [
      "RMSE",
      [
        ["Training", info.trainingRMSE],
        ["Validation", info.validationRMSE],
      ],
    ],
    [
      "Loss",
      [
        ["Training", info.trainingLoss],
        ["Validation", info.validationLoss],
      ],
    ],
  ];
  for (const [label, lines] of series) {
    const drawn = lines.flatMap(([name, values]) => (values ? [{ name, ...points(values) }] : []));
    if (drawn.length === 0) continue;
    session.note({
      kind: "figure",
      place,
      figure: {
        number: firstFigure + counted.figures++,
        title: "Training Progress",
        xLabel: "Iteration",
        yLabel: label,
        legend: drawn.map(({ name }) => name),
        lines: drawn.map(({ x, y }) => ({ x, y })),
      },
    });
  }
}

/** Windows of trainings are counted beside the figures of the script. */
const firstFigure = 1001;

function points(values: readonly number[]): { readonly x: number[]; readonly y: number[] } {
  const known = values.flatMap((y, i) => (Number.isNaN(y) ? [] : [[i + 1, y] as const]));
  return { x: known.map(([x]) => x), y: known.map(([, y]) => y) };
}
