import { logical, number, row } from "../values/construct.ts";
import { numbersOf, scalarOf, textOf } from "../values/convert.ts";
import { isUnknown, unknown } from "../values/unknown.ts";
import { joinedSize, knownSize, product, sized, transposedSize } from "../values/unknownSizes.ts";
import type { Call, UnknownSize, UnknownValue, Value } from "../values/value.ts";

/** A call that has unknown arguments, as much of it as its result's size needs. */
type Asked = Pick<Call, "args" | "nargout">;

const words = (text: string): string[] => text.split(" ");

/** Functions whose first result is as large as their first argument. */
const elementwise = new Set(
  words(
    "abs sqrt exp log log2 log10 log1p sin cos tan tanh sinh cosh asin acos atan round floor ceil fix sign real imag conj not " +
      "double single logical int8 int16 int32 int64 uint8 uint16 uint32 uint64 cast categorical string cellstr normalize rescale zscore " +
      "mapstd mapminmax fillmissing filloutliers smoothdata cumsum cumprod cummax cummin sort gather gpuArray full im2double im2single " +
      "im2uint8 mat2gray num2cell isnan isinf isfinite ismissing isundefined circshift flip fliplr flipud movmean movmedian movstd movsum " +
      "movmax movmin filter filtfilt detrend table2array table2cell array2table cell2table dlarray extractdata stripdims sigmoid relu softmax " +
      "medfilt1 lowpass highpass bandpass str2double lower upper strip strtrim strrep rmoutliers erf gamma deg2rad rad2deg awgn normc normr " +
      "movvar movprod mat2gray isoutlier fftshift ifftshift medfilt1 sinc pow2 wrapToPi wrapTo2Pi wrapTo180 wrapTo360 mag2db db2mag pow2db db2pow " +
      "asind acosd atand tand normpdf normcdf norminv erase",
  ),
);

/** Functions that make arrays of a size: where the lengths begin among their arguments. */
const makers = new Map<string, number>([
  ...words("zeros ones NaN nan Inf inf true false rand randn cell strings eye sparse").map((name) => [name, 0] as const),
  ...words("randi unifrnd normrnd reshape").map((name) => [name, 1] as const),
]);

const reductions = new Set(words("sum mean median mode std var max min prod any all range rms nnz norm"));

/** The lengths that arguments give: `(m, n)`, `([m n])` or `(n)`; `[]` for one that follows from the others. */
function lengthsFrom(args: readonly Value[]): UnknownSize | undefined {
  const end = args.findIndex((arg) => arg.kind === "char" || arg.kind === "string");
  const given = end < 0 ? args : args.slice(0, end);
  if (given.length === 0) return [1, 1];
  if (given.length > 1) return given.map(scalarOf);
  const [only] = given;
  if (only.kind !== "unknown") {
    const data = numbersOf(only);
    if (data === undefined) return undefined;
    return data.length === 1 ? [data[0], data[0]] : Array.from(data);
  }
  const count = product(only.lengths);
  if (count === undefined) return undefined;
  return new Array<undefined>(Math.max(2, count)).fill(undefined);
}

/** The size of what a reduction gives: 1 along the dimension that it is told, or along the first that is known not to be 1. */
function reducedSize(name: string, args: readonly Value[]): UnknownSize | undefined {
  if (name === "nnz" || name === "norm" || args.some((arg) => textOf(arg) === "all")) return [1, 1];
  const size = knownSize(args[0]);
  if (size === undefined) return undefined;
  const at = name === "max" || name === "min" || name === "std" || name === "var" ? 2 : 1;
  if (at === 2 && args.length === 2 && name.startsWith("m")) return undefined;
  const told = args[at] === undefined ? undefined : scalarOf(args[at]);
  const first = size.findIndex((length) => length !== 1);
  const dimension = told ?? (first >= 0 && size[first] !== undefined ? first + 1 : undefined);
  return dimension === undefined ? undefined : size.map((length, i) => (i === dimension - 1 ? 1 : length));
}

function permutedSize([value, order]: readonly Value[]): UnknownSize | undefined {
  const [size, places] = [knownSize(value), order && numbersOf(order)];
  return size && places && Array.from(places, (place) => (place <= size.length ? size[place - 1] : 1));
}

function repeatedSize([value, ...counts]: readonly Value[]): UnknownSize | undefined {
  const [size, times] = [knownSize(value), lengthsFrom(counts)];
  if (size === undefined || times === undefined) return undefined;
  return Array.from({ length: Math.max(size.length, times.length) }, (_, i) => {
    const [length, count] = [i < size.length ? size[i] : 1, i < times.length ? times[i] : 1];
    return length === undefined || count === undefined ? undefined : length * count;
  });
}

