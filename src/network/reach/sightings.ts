import { type Reach, type StepReach, sameStep } from "../../layer/reach.ts";
import { type Dim, sizeOfDim, symbolsOf } from "../../ops/index.ts";

/** Where the effect of a change was seen, and how large it was there. */
interface Extent {
  earliest: number;
  latest: number;
  /** The largest effects at the two ends, and anywhere. */
  atEarliest: number;
  atLatest: number;
  most: number;
  /** Whether a change of the first step was seen at the last one, and a change of the last one at the first. */
  seesStart: boolean;
  seesEnd: boolean;
}

/** Smaller effects are rounding. */
const rounding = 1e-12;

/** An effect that is smaller at its end, compared with the largest, has not ended but faded away. */
const faded = 1e-6;

const nothing = (): Extent => ({
  earliest: Number.POSITIVE_INFINITY,
  latest: Number.NEGATIVE_INFINITY,
  atEarliest: 0,
  atLatest: 0,
  most: 0,
  seesStart: false,
  seesEnd: false,
});

/** What was seen of how one output of a layer depends on the steps of one input. */
export class Sightings {
  private numbers = nothing();
  /** What changes to no number have spread to, whatever it is multiplied with there. */
  private spread = nothing();
  private last: Reach | undefined;
  private agrees = false;
  private longest = 0;
  private readonly stride: number;
  private readonly step: number;
  private readonly places = new Set<string>();

  constructor(
    private readonly inputSteps: Dim | undefined,
    private readonly outputSteps: Dim | undefined,
    /** Shorter sequences alone do not tell a long reach from a whole one, or from none. */
    private readonly longEnough: number,
  ) {
    [this.stride, this.step] = ratio(inputSteps, outputSteps);
  }

  /** Whether two lengths in a row have told the same, so that a longer one will not tell more. A reach to the edges may end within longer ones. */
  get isSettled(): boolean {
    if (this.inputSteps === undefined) return true;
    const isWhole = typeof this.last === "object" && (this.last.earliest === "start" || this.last.latest === "end");
    return this.isToldBy(this.longest) && (!isWhole || this.outputSteps === undefined);
  }

  /** Whether nothing is left of such short sequences. */
  lacksSteps(size: (dim: Dim) => number): boolean {
    return [this.inputSteps, this.outputSteps].some((steps) => steps !== undefined && size(steps) < 1);
  }

  /** Takes down where a change of one step of so many was seen: `effects` are those on the steps of the output. */
  see(step: number, steps: number, effects: Float64Array, isNumber: boolean): void {
    const extent = isNumber ? this.numbers : this.spread;
    this.longest = Math.max(this.longest, steps);
    effects.forEach((effect, u) => {
      if (effect <= rounding) return;
      const place = this.step * step - this.stride * u;
      extent.most = Math.max(extent.most, effect);
      if (place <= extent.earliest) {
        extent.atEarliest = place === extent.earliest ? Math.max(extent.atEarliest, effect) : effect;
        extent.earliest = place;
      }
      if (place >= extent.latest) {
        extent.atLatest = place === extent.latest ? Math.max(extent.atLatest, effect) : effect;
        extent.latest = place;
      }
      extent.seesStart ||= step === 0 && u === effects.length - 1 && steps > 1;
      extent.seesEnd ||= step === steps - 1 && u === 0 && steps > 1;
      if (this.outputSteps === undefined) this.places.add(step === steps - 1 ? "last" : String(step));
    });
  }

  /** Ends a length: what it told is compared with what the one before it told. */
  endLength(): void {
    const told = this.told();
    this.agrees = JSON.stringify(told) === JSON.stringify(this.last);
    this.last = told;
    this.numbers = nothing();
    this.spread = nothing();
    this.places.clear();
  }

  /** What was told; undefined where the lengths differ in it, or were too short. */
  get reach(): Reach | undefined {
    if (this.inputSteps === undefined) return sameStep;
    return this.isToldBy(this.longest) ? this.last : undefined;
  }

  private isToldBy(longest: number): boolean {
    return this.agrees && longest >= this.longEnough;
  }

  private told(): Reach {
    const { spread } = this;
    const numbers = this.numbers.most > 0 ? this.numbers : spread;
    if (numbers.most === 0) return "none";
    if (this.outputSteps === undefined) return this.atPlaces();
    const fades = (effect: number): boolean => effect < faded * numbers.most;
    const seesStart = numbers.seesStart || (fades(numbers.atEarliest) && spread.seesStart);
    const seesEnd = numbers.seesEnd || (fades(numbers.atLatest) && spread.seesEnd);
    return {
      earliest: seesStart ? "start" : numbers.earliest,
      latest: seesEnd ? "end" : numbers.latest,
      ...(this.stride !== 1 && { stride: this.stride }),
      ...(this.step !== 1 && { spread: this.step }),
    };
  }

  private atPlaces(): StepReach {
    const [place] = this.places;
    if (this.places.size > 1) return { earliest: "start", latest: "end" };
    return place === "last" ? { earliest: "end", latest: "end" } : { earliest: Number(place), latest: Number(place) };
  }
}

/** How many steps of the input go with how many of the output, in lowest terms, as long sequences grow. */
function ratio(input: Dim | undefined, output: Dim | undefined): readonly [stride: number, spread: number] {
  if (input === undefined || output === undefined) return [1, 1];
  const names = [...symbolsOf(input), ...symbolsOf(output)];
  const at = (dim: Dim, length: number): number =>
    sizeOfDim(dim, Object.fromEntries(names.map((name) => [name, name === "batch" ? 1 : length])));
  const growth = (dim: Dim): number => at(dim, 10080) - at(dim, 5040);
  const [a, b] = [growth(input), growth(output)];
  if (a <= 0 || b <= 0) return [1, 1];
  const shared = greatestCommonDivisor(a, b);
  return [a / shared, b / shared];
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
