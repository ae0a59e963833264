import type { HostValue, Value } from "./value.ts";

/** What a calendar duration is made of: months and days are not of one length everywhere, which milliseconds are. */
export interface CalendarStep {
  readonly months: number;
  readonly days: number;
}

/** MATLAB's `calendarDuration`: an array of steps in the calendar. */
export class CalendarLengths {
  readonly size: readonly number[];
  readonly steps: readonly CalendarStep[];

  constructor(size: readonly number[], steps: readonly CalendarStep[]) {
    this.size = size;
    this.steps = steps;
  }
}

/** Whether a value is of MATLAB's class `calendarDuration`. */
export function isCalendarLengths(value: Value | undefined): value is HostValue<CalendarLengths> {
  return value?.kind === "host" && value.content instanceof CalendarLengths;
}

const day = 86_400_000;

/** A point in time so many steps later: months first, at most the last day of the month, then days. */
export function movedInCalendar(time: number, { months, days }: CalendarStep, times = 1): number {
  if (Number.isNaN(time)) return time;
  const date = new Date(time);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth() + times * months;
  const [year, inYear] = [Math.floor(month / 12), ((month % 12) + 12) % 12];
  const last = new Date(Date.UTC(2000, inYear + 1, 0));
  last.setUTCFullYear(year, inYear + 1, 0);
  const start = new Date(0);
  start.setUTCFullYear(year, inYear, Math.min(date.getUTCDate(), last.getUTCDate()));
  const timeOfDay = ((time % day) + day) % day;
  return start.getTime() + timeOfDay + times * days * day;
}
