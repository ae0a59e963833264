import type { ExplanationPageData } from "../src/report/explanationData.ts";
import { element } from "./parts/element.ts";
import { pageData } from "./parts/pageData.ts";

// A cursor over the time steps of all pictures: moved by the slider, or by pointing into a picture.
const { steps, curves } = pageData<ExplanationPageData>();

function addCursor(): void {
  const place = document.getElementById("cursor")!;
  const slider = element("input", { type: "range", min: "0", max: String(steps - 1), value: "0", id: "step" });
  const shown = element("output", { for: "step" });
  place.replaceChildren(element("label", {}, "Time step", slider), shown);
  place.hidden = false;
  const pictures = [...document.querySelectorAll<HTMLElement>("figure[data-steps]")].map((figure) => new Picture(figure));
  const show = (step: number): void => {
    slider.value = String(step);
    const values = curves.map(({ name, values }) => `${name} ${Number(values[step].toPrecision(3))}`);
    shown.textContent = [`step ${step}`, ...values].join(" · ");
    for (const picture of pictures) picture.show((step + 0.5) / steps);
  };
  slider.addEventListener("input", () => show(Number(slider.value)));
  for (const picture of pictures) {
    picture.figure.addEventListener("pointermove", (event) => {
      const share = picture.shareAt(event.clientX);
      if (share >= 0 && share < 1) show(Math.floor(share * steps));
    });
  }
  show(strongest(curves[0]?.values ?? [0]));
}

/** Where numbers are largest in size. */
function strongest(values: readonly number[]): number {
  return values.reduce((best, value, step) => (Math.abs(value) > Math.abs(values[best]) ? step : best), 0);
}

/** A picture whose panels have their steps between two places. */
class Picture {
  readonly figure: HTMLElement;
  readonly #line = element("div", { class: "line" });
  readonly #left: number;
  readonly #width: number;

  constructor(figure: HTMLElement) {
    this.figure = figure;
    const { width } = figure.querySelector("svg")!.viewBox.baseVal;
    this.#left = Number(figure.dataset.left) / width;
    this.#width = Number(figure.dataset.width) / width;
    this.#line.hidden = true;
    figure.append(this.#line);
  }

  /** Draws the line at a share of all steps. */
  show(share: number): void {
    this.#line.hidden = false;
    this.#line.style.left = `${100 * (this.#left + share * this.#width)}%`;
  }

  /** The share of all steps at a place of the window. */
  shareAt(clientX: number): number {
    const { left, width } = this.figure.getBoundingClientRect();
    return ((clientX - left) / width - this.#left) / this.#width;
  }
}

if (steps > 1) addCursor();
