import { LayerGraphError } from "../../errors.ts";
import type { FunctionText } from "../../network/functionText.ts";
import { matlabFunction } from "./matlabFunction.ts";

/**
 * The function of a graph file's `{ "$matlab": "@(x) …" }`, for `readGraph`.
 *
 * @example const lgraph = readGraph(readFileSync("vae.json", "utf8"), { functions: functionOfText });
 * @throws LayerGraphError `wrong-shape`, and what `matlabFunction` throws
 */
export function functionOfText({ $matlab, values = {}, formattable, numOutputs, ...more }: FunctionText): unknown {
  const isSound =
    typeof values === "object" &&
    values !== null &&
    [undefined, true, false].includes(formattable) &&
    (numOutputs === undefined || (Number.isInteger(numOutputs) && numOutputs > 0)) &&
    Object.keys(more).length === 0;
  const expected = "{ $matlab, values, formattable, numOutputs }, of which only $matlab must be there";
  const start = $matlab.slice(0, 40);
  if (!isSound)
    throw new LayerGraphError("wrong-shape", `The function '${start}' of the graph file must be ${expected}.`, {
      received: start,
      expected,
    });
  return matlabFunction($matlab, {
    values,
    ...(formattable !== undefined && { formattable }),
    ...(numOutputs !== undefined && { numOutputs }),
  });
}
