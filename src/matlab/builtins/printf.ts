/** One thing to print: a number, a whole text, or the units of a char array that numbers can be printed from. */
export type Printed = number | bigint | { readonly text: string; readonly expandable: boolean } | undefined;

interface Conversion {
  readonly flags: string;
  readonly width: number | "*" | undefined;
  readonly precision: number | "*" | undefined;
  readonly letter: string;
}

type Piece = string | Conversion;

/**
 * The text that MATLAB's `sprintf` gives: escapes are undone, the format is used again while there are arguments, and ends at the
 * first conversion without one. A number that its conversion does not fit is printed with `%e`.
 *
 * @example formatted("%d, ", [1, 2]) // "1, 2, "
 */
export function formatted(format: string, args: readonly Printed[], undoEscapes = true): string {
  const pieces = piecesOf(undoEscapes ? unescaped(format) : format);
  const takes = pieces.some((piece) => typeof piece !== "string");
  const queue = new Queue(args);
  let out = "";
  do {
    for (const piece of pieces) {
      if (typeof piece === "string") out += piece;
      else if (queue.done && args.length > 0) return out;
      else out += converted(piece, queue);
    }
  } while (takes && !queue.done);
  return out;
}

/** A text with `\n`, `\t`, `\\`, `\x41` and the like undone; an unknown escape stays as it is. */
export function unescaped(text: string): string {
  const single: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", a: "\x07", "\\": "\\" };
  return text.replace(/\\(x[0-9a-fA-F]{1,4}|[0-7]{1,3}|[\s\S])/g, (all, code: string) => {
    if (code in single) return single[code];
    if (code[0] === "x" && code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /^[0-7]+$/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : all;
  });
}

/** A number as C's `%e`, `%f` or `%g` print it, with this many digits. */
export function floatText(value: number, letter: string, precision: number, keepZeros = false): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "Inf" : "-Inf";
  const lower = letter.toLowerCase();
  const digits = Math.min(precision, 100);
  const text =
    lower === "e" ? exponential(value, digits) : lower === "f" ? fixed(value, digits) : general(value, digits, keepZeros);
  const signed = Object.is(value, -0) && text[0] !== "-" ? `-${text}` : text;
  return letter === lower ? signed : signed.toUpperCase();
}

class Queue {
  private readonly waiting: Printed[];
  private at = 0;

  constructor(args: readonly Printed[]) {
    this.waiting = [...args];
  }

  get done(): boolean {
    return this.at >= this.waiting.length;
  }

  /** The next argument; for conversions of numbers and single characters the next unit of a char array. */
  take(whole: boolean): Printed {
    const next = this.waiting[this.at++];
    if (whole || typeof next !== "object" || !next.expandable || next.text.length === 0) return next;
    const units = [...next.text].map((unit): Printed => ({ text: unit, expandable: true }));
    this.waiting.splice(this.at, 0, ...units.slice(1));
    return units[0];
  }
}

function piecesOf(format: string): Piece[] {
  const pieces: Piece[] = [];
  const pattern = /%(?:%|([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+)?)?(?:[lhtb]?)([a-zA-Z]))/g;
  let from = 0;
  for (const match of format.matchAll(pattern)) {
    pieces.push(format.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[0] === "%%") pieces.push("%");
    else {
      const precision = match[0].includes(".") ? countOf(match[3] ?? "0") : undefined;
      pieces.push({ flags: match[1], width: countOf(match[2]), precision, letter: match[4] });
    }
  }
  pieces.push(format.slice(from));
  return pieces.filter((piece) => piece !== "");
}

function countOf(text: string | undefined): number | "*" | undefined {
  return text === undefined || text === "*" ? text : Math.min(Number(text), 10_000);
}

function converted(conversion: Conversion, queue: Queue): string {
  const width = resolved(conversion.width, queue);
  const precision = resolved(conversion.precision, queue);
  const letter = conversion.letter;
  const value = queue.take(letter === "s");
  const flags = width !== undefined && width < 0 ? `${conversion.flags}-` : conversion.flags;
  return padded(printed(value, letter, flags, precision), flags, Math.abs(width ?? 0));
}

