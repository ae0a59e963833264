import type { JudgedData } from "../../src/report/live/trainingRun.ts";
import { element } from "../parts/element.ts";
import { numberText } from "./numberText.ts";

/** What the trained network is worth on some data: its figures, and those of each class. */
export function judgedPanel({ name, loss, accuracy, rmse, classes }: JudgedData): HTMLElement {
  const figures = [
    ...(accuracy === undefined ? [] : [["Accuracy", `${(100 * accuracy).toFixed(2)}%`]]),
    ...(rmse === undefined ? [] : [["RMSE", numberText(rmse)]]),
    ["Loss", numberText(loss)],
  ].map(([of, text]) => element("div", {}, element("dt", {}, of), element("dd", {}, text)));
  const heading = element("h2", {}, `${name} data`);
  const numbers = element(
    "div",
    {},
    element("dl", { class: "facts" }, ...figures),
    ...(classes ? [classTable(name, classes)] : []),
  );
  const chart = [...document.querySelectorAll<HTMLElement>("figure.confusion")].find(({ dataset }) => dataset.name === name);
  chart?.querySelector("figcaption")?.remove();
  chart?.classList.remove("panel");
  return element("section", { class: "panel" }, heading, element("div", { class: "judged" }, numbers, ...(chart ? [chart] : [])));
}

function classTable(name: string, classes: NonNullable<JudgedData["classes"]>): HTMLElement {
  const head = ["Class", "Precision", "Recall", "F1", "Observations"].map((text) => element("th", { scope: "col" }, text));
  const text = (value: number | null): string => (value === null ? "–" : value.toFixed(4));
  const rows = classes.map((each) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, each.name),
      ...[text(each.precision), text(each.recall), text(each.f1), String(each.support)].map((cell) =>
        element("td", { class: "number" }, cell),
      ),
    ),
  );
  const table = element(
    "table",
    { class: "numbers" },
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
  );
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `Classes of the ${name} data` }, table);
}

/** The options of a training as a list that can be unfolded. */
export function optionsPanel(options: Readonly<Record<string, unknown>>, open: boolean): HTMLElement {
  const rows = Object.entries(options).map(([name, value]) =>
    element(
      "div",
      {},
      element("dt", {}, name),
      element("dd", {}, typeof value === "string" ? value || "none" : JSON.stringify(value)),
    ),
  );
  return element(
    "details",
    { class: "panel", open },
    element("summary", {}, element("h2", {}, "Training options")),
    element("dl", { class: "options" }, ...rows),
  );
}
