import { activationsSvg } from "./activationsSvg.ts";
import { attentionMapSvg } from "./attentionMapSvg.ts";
import { answerSection } from "./explanationAnswer.ts";
import { type ExplanationPageData, type ReportedExplanation, type ReportFacts, rowsOf } from "./explanationData.ts";
import { figure, paragraph, type Section, timeFigure } from "./explanationParts.ts";
import { scoreSections } from "./explanationScores.ts";
import { htmlPage } from "./page.ts";
import { escaped } from "./svg.ts";

/**
 * A page that explains an answer: the answer with its scores, what each part of the observation adds to the score, where layers find it and look, and what they put out.
 * One HTML file that needs nothing beside itself, for a light and a dark screen, without scripts too; with them, a cursor goes over the time steps of all
 * pictures.
 *
 * @example writeFileSync("report.html", explanationPage(await explain(net, x), { title: "Why 'walking'?" }));
 * @throws LayerGraphError `page-missing` where the package was not built
 */
export function explanationPage(explanation: ReportedExplanation, facts: ReportFacts = {}): string {
  const title = facts.title ?? titleOf(explanation);
  const sections = [
    answerSection(explanation, facts),
    ...scoreSections(explanation),
    attentionSection(explanation),
    activationsSection(explanation),
  ].filter((section) => section !== undefined);
  const data: ExplanationPageData = {
    steps: explanation.overTime ? explanation.observation.size.at(-1)! : 0,
    curves: sections.flatMap(({ curves }) => curves ?? []),
  };
  return htmlPage({ page: "explain", title, data, body: bodyOf(title, facts, sections) });
}

function titleOf({ score }: ReportedExplanation): string {
  return score.className === undefined ? `Why ${score.output} ${score.index}` : `Why “${score.className}”`;
}

function bodyOf(title: string, { about = [] }: ReportFacts, sections: readonly Section[]): string {
  const rows = about.map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`);
  const links = sections.map(({ id, heading }) => `<li><a href="#${id}">${escaped(heading)}</a></li>`);
  return `<main>
<h1>${escaped(title)}</h1>
${rows.length > 0 ? `<table class="about"><tbody>${rows.join("")}</tbody></table>` : ""}
<nav aria-label="Contents"><ul>${links.join("")}</ul></nav>
<div id="cursor" class="cursor" hidden></div>
${sections.map(({ id, heading, html }) => `<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${escaped(heading)}</h2>\n${html}\n</section>`).join("\n")}
</main>`;
}

/** Where the layers with attention look. */
function attentionSection({ attention, observation, overTime, leftOut }: ReportedExplanation): Section | undefined {
  const none = leftOut.find(({ method }) => method === "attention");
  if (attention.length === 0 && !none) return undefined;
  const series = overTime ? rowsOf(observation) : undefined;
  const figures = attention.map((map) => {
    const svg = attentionMapSvg(map, { ...(series && { series }) });
    const width = map.queries === 1 ? 492 : 440;
    return series ? timeFigure({ svg, left: 64, width, steps: map.keys }) : figure(svg);
  });
  const text = none
    ? paragraph("The network has no layer with attention.")
    : paragraph("How much each query takes of each key: the softmax weights, which add up to 1 over the keys.");
  return { id: "attention", heading: "Attention", html: [text, ...figures].join("\n") };
}

/** What layers put out, each behind its name. */
function activationsSection({ activations, overTime }: ReportedExplanation): Section | undefined {
  if (!overTime || activations.length === 0) return undefined;
  const html = activations.map(({ layer, dimensions, values }) => {
    const size = values.size.join("×");
    if (dimensions !== "CT") return paragraph(`${layer} puts out ${size} numbers (${dimensions}), which have no map over time.`);
    const svg = activationsSvg({ title: layer, values: rowsOf(values) });
    const shown = timeFigure({ svg, left: 64, width: 556, steps: values.size[1] });
    return `<details><summary>${escaped(layer)} <span class="quiet">${values.size[0]} channels × ${values.size[1]} steps</span></summary>${shown}</details>`;
  });
  return { id: "activations", heading: "Activations", html: html.join("\n") };
}
