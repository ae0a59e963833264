/** What an iteration tells of its time. */
export interface TimedIteration {
  readonly iteration: number;
  /** Since the training began. */
  readonly seconds: number;
  /** Present where its layers were measured. */
  readonly layers?: unknown;
  /** Present where it was validated, which takes time of its own. */
  readonly validationLoss?: number;
}

/** The first iterations are all measured. */
const firstMeasured = 20;
/** The share of a training's time that measuring may take. */
const share = 0.005;
const leastSeconds = 0.5;
/** Between measured iterations there are some that tell what one takes without. */
const leastIterations = 4;
/** What a measurement is taken to cost before that is known: steps of another graph disturb the threads and memory of the next ones too. */
const assumedCost = 0.01;
const kept = 0.8;

/** Decides in which iterations layers are measured: seldom enough that it costs next to nothing, whatever a measurement costs on this machine. */
export class MeasuringPace {
  #cost = assumedCost;
  #plain: number | undefined;
  #before: number | undefined;
  #measured = { iteration: 0, at: Number.NEGATIVE_INFINITY };
  /** The time that the measured iteration took more, while the one after it is awaited. */
  #excess: number | undefined;

  /** Whether the iteration that is made ready at a time, in seconds, is to be measured. */
  due(iteration: number, now: number): boolean {
    const seconds = Math.max(leastSeconds, this.#cost / share);
    const due = now - this.#measured.at >= seconds && iteration - this.#measured.iteration >= leastIterations;
    if (iteration > firstMeasured && !due) return false;
    this.#measured = { iteration, at: now };
    return true;
  }

  /** Learns from an iteration what measuring costs: what a measured iteration and the next one take more than others. */
  took({ iteration, seconds, layers, validationLoss }: TimedIteration): void {
    const taken = this.#before === undefined ? undefined : seconds - this.#before;
    this.#before = seconds;
    if (taken === undefined || iteration <= firstMeasured) return;
    const measured = layers !== undefined;
    if (validationLoss !== undefined) this.#excess = undefined;
    else if (this.#plain !== undefined && measured) this.#excess = taken - this.#plain;
    else if (this.#plain !== undefined && this.#excess !== undefined) {
      this.#cost = kept * this.#cost + (1 - kept) * (this.#excess + taken - this.#plain);
      this.#excess = undefined;
    } else if (!measured) this.#plain = this.#plain === undefined ? taken : kept * this.#plain + (1 - kept) * taken;
  }
}
