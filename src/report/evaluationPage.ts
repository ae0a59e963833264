import { confusionChart } from "./confusionChart.ts";
import type { ConfusionMatrix } from "./confusionMatrix.ts";
import type { ExplanationPageData } from "./explanationData.ts";
import { figure, paragraph } from "./explanationParts.ts";
import { htmlPage } from "./page.ts";
import { type RocChart, rocChart } from "./rocChart.ts";
import { scoreHistograms } from "./scoreHistograms.ts";
import { escaped } from "./svg.ts";

/** How well a network tells classes apart, as a page shows it. */
export interface ReportedEvaluation {
  readonly title?: string;
  /** Rows of the table at the top: what, and what it is. */
  readonly about?: readonly (readonly [name: string, value: string])[];
  /** As `confusionMatrix` gives it. */
  readonly confusion: ConfusionMatrix;
  /** As `rocmetrics` gives them. */
  readonly curves: RocChart["curves"];
  /** For each observation the scores of all classes, and its true class. */
  readonly scores: readonly ArrayLike<number>[];
  readonly actual: readonly string[];
}

/**
 * A page that judges a classifier: the confusion chart with recall and precision beside it, a table of the classes, ROC curves, and how the scores are spread. One HTML
 * file that needs nothing beside itself.
 *
 * @throws LayerGraphError `page-missing` where the package was not built
 */
export function evaluationPage(evaluation: ReportedEvaluation): string {
  const { title = "Evaluation", about = [], confusion, curves, scores, actual } = evaluation;
  const { classes, counts } = confusion;
  const rows = about.map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`);
  const chart = confusionChart({
    title: "Confusion chart",
    classes,
    counts,
    rowSummary: "row-normalized",
    columnSummary: "column-normalized",
  });
  const sections = [
    section(
      "confusion",
      "Confusion chart",
      `${paragraph(`${(100 * confusion.accuracy).toFixed(2)}% of ${actual.length} answers are right. Beside the chart: the shares of each true class that were and were not found; under it: the shares of the predictions of each class that were right and wrong.`)}${figure(chart)}`,
    ),
    section("classes", "Precision and recall", classTable(confusion)),
    section("roc", "ROC curves", figure(rocChart({ title: "Each class against all others", curves }))),
    section(
      "scores",
      "Scores",
      figure(scoreHistograms({ title: "How the scores of each class are spread", classes, scores, actual })),
    ),
  ];
  const body = `<main>
<h1>${escaped(title)}</h1>
${rows.length > 0 ? `<table class="about"><tbody>${rows.join("")}</tbody></table>` : ""}
${sections.join("\n")}
</main>`;
  const data: ExplanationPageData = { steps: 0, curves: [] };
  return htmlPage({ page: "explain", title, data, body });
}

function section(id: string, heading: string, html: string): string {
  return `<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${heading}</h2>\n${html}\n</section>`;
}

function classTable({ classes, precision, recall, f1, support }: ReportedEvaluation["confusion"]): string {
  const number = (value: number): string => `<td class="number">${Number.isNaN(value) ? "–" : value.toFixed(4)}</td>`;
  const head = ["Class", "Precision", "Recall", "F1", "Observations"].map((name) => `<th scope="col">${name}</th>`);
  const rows = classes.map(
    (name, i) =>
      `<tr><th scope="row">${escaped(name)}</th>${number(precision[i])}${number(recall[i])}${number(f1[i])}<td class="number">${support[i]}</td></tr>`,
  );
  return `<table class="scores"><thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}
