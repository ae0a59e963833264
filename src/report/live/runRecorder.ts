import { type CurvePlace, Curves, nothingRead } from "./curves.ts";
import type { NextMessage } from "./eventReader.ts";
import { HardwareMeter } from "./hardwareMeter.ts";
import {
  type CurveName,
  curveColumns,
  type RunChange,
  type RunFacts,
  type RunStatus,
  runFormat,
  type TrainingRun,
} from "./trainingRun.ts";

/** What an iteration adds to a record. */
export interface RecordedIteration {
  readonly epoch: number;
  readonly iteration: number;
  /** Since the training began; NaN where nobody knows it any more. */
  readonly seconds: number;
  readonly loss: number;
  readonly metric: number;
  readonly learnRate: number;
  readonly validationLoss?: number;
  readonly validationMetric?: number;
  /** For each layer that learns, where it was measured in this iteration. */
  readonly layers?: { readonly gradientNorm: readonly number[]; readonly updateRatio: readonly number[] };
}

/** How many numbers the curves of all layers may have together. */
const layerBudget = 250_000;

/** The record of a training while it runs: bounded in size however long it takes, and told to any number of readers. */
export class RunRecorder {
  readonly facts: RunFacts;
  readonly #curves: Readonly<Record<CurveName, Curves>>;
  readonly #hardware = new HardwareMeter();
  readonly #messages = new Map<string, Buffer>();
  #status: RunStatus = { state: "running", epoch: 0, iteration: 0, seconds: 0 };

  constructor(facts: RunFacts) {
    this.facts = facts;
    const layers = facts.layers.length;
    const limit = Math.max(64, Math.min(2048, Math.floor(layerBudget / Math.max(1, layers))));
    this.#curves = {
      progress: new Curves(curveColumns.progress.length, { spread: true }),
      validation: new Curves(curveColumns.validation.length),
      gradientNorm: new Curves(layers, { limit }),
      updateRatio: new Curves(layers, { limit }),
      hardware: new Curves(curveColumns.hardware.length, { limit: 1024 }),
    };
  }

  /** Adds an iteration. One that was `done` before, by a training that is resumed, tells nothing of the machine. */
  iteration(report: RecordedIteration, done = false): void {
    const { epoch, iteration, seconds, loss, metric, learnRate, validationLoss, validationMetric = Number.NaN, layers } = report;
    const { progress, validation, gradientNorm, updateRatio, hardware } = this.#curves;
    progress.add(iteration, [loss, metric, learnRate, seconds]);
    if (validationLoss !== undefined) validation.add(iteration, [validationLoss, validationMetric]);
    if (layers) {
      gradientNorm.add(iteration, layers.gradientNorm);
      updateRatio.add(iteration, layers.updateRatio);
    }
    const used = done ? undefined : this.#hardware.reading();
    if (used) hardware.add(iteration, [used.cores, used.memory]);
    this.status({ epoch, iteration, seconds: Number.isFinite(seconds) ? seconds : 0 });
  }

  /** Changes what is known of where the training is. */
  status(change: Partial<RunStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#messages.clear();
  }

  /** The whole record. */
  run(): TrainingRun {
    const curves = mapped(this.#curves, (each) => each.slice());
    return { format: runFormat, facts: this.facts, curves, status: this.#status };
  }

  /** The messages for a new reader: first the whole record, then what has changed. */
  reader(): NextMessage {
    let places = mapped(this.#curves, () => nothingRead);
    let told: RunStatus | undefined;
    return () => {
      if (told === this.#status) return undefined;
      const message = this.#message(places, told === undefined);
      told = this.#status;
      places = mapped(this.#curves, (each) => each.place);
      return message;
    };
  }

  /** Readers who are at the same place share their message. */
  #message(places: Readonly<Record<CurveName, CurvePlace>>, first: boolean): Buffer {
    const key = `${first} ${Object.values(places).map(({ rows, every }) => `${rows}/${every}`)}`;
    const made = this.#messages.get(key) ?? this.#eventOf(places, first);
    this.#messages.set(key, made);
    return made;
  }

  #eventOf(places: Readonly<Record<CurveName, CurvePlace>>, first: boolean): Buffer {
    if (first) return serverSentEvent("run", this.run());
    const grown = Object.entries(places).flatMap(([name, place]) => {
      const slice = this.#curves[name as CurveName].since(place);
      return slice ? [[name, slice] as const] : [];
    });
    return serverSentEvent("change", { curves: Object.fromEntries(grown), status: this.#status } satisfies RunChange);
  }
}

function mapped<From, To>(curves: Readonly<Record<CurveName, From>>, f: (each: From) => To): Record<CurveName, To> {
  return Object.fromEntries(Object.entries(curves).map(([name, each]) => [name, f(each)])) as Record<CurveName, To>;
}

function serverSentEvent(name: string, data: unknown): Buffer {
  return Buffer.from(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}
