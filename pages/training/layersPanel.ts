import { element } from "../parts/element.ts";
import { depthInk } from "./inks.ts";
import { numberText } from "./numberText.ts";
import type { ShownRun } from "./shownRun.ts";

/** The layers that learn with their last numbers; one of them can be made to stand out in the charts. */
export class LayersPanel {
  readonly root: HTMLElement;
  readonly #rows: readonly LayerRow[];
  #chosen: string | undefined;

  constructor({ facts }: ShownRun, changed: () => void) {
    const { layers } = facts;
    this.#rows = layers.map((layer, i) => {
      const swatch = element("span", { class: "swatch", "aria-hidden": "true" });
      const button = element("button", { type: "button", "aria-pressed": "false", class: "layer" }, swatch, layer);
      button.addEventListener("click", () => {
        this.#chosen = this.#chosen === layer ? undefined : layer;
        for (const row of this.#rows) row.button.setAttribute("aria-pressed", String(row.layer === this.#chosen));
        changed();
      });
      const cells = [element("td", { class: "number" }), element("td", { class: "number" })] as const;
      return { layer, button, swatch, cells, depth: layers.length === 1 ? 0 : i / (layers.length - 1) };
    });
    const head = ["Layer", "Gradient norm", "Update ÷ weights"].map((text) => element("th", { scope: "col" }, text));
    const body = this.#rows.map(({ button, cells }) => element("tr", {}, element("th", { scope: "row" }, button), ...cells));
    const table = element(
      "table",
      { class: "numbers" },
      element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...body),
    );
    this.root = element(
      "section",
      { class: "panel", hidden: layers.length === 0 },
      element("h2", {}, "Layers that learn"),
      element("p", { class: "quiet" }, "Coloured by depth. A layer that is chosen stands out in the charts."),
      element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Layers that learn" }, table),
    );
  }

  /** The layer that is to stand out. */
  get chosen(): string | undefined {
    return this.#chosen;
  }

  /** Shows the last numbers. */
  show(run: ShownRun): void {
    this.#rows.forEach(({ cells: [norm, ratio], swatch, depth }, i) => {
      norm.textContent = text(run.last("gradientNorm", i));
      ratio.textContent = text(run.last("updateRatio", i));
      swatch.style.background = depthInk(depth);
    });
  }
}

interface LayerRow {
  readonly layer: string;
  readonly button: HTMLButtonElement;
  readonly swatch: HTMLElement;
  readonly cells: readonly [norm: HTMLElement, ratio: HTMLElement];
  /** From 0, the first layer, to 1, the last. */
  readonly depth: number;
}

function text(value: number | undefined): string {
  return value === undefined ? "–" : numberText(value);
}
