/** A colour: red, green and blue of 0 … 255. */
export type Rgb = readonly number[];

/** What is seen of a colour that lies with so much opacity on another one. */
export function mixed(below: Rgb, above: Rgb, opacity: number): Rgb {
  return below.map((channel, i) => channel * (1 - opacity) + above[i] * opacity);
}

/** The contrast of two colours as WCAG defines it: 1 of equal ones, 21 of black and white. */
export function contrastOf(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
