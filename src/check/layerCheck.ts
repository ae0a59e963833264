/** Whether a check found what it expects; `incomplete` where it could not be made because another check failed. */
export type CheckStatus = "passed" | "failed" | "skipped" | "incomplete";

/** The element of an array that is furthest from what it should be. */
export interface WorstElement {
  /** What the array is: `dL/dX of input 'in'`, `dL/dW of learnable 'weights'`, `output 'out'`. */
  readonly array: string;
  /** Where the element is, as MATLAB writes it, counted from 1 in MATLAB's order of dimensions: `weights(2,3)`. */
  readonly index: string;
  readonly received: number;
  readonly expected: number;
}

/** What a failed check found. */
export interface Finding {
  /** What is wrong, with what was expected and what to do. */
  readonly message: string;
  readonly worst?: WorstElement;
  /** What the numbers say that the mistake is, where they say it. */
  readonly cause?: string;
}

/** One check of a layer and its result. */
export interface CheckResult extends Partial<Finding> {
  /** MATLAB's name of the check, where MATLAB has it. */
  readonly name: string;
  /** Over how many observations it was made; missing where these do not matter. */
  readonly observations?: "one" | "several";
  /** What holds where it passes. */
  readonly about: string;
  readonly status: CheckStatus;
  /** Why it was skipped or not completed. */
  readonly reason?: string;
}

/** What `checkLayer` found. */
export interface LayerCheck {
  /** The layer's name, empty where it has none. */
  readonly layer: string;
  readonly type: string;
  /** `TestLayerWithBackward` where the layer has a `backward` of its own. */
  readonly suite: "TestLayerWithBackward" | "TestLayerWithoutBackward";
  /** Whether no check failed. */
  readonly passed: boolean;
  readonly counts: Readonly<Record<CheckStatus, number>>;
  readonly checks: readonly CheckResult[];
  readonly seconds: number;
}
