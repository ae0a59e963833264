import type { MatNumeric } from "../../data/matValues.ts";
import type { BinaryOperator, UnaryOperator } from "../syntax/ast.ts";
import { withIndexed } from "./assignment.ts";
import { type CalendarLengths, isCalendarLengths, movedInCalendar } from "./calendar.ts";
import { concatenated } from "./concatenate.ts";
import { number, numbers, strings, text } from "./construct.ts";
import { numbersOf, textOf, textsOf } from "./convert.ts";
import { indexed } from "./indexing.ts";
import { binary, unary } from "./operators.ts";
import { rangeOf } from "./range.ts";
import { notSupported } from "./refusals.ts";
import { ScriptError } from "./scriptError.ts";
import { datePart, dateText, durationText, milliseconds, readDate } from "./timeTexts.ts";
import { isUnknown, unknownFrom } from "./unknown.ts";
import type { Builtin, HostValue, Value, ValueOperations } from "./value.ts";

/** Points in time, in milliseconds since 1970 without a time zone, or lengths of time in milliseconds; NaN where there is none. */
export class Times {
  readonly kind: "datetime" | "duration";
  readonly array: MatNumeric;
  /** How they are shown, in MATLAB's letters. */
  readonly format: string;

  constructor(kind: "datetime" | "duration", array: MatNumeric, format?: string) {
    this.kind = kind;
    this.array = array;
    this.format = format ?? (kind === "datetime" ? "dd-MMM-uuuu HH:mm:ss" : "hh:mm:ss");
  }
}

/** Whether a value is of MATLAB's class `datetime` or `duration`. */
export function isTimes(value: Value | undefined): value is HostValue<Times> {
  return value?.kind === "host" && value.content instanceof Times;
}

/** The value of points or lengths of time. */
export function timesValue(kind: Times["kind"], array: MatNumeric, format?: string): HostValue<Times> {
  return {
    kind: "host",
    operations: kind === "datetime" ? pointOperations : lengthOperations,
    content: new Times(kind, array, format),
  };
}

/** The texts of points or lengths of time, one by one. */
export function timeTexts({ kind, array, format }: Times, pattern = format): string[] {
  return Array.from(array.data as Float64Array, (x) => (kind === "datetime" ? dateText(x, pattern) : durationText(x, pattern)));
}

function timesIn(value: Value): Times {
  return (value as HostValue<Times>).content;
}

/** The same class of times over another array. */
function like({ kind, format }: Times, array: Value): Value {
  return array.kind === "numeric" ? timesValue(kind, array, format) : array;
}

/** The milliseconds of an operand: of times as they are, of numbers as days, of text as it reads. */
function plainOf(value: Value, among: Times): Value {
  if (isTimes(value)) return value.content.array;
  const texts = textsOf(value);
  if (texts && value.kind !== "categorical")
    return numbers(
      texts.length === 1 ? [1, 1] : sizeOfTexts(value),
      texts.map((each) => readDate(each)),
    );
  const given = numbersOf(value);
  if (given) return binary(".*", value, number(milliseconds.days));
  throw notSupported("=", value, timesValue(among.kind, among.array));
}

function sizeOfTexts(value: Value): readonly number[] {
  return value.kind === "string" || value.kind === "cell" ? value.size : [1, 1];
}

const comparisons: readonly string[] = ["==", "~=", "<", "<=", ">", ">="];

function operated(operator: BinaryOperator, left: Value, right: Value): Value {
  const missing = [left, right].find(isUnknown);
  if (missing) return unknownFrom(missing, `${missing.name}${operator}…`);
  if (isTimes(left) && isCalendarLengths(right)) return inCalendar(operator, left, right);
  if (isCalendarLengths(left) && isTimes(right) && operator === "+") return inCalendar(operator, right, left);
  const among = timesIn(isTimes(left) ? left : right);
  if (comparisons.includes(operator)) return binary(operator, plainOf(left, among), plainOf(right, among));
  if (operator === "+" || operator === "-") return shifted(operator, left, right, among);
  const [a, b] = [left, right].map((value) => (isTimes(value) ? value.content : undefined));
  if (a?.kind === "datetime" || b?.kind === "datetime") throw notSupported(operator, left, right);
  if (a && b && (operator === "/" || operator === "./")) return binary("./", a.array, b.array);
  if (a && !b && ["*", ".*", "/", "./"].includes(operator)) return like(a, binary(operator, a.array, right));
  if (b && !a && (operator === "*" || operator === ".*")) return like(b, binary(operator, left, b.array));
  throw notSupported(operator, left, right);
}

