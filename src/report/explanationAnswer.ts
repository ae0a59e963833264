import { type ReportedExplanation, type ReportFacts, rowsOf } from "./explanationData.ts";
import { paragraph, type Section, timeFigure, told } from "./explanationParts.ts";
import { sequenceChart } from "./sequenceChart.ts";
import { escaped } from "./svg.ts";

const mostClasses = 20;

/** What the network answered, and what was right. */
export function answerSection(explanation: ReportedExplanation, facts: ReportFacts): Section {
  const { answer } = explanation;
  const html = answer.size.length === 1 ? scoreTable(explanation, facts) : stepAnswers(explanation, facts);
  return { id: "answer", heading: "The answer", html };
}

/** The scores of the classes, the largest first, or the responses. */
function scoreTable({ answer, classes, score }: ReportedExplanation, { actual }: ReportFacts): string {
  const rows = Array.from(answer.data, (value, i) => ({ value, name: classes?.[i] ?? `response ${i}` }));
  const sorted = classes ? rows.toSorted((a, b) => b.value - a.value) : rows;
  const shares = classes !== undefined && rows.every(({ value }) => value >= 0 && value <= 1);
  const note = (name: string): string =>
    [...(name === score.className ? ["explained"] : []), ...(name === actual ? ["true class"] : [])].join(", ");
  const lines = sorted.slice(0, mostClasses).map(({ name, value }) => {
    const meter = shares ? `<td class="meter"><span style="width:${(100 * value).toFixed(2)}%"></span></td>` : "";
    return `<tr><th scope="row">${escaped(name)}</th><td class="number">${told(value)}</td>${meter}<td class="quiet">${note(name)}</td></tr>`;
  });
  const head = `<tr><th scope="col">${classes ? "Class" : "Response"}</th><th scope="col">${shares ? "Probability" : "Value"}</th>${shares ? '<td class="meter"></td>' : ""}<td></td></tr>`;
  const more = sorted.length > mostClasses ? paragraph(`and ${sorted.length - mostClasses} classes more`) : "";
  const first = classes ? sorted[0].name : undefined;
  const verdict =
    first === undefined
      ? ""
      : paragraph(
          `The network answers “${first}”${actual === undefined ? "" : actual === first ? ", which is right" : `; the true class is “${String(actual)}”`}.`,
        );
  return `${verdict}<table class="scores"><thead>${head}</thead><tbody>${lines.join("")}</tbody></table>${more}`;
}

/** The label of each step under the signal. */
function stepAnswers({ answer, classes, observation, overTime, score }: ReportedExplanation, { actual }: ReportFacts): string {
  const steps = answer.size.at(-1)!;
  const rows = rowsOf(answer);
  const which = score.step === undefined ? "the mean over all steps" : `step ${score.step}`;
  const text = paragraph(`The network answers for each of ${steps} steps. What is explained below is ${which}.`);
  if (!classes || !overTime || observation.size.at(-1) !== steps) return text;
  const predicted = Array.from({ length: steps }, (_, t) => {
    const column = rows.map((row) => row[t]);
    return classes[column.indexOf(Math.max(...column))];
  });
  const labels = typeof actual === "object" && actual.length === steps ? { actual } : {};
  const svg = sequenceChart({ title: "The signal and its labels", series: rowsOf(observation), predicted, classes, ...labels });
  return `${text}${timeFigure({ svg, left: 64, width: 556, steps })}`;
}
