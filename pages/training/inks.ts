let known = new Map<string, string>();

/** A colour of the style sheet by its name, or a colour itself, as strong as asked for: what a canvas draws with. */
export function inkOf(ink: string, strength: number): string {
  const colour = ink.startsWith("--") ? variable(ink) : ink;
  return strength >= 1 ? colour : `color-mix(in srgb, ${colour} ${Math.round(100 * strength)}%, transparent)`;
}

/** Forgets the colours, which have become others: light or dark. */
export function forgetInks(): void {
  known = new Map();
}

/** The names of the colours of runs, in their order. */
export const runInks: readonly string[] = Array.from({ length: 7 }, (_, i) => `--s${i}`);

/** The colour of a layer by its depth, from 0 (the first) to 1 (the last). */
export function depthInk(depth: number): string {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  return `hsl(${Math.round(265 - 235 * depth)} 70% ${dark ? 66 : 42}%)`;
}

function variable(name: string): string {
  const found = known.get(name) ?? getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  known.set(name, found);
  return found;
}
