/** Lengths of time in milliseconds. A year is 365.2425 days, as MATLAB's `years` has it. */
export const milliseconds = {
  milliseconds: 1,
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  years: 365.2425 * 86_400_000,
} as const;

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** A part of a point in time, given in milliseconds since 1970; NaN where there is none. */
export function datePart(
  time: number,
  part: "year" | "month" | "day" | "hour" | "minute" | "second" | "weekday" | "dayofyear" | "week" | "quarter",
): number {
  if (Number.isNaN(time)) return Number.NaN;
  const date = new Date(time);
  const year = date.getUTCFullYear();
  switch (part) {
    case "year":
      return year;
    case "month":
      return date.getUTCMonth() + 1;
    case "quarter":
      return Math.floor(date.getUTCMonth() / 3) + 1;
    case "day":
      return date.getUTCDate();
    case "hour":
      return date.getUTCHours();
    case "minute":
      return date.getUTCMinutes();
    case "second":
      return date.getUTCSeconds() + date.getUTCMilliseconds() / 1000;
    case "weekday":
      return date.getUTCDay() + 1;
    case "dayofyear":
      return Math.floor((time - Date.UTC(year, 0, 1)) / milliseconds.days) + 1;
    case "week":
      return Math.floor((datePart(time, "dayofyear") - 1 + new Date(Date.UTC(year, 0, 1)).getUTCDay()) / 7) + 1;
  }
}

/** A point in time in MATLAB's letters: `dd.MM.yyyy HH:mm`. */
export function dateText(time: number, pattern: string): string {
  if (Number.isNaN(time)) return "NaT";
  const date = new Date(time);
  const two = (x: number): string => String(x).padStart(2, "0");
  const [year, month, day, hour] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCHours()];
  const letters: Readonly<Record<string, () => string>> = {
    yyyy: () => String(year),
    uuuu: () => String(year),
    yy: () => two(year % 100),
    uu: () => two(year % 100),
    y: () => String(year),
    MMMM: () => months[month],
    MMM: () => months[month].slice(0, 3),
    MM: () => two(month + 1),
    M: () => String(month + 1),
    dd: () => two(day),
    d: () => String(day),
    HH: () => two(hour),
    H: () => String(hour),
    hh: () => two(((hour + 11) % 12) + 1),
    h: () => String(((hour + 11) % 12) + 1),
    mm: () => two(date.getUTCMinutes()),
    m: () => String(date.getUTCMinutes()),
    ss: () => two(date.getUTCSeconds()),
    s: () => String(date.getUTCSeconds()),
    SSS: () => String(date.getUTCMilliseconds()).padStart(3, "0"),
    EEEE: () => weekdays[date.getUTCDay()],
    EEE: () => weekdays[date.getUTCDay()].slice(0, 3),
    eeee: () => weekdays[date.getUTCDay()],
    eee: () => weekdays[date.getUTCDay()].slice(0, 3),
    a: () => (hour < 12 ? "AM" : "PM"),
  };
  return pattern.replace(/'([^']*)'|([yuMdHhmsSEea])\2*/g, (part, quoted: string | undefined) =>
    quoted === undefined ? (letters[part]?.() ?? part) : quoted,
  );
}

