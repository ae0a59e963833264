/**
 * A number as C's `%.*g` prints it: `digits` significant digits, zeros at the end left out, an exponent of at least two digits where it is
 * below −4 or not below `digits`. `Inf`, `-Inf` and `NaN` as MATLAB prints them.
 * @example general(0.1 + 0.2, 5) // "0.3"
 */
export function general(x: number, digits: number, keepZeros = false): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "NaN" : x > 0 ? "Inf" : "-Inf";
  const precision = Math.max(1, Math.min(100, digits));
  const [mantissa, power] = x.toExponential(precision - 1).split("e");
  const exponent = Number(power);
  const stripped = (written: string): string =>
    keepZeros || !written.includes(".") ? written : written.replace(/0+$/, "").replace(/\.$/, "");
  if (exponent < -4 || exponent >= precision) return `${stripped(mantissa)}e${exponentText(exponent)}`;
  return signOf(x) + stripped(fixed(Math.abs(x), precision - 1 - exponent));
}

/** A number as C's `%.*e`. */
export function exponential(x: number, decimals: number): string {
  const [mantissa, power] = x.toExponential(Math.min(100, decimals)).split("e");
  return `${mantissa}e${exponentText(Number(power))}`;
}

/** A number as C's `%.*f`, at any magnitude. */
export function fixed(x: number, decimals: number): string {
  if (Math.abs(x) < 1e21) return x.toFixed(Math.min(100, decimals));
  const whole = BigInt(x).toString();
  return decimals > 0 ? `${whole}.${"0".repeat(Math.min(100, decimals))}` : whole;
}

function exponentText(exponent: number): string {
  return `${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function signOf(x: number): string {
  return x < 0 || Object.is(x, -0) ? "-" : "";
}

/**
 * A number as MATLAB's `string` and string `+` write it: whole numbers plainly, others with four digits after the first that matters.
 * @example stringOfNumber(Math.PI) // "3.1416"
 */
export function stringOfNumber(x: number | bigint, single = false): string {
  if (typeof x === "bigint") return x.toString();
  if (!Number.isFinite(x)) return general(x, 5);
  const digits = x === 0 ? 5 : Math.max(Math.floor(Math.log10(Math.abs(x))) + 5, 5);
  return general(x === 0 ? 0 : x, Math.min(digits, single ? 8 : 16));
}