/** Points in time so many months and days later (or earlier): one for each, or all by the same. */
function inCalendar(operator: BinaryOperator, points: HostValue<Times>, by: HostValue<CalendarLengths>): Value {
  const [{ kind, array, format }, { steps, size }] = [points.content, by.content];
  const [count, many] = [array.data.length, steps.length];
  if (kind !== "datetime" || (operator !== "+" && operator !== "-") || (count !== many && count !== 1 && many !== 1))
    throw notSupported(operator, points, by);
  const data = Float64Array.from({ length: count === 1 ? many : count }, (_, i) =>
    movedInCalendar(Number(array.data[count === 1 ? 0 : i]), steps[many === 1 ? 0 : i], operator === "+" ? 1 : -1),
  );
  return timesValue("datetime", numbers(count === 1 ? size : array.size, data), format);
}

/** `start:caldays(1):stop`: every point is counted from the start, so that months keep its day. */
function calendarRange(start: HostValue<Times>, { content }: HostValue<CalendarLengths>, stop: Value): Value {
  const [step] = content.steps;
  const [from, to] = [start, stop].map((value) => Number(numbersOf(plainOf(value, start.content))?.[0]));
  const forward = movedInCalendar(from, step) > from;
  const found: number[] = [];
  for (let i = 0; movedInCalendar(from, step) !== from; i++) {
    const time = movedInCalendar(from, step, i);
    if (!(forward ? time <= to : time >= to)) break;
    found.push(time);
  }
  return timesValue("datetime", numbers([1, found.length], found), start.content.format);
}

/** Sums and differences: two points give the length between them, a point and a length a point, two lengths a length. */
function shifted(operator: "+" | "-", left: Value, right: Value, among: Times): Value {
  const isPoint = (value: Value): boolean =>
    isTimes(value) ? value.content.kind === "datetime" : among.kind === "datetime" && textOf(value) !== undefined;
  const result = binary(operator, plainOf(left, among), plainOf(right, among)) as MatNumeric;
  if (isPoint(left) && isPoint(right)) {
    if (operator === "-") return timesValue("duration", result);
    throw notSupported(operator, left, right);
  }
  const point = [left, right].find((value) => isTimes(value) && value.content.kind === "datetime");
  return like(timesIn(point ?? (isTimes(left) ? left : right)), result);
}

function changed(operator: UnaryOperator, value: Value): Value {
  const times = timesIn(value);
  if (times.kind === "datetime" && !operator.includes("'")) throw notSupported(operator, value);
  return like(times, unary(operator, times.array));
}

function joined(dimension: number, values: readonly Value[]): Value {
  const missing = values.find(isUnknown);
  if (missing) return missing;
  const first = timesIn(values.find(isTimes)!);
  const parts = values.filter((value) => !(value.kind === "numeric" && value.data.length === 0));
  return like(
    first,
    concatenated(
      dimension,
      parts.map((value) => plainOf(value, first)),
    ),
  );
}

