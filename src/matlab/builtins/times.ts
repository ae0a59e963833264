import type { MatNumeric } from "../../data/matValues.ts";
import { logical, number, numbers } from "../values/construct.ts";
import { numbersOf, textOf, textsOf } from "../values/convert.ts";
import { isTimes, partOf, type Times, timesValue } from "../values/times.ts";
import { datePart, milliseconds, readDate } from "../values/timeTexts.ts";
import { unknown } from "../values/unknown.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, chargeWork, fail, isOption, numbersAt, refuse, refuseType, reserve, textAt } from "./arguments.ts";
import { define, type Results } from "./define.ts";
import { wantedArray } from "./making.ts";

type Unit = keyof typeof milliseconds;

/** What the clock tells, which is known in `run` only. */
function now(call: Call, of: (today: number) => number): Value {
  if (call.session.mode === "port") return unknown(call.name, "the time is only known when the script runs", call.place);
  const date = new Date();
  return timesValue("datetime", number(of(date.getTime() - date.getTimezoneOffset() * 60_000)));
}

const midnight = (time: number): number => Math.floor(time / milliseconds.days) * milliseconds.days;

const spoken: Readonly<Record<string, (time: number) => number>> = {
  now: (time) => time,
  today: midnight,
  tomorrow: (time) => midnight(time) + milliseconds.days,
  yesterday: (time) => midnight(time) - milliseconds.days,
};

/** The arguments in front of the options of `datetime`, and the options. */
function datetimeArguments(call: Call): { data: readonly Value[]; option: (name: string) => Value | undefined } {
  const names = ["InputFormat", "Format", "ConvertFrom", "TimeZone", "Locale", "PivotYear"];
  const first = call.args.findIndex((value) => names.some((name) => isOption(value, name)));
  const option = (name: string): Value | undefined => {
    const at = call.args.findIndex((value) => isOption(value, name));
    return at < 0 ? undefined : call.args[at + 1];
  };
  return { data: first < 0 ? call.args : call.args.slice(0, first), option };
}

/** `datetime`, `datetime('now')`, of texts, of years, months, days and times, of numbers with `ConvertFrom`. */
function datetime(call: Call): Value {
  const { data, option } = datetimeArguments(call);
  const [first] = data;
  const format = option("Format") && textOf(option("Format")!);
  if (first === undefined) return now(call, spoken.now);
  const word = textOf(first)?.toLowerCase();
  if (word !== undefined && Object.hasOwn(spoken, word)) return now(call, spoken[word]);
  if (isTimes(first)) return timesValue("datetime", first.content.array, format ?? first.content.format);
  const from = option("ConvertFrom");
  if (from !== undefined) return timesValue("datetime", converted(call, textOf(from) ?? ""), format);
  const texts = first.kind === "numeric" ? undefined : textsOf(first);
  if (texts) {
    const pattern = option("InputFormat") && textOf(option("InputFormat")!);
    const size = first.kind === "string" || first.kind === "cell" ? first.size : [texts.length, 1];
    return timesValue(
      "datetime",
      numbers(
        size,
        texts.map((each) => readDate(each, pattern)),
      ),
      format,
    );
  }
  const columns = data.length === 1 ? rowsOf(numbersAt(call, 0)) : data.map((_, i) => numbersAt({ ...call, args: data }, i));
  const usual = columns.length <= 3 ? "dd-MMM-uuuu" : undefined;
  return timesValue("datetime", combined(call, columns, pointAt), format ?? usual);
}

/** The columns of a matrix of years, months, days and so on. */
function rowsOf({ size, data }: { readonly size: readonly number[]; readonly data: ArrayLike<number> }) {
  return Array.from({ length: size[1] }, (_, j) => ({
    size: [size[0], 1],
    data: Array.from({ length: size[0] }, (_, i) => data[i + size[0] * j]),
  }));
}

function converted(call: Call, from: string): MatNumeric {
  const { size, data } = numbersAt(call, 0);
  const rules: Readonly<Record<string, (x: number) => number>> = {
    posixtime: (x) => x * 1000,
    datenum: (x) => (x - 719_529) * milliseconds.days,
    excel: (x) => (x - 25_569) * milliseconds.days,
    yyyymmdd: (x) => readDate(String(x), "yyyyMMdd"),
  };
  const rule = rules[from.toLowerCase()];
  if (rule === undefined) return fail(call, "layergraph:unsupported", `datetime: ConvertFrom '${from}' is not supported.`);
  return numbers(size, Array.from(data, rule));
}

