/** A number as it is written: decimal, hexadecimal or binary, with a letter for the imaginary unit. */
export function numberOf(text: string): { value: number; text: string; imaginary: boolean } {
  const imaginary = /^[^xXbB]*[ij]$/.test(text);
  const digits = imaginary ? text.slice(0, -1) : text.replace(/[us](8|16|32|64)$/, "");
  return { value: Number(digits.replace(/^([\d.]+)[dD]/, "$1e")), text, imaginary };
}
