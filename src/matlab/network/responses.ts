import type { MatCategorical } from "../../data/matValues.ts";
import type { Responses } from "../../data/responses.ts";
import { describeValue } from "../values/describe.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Value } from "../values/value.ts";
import { rowMajor } from "./arrays.ts";
import { arrayOf, type DataReading, invalid, rowsOf, sequenceOf, split } from "./observations.ts";

/** What is known of the responses before they are read. */
export interface ResponseReading extends DataReading {
  /** What the output layer is trained by; anything where there is none. */
  readonly target?: "classes" | "numbers";
  /** Whether the predictors were one sequence as a bare matrix. */
  readonly bare: boolean;
}

/** Responses as MATLAB's training functions take them: categoricals, matrices, and cell arrays of either for sequences. */
export function readResponses(value: Value, reading: ResponseReading): Responses {
  const parts = value.kind === "cell" ? value.elements : [value];
  const labels = parts.length > 0 && parts.every((part) => part.kind === "categorical");
  requireKind(value, labels, reading);
  if (labels)
    return value.kind === "cell"
      ? labelSequences(parts as MatCategorical[], reading)
      : labelsOf(value as MatCategorical, reading);
  if (value.kind === "cell") return { kind: "numberSequences", values: parts.map((part) => sequenceOf(part, reading)) };
  const array = arrayOf(value, reading);
  if (array.size.length > 2) return { kind: "numberImages", values: split(array, 3) };
  if (reading.bare) return { kind: "numberSequences", values: [sequenceOf(value, reading)] };
  return { kind: "numbers", values: rowsOf(array, reading) };
}

function requireKind(value: Value, labels: boolean, reading: ResponseReading): void {
  if (reading.target === "classes" && !labels) {
    const cells = value.kind === "cell";
    const expected = cells
      ? "Responses must be a vector of categorical responses, or a cell array of categorical response sequences."
      : "For image, sequence-to-label and feature classification tasks, responses must be categorical.";
    throw new ScriptError(
      "layergraph:invalidData",
      `Invalid training data. ${expected} ${reading.name} is ${describeValue(value)}. Convert it with categorical(…).`,
      reading.place,
    );
  }
  if (reading.target === "numbers" && labels) {
    throw new ScriptError(
      "layergraph:invalidData",
      `Invalid training data. For regression tasks, responses must be a vector, a matrix or a 4-D array of numeric responses. ${reading.name} is categorical.`,
      reading.place,
    );
  }
}

function labelsOf(value: MatCategorical, reading: ResponseReading): Responses {
  const { size, categories: classes } = value;
  const codes = codesOf(value, reading);
  if (size.length > 2 || (size[0] > 1 && size[1] > 1)) return labelImages(value, codes);
  if (reading.bare && codes.length > 1) return { kind: "labelSequences", classes, codes: [codes] };
  return { kind: "labels", classes, codes };
}

/** Label images: h × w × N, or h × w × 1 × N. */
function labelImages({ size, categories: classes }: MatCategorical, codes: Int32Array): Responses {
  const own = size.slice(0, 2);
  const count = own[0] * own[1];
  const images = Array.from({ length: codes.length / count }, (_, i) => Int32Array.from(rowMajor(codes, own, i * count)));
  return { kind: "labelImages", classes, codes: images, size: own };
}

function labelSequences(parts: readonly MatCategorical[], reading: ResponseReading): Responses {
  const classes = parts[0].categories;
  const odd = parts.findIndex(({ categories }) => categories.join("\n") !== classes.join("\n"));
  if (odd > 0)
    throw invalid(
      reading,
      `sequence ${odd + 1} has other categories than the first one (or in another order); give all the same list, categorical(…, classNames)`,
    );
  return { kind: "labelSequences", classes, codes: parts.map((part) => codesOf(part, reading)) };
}

function codesOf({ codes }: MatCategorical, reading: ResponseReading): Int32Array {
  const at = codes.indexOf(0);
  if (at >= 0) throw invalid(reading, `label ${at + 1} is <undefined>`);
  return Int32Array.from(codes, (code) => code - 1);
}