function pointAt([year, month = 1, day = 1, hour = 0, minute = 0, second = 0, rest = 0]: readonly number[]): number {
  const months = Date.UTC(2000, month - 1, 1);
  const start = new Date(months);
  start.setUTCFullYear(year + start.getUTCFullYear() - 2000);
  return (
    start.getTime() +
    (day - 1) * milliseconds.days +
    hour * milliseconds.hours +
    minute * milliseconds.minutes +
    Math.round(second * 1000) +
    rest
  );
}

/** Arrays of one size, and scalars among them, put together element by element. */
function combined(
  call: Call,
  columns: readonly { readonly size: readonly number[]; readonly data: ArrayLike<number> }[],
  combine: (numbers: readonly number[]) => number,
): MatNumeric {
  const shape = columns.find(({ data }) => data.length !== 1) ?? columns[0] ?? { size: [0, 0], data: [] };
  const count = shape.data.length;
  if (columns.some(({ data }) => data.length !== 1 && data.length !== count))
    fail(call, "MATLAB:sizeDimensionsMustMatch", `${call.name}: the arguments must be scalars or arrays of one size.`);
  return numbers(
    shape.size,
    Array.from({ length: count }, (_, i) => combine(columns.map(({ data }) => data[data.length === 1 ? 0 : i]))),
  );
}

/** `duration(h, m, s)`, of a matrix with these columns, or of text such as `'01:30:00'`. */
function duration(call: Call): Value {
  const at = call.args.findIndex((value) => isOption(value, "Format"));
  const data = at < 0 ? call.args : call.args.slice(0, at);
  const format = at < 0 ? undefined : textAt(call, at + 1);
  const first = argument({ ...call, args: data }, 0);
  const texts = first.kind === "numeric" ? undefined : textsOf(first);
  if (texts) return timesValue("duration", numbers([texts.length, 1], texts.map(readDuration)), format);
  const columns = data.length === 1 ? rowsOf(numbersAt(call, 0)) : data.map((_, i) => numbersAt(call, i));
  const length = ([hours = 0, minutes = 0, seconds = 0, rest = 0]: readonly number[]): number =>
    hours * milliseconds.hours + minutes * milliseconds.minutes + seconds * 1000 + rest;
  return timesValue("duration", combined(call, columns, length), format);
}

function readDuration(written: string): number {
  const parts = written.split(":").map(Number);
  const [seconds = Number.NaN, minutes = 0, hours = 0, days = 0] = parts.reverse();
  return seconds * 1000 + minutes * milliseconds.minutes + hours * milliseconds.hours + days * milliseconds.days;
}

/** `hours(3)` makes a duration of a number, and a number of a duration. */
function lengths(name: Unit, letter: string): Builtin {
  return define(
    name,
    (call) => {
      const value = argument(call, 0);
      if (isTimes(value) && value.content.kind === "duration") {
        const { array } = value.content;
        return numbers(
          array.size,
          Array.from(array.data as Float64Array, (x) => x / milliseconds[name]),
        );
      }
      const { size, data } = numbersAt(call, 0);
      return timesValue(
        "duration",
        numbers(
          size,
          Array.from(data, (x) => x * milliseconds[name]),
        ),
        letter,
      );
    },
    { least: 1, most: 1 },
  );
}

/** One part of each of the points in time that a call is given; calendars take time. */
function partsAt(call: Call, of: Parameters<typeof datePart>[1]): MatNumeric {
  const times = timesAt(call);
  chargeWork(call, [...times.array.size, 16]);
  return partOf(times, of);
}

/** A part of points in time, as `hour(t)`. */
function part(name: string, of: Parameters<typeof datePart>[1]): Builtin {
  return define(
    name,
    (call) => {
      if (name === "day" && call.args.length > 1) {
        const kind = textAt(call, 1).toLowerCase();
        if (kind === "dayofyear") return partsAt(call, "dayofyear");
        if (kind === "dayofweek") return partsAt(call, "weekday");
        if (kind !== "dayofmonth") return refuse(call, 1, "'dayofmonth', 'dayofweek' or 'dayofyear'");
      }
      return partsAt(call, of);
    },
    { least: 1, most: 2 },
  );
}