const rules: Readonly<Record<string, (args: readonly Value[]) => UnknownSize | undefined>> = {
  transpose: ([value]) => transposedSize(knownSize(value)),
  ctranspose: ([value]) => transposedSize(knownSize(value)),
  permute: permutedSize,
  repmat: repeatedSize,
  horzcat: (args) => joinedSize(2, args),
  vertcat: (args) => joinedSize(1, args),
  cat: ([dimension, ...values]) => {
    const along = scalarOf(dimension);
    return along === undefined ? undefined : joinedSize(along, values);
  },
  linspace: (args) => [1, args.length < 3 ? 100 : scalarOf(args[2])],
  randperm: (args) => [1, scalarOf(args.at(-1)!)],
  squeeze: ([value]) => {
    const size = knownSize(value);
    return size && !size.includes(undefined) && size.length > 2 ? size.filter((length) => length !== 1) : undefined;
  },
  size: ([value, ...dimensions]) => [1, dimensions.length > 0 ? dimensions.length : knownSize(value)?.length],
  ...Object.fromEntries(words("numel length height width ndims str2num sscanf nargin exist").map((name) => [name, () => [1, 1]])),
};

/** What is known of the size of a call's result whose arguments are not all known. */
function sizeOfCall(name: string, args: readonly Value[]): UnknownSize | undefined {
  const from = makers.get(name);
  if (from !== undefined) return lengthsFrom(args.slice(from));
  if (elementwise.has(name)) return args[0] && knownSize(args[0]);
  if (reductions.has(name)) return reducedSize(name, args);
  return Object.hasOwn(rules, name) ? rules[name](args) : undefined;
}

/** The result of a call with unknown arguments, with what is known of its size. */
export function withSizeOfCall(result: UnknownValue, name: string, args: readonly Value[]): UnknownValue {
  return args.length === 0 ? result : sized(result, sizeOfCall(name, args));
}

/** What a question about the size of an unknown value is answered by, where enough of the size is known; undefined where it is not. */
export function answered(name: string, { args, nargout }: Asked): readonly Value[] | undefined {
  const [value, ...more] = args;
  const size = value !== undefined && isUnknown(value) ? value.lengths : undefined;
  if (size === undefined) return undefined;
  if (name === "size") return sizeAnswer(value as UnknownValue, size, more, nargout);
  const count = product(size);
  const [rows, columns] = size;
  const answers: Readonly<Record<string, () => Value | undefined>> = {
    height: () => counted(rows),
    width: () => counted(columns),
    numel: () => counted(count),
    length: () => counted(count === undefined ? undefined : count === 0 ? 0 : Math.max(...(size as number[]))),
    ndims: () => number(size.length),
    isempty: () => (count === undefined ? undefined : logical(count === 0)),
    isscalar: () => (count === undefined ? undefined : logical(count === 1)),
    isrow: () => (rows === undefined ? undefined : logical(rows === 1 && size.length === 2)),
    iscolumn: () => (columns === undefined ? undefined : logical(columns === 1 && size.length === 2)),
  };
  const answer = Object.hasOwn(answers, name) ? answers[name]() : undefined;
  return answer === undefined ? undefined : [answer];
}

function counted(count: number | undefined): Value | undefined {
  return count === undefined ? undefined : number(count);
}

/** `size(x)`, `size(x, 2)`, `[m, n] = size(x)`; lengths that are not known are unknown among the results. */
function sizeAnswer(
  value: UnknownValue,
  size: UnknownSize,
  along: readonly Value[],
  nargout: number,
): readonly Value[] | undefined {
  const open = (dimension: number): Value =>
    sized(unknown(`size(${value.name}, ${dimension})`, value.reason, value.place), [1, 1]);
  const lengthAt = (dimension: number): number | undefined => (dimension <= size.length ? size[dimension - 1] : 1);
  const dimensions = along.flatMap((each) => Array.from(numbersOf(each) ?? [0]));
  if (dimensions.includes(0)) return undefined;
  if (nargout <= 1) {
    const wanted = dimensions.length > 0 ? dimensions.map(lengthAt) : size;
    if (!wanted.includes(undefined)) return [wanted.length === 1 ? number(wanted[0]!) : row(wanted as number[])];
    return dimensions.length === 1 ? [open(dimensions[0])] : undefined;
  }
  const wanted = dimensions.length > 0 ? dimensions : Array.from({ length: nargout }, (_, i) => i + 1);
  const last = dimensions.length > 0 ? undefined : product(size.slice(nargout - 1));
  return wanted.map((dimension) => {
    const length = dimensions.length === 0 && dimension === nargout && nargout < size.length ? last : lengthAt(dimension);
    return length === undefined ? open(dimension) : number(length);
  });
}
