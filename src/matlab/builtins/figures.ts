import { unknown } from "../values/unknown.ts";
import type { Call, Figure, HostValue, Value, ValueOperations } from "../values/value.ts";

/** A figure that is still being drawn: what has been noted grows with it. */
export type Drawing = { -readonly [K in keyof Figure]: Figure[K] };

interface Board {
  /** The pairs of axes by figure and place in it. */
  readonly axes: Map<string, Drawing>;
  /** The figure that is drawn in, and the pair of axes in it. */
  figure: number;
  place: number;
  held: boolean;
}

const board = Symbol("figures");

function boardOf(call: Call): Board {
  return call.session.memory<Board>(board, () => ({ axes: new Map(), figure: 1, place: 1, held: false }));
}

/** Draws in this figure from now on. */
export function chooseFigure(call: Call, number?: number): void {
  const state = boardOf(call);
  const used = [...state.axes.values()].map((each) => each.number);
  state.figure = number ?? Math.max(0, ...used) + 1;
  state.place = 1;
  state.held = false;
}

/** Draws in this pair of axes of the figure from now on. */
export function chooseAxes(call: Call, place: number): void {
  const state = boardOf(call);
  state.place = place;
  state.held = false;
}

/** Whether what is drawn next is added to what is there. */
export function hold(call: Call, held: boolean): void {
  boardOf(call).held = held;
}

/** The axes that are drawn in; made, and told to the report, at the first asking. */
export function currentAxes(call: Call): Drawing {
  const state = boardOf(call);
  const key = `${state.figure}/${state.place}`;
  let drawing = state.axes.get(key);
  if (drawing === undefined) {
    drawing = { number: state.figure };
    state.axes.set(key, drawing);
    call.session.note({ kind: "figure", figure: drawing, place: call.place });
  }
  return drawing;
}

/** The axes for a new plot: emptied unless they are held. */
export function freshAxes(call: Call): Drawing {
  const drawing = currentAxes(call);
  if (!boardOf(call).held) {
    drawing.lines = undefined;
    drawing.confusion = undefined;
    drawing.graph = undefined;
  }
  return drawing;
}

/** What stands for a figure, axes or a line in a script: all properties can be set, none has an effect. */
const operations: ValueOperations = {
  className: "matlab.graphics.Graphics",
  size: () => [1, 1],
  member: (_value, name) => unknown(name, `the property ${name} of a drawing is not kept`),
  withMember: (value) => value,
  index: (value) => value,
  withIndex: (value) => value,
  concatenate: (_dimension, values) => values[0],
  display: () => "  Graphics\n",
};

/** A handle of something drawn. */
export const graphics: HostValue<undefined> = { kind: "host", operations, content: undefined };

/** Whether a value is the handle of something drawn. */
export function isGraphics(value: Value | undefined): boolean {
  return value?.kind === "host" && value.operations === operations;
}
