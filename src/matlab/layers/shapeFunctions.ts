import { ScriptError } from "../values/scriptError.ts";
import type { Call, Value } from "../values/value.ts";
import { type Family, knownNumber, knownNumbers, knownText, sizeArguments } from "./functionArguments.ts";
import { pageProduct, tracedFrom, transposed } from "./operators.ts";
import { isEmptyArray } from "./plainValues.ts";
import {
  concatenated,
  dimensionFrom,
  firstDimension,
  flipped,
  pageTransposed,
  permutedBy,
  repeated,
  reshaped,
  shifted,
  squeezed,
} from "./shapes.ts";
import { sizesOf, type TracedArray, unlabelled } from "./tracedArray.ts";

/** Functions that move elements, and products of pages. */
export const shapeFunctions: Family = {
  reshape: ({ args }) => reshaped(array(args[0], "reshape"), sizeArguments(args.slice(1), "reshape")),
  squeeze: ({ args }) => squeezed(array(args[0], "squeeze")),
  permute: ({ args }) => permutedBy(array(args[0], "permute"), knownNumbers(args[1], "The order of permute")),
  ipermute: ({ args }) => {
    const order = knownNumbers(args[1], "The order of ipermute");
    return permutedBy(
      array(args[0], "ipermute"),
      order.map((_, i) => order.indexOf(i + 1) + 1),
    );
  },
  repmat: ({ args }) =>
    repeated(
      array(args[0], "repmat"),
      sizeArguments(args.slice(1), "repmat").map((d) => d ?? 1),
    ),
  cat: ({ args }) => together(args.slice(1), dimensionFrom(knownNumber(args[0], "The dimension of cat"))),
  horzcat: ({ args }) => together(args, 1),
  vertcat: ({ args }) => together(args, 0),
  pagetranspose: ({ args }) => pageTransposed(unlabelled(array(args[0], "pagetranspose"))),
  pagectranspose: ({ args }) => pageTransposed(unlabelled(array(args[0], "pagectranspose"))),
  flip: ({ args }) => {
    const x = array(args[0], "flip");
    return flipped(x, args[1] ? dimensionFrom(knownNumber(args[1], "The dimension of flip")) : firstDimension(x));
  },
  fliplr: ({ args }) => flipped(array(args[0], "fliplr"), 1),
  flipud: ({ args }) => flipped(array(args[0], "flipud"), 0),
  circshift: ({ args }) => {
    const x = array(args[0], "circshift");
    const amounts = knownNumbers(args[1], "The amount of circshift");
    if (args[2]) return shifted(x, amounts[0], dimensionFrom(knownNumber(args[2], "The dimension of circshift")));
    return amounts.length === 1
      ? shifted(x, amounts[0], firstDimension(x))
      : amounts.reduce((all, amount, d) => shifted(all, amount, d), x);
  },
  pagemtimes: pagesMultiplied,
  repelem: ({ args }) => {
    const x = array(args[0], "repelem");
    const counts = args.slice(1).map((arg) => knownNumber(arg, "The counts of repelem"));
    if (counts.length === 1) return eachRepeated(x, firstDimension(x), counts[0]);
    return counts.reduce((all, count, d) => eachRepeated(all, d, count), x);
  },
};

function array(value: Value, name: string): TracedArray {
  return tracedFrom(value, name);
}

/** Arrays one after the other; empty ones are left out, as MATLAB does with `[]`. */
export function together(values: readonly Value[], dimension: number): TracedArray {
  const arrays = values.filter((value) => !isEmptyArray(value)).map((value) => tracedFrom(value, "Concatenation"));
  return concatenated(arrays, dimension);
}

/** Every element `count` times, one after the other. */
function eachRepeated(x: TracedArray, dimension: number, count: number): TracedArray {
  const sizes = sizesOf(x);
  const inner = reshaped(x, [...sizes.slice(0, dimension), 1, ...sizes.slice(dimension)]);
  const times = inner.axes.map((_, d) => (d === dimension ? count : 1));
  const spread = repeated(inner, times);
  return reshaped(
    spread,
    sizes.map((_, d) => (d === dimension ? undefined : sizes[d])),
  );
}

/** `pagemtimes(A,B)` and `pagemtimes(A,transposeA,B,transposeB)`. */
function pagesMultiplied({ args }: Call): TracedArray {
  if (args.length === 2) return pageProduct(unlabelled(array(args[0], "pagemtimes")), unlabelled(array(args[1], "pagemtimes")));
  const turned = (value: Value, how: Value): TracedArray => {
    const x = unlabelled(array(value, "pagemtimes"));
    const text = knownText(how, "The transposition of pagemtimes").toLowerCase();
    if (text === "none") return x;
    if (text === "transpose" || text === "ctranspose") return sizesOf(x).length === 2 ? transposed(x) : pageTransposed(x);
    throw new ScriptError(
      "MATLAB:pagemtimes:invalidTransposeOption",
      `Transpose option must be 'none', 'transpose' or 'ctranspose'.`,
    );
  };
  return pageProduct(turned(args[0], args[1]), turned(args[2], args[3]));
}
