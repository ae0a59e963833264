/** A colour on a light and on a dark page. */
type Pair = readonly [light: `#${string}`, dark: `#${string}`];

/** The page that charts lie on. */
export const chartPage: Pair = ["#ffffff", "#16181c"];

/** The colours that cells are filled with, the more opaque, the larger their number. */
export const cellColors = {
  right: ["#0072bd", "#4aa8e8"],
  wrong: ["#d95319", "#f28c5c"],
  more: ["#1477c4", "#1477c4"],
} as const satisfies Readonly<Record<string, Pair>>;

/** The style of the classes that `cellInk` gives. */
export const inkStyle = {
  light: ".on-light-black{fill:#000}.on-light-white{fill:#fff}",
  dark: ".on-dark-black{fill:#000}.on-dark-white{fill:#fff}",
} as const;

/** The classes of a text in a cell of so much opacity: black or white, whichever is easier to read there on a light and on a dark page. */
export function cellInk(color: keyof typeof cellColors, opacity: number): string {
  const [light, dark] = [0, 1].map((scheme) => {
    const cell = blended(chartPage[scheme], cellColors[color][scheme], opacity);
    return contrast(cell, 0) >= contrast(cell, 1) ? "black" : "white";
  });
  return `on-light-${light} on-dark-${dark}`;
}

/** The luminance of a colour that lies on another one. */
function blended(below: string, above: string, opacity: number): number {
  const parts = [1, 3, 5].map((at) => {
    const [a, b] = [below, above].map((color) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
    return linear(a + (b - a) * opacity);
  });
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}

/** Light of a channel of sRGB. */
function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

/** The contrast of two luminances as WCAG defines it. */
function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
