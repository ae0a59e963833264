import { type Evaluation, printClassReport, printConfusionMatrix } from "../index.ts";

/** What a network is worth on some data, as lines for a person: `Test accuracy: 0.9916`. */
export function printJudgement(of: string, { loss, accuracy, rmse }: Evaluation): string[] {
  return [
    ...(accuracy === undefined ? [] : [`${of} accuracy: ${accuracy.toFixed(4)}`]),
    ...(rmse === undefined ? [] : [`${of} RMSE: ${Number(rmse.toPrecision(5))}`]),
    `${of} loss: ${Number(loss.toPrecision(5))}`,
  ];
}

/** The same as facts of an event: `testAccuracy` (from 0 to 1) or `testRMSE`, and `testLoss`. */
export function judgementFacts(of: string, { loss, accuracy, rmse }: Evaluation): object {
  return {
    ...(accuracy !== undefined && { [`${of}Accuracy`]: accuracy }),
    ...(rmse !== undefined && { [`${of}RMSE`]: rmse }),
    [`${of}Loss`]: loss,
  };
}

/** Everything there is to say about an evaluation, as plain data. */
export function evaluationFacts({ loss, accuracy, rmse, confusion }: Evaluation): object {
  return {
    loss,
    ...(accuracy !== undefined && { accuracy }),
    ...(rmse !== undefined && { rmse }),
    ...(confusion && {
      confusionMatrix: { classes: confusion.classes, counts: confusion.counts },
      classes: confusion.classes.map((name, at) => ({
        name,
        precision: confusion.precision[at],
        recall: confusion.recall[at],
        f1: confusion.f1[at],
        support: confusion.support[at],
      })),
    }),
  };
}

/** Everything there is to say about an evaluation, as text for the given width. */
export function printEvaluation(evaluation: Evaluation, width: number): string {
  const { loss, accuracy, rmse, confusion } = evaluation;
  const numbers = [`loss ${Number(loss.toPrecision(5))}`, ...(rmse === undefined ? [] : [`RMSE ${Number(rmse.toPrecision(5))}`])];
  if (!confusion) return [...(accuracy === undefined ? [] : [`accuracy ${accuracy.toFixed(4)}`]), ...numbers].join("\n");
  return [printConfusionMatrix(confusion, width), "", printClassReport(confusion, width), ...numbers].join("\n");
}
