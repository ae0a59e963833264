import { LayerGraphError } from "../errors.ts";
import { checkedDataSet, type DataSet } from "./dataSet.ts";
import { type MatResponseType, matResponses } from "./matResponses.ts";
import { describeMat, type MatNumeric, type MatValue } from "./matValues.ts";
import type { Sequence } from "./sequences.ts";
import { chooseVariables, type VariableChoice } from "./variables.ts";

/**
 * The data set in the variables of a MAT-file, laid out as `trainNetwork` takes it: a cell of features × time matrices, one matrix
 * features × time with responses for each step, or a matrix with a row of features for each observation.
 */
export function matData(
  variables: ReadonlyMap<string, MatValue>,
  choice: VariableChoice,
  responseType?: MatResponseType,
): DataSet {
  const names = chooseVariables([...variables.keys()], choice, (name) => describeMat(variables.get(name)!));
  const x = variables.get(names.predictors)!;
  const t = names.responses === undefined ? undefined : variables.get(names.responses)!;
  const respond = (count: number) => (t === undefined ? undefined : matResponses(t, names.responses!, count, responseType));
  if (x.kind === "cell") {
    const predictors = x.elements.map((element, index) => sequenceOf(element, `${names.predictors}{${index + 1}}`));
    checkFeatures(predictors, names.predictors);
    return checkedDataSet({ kind: "sequences", predictors, responses: respond(predictors.length) });
  }
  const matrix = matrixOf(x, names.predictors);
  if (t !== undefined && t.kind !== "cell" && isOneSequence(matrix, t)) {
    const wrapped: MatValue = { kind: "cell", size: [1, 1], elements: [t] };
    const responses = matResponses(wrapped, names.responses!, 1, responseType);
    return checkedDataSet({ kind: "sequences", predictors: [sequenceOf(matrix, names.predictors)], responses });
  }
  const [count, features] = matrix.size;
  const { data } = sequenceOf(matrix, names.predictors);
  const predictors = Array.from({ length: count }, (_, row) => data.slice(row * features, (row + 1) * features));
  return checkedDataSet({ kind: "features", predictors, responses: respond(count) });
}

/** A matrix is one sequence, not a table of observations, where the responses have its columns and not its rows. */
function isOneSequence({ size: [rows, columns] }: MatNumeric, t: MatValue): boolean {
  if (!("size" in t) || t.size.length !== 2) return false;
  return t.size[1] === columns && t.size[0] !== rows && columns > 1;
}

function matrixOf(value: MatValue, where: string): MatNumeric {
  if (value.kind !== "numeric" || value.size.length !== 2 || value.imaginary !== undefined)
    throw new LayerGraphError(
      "mat-predictors",
      `${where} is a ${describeMat(value)}; expected a real matrix, or a cell array of matrices features × time.`,
    );
  return value;
}

/** A column-major matrix of the file as a row-major sequence. */
function sequenceOf(value: MatValue, where: string): Sequence {
  const { data, size } = matrixOf(value, where);
  const [rows, columns] = size;
  if (data.length === 0) throw new LayerGraphError("empty-sequence", `${where} is ${rows}×${columns}, empty; leave it out.`);
  const sequence = new Float32Array(data.length);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      const number = Number(data[column * rows + row]);
      if (!Number.isFinite(Math.fround(number)))
        throw new LayerGraphError(
          "bad-number",
          `${where}(${row + 1},${column + 1}) is ${number}; expected a finite number. Remove the observation or fill the gap first.`,
        );
      sequence[row * columns + column] = number;
    }
  }
  return { data: sequence, size: [rows, columns] };
}

function checkFeatures(sequences: readonly Sequence[], name: string): void {
  const odd = sequences.findIndex(({ size }) => size[0] !== sequences[0].size[0]);
  if (odd >= 0)
    throw new LayerGraphError(
      "sequence-size",
      `${name}{${odd + 1}} has ${sequences[odd].size[0]} rows, but ${name}{1} has ${sequences[0].size[0]}; rows are features, columns are time steps, so all must have the same number of rows.`,
    );
}
