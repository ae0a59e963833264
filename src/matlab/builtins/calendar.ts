import { CalendarLengths, type CalendarStep, isCalendarLengths } from "../values/calendar.ts";
import { logical, numbers } from "../values/construct.ts";
import { describeValue } from "../values/describe.ts";
import { binary } from "../values/operators.ts";
import { ScriptError } from "../values/scriptError.ts";
import { isTimes, partOf } from "../values/times.ts";
import { datePart, milliseconds } from "../values/timeTexts.ts";
import type { Builtin, Call, HostValue, Value, ValueOperations } from "../values/value.ts";
import { argument, fail, numbersAt, refuseType } from "./arguments.ts";
import { numbersIn } from "./arrays.ts";
import { define } from "./define.ts";

function calendarValue(size: readonly number[], steps: readonly CalendarStep[]): HostValue<CalendarLengths> {
  return { kind: "host", operations, content: new CalendarLengths(size, steps) };
}

const contentOf = (value: Value): CalendarLengths => (value as HostValue<CalendarLengths>).content;

/** `caldays(3)`: a calendar duration of numbers. */
function making(name: string, of: (count: number) => CalendarStep): Builtin {
  return define(
    name,
    (call) => {
      const value = argument(call, 0);
      if (isCalendarLengths(value))
        return fail(call, "layergraph:unsupported", `${name} of a calendarDuration is not supported; it is for numbers.`);
      const { size, data } = numbersAt(call, 0);
      const odd = Array.from(data).find((x) => !Number.isInteger(x));
      if (odd !== undefined)
        fail(call, "MATLAB:calendarDuration:MustBeInteger", `${name}: calendar durations are of whole numbers; received ${odd}.`);
      return calendarValue(size, Array.from(data, of));
    },
    { least: 1, most: 1 },
  );
}

const scaled = ({ months, days }: CalendarStep, by: number): CalendarStep => ({ months: by * months, days: by * days });

/** Sums of steps, and steps so many times; points in time are moved by their own operators. */
function operated(operator: string, left: Value, right: Value): Value {
  if (isCalendarLengths(left) && isCalendarLengths(right) && (operator === "+" || operator === "-")) {
    const [a, b] = [contentOf(left), contentOf(right)];
    const longer = a.steps.length >= b.steps.length ? a : b;
    const sign = operator === "+" ? 1 : -1;
    const at = ({ steps }: CalendarLengths, i: number): CalendarStep => steps[steps.length === 1 ? 0 : i];
    if (a.steps.length === b.steps.length || a.steps.length === 1 || b.steps.length === 1)
      return calendarValue(
        longer.size,
        longer.steps.map((_, i) => ({
          months: at(a, i).months + sign * at(b, i).months,
          days: at(a, i).days + sign * at(b, i).days,
        })),
      );
  }
  if (isTimes(right) && operator === "+") return binary("+", right, left);
  const [lengths, other] = isCalendarLengths(left) ? [contentOf(left), right] : [contentOf(right), left];
  const factors = numbersIn(other);
  if (factors !== undefined && (operator === "*" || operator === ".*")) {
    const [one, many] = [factors.data.length === 1, lengths.steps.length === 1];
    if (one)
      return calendarValue(
        lengths.size,
        lengths.steps.map((step) => scaled(step, factors.data[0])),
      );
    if (many)
      return calendarValue(
        factors.size,
        Array.from(factors.data, (by) => scaled(lengths.steps[0], by)),
      );
  }
  throw new ScriptError(
    "MATLAB:UndefinedFunction",
    `Operator '${operator}' is not supported for ${describeValue(left)} and ${describeValue(right)}.`,
  );
}

const written = ({ months, days }: CalendarStep): string => {
  const [years, rest] = [Math.trunc(months / 12), months % 12];
  const parts = [years && `${years}y`, rest && `${rest}mo`, days && `${days}d`].filter(Boolean);
  return parts.length === 0 ? "0d" : parts.join(" ");
};

const operations: ValueOperations = {
  className: "calendarDuration",
  size: (value) => contentOf(value).size,
  binary: operated,
  unary: (operator, value) => {
    const { size, steps } = contentOf(value);
    if (operator === "-")
      return calendarValue(
        size,
        steps.map((step) => scaled(step, -1)),
      );
    throw new ScriptError("MATLAB:UndefinedFunction", `Operator '${operator}' is not supported for a calendarDuration.`);
  },
  display: (value) =>
    `  calendarDuration\n\n${contentOf(value)
      .steps.map((step) => `   ${written(step)}`)
      .join("\n")}\n`,
};

/** A number for every point in time. */
function counted(name: string, of: (time: number) => number): Builtin {
  return define(
    name,
    (call) => {
      const { array } = timesAt(call);
      return numbers(array.size, Float64Array.from(array.data as Float64Array, of));
    },
    { least: 1, most: 1 },
  );
}

function timesAt(call: Call) {
  const value = argument(call, 0);
  return isTimes(value) && value.content.kind === "datetime" ? value.content : refuseType(call, value);
}

/** `datevec(t)`: years, months, days, hours, minutes and seconds in columns. */
function datevec(call: Call): Value {
  const times = timesAt(call);
  const columns = (["year", "month", "day", "hour", "minute", "second"] as const).map((part) => partOf(times, part).data);
  return numbers([columns[0].length, 6], Float64Array.from(columns.flatMap((column) => Array.from(column as Float64Array))));
}

/** Steps in the calendar, and further functions of points in time. */
export const calendar: readonly Builtin[] = [
  making("caldays", (days) => ({ months: 0, days })),
  making("calweeks", (weeks) => ({ months: 0, days: 7 * weeks })),
  making("calmonths", (months) => ({ months, days: 0 })),
  making("calquarters", (quarters) => ({ months: 3 * quarters, days: 0 })),
  making("calyears", (years) => ({ months: 12 * years, days: 0 })),
  define("iscalendarduration", ({ args }) => logical(isCalendarLengths(args[0])), { least: 1, most: 1 }),
  counted("posixtime", (time) => time / 1000),
  counted("exceltime", (time) => time / milliseconds.days + 25_569),
  counted("juliandate", (time) => time / milliseconds.days + 2_440_587.5),
  counted("yyyymmdd", (time) => datePart(time, "year") * 10_000 + datePart(time, "month") * 100 + datePart(time, "day")),
  define("datevec", datevec, { least: 1, most: 1 }),
];
