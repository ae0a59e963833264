import type { CurveSlice } from "./curves.ts";

/** What marks a training that was kept in a file. */
export const runFormat = "layergraph-training/1";

/** The names of a training's curves, with what their columns are. */
export const curveColumns = {
  /** Over iterations. */
  progress: ["loss", "metric", "learnRate", "seconds"],
  validation: ["loss", "metric"],
  /** A column for each layer that learns. */
  gradientNorm: "layers",
  updateRatio: "layers",
  /** Processor cores that the process kept busy, and the bytes of memory that it held. */
  hardware: ["cores", "memory"],
} as const;

/** One kind of curves of a training. */
export type CurveName = keyof typeof curveColumns;

/** Where a training is. */
export interface RunStatus {
  readonly state: "running" | "stopping" | "ended" | "failed";
  /** How it ended, in a sentence. */
  readonly text?: string;
  readonly epoch: number;
  readonly iteration: number;
  /** Since the training began. */
  readonly seconds: number;
}

/** What is known of a training when it begins. */
export interface RunFacts {
  readonly name: string;
  /** When it began, as ISO 8601 has it. */
  readonly began: string;
  /** Percent of right answers, the root of the mean squared error, or nothing. */
  readonly metric: "accuracy" | "rmse" | "none";
  readonly epochs: number;
  readonly iterations: number;
  readonly iterationsPerEpoch: number;
  readonly observations: number;
  readonly validated: boolean;
  readonly threads: number;
  /** The machine's processor cores and memory (bytes). */
  readonly cores: number;
  readonly memory: number;
  /** The training options as a file holds them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The layers that learn, in the order of the network. */
  readonly layers: readonly string[];
}

/** A training as the page shows it. */
export interface TrainingRun {
  readonly format: typeof runFormat;
  readonly facts: RunFacts;
  readonly curves: Readonly<Record<CurveName, CurveSlice>>;
  readonly status: RunStatus;
}

/** What has changed in a training. */
export interface RunChange {
  readonly curves: Readonly<Partial<Record<CurveName, CurveSlice>>>;
  readonly status: RunStatus;
}

/** What a network is worth on some data. */
export interface JudgedData {
  /** `Test`, `Validation`. */
  readonly name: string;
  readonly loss: number;
  /** From 0 to 1. */
  readonly accuracy?: number;
  readonly rmse?: number;
  readonly classes?: readonly {
    readonly name: string;
    readonly precision: number | null;
    readonly recall: number | null;
    readonly f1: number | null;
    readonly support: number;
  }[];
}

/** The data of the page. */
export interface TrainingPageData {
  /** Missing where the page asks its server for it. */
  readonly run?: TrainingRun;
  /** Trainings that it is compared with. */
  readonly earlier: readonly TrainingRun[];
  readonly judged: readonly JudgedData[];
}