function timesAt(call: Call): Times {
  const value = argument(call, 0);
  return isTimes(value) ? value.content : refuseType(call, value);
}

/** `dateshift(t, 'start' | 'end', unit)`. */
function dateshift(call: Call): Value {
  const { array, format } = timesAt(call);
  const [side, unit] = [textAt(call, 1).toLowerCase(), textAt(call, 2).toLowerCase()];
  const step = { day: milliseconds.days, hour: milliseconds.hours, minute: milliseconds.minutes, second: 1000 }[unit];
  const start = (time: number): number => {
    if (step !== undefined) return Math.floor(time / step) * step;
    const [year, month] = [datePart(time, "year"), datePart(time, "month")];
    if (unit === "month") return Date.UTC(year, month - 1, 1);
    if (unit === "quarter") return Date.UTC(year, 3 * Math.floor((month - 1) / 3), 1);
    if (unit === "year") return Date.UTC(year, 0, 1);
    if (unit === "week") return midnight(time) - (datePart(time, "weekday") - 1) * milliseconds.days;
    return fail(call, "layergraph:unsupported", `dateshift by '${unit}' is not supported.`);
  };
  const end = (time: number): number => {
    if (step !== undefined) return start(time) + step;
    const next = { week: 7, month: 32, quarter: 93, year: 367 }[unit] ?? 0;
    return start(start(time) + next * milliseconds.days) - milliseconds.days;
  };
  if (side !== "start" && side !== "end") return refuse(call, 1, "'start' or 'end'");
  return timesValue(
    "datetime",
    numbers(array.size, Array.from(array.data as Float64Array, side === "start" ? start : end)),
    format,
  );
}

function ofTimes(name: string, compute: (times: Times) => Value): Builtin {
  return define(name, (call) => compute(timesAt(call)), { least: 1, most: 1 });
}

/** `[h, m, s] = hms(t)`, `[y, m, d] = ymd(t)`. */
function split(name: string, of: readonly Parameters<typeof datePart>[1][]): Builtin {
  return define(name, (call): Results => of.map((each) => partsAt(call, each)), { least: 1, most: 1 });
}

function mapped({ array }: Times, of: (time: number) => number): MatNumeric {
  return numbers(array.size, Array.from(array.data as Float64Array, of));
}

function isKind(kind: Times["kind"]): (call: Call) => Value {
  return ({ args }) => logical(isTimes(args[0]) && args[0].content.kind === kind);
}

/** Functions of points in time and lengths of time. */
export const times: readonly Builtin[] = [
  define("datetime", datetime),
  define("duration", duration, { least: 1 }),
  lengths("milliseconds", "s"),
  lengths("seconds", "s"),
  lengths("minutes", "m"),
  lengths("hours", "h"),
  lengths("days", "d"),
  lengths("years", "y"),
  part("year", "year"),
  part("quarter", "quarter"),
  part("month", "month"),
  part("week", "week"),
  part("day", "day"),
  part("hour", "hour"),
  part("minute", "minute"),
  part("second", "second"),
  part("weekday", "weekday"),
  split("ymd", ["year", "month", "day"]),
  split("hms", ["hour", "minute", "second"]),
  define("dateshift", dateshift, { least: 3, most: 3 }),
  ofTimes("timeofday", (given) =>
    timesValue(
      "duration",
      mapped(given, (time) => time - midnight(time)),
    ),
  ),
  ofTimes("datenum", (given) => mapped(given, (time) => time / milliseconds.days + 719_529)),
  ofTimes("isweekend", (given) => {
    const bits = mapped(given, (time) => Number([1, 7].includes(datePart(time, "weekday"))));
    return { kind: "logical", size: bits.size, data: Uint8Array.from(numbersOf(bits)!) };
  }),
  define("isdatetime", isKind("datetime"), { least: 1, most: 1 }),
  define("isduration", isKind("duration"), { least: 1, most: 1 }),
  define("NaT", missingPoints),
];

/** `NaT(m, n)`: points in time that are missing. */
function missingPoints(call: Call): Value {
  const { size } = wantedArray(call);
  return timesValue("datetime", numbers(size, new Float64Array(reserve(call, size)).fill(Number.NaN)));
}
