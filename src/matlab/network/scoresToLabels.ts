import { cell } from "../values/construct.ts";
import { numbersOf, textsOf } from "../values/convert.ts";
import type { Call, Value } from "../values/value.ts";
import { notEnough, wrongArgument } from "./refusals.ts";

/** `scores2label(scores, classNames)`: the class of the largest score of each row, in a cell array of each step of each sequence. */
export function scoresToLabels({ args: [scores, names], place }: Call): Value {
  if (names === undefined) throw notEnough("scores2label", "scores and the names of the classes", place);
  const classes = textsOf(names);
  if (!classes)
    throw wrongArgument(
      "scores2label",
      "the names of the classes",
      "a string array, a cell array or a categorical",
      names,
      place,
    );
  const label = (value: Value): Value => {
    const data = numbersOf(value);
    if (!data || value.kind !== "numeric" || value.size[1] !== classes.length) {
      throw wrongArgument(
        "scores2label",
        "the scores",
        `a matrix with one column for each of the ${classes.length} classes`,
        value,
        place,
      );
    }
    const [rows] = value.size;
    const codes = Uint32Array.from({ length: rows }, (_, r) => {
      let best = 0;
      for (let c = 1; c < classes.length; c++) if (data[c * rows + r] > data[best * rows + r]) best = c;
      return best + 1;
    });
    return { kind: "categorical", size: [rows, 1], codes, categories: classes };
  };
  return scores.kind === "cell" ? cell(scores.elements.map(label), scores.size) : label(scores);
}
