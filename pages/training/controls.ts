import { element } from "../parts/element.ts";
import type { Axis } from "./shownRun.ts";

/** How the charts are to be drawn. */
export interface View {
  readonly axis: Axis;
  /** How much a point counts of the one before it in the smoothed lines; 0 is no smoothing. */
  readonly smoothing: number;
  readonly logarithmic: boolean;
}

/** What a person chooses for all charts; `changed` is told of every choice. */
export function controls(changed: (view: View) => void): { readonly root: HTMLElement; readonly view: () => View } {
  const smoothing = element("input", { type: "range", min: 0, max: 0.99, step: 0.01, value: 0.9 });
  const axis = element("select", {}, option("iteration", "iterations"), option("epoch", "epochs"), option("minute", "minutes"));
  const logarithmic = element("input", { type: "checkbox" });
  const view = (): View => ({
    axis: axis.value as Axis,
    smoothing: Number(smoothing.value),
    logarithmic: logarithmic.checked,
  });
  for (const each of [smoothing, axis, logarithmic]) each.addEventListener("input", () => changed(view()));
  const root = element(
    "div",
    { class: "controls" },
    element("label", {}, "Smoothing ", smoothing),
    element("label", {}, "Over ", axis),
    element("label", {}, logarithmic, " Logarithmic loss"),
  );
  return { root, view };
}

function option(value: string, text: string): HTMLOptionElement {
  return element("option", { value }, text);
}
