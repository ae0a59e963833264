/** A decimal number; each character can match in one way only, so that no text takes long to refuse. */
const pattern = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** Whether a text is a decimal number, such as `-1.5e3`, that single precision can hold. */
export function isNumberText(text: string): boolean {
  return pattern.test(text) && Number.isFinite(Math.fround(Number(text)));
}
