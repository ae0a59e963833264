import type { TrainingPageData } from "./live/trainingRun.ts";
import { htmlPage } from "./page.ts";
import { escaped } from "./svg.ts";

/** What the page of a training shows beside its numbers. */
export interface TrainingPictures {
  /** The drawn graph, as SVG. */
  readonly graph?: string;
  /** Charts of right and wrong classifications, as SVG, each under the name that its data have among those that were judged. */
  readonly confusions?: readonly { readonly name: string; readonly svg: string }[];
}

/**
 * The page of a training as HTML that needs nothing beside itself. Where the data have no run, the page asks the server that it comes from:
 * `events` and `stop` beside it.
 */
export function trainingPage(title: string, data: TrainingPageData, pictures: TrainingPictures = {}): string {
  return htmlPage({ page: "training", title, data, body: bodyOf(title, pictures), live: data.run === undefined });
}

/** The script moves each chart to the figures of the same data. */
function bodyOf(title: string, { graph, confusions = [] }: TrainingPictures): string {
  const charts = confusions.map(
    ({ name, svg }) =>
      `<figure class="confusion panel" data-name="${escaped(name)}"><figcaption>${escaped(name)} data</figcaption>${svg}</figure>`,
  );
  const region = '<div class="graph" tabindex="0" role="region" aria-label="Layer graph">';
  return [
    `<main><h1>${escaped(title)}</h1>`,
    '<noscript><p class="panel">The curves need JavaScript.</p></noscript>',
    '<div id="training"></div>',
    ...charts,
    ...(graph ? [`<section class="panel"><h2>Layer graph</h2>${region}${graph}</div></section>`] : []),
    "</main>",
  ].join("\n");
}
