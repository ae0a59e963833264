/** A step of a way: to a point, or as a Bézier curve by two control points to a point. */
export type Step =
  | readonly [x: number, y: number]
  | readonly [x1: number, y1: number, x2: number, y2: number, x: number, y: number];

/** A way that begins at its first step, which is a point. */
export type Path = readonly Step[];

/** Where a step ends. */
export function endOf(step: Step): readonly [x: number, y: number] {
  return step.length === 2 ? step : [step[4], step[5]];
}

/** Collects the steps of a way. */
export class Pen {
  readonly #steps: Step[];

  constructor(x: number, y: number) {
    this.#steps = [[x, y]];
  }

  /** A straight line, longer than before where it goes on in the same direction. */
  lineTo(x: number, y: number): this {
    const steps = this.#steps;
    const [fromX, fromY] = endOf(steps.at(-1)!);
    if (fromX === x && fromY === y) return this;
    const before = steps.length > 1 ? endOf(steps.at(-2)!) : undefined;
    const goesOn = steps.at(-1)!.length === 2 && before && before[0] === fromX && fromX === x && before[1] < fromY === fromY < y;
    if (goesOn) steps.pop();
    steps.push([x, y]);
    return this;
  }

  /** An S from one column to another: it leaves and arrives along the second coordinate. */
  bendTo(x: number, y: number): this {
    const [fromX, fromY] = endOf(this.#steps.at(-1)!);
    if (fromX === x) return this.lineTo(x, y);
    const middle = (fromY + y) / 2;
    this.#steps.push([fromX, middle, x, middle, x, y]);
    return this;
  }

  /** Straight lines through corners, which are rounded. */
  through(corners: readonly (readonly [x: number, y: number])[], radius: number): this {
    corners.forEach(([x, y], i) => {
      const from = endOf(this.#steps.at(-1)!);
      const next = corners[i + 1];
      if (next === undefined) {
        this.lineTo(x, y);
        return;
      }
      const [before, after] = [Math.hypot(x - from[0], y - from[1]), Math.hypot(next[0] - x, next[1] - y)];
      const r = Math.min(radius, before / 2, after / 2);
      if (r === 0) return;
      const [x1, y1] = [x + ((from[0] - x) * r) / before, y + ((from[1] - y) * r) / before];
      const [x2, y2] = [x + ((next[0] - x) * r) / after, y + ((next[1] - y) * r) / after];
      this.lineTo(x1, y1);
      this.#steps.push([(x1 + x) / 2, (y1 + y) / 2, (x2 + x) / 2, (y2 + y) / 2, x2, y2]);
    });
    return this;
  }

  get path(): Path {
    return this.#steps;
  }
}

/** A path with each point moved. */
export function moved(path: Path, place: (x: number, y: number) => readonly [number, number]): Path {
  return path.map((step) => {
    if (step.length === 2) return place(step[0], step[1]);
    const [[x1, y1], [x2, y2], [x, y]] = [place(step[0], step[1]), place(step[2], step[3]), place(step[4], step[5])];
    return [x1, y1, x2, y2, x, y];
  });
}
