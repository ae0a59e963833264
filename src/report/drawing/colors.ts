import type { LayerRole } from "../../network/analyze.ts";

/** The colours of one kind of thing: of its texts and lines, of its area and of its edge. */
export interface Shades {
  readonly ink: string;
  readonly area: string;
  readonly edge: string;
}

/** All colours of a drawing. */
export interface Palette {
  readonly page: string;
  readonly text: string;
  readonly quiet: string;
  readonly wire: string;
  /** Connections that skip layers, so that neighbours differ. */
  readonly skips: readonly string[];
  readonly roles: Readonly<Record<LayerRole, Shades>>;
  readonly marks: Readonly<Record<"error" | "warning", Shades>>;
}

/** On a light page. */
export const light: Palette = {
  page: "#ffffff",
  text: "#1c1f24",
  quiet: "#565d69",
  wire: "#868f9d",
  skips: ["#2f76d2", "#c2571a", "#2b8a57", "#8a4fbf", "#b0243f", "#0b828c"],
  roles: {
    input: { ink: "#17703f", area: "#edf8f1", edge: "#9fd0b4" },
    learnable: { ink: "#1c58b0", area: "#eef4fd", edge: "#a4c3ee" },
    output: { ink: "#93287c", area: "#fbf0f8", edge: "#dfb0d5" },
    other: { ink: "#565d69", area: "#f6f7f9", edge: "#c9cfd9" },
  },
  marks: {
    error: { ink: "#b3261e", area: "#fdeeed", edge: "#d9534a" },
    warning: { ink: "#855700", area: "#fff7e3", edge: "#d79a2b" },
  },
};

/** On a dark page. */
export const dark: Palette = {
  page: "#14161a",
  text: "#e6e8ec",
  quiet: "#a4abb8",
  wire: "#78818f",
  skips: ["#6cb0ff", "#f2935c", "#6fd09a", "#c495f0", "#f0788f", "#57cfd8"],
  roles: {
    input: { ink: "#7fd8a8", area: "#14251c", edge: "#2f6247" },
    learnable: { ink: "#86b8ff", area: "#152136", edge: "#36578c" },
    output: { ink: "#f0a0da", area: "#2c1728", edge: "#74416a" },
    other: { ink: "#a4abb8", area: "#1d2026", edge: "#444b57" },
  },
  marks: {
    error: { ink: "#ff8a80", area: "#331819", edge: "#c4504a" },
    warning: { ink: "#f0c060", area: "#2b2310", edge: "#94742c" },
  },
};
