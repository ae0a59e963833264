import { runIn } from "../../src/report/live/runFile.ts";
import type { TrainingRun } from "../../src/report/live/trainingRun.ts";
import { element } from "../parts/element.ts";
import { runInks } from "./inks.ts";
import { numberText, percentText } from "./numberText.ts";
import { ShownRun } from "./shownRun.ts";

/** The list of runs that are laid over each other: which are shown, and a way to add earlier ones from files. */
export class RunsPanel {
  readonly root: HTMLElement;
  readonly #list = element("ul", { class: "runs" });
  readonly #note = element("p", { class: "quiet", role: "status" });
  readonly #added: (run: ShownRun) => void;
  readonly #changed: () => void;
  #listed = 0;

  constructor(added: (run: ShownRun) => void, changed: () => void) {
    this.#added = added;
    this.#changed = changed;
    const picker = element("input", { type: "file", multiple: true, accept: ".html,.json", id: "runfiles" });
    picker.addEventListener("change", async () => {
      await this.#read(picker.files);
      picker.value = "";
    });
    this.#listenToDrops();
    this.root = element(
      "section",
      { class: "panel" },
      element("h2", {}, "Runs"),
      this.#list,
      element(
        "label",
        { class: "quiet", for: "runfiles" },
        "Lay earlier runs over it (reports or saved runs; they stay on this machine): ",
      ),
      picker,
      this.#note,
    );
  }

  /** Lists the runs. */
  show(runs: readonly ShownRun[]): void {
    if (this.#listed !== runs.length) this.#list.replaceChildren(...runs.map((run, i) => this.#item(run, i)));
    this.#listed = runs.length;
  }

  #item(run: ShownRun, index: number): HTMLElement {
    const box = element("input", { type: "checkbox", checked: run.visible });
    box.addEventListener("input", () => {
      run.visible = box.checked;
      this.#changed();
    });
    const swatch = element("span", { class: "swatch", "aria-hidden": "true" });
    swatch.style.background = `var(${runInks[index % runInks.length]})`;
    return element(
      "li",
      {},
      element("label", {}, box, swatch, ` ${run.facts.name} `),
      element("span", { class: "quiet" }, outcome(run, index === 0)),
    );
  }

  #listenToDrops(): void {
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      void this.#read(event.dataTransfer?.files);
    });
  }

  async #read(files: FileList | null | undefined): Promise<void> {
    const refused: string[] = [];
    for (const file of files ?? []) {
      const run: TrainingRun | undefined = runIn(await file.text());
      if (run) this.#added(new ShownRun(run));
      else refused.push(file.name);
    }
    this.#note.textContent =
      refused.length === 0 ? "" : `No training is in ${refused.join(", ")}: give a report or a saved run of layergraph.`;
  }
}

function outcome(run: ShownRun, main: boolean): string {
  const began = new Date(run.facts.began);
  const when = Number.isNaN(began.getTime()) ? "" : began.toLocaleString();
  if (main) return when;
  const loss = run.last("progress", 0);
  const metric = run.last("progress", 1);
  const numbers = [
    ...(loss === undefined ? [] : [`loss ${numberText(loss)}`]),
    ...(metric === undefined || run.facts.metric !== "accuracy" ? [] : [`accuracy ${percentText(metric)}`]),
  ];
  return [when, ...numbers].join(" · ");
}