function resolved(count: number | "*" | undefined, queue: Queue): number | undefined {
  if (count !== "*") return count;
  const value = queue.take(false);
  return typeof value === "number" ? Math.max(-10_000, Math.min(value, 10_000)) : 0;
}

function printed(value: Printed, letter: string, flags: string, precision: number | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "object") {
    if (letter === "s" || letter === "c" || !value.expandable || value.text.length !== 1) return value.text.slice(0, precision);
    return printed(value.text.charCodeAt(0), letter, flags, precision);
  }
  if (letter === "s" || letter === "c") return asText(value, precision);
  if (typeof value === "bigint") return whole(value, letter, flags, precision);
  if (/[diuxXoc]/.test(letter)) {
    if (Number.isInteger(value) && !(value < 0 && /[uxXo]/.test(letter))) return whole(BigInt(value), letter, flags, precision);
    return withSign(Number.isFinite(value) ? floatText(value, "e", precision ?? 6) : floatText(value, "f", 0), flags);
  }
  return withSign(floatText(value, letter, precision ?? 6, flags.includes("#")), flags);
}

/** A number where text is wanted: the character of that code, or the shortest digits. */
function asText(value: number | bigint, precision: number | undefined): string {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0 && number < 65536) return String.fromCharCode(number);
  return precision === undefined && !Number.isInteger(number)
    ? floatText(number, "e", 6)
    : floatText(number, "g", precision ?? 6);
}

function whole(value: bigint, letter: string, flags: string, precision: number | undefined): string {
  const radix = letter === "x" || letter === "X" ? 16 : letter === "o" ? 8 : 10;
  const digits = (value < 0n ? -value : value).toString(radix).padStart(precision ?? 1, "0");
  const text = `${value < 0n ? "-" : ""}${letter === "X" ? digits.toUpperCase() : digits}`;
  return withSign(text, flags);
}

function withSign(text: string, flags: string): string {
  if (text[0] === "-" || text === "NaN") return text;
  return flags.includes("+") ? `+${text}` : flags.includes(" ") ? ` ${text}` : text;
}

function padded(text: string, flags: string, width: number): string {
  if (text.length >= width) return text;
  if (flags.includes("-")) return text.padEnd(width);
  if (!flags.includes("0") || !/\d$/.test(text)) return text.padStart(width);
  const sign = /^[-+ ]/.test(text) ? text[0] : "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}

function exponential(value: number, digits: number): string {
  const rounded = evenAtTies(value.toExponential(digits), value.toExponential(Math.min(digits + 25, 100)), digits);
  const [mantissa, exponent] = rounded.split("e");
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

function fixed(value: number, digits: number): string {
  if (Math.abs(value) < 1e21) return evenAtTies(value.toFixed(digits), value.toFixed(Math.min(digits + 25, 100)), digits);
  return BigInt(value).toString() + (digits === 0 ? "" : `.${"0".repeat(digits)}`);
}

/** C rounds what lies exactly between two texts to the even one; JavaScript away from zero. `long` has more digits of the same number. */
function evenAtTies(rounded: string, long: string, digits: number): string {
  const [mantissa, exponent] = long.split("e");
  const [before, after = ""] = mantissa.split(".");
  if (!/^50*$/.test(after.slice(digits))) return rounded;
  const cut = digits === 0 ? before : `${before}.${after.slice(0, digits)}`;
  if (Number(cut.at(-1)) % 2 === 1) return rounded;
  return exponent === undefined ? cut : `${cut}e${exponent}`;
}

function general(value: number, precision: number, keepZeros: boolean): string {
  const digits = Math.max(precision, 1);
  if (value === 0) return keepZeros && digits > 1 ? `0.${"0".repeat(digits - 1)}` : "0";
  const exponent = Number(value.toExponential(digits - 1).split("e")[1]);
  const scientific = exponent < -4 || exponent >= digits;
  const text = scientific ? exponential(value, digits - 1) : fixed(value, Math.min(digits - 1 - exponent, 100));
  if (keepZeros || !text.includes(".")) return text;
  const [mantissa, power] = text.split("e");
  const short = mantissa.replace(/\.?0+$/, "");
  return power === undefined ? short : `${short}e${power}`;
}
