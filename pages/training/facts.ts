import { element } from "../parts/element.ts";
import { askToStop, goesOn } from "./connection.ts";
import { bytesText, numberText, percentText, timeText } from "./numberText.ts";
import type { ShownRun } from "./shownRun.ts";

/** What stands above the charts: where the training is, its last numbers, and the button that stops it. */
export class Facts {
  readonly root: HTMLElement;
  readonly #state = element("p", { class: "state", role: "status" });
  readonly #bar = element("progress", { "aria-label": "Iterations done", max: 1, value: 0 });
  readonly #list = element("dl", { class: "facts" });
  readonly #stop = element("button", { type: "button", class: "stop", hidden: true }, "Stop training");
  readonly #values = new Map<string, HTMLElement>();
  #trouble = "";

  constructor() {
    this.#stop.addEventListener("click", () => this.#ask());
    this.root = element(
      "section",
      { class: "panel summary", "aria-label": "State of the training" },
      element("div", { class: "headline" }, this.#state, this.#stop),
      this.#bar,
      this.#list,
    );
  }

  /** Shows a training; `waited` are the seconds since its last word, `live` whether more is expected. */
  show(run: ShownRun, waited: number, live: boolean): void {
    const { facts, status } = run;
    this.#say(stateText(run, live, this.#trouble), status.state);
    this.#bar.value = status.iteration / Math.max(1, facts.iterations);
    this.#stop.hidden = !live || !goesOn(run);
    this.#stop.disabled = status.state === "stopping";
    for (const [name, text] of factsOf(run, live && goesOn(run) ? waited : 0, live)) this.#set(name, text);
  }

  /** Says that the server does not answer, until it does again. */
  trouble(text: string): void {
    this.#trouble = text;
  }

  #set(name: string, text: string): void {
    const known = this.#values.get(name);
    if (known) {
      if (known.textContent !== text) known.textContent = text;
      return;
    }
    const value = element("dd", {}, text);
    this.#values.set(name, value);
    this.#list.append(element("div", {}, element("dt", {}, name), value));
  }

  #say(text: string, state: string): void {
    if (this.#state.textContent !== text) this.#state.textContent = text;
    this.#state.dataset.state = state;
  }

  async #ask(): Promise<void> {
    this.#stop.disabled = true;
    if (await askToStop()) return;
    this.#stop.disabled = false;
    this.#state.textContent = "The stop button was not heard: the training does not answer.";
  }
}

/** Changes rarely, for it is read aloud. */
function stateText({ status, facts }: ShownRun, live: boolean, trouble: string): string {
  if (status.state === "ended") return `Finished: ${status.text ?? ""}`;
  if (status.state === "failed") return `Failed: ${status.text ?? ""}`;
  if (trouble !== "") return trouble;
  if (!live) return "This record ends in the middle of the training.";
  if (status.state === "stopping") return "Stopping after this iteration…";
  if (status.iteration === 0) return "Preparing…";
  const tenths = Math.floor((10 * status.iteration) / facts.iterations);
  return tenths === 0 ? "Training" : `Training, more than ${10 * tenths}% done`;
}

function factsOf(run: ShownRun, waited: number, live: boolean): [name: string, text: string][] {
  const { facts, status } = run;
  const speed = run.speed();
  const left = speed === undefined ? undefined : (facts.iterations - status.iteration) / speed - waited;
  const metric = facts.metric === "accuracy" ? "Accuracy" : "RMSE";
  const metricText = facts.metric === "accuracy" ? percentText : numberText;
  const text = (value: number | undefined, write: (value: number) => string = numberText): string =>
    value === undefined ? "–" : write(value);
  return [
    ["Epoch", `${status.epoch} of ${facts.epochs}`],
    ["Iteration", `${status.iteration} of ${facts.iterations}`],
    ["Elapsed", timeText(status.seconds + waited)],
    ...(live ? [["Time left", goesOn(run) ? text(left, timeText) : "–"] as [string, string]] : []),
    ["Speed", speed === undefined ? "–" : `${numberText(Number(speed.toPrecision(3)))} iterations/s`],
    ["Loss", text(run.last("progress", 0))],
    ...(facts.metric === "none" ? [] : [[metric, text(run.last("progress", 1), metricText)] as [string, string]]),
    ...(facts.validated ? [["Validation loss", text(run.last("validation", 0))] as [string, string]] : []),
    ...(facts.validated && facts.metric !== "none"
      ? [
          [`Validation ${metric === "RMSE" ? metric : "accuracy"}`, text(run.last("validation", 1), metricText)] as [
            string,
            string,
          ],
        ]
      : []),
    ["Learning rate", text(run.last("progress", 2))],
    ["Processor", `${text(run.last("hardware", 0))} of ${facts.cores} cores`],
    ["Memory", `${text(run.last("hardware", 1), bytesText)} of ${bytesText(facts.memory)}`],
  ];
}