/** A length of time in MATLAB's letters: `hh:mm:ss`, `mm:ss`, `h`, `d` and the like. */
export function durationText(length: number, pattern: string): string {
  if (Number.isNaN(length)) return "NaN";
  const single: Readonly<Record<string, readonly [unit: number, word: string]>> = {
    y: [milliseconds.years, "yr"],
    d: [milliseconds.days, length === milliseconds.days ? "day" : "days"],
    h: [milliseconds.hours, "hr"],
    m: [milliseconds.minutes, "min"],
    s: [milliseconds.seconds, "sec"],
  };
  if (Object.hasOwn(single, pattern)) {
    const [unit, word] = single[pattern];
    return `${Number((length / unit).toPrecision(5))} ${word}`;
  }
  const two = (x: number): string => String(Math.floor(x)).padStart(2, "0");
  const whole = Math.abs(length);
  const leading = pattern.startsWith("dd") ? "dd" : pattern.startsWith("hh") ? "hh" : "mm";
  const fields: Readonly<Record<string, string>> = {
    dd: two(whole / milliseconds.days),
    hh: two(leading === "hh" ? whole / milliseconds.hours : (whole / milliseconds.hours) % 24),
    mm: two(leading === "mm" ? whole / milliseconds.minutes : (whole / milliseconds.minutes) % 60),
    ss: two((whole / milliseconds.seconds) % 60),
    SSS: String(Math.floor(whole % 1000)).padStart(3, "0"),
  };
  return (length < 0 ? "-" : "") + pattern.replace(/dd|hh|mm|ss|SSS/g, (part) => fields[part]);
}

const usual = [
  "yyyy-MM-dd HH:mm:ss.SSS",
  "yyyy-MM-dd HH:mm:ss",
  "yyyy-MM-dd HH:mm",
  "yyyy-MM-dd'T'HH:mm:ss",
  "yyyy-MM-dd",
  "dd-MMM-yyyy HH:mm:ss",
  "dd-MMM-yyyy HH:mm",
  "dd-MMM-yyyy",
  "MM/dd/yyyy HH:mm:ss",
  "MM/dd/yyyy HH:mm",
  "MM/dd/yyyy",
  "yyyy/MM/dd HH:mm:ss",
  "yyyy/MM/dd",
  "dd.MM.yyyy HH:mm:ss",
  "dd.MM.yyyy",
];

/** The milliseconds since 1970 of a written point in time, NaN where it is none in this pattern (in any usual one, where none is given). */
export function readDate(written: string, pattern?: string): number {
  for (const each of pattern === undefined ? usual : [pattern]) {
    const found = readAs(written.trim(), each);
    if (!Number.isNaN(found)) return found;
  }
  return Number.NaN;
}

function readAs(written: string, pattern: string): number {
  const letters: string[] = [];
  const source = pattern.replace(/'([^']*)'|([yuMdHhmsSa])\2*|[.*+?^${}()|[\]\\/]/g, (part, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    if (/^[.*+?^${}()|[\]\\/]$/.test(part)) return `\\${part}`;
    letters.push(part);
    if (part === "a") return "([AaPp][Mm])";
    return /^MMM/.test(part)
      ? "([A-Za-z]+)"
      : part.length === 1
        ? "(\\d+)"
        : /^[yu]{4}$/.test(part)
          ? "(\\d{4})"
          : `(\\d{1,${part.length}})`;
  });
  const match = new RegExp(`^${source}$`).exec(written);
  if (match === null) return Number.NaN;
  const read = (letter: RegExp): number | undefined => {
    const at = letters.findIndex((each) => letter.test(each));
    if (at < 0) return undefined;
    const part = match[at + 1];
    if (!/^MMM/.test(letters[at])) return Number(part);
    return months.findIndex((month) => month.toLowerCase().startsWith(part.toLowerCase())) + 1;
  };
  const afternoon = letters.includes("a") && /^p/i.test(match[letters.indexOf("a") + 1]);
  const hour = read(/^[Hh]/) ?? 0;
  const fraction = letters.find((each) => /^S/.test(each));
  const rest = fraction === undefined ? 0 : (read(/^S/) ?? 0) * 10 ** (3 - fraction.length);
  const year = read(/^[yu]/) ?? new Date().getUTCFullYear();
  const hours = letters.includes("a") ? (hour % 12) + (afternoon ? 12 : 0) : hour;
  return Date.UTC(
    year < 100 ? 2000 + year : year,
    (read(/^M/) ?? 1) - 1,
    read(/^d/) ?? 1,
    hours,
    read(/^m/) ?? 0,
    read(/^s/) ?? 0,
    rest,
  );
}
