/** About how wide a text is, in units of its font size: as in a wide common typeface, so that texts fit in narrower ones too. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0)!;
  if (/\p{Mark}/u.test(character)) return 0;
  if (code >= 0x1100) return code >= 0x2000 && code < 0x2e80 ? 0.9 : 1.05;
  if (/[iljI.,:;'|!()[\] ]/.test(character)) return 0.36;
  if (/[tfr/\-"]/.test(character)) return 0.42;
  if (/[mwMW@%_]/.test(character)) return character === "_" ? 0.5 : 0.95;
  return /[A-Z]/.test(character) ? 0.72 : 0.62;
}
