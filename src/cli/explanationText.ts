import type { Explanation } from "../index.ts";

/** An explanation as a few lines. */
export function explanationText(
  explanation: Explanation,
  observation: number,
  actual: string | readonly string[] | undefined,
): string {
  const { score, classes, answer, integratedGradients, occlusion, gradCAM, attention, leftOut } = explanation;
  const what = score.className === undefined ? `number ${score.index}` : `class '${score.className}'`;
  const when = score.step === undefined ? "" : ` at step ${score.step}`;
  const unit = explanation.overTime ? "step" : "feature";
  const lines = [
    `observation ${observation}${typeof actual === "string" ? `, true class '${actual}'` : ""}`,
    ...(answer.size.length === 1 ? [`answer: ${answered(answer.data, classes)}`] : []),
    `explained: the score of ${what}${when} (output of layer '${score.output}')`,
    ...(integratedGradients
      ? [
          `integrated gradients: ${largestAt(integratedGradients.overTime ?? integratedGradients.attributions.data, unit)}; ` +
            `add up to ${short(integratedGradients.sum)} of ${short(integratedGradients.value - integratedGradients.baselineValue)}`,
        ]
      : []),
    ...(occlusion ? [`occlusion: ${largestAt(occlusion.drops, unit)}`] : []),
    ...(gradCAM
      ? [
          `Grad-CAM of layer '${gradCAM.layer}': ${largestAt(gradCAM.overTime ?? gradCAM.map.data, gradCAM.overTime ? unit : "place")}`,
        ]
      : []),
    ...attention.map(({ layer, heads, queries, mean }) => {
      const received = mean[0].map((_, key) => mean.reduce((sum, row) => sum + row[key], 0) / queries);
      return `attention of layer '${layer}' (${heads === 1 ? "1 head" : `${heads} heads`}): ${largestAt(received, "key")}`;
    }),
    ...leftOut.map(({ method, reason }) => `left out: ${method}: ${reason}`),
  ];
  return lines.join("\n");
}

/** An explanation as plain data: numbers as lists with their size. */
export function explanationDocument(
  explanation: Explanation,
  observation: number,
  actual: string | readonly string[] | undefined,
): object {
  return plain({ observation, ...(actual !== undefined && { actual }), ...renamed(explanation) }) as object;
}

/** The explanation with the observation itself under another name than its number. */
function renamed({ observation: data, ...others }: Explanation): object {
  return { data, ...others };
}

function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array, Number);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

const most = 5;

/** The classes with the largest scores, or the numbers. */
function answered(values: ArrayLike<number>, classes: readonly string[] | undefined): string {
  const rows = Array.from(values, (value, i) => ({ value, name: classes?.[i] ?? String(i) }));
  const sorted = classes ? rows.toSorted((a, b) => b.value - a.value) : rows;
  const told = sorted.slice(0, most).map(({ name, value }) => `${name} ${short(value)}`);
  return told.join(", ") + (rows.length > most ? `, and ${rows.length - most} more` : "");
}

function largestAt(values: ArrayLike<number>, unit: string): string {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i]) > Math.abs(values[best])) best = i;
  return `largest at ${unit} ${best} (${short(values[best])})`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
