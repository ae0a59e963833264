import type { TrainingPageData, TrainingRun } from "../src/report/live/trainingRun.ts";
import { element } from "./parts/element.ts";
import { pageData } from "./parts/pageData.ts";
import { follow, goesOn } from "./training/connection.ts";
import { controls } from "./training/controls.ts";
import { Facts } from "./training/facts.ts";
import { forgetInks } from "./training/inks.ts";
import { judgedPanel, optionsPanel } from "./training/judgedPanel.ts";
import { LayersPanel } from "./training/layersPanel.ts";
import { NumbersPanel } from "./training/numbersPanel.ts";
import { RunCharts } from "./training/runCharts.ts";
import { RunsPanel } from "./training/runsPanel.ts";
import { ShownRun } from "./training/shownRun.ts";

// The page of a training: while it runs, fed by its server; afterwards as a file with all its numbers inside.
const data = pageData<TrainingPageData>();
const place = document.getElementById("training")!;
const earlier = data.earlier.map((run) => new ShownRun(run));
const drawMilliseconds = 200;

if (data.run) showRun(data.run, false);
else watch();

/** What shows a run and is told when it has grown. */
interface Shown {
  readonly run: ShownRun;
  readonly facts: Facts;
  grown(): void;
}

function watch(): void {
  const waiting = element("p", { class: "panel state", role: "status" }, "Connecting to the training…");
  place.replaceChildren(waiting);
  let shown: Shown | undefined;
  follow({
    run: (run) => {
      shown = showRun(run, true);
    },
    change: (change) => {
      shown!.run.change(change);
      shown!.facts.trouble("");
      shown!.grown();
      return goesOn(shown!.run);
    },
    lost: (forGood) => {
      const text = forGood
        ? "The training does not answer any more: it has ended, or was ended. The curves are kept as they were."
        : "The training does not answer. Asking again…";
      if (!shown) waiting.textContent = text;
      else {
        shown.facts.trouble(text);
        shown.grown();
      }
    },
  });
}

function showRun(given: TrainingRun, live: boolean): Shown {
  const run = new ShownRun(given);
  const runs = [run, ...earlier];
  let heard = performance.now();
  const facts = new Facts();
  const chosen = controls(() => draw());
  const charts = new RunCharts(run);
  const layers = new LayersPanel(run, () => draw());
  const numbers = new NumbersPanel(run);
  const panel = new RunsPanel(
    (added) => {
      runs.push(added);
      draw();
    },
    () => draw(),
  );
  const state = (): void => {
    facts.show(run, (performance.now() - heard) / 1000, live);
    document.title = titleOf(run);
  };
  const draw = (): void => {
    state();
    panel.show(runs);
    charts.show(runs, chosen.view(), layers.chosen);
    layers.show(run);
    numbers.show();
  };
  const judged = data.judged.map(judgedPanel);
  place.replaceChildren(
    facts.root,
    ...judged,
    chosen.root,
    charts.root,
    panel.root,
    layers.root,
    numbers.root,
    optionsPanel(run.facts.options, !live),
  );
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    forgetInks();
    draw();
    charts.redraw();
  });
  if (live) setInterval(state, 1000);
  const grown = (): void => {
    heard = performance.now();
    schedule(draw);
  };
  return { run, facts, grown };
}

let due = false;

/** Draws soon, however often it is asked to, and not while the page is hidden. */
function schedule(draw: () => void): void {
  if (due) return;
  due = true;
  setTimeout(() => {
    requestAnimationFrame(() => {
      due = false;
      draw();
    });
  }, drawMilliseconds);
}

function titleOf({ facts, status }: ShownRun): string {
  const share = Math.floor((100 * status.iteration) / Math.max(1, facts.iterations));
  const state = status.state === "running" || status.state === "stopping" ? `${share}%` : status.state;
  return `${state} – ${facts.name}`;
}
