import type { NetworkAnalysis } from "../network/analyze.ts";
import { headerFacts } from "./analyzerFacts.ts";
import { layerTable } from "./analyzerTable.ts";
import { graphDrawing } from "./drawing/graphDrawing.ts";
import { graphSvg } from "./drawing/graphSvg.ts";
import { htmlPage } from "./page.ts";
import { escaped } from "./svg.ts";

/** How an analysis is shown. */
export interface AnalyzerPageOptions {
  /** What the page is headed with: the network's name, mostly that of its file. `"Network"` by default. */
  readonly title?: string;
}

/**
 * An analysis as one HTML page that needs nothing beside itself: totals, the problems, the drawn graph and MATLAB's table beside it. What is chosen in one is
 * chosen in the other; the table can be searched, sorted and printed, and everything works by keyboard. Without scripts it can still be read.
 *
 * @example writeFileSync("network.html", analyzerPage(analyze(lgraph), { title: "TCN" }));
 * @see MATLAB analyzeNetwork
 */
export function analyzerPage(analysis: NetworkAnalysis, { title = "Network" }: AnalyzerPageOptions = {}): string {
  return htmlPage({ page: "analyzer", title: `${title} – analysis`, data: null, body: bodyOf(analysis, title) });
}

function bodyOf(analysis: NetworkAnalysis, title: string): string {
  return [
    `<header><h1>${escaped(title)}</h1>${headerFacts(analysis)}</header>`,
    "<main>",
    `<div class="left">${graphPanel(analysis)}</div>`,
    `<div class="right">${problemPanel(analysis)}${tablePanel(analysis)}</div>`,
    "</main>",
  ].join("\n");
}

/** The drawing, and where blocks repeat a second one in which they are folded. */
function graphPanel(analysis: NetworkAnalysis): string {
  const plain = graphDrawing(analysis, { columns: 1 }); // the panel is narrow, and scrolls
  const folded = graphDrawing(analysis, { fold: true, columns: 1 });
  const picture = { heading: false, title: "Layer graph" };
  const folds = folded.boxes.length < plain.boxes.length;
  const drawings = [
    `<div class="drawing" data-view="plain">${graphSvg(plain, picture)}</div>`,
    ...(folds ? [`<div class="drawing" data-view="folded" hidden>${graphSvg(folded, picture)}</div>`] : []),
  ];
  const fold = folds ? '<button type="button" data-action="fold" aria-pressed="false">Fold repeated blocks</button>' : "";
  return `<section class="graph-panel" aria-label="Drawn graph">
<div class="tools" role="toolbar" aria-label="Drawing">
<button type="button" data-action="in" aria-label="Larger">+</button>
<button type="button" data-action="out" aria-label="Smaller">−</button>
<button type="button" data-action="fit">Fit</button>
<button type="button" data-action="whole">1:1</button>
${fold}
</div>
<div class="canvas" tabindex="0" role="region" aria-label="The graph; arrow keys scroll">${drawings.join("\n")}</div>
</section>`;
}

function problemPanel({ issues }: NetworkAnalysis): string {
  if (issues.length === 0) return "";
  const rows = issues.map(({ severity, layer, message, fix }) => {
    const place =
      layer === undefined ? "" : `<button type="button" class="go" data-layer="${escaped(layer)}">${escaped(layer)}</button> `;
    const mend =
      fix === undefined || message.includes(fix) ? "" : `<div class="fix">To mend it: <code>${escaped(fix)}</code></div>`;
    return `<li class="${severity}"><span class="severity">${severity}</span> ${place}<span class="message">${escaped(message)}</span>${mend}</li>`;
  });
  return `<section class="problems" aria-labelledby="problems-head"><h2 id="problems-head">Problems (${issues.length})</h2><ul>${rows.join("\n")}</ul></section>`;
}

function tablePanel(analysis: NetworkAnalysis): string {
  return `<section class="layers" aria-labelledby="layers-head">
<div class="tools"><h2 id="layers-head">Layers</h2>
<label>Search <input type="search" id="search" autocomplete="off" spellcheck="false" placeholder="name, type, size" aria-keyshortcuts="/"></label>
<span id="found" role="status"></span></div>
<div class="scroll" tabindex="0" role="region" aria-label="Table of layers">${layerTable(analysis)}</div>
</section>`;
}
