import { attributionSvg, featureBarsSvg } from "./attributionSvg.ts";
import { type ReportedExplanation, type ReportedNumbers, rowsOf } from "./explanationData.ts";
import { figure, paragraph, type Section, timeFigure, told } from "./explanationParts.ts";
import { pixelMapSvg } from "./pixelMapSvg.ts";

const place = { left: 64, width: 556 } as const;

/** What each part of the observation does for the score, by each method. */
export function scoreSections(explanation: ReportedExplanation): Section[] {
  return [gradientSection(explanation), occlusionSection(explanation), camSection(explanation)].filter(
    (section) => section !== undefined,
  );
}

/** What is explained, in words. */
function scoreName({ score }: ReportedExplanation): string {
  const what = score.className === undefined ? `channel ${score.index}` : `class “${score.className}”`;
  const when = score.step === undefined ? "" : ` at step ${score.step}`;
  return `the score of ${what}${when} (output of layer ${score.output})`;
}

/** The same in a title. */
function shortName({ score }: ReportedExplanation): string {
  return score.className === undefined ? `${score.output} ${score.index}` : `“${score.className}”`;
}

function leftOut({ leftOut: all }: ReportedExplanation, method: string, id: string, heading: string): Section | undefined {
  const reason = all.find((each) => each.method === method)?.reason;
  return reason === undefined ? undefined : { id, heading, html: paragraph(`Left out: ${reason}`) };
}

function gradientSection(explanation: ReportedExplanation): Section | undefined {
  const { integratedGradients: found, observation, overTime } = explanation;
  const heading = "Integrated gradients";
  if (!found) return leftOut(explanation, "integrated-gradients", "integrated-gradients", heading);
  const { value, baselineValue, sum, error } = found;
  const text = paragraph(
    `What each part of the observation adds to ${scoreName(explanation)}: from ${told(baselineValue)} for the baseline to ${told(value)}. ` +
      `The parts add up to ${told(sum)}, which is off by ${told(error)}.`,
  );
  const section = { id: "integrated-gradients", heading };
  if (!found.overTime || !overTime) return { ...section, html: text + withoutTime(found.attributions, observation, heading) };
  const flat = observation.size.length === 2;
  const svg = attributionSvg({
    title: `What each step adds to ${shortName(explanation)}`,
    series: flat ? rowsOf(observation) : [],
    values: found.overTime,
    valueLabel: "adds",
    ...(flat && { perFeature: rowsOf(found.attributions) }),
  });
  const html = `${text}${paragraph(strongest(found.overTime))}${timeFigure({ ...place, svg, steps: found.overTime.length })}`;
  return { ...section, html, curves: [{ name: heading, values: found.overTime }] };
}

function occlusionSection(explanation: ReportedExplanation): Section | undefined {
  const { occlusion: found, observation, overTime } = explanation;
  const heading = "Occlusion";
  if (!found) return leftOut(explanation, "occlusion", "occlusion", heading);
  const { from, to } = found.windows[0];
  const unit = overTime ? (to - from === 1 ? "step" : "steps") : to - from === 1 ? "feature" : "features";
  const text = paragraph(
    `By how much ${scoreName(explanation)} falls, from ${told(found.value)}, where ${to - from} ${unit} at a time are covered by the baseline.`,
  );
  const section = { id: "occlusion", heading };
  if (!overTime) return { ...section, html: text + figure(featureBarsSvg({ title: heading, values: found.drops })) };
  const series = observation.size.length === 2 ? rowsOf(observation) : [];
  const svg = attributionSvg({
    title: `How far ${shortName(explanation)} falls without each step`,
    series,
    values: found.drops,
    valueLabel: "drop",
  });
  const html = `${text}${paragraph(strongest(found.drops))}${timeFigure({ ...place, svg, steps: found.drops.length })}`;
  return { ...section, html, curves: [{ name: heading, values: found.drops }] };
}

function camSection(explanation: ReportedExplanation): Section | undefined {
  const { gradCAM: found, observation, overTime } = explanation;
  const heading = "Grad-CAM";
  if (!found) return leftOut(explanation, "grad-cam", "grad-cam", heading);
  const text = paragraph(`Where layer ${found.layer} finds what speaks for ${scoreName(explanation)}.`);
  const section = { id: "grad-cam", heading };
  if (found.overTime && overTime) {
    const series = observation.size.length === 2 ? rowsOf(observation) : [];
    const svg = attributionSvg({
      title: `Where ${found.layer} finds ${shortName(explanation)}`,
      series,
      values: found.overTime,
      valueLabel: "speaks for it",
    });
    const html = `${text}${paragraph(strongest(found.overTime))}${timeFigure({ ...place, svg, steps: found.overTime.length })}`;
    return { ...section, html, curves: [{ name: heading, values: found.overTime }] };
  }
  if (found.map.size.length !== 2)
    return { ...section, html: text + paragraph(`Its map has the size ${found.map.size.join("×")}, which has no picture.`) };
  return { ...section, html: text + figure(pixelMapSvg({ title: heading, rows: rowsOf(found.map) })) };
}

/** A row of features as bars; an image as a map, its channels added up. */
function withoutTime(attributions: ReportedNumbers, observation: ReportedNumbers, title: string): string {
  const { data, size } = attributions;
  if (size.length === 1) return figure(featureBarsSvg({ title, values: data }));
  if (size.length !== 3) return paragraph(`They have the size ${size.join("×")}, which has no picture.`);
  const added = (numbers: ReportedNumbers): number[][] =>
    rowsOf({ ...numbers, size: [size[0], size[1] * size[2]] }).map((row) =>
      Array.from({ length: size[1] }, (_, column) => {
        let sum = 0;
        for (let c = 0; c < size[2]; c++) sum += row[column * size[2] + c];
        return sum;
      }),
    );
  return (
    figure(pixelMapSvg({ title: "The image", rows: added(observation) })) +
    figure(pixelMapSvg({ title, rows: added(attributions) }))
  );
}

function strongest(values: readonly number[]): string {
  let best = 0;
  values.forEach((value, i) => {
    if (Math.abs(value) > Math.abs(values[best])) best = i;
  });
  if (values[best] === 0) return "It is 0 everywhere.";
  return `It is largest in size at step ${best}: ${told(values[best])}.`;
}