const shared = {
  size: (value: Value) => timesIn(value).array.size,
  binary: operated,
  unary: changed,
  index: (value: Value, subscripts: Parameters<typeof indexed>[1]) =>
    like(timesIn(value), indexed(timesIn(value).array, subscripts)),
  withIndex: (value: Value, subscripts: Parameters<typeof indexed>[1], given: Value) => {
    const times = timesIn(isTimes(value) ? value : given);
    const before = isTimes(value) ? value.content.array : value;
    const empty = given.kind === "numeric" && given.data.length === 0;
    return like(times, withIndexed(before, subscripts, empty ? given : plainOf(given, times)));
  },
  concatenate: joined,
  range: (start: Value, step: Value, stop: Value) => {
    if (isTimes(start) && isCalendarLengths(step)) return calendarRange(start, step, stop);
    const times = timesIn([start, stop, step].find(isTimes)!);
    const [from, by, to] = [start, step, stop].map((value) => (numbersOf(plainOf(value, times)) ?? [Number.NaN])[0]);
    return like(isTimes(start) ? start.content : times, rangeOf(from, by, to));
  },
  withMember: (value: Value, name: string, given: Value) => {
    const { kind, array } = timesIn(value);
    if (name === "Format") return timesValue(kind, array, textOf(given));
    if (name === "TimeZone") return value;
    throw new ScriptError("layergraph:unsupported", `The property '${name}' of a ${kind} cannot be set here.`);
  },
  display: (value: Value) => {
    const lines = timeTexts(timesIn(value)).map((each) => `   ${each}`);
    return `  ${timesIn(value).kind}\n\n${lines.join("\n")}\n`;
  },
} satisfies Partial<ValueOperations>;

const through = new Set(
  "sort min max mean median unique flip fliplr flipud reshape repmat circshift transpose ctranspose permute sum cumsum abs floor ceil round".split(
    " ",
  ),
);

/** Functions of numbers that times have, too: called with the milliseconds, the first result made times again. */
function passedThrough(name: string): Builtin {
  return {
    name,
    role: "computes",
    *call({ args, nargout, place, session }) {
      const times = timesIn(args.find(isTimes)!);
      const plain = args.map((value) => (isTimes(value) ? value.content.array : value));
      const [first, ...rest] = yield* session.invoke(name, plain, nargout, place);
      const same = name === "diff" ? "duration" : times.kind;
      return [
        first.kind === "numeric" ? timesValue(same, first, same === times.kind ? times.format : undefined) : first,
        ...rest,
      ];
    },
  };
}

function method(name: string): Builtin | undefined {
  if (through.has(name) || name === "diff") return passedThrough(name);
  if (name === "string" || name === "char" || name === "cellstr") return written(name);
  if (name === "isnan" || name === "isnat" || name === "ismissing")
    return { name, role: "computes", call: ({ args }) => missing(timesIn(args.find(isTimes)!)) };
  return undefined;
}

function missing({ array }: Times): readonly Value[] {
  return [binary("~=", array, array)];
}

function written(name: string): Builtin {
  const call = (args: readonly Value[]): Value => {
    const times = timesIn(args.find(isTimes)!);
    const texts = timeTexts(times, isTimes(args[0]) && args[1] !== undefined ? textOf(args[1]) : undefined);
    if (name === "string") return strings(texts, times.array.size);
    if (name === "cellstr") return { kind: "cell", size: times.array.size, elements: texts.map(text) };
    if (texts.length === 1) return text(texts[0]);
    const width = Math.max(0, ...texts.map((each) => each.length));
    const rows = texts.map((each) => each.padEnd(width));
    return {
      kind: "char",
      size: [rows.length, width],
      text: Array.from({ length: width }, (_, j) => rows.map((row) => row[j]).join("")).join(""),
    };
  };
  return { name, role: "computes", call: ({ args }) => [call(args)] };
}

const parts: Readonly<Record<string, Parameters<typeof datePart>[1]>> = {
  Year: "year",
  Month: "month",
  Day: "day",
  Hour: "hour",
  Minute: "minute",
  Second: "second",
};

/** One part of every point in time, as an array of numbers. */
export function partOf({ array }: Times, part: Parameters<typeof datePart>[1]): MatNumeric {
  return numbers(
    array.size,
    Array.from(array.data as Float64Array, (x) => datePart(x, part)),
  );
}

const pointOperations: ValueOperations = {
  ...shared,
  className: "datetime",
  method,
  member: (value, name) => {
    const times = timesIn(value);
    if (name === "Format") return text(times.format);
    if (name === "TimeZone") return text("");
    return Object.hasOwn(parts, name) ? partOf(times, parts[name]) : undefined;
  },
  memberNames: () => [...Object.keys(parts), "Format", "TimeZone"],
};

const lengthOperations: ValueOperations = {
  ...shared,
  className: "duration",
  method,
  member: (value, name) => (name === "Format" ? text(timesIn(value).format) : undefined),
  memberNames: () => ["Format"],
};
