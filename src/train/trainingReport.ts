import { readText } from "../data/readFile.ts";
import { LayerGraphError } from "../errors.ts";
import { analyze } from "../network/analyze.ts";
import type { Wiring } from "../network/wiring.ts";
import { confusionChart } from "../report/confusionChart.ts";
import { graphSvg } from "../report/drawing/graphSvg.ts";
import { runIn } from "../report/live/runFile.ts";
import type { JudgedData, TrainingRun } from "../report/live/trainingRun.ts";
import { trainingPage } from "../report/trainingPage.ts";
import type { Evaluation } from "./evaluateNetwork.ts";
import type { TrainingInfo } from "./trainingInfo.ts";

/** What a report shows beside the training itself; every part may be left out. */
export interface TrainingReportOptions {
  /** The heading; the name of the training by default. */
  readonly title?: string;
  /** What the network is worth on some data, by the name of the data: `{ Test: await evaluateNetwork(net, test) }`. */
  readonly evaluations?: Readonly<Record<string, Evaluation>>;
  /** The network's graph, to be drawn. */
  readonly graph?: Wiring;
  /** Trainings that are laid under the curves, as `readTrainingRun` gives them. */
  readonly earlier?: readonly TrainingRun[];
}

/** More classes than this make a chart that nobody can read. */
const mostChartedClasses = 60;

/**
 * A training as an HTML page that needs nothing beside itself: the curves, the options, each layer's gradients, confusion charts and figures of
 * the data it was judged on. It is what the page of `plots: "training-progress"` showed, to be kept; other trainings can be laid over it.
 *
 * The training must have been watched: with `plots: "training-progress"`, or with `record: true` in `train`.
 *
 * @example
 * ```ts
 * const { net, info } = await train({ data, layers, options, record: true });
 * writeFileSync("report.html", trainingReport(info, { graph: net.graph, evaluations: { Test: await evaluateNetwork(net, test) } }));
 * ```
 * @throws LayerGraphError `training-not-watched`
 * @see MATLAB show(info), "Monitor Deep Learning Training Progress"
 */
export function trainingReport({ run }: TrainingInfo, options: TrainingReportOptions = {}): string {
  if (!run) {
    const fix = 'Train with plots: "training-progress", or with train({ …, record: true }).';
    throw new LayerGraphError("training-not-watched", `trainingReport: this training was not watched. ${fix}`, { fix });
  }
  const { title = run.facts.name, evaluations = {}, earlier = [], graph } = options;
  const judged = Object.entries(evaluations).map(([name, evaluation]) => judgedData(name, evaluation));
  return trainingPage(
    title,
    { run, earlier, judged },
    {
      confusions: confusions(evaluations),
      ...(graph && { graph: graphSvg(analyze(graph), { heading: false, fold: true }) }),
    },
  );
}

/**
 * The training that a report (`.html`) or a saved run (`.json`) holds, to be compared with others.
 *
 * @throws LayerGraphError `no-training`, and those of reading a file
 */
export function readTrainingRun(path: string): TrainingRun {
  const run = runIn(readText(path));
  if (run) return run;
  const fix = "Give a report that layergraph wrote, or a run that was saved from its page.";
  throw new LayerGraphError("no-training", `'${path}' holds no training. ${fix}`, { received: path, fix });
}

function judgedData(name: string, { loss, accuracy, rmse, confusion }: Evaluation): JudgedData {
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  const classes = confusion?.classes.map((each, i) => ({
    name: each,
    precision: finite(confusion.precision[i]),
    recall: finite(confusion.recall[i]),
    f1: finite(confusion.f1[i]),
    support: confusion.support[i],
  }));
  return {
    name,
    loss,
    ...(accuracy !== undefined && { accuracy }),
    ...(rmse !== undefined && { rmse }),
    ...(classes && { classes }),
  };
}

function confusions(evaluations: Readonly<Record<string, Evaluation>>): { name: string; svg: string }[] {
  return Object.entries(evaluations).flatMap(([name, { confusion }]) =>
    confusion && confusion.classes.length <= mostChartedClasses ? [{ name, svg: confusionChart(confusion) }] : [],
  );
}
