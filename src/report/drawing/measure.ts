import type { BoxShape } from "./component.ts";
import type { BoxLine, SketchBox, SketchPort } from "./sketch.ts";
import { textWidth } from "./textWidth.ts";

/** The way of computing: from top to bottom, or from left to right. */
export type Direction = "down" | "right";

/** Font sizes and line heights, in pixels. */
export const fonts: Readonly<Record<BoxLine["kind"], { readonly size: number; readonly height: number }>> = {
  name: { size: 13, height: 18 },
  type: { size: 11.5, height: 15 },
  size: { size: 11, height: 15 },
  note: { size: 11, height: 15 },
  error: { size: 11, height: 15 },
  warning: { size: 11, height: 15 },
};

/** The names of ports. */
export const portFont = { size: 10, height: 12 } as const;

/** Space in boxes; `sheets` is how much the sheets stick out that lie below a box of repeated blocks. */
export const space = { beside: 16, above: 7, below: 8, sheets: 6 } as const;

/** More ports than these have no names in the picture, only when pointed at. */
const mostNamed = 12;
const narrowest = 120;
/** Boxes that are narrower than this are all as wide as the widest of them. */
const common = 230;

/** What the badge of a problem takes beside the texts. */
const badgeWidth = 16;

/** A box with its size. */
export interface MeasuredBox {
  readonly width: number;
  readonly height: number;
  /** Whether the names of the ports of a side are written. */
  readonly inputsNamed: boolean;
  readonly outputsNamed: boolean;
  /** Where the lines begin: below the names of the input ports, behind them where the way is to the right. */
  readonly textLeft: number;
  readonly textTop: number;
  /** How wide the part for texts is. */
  readonly textRoom: number;
  readonly shape: BoxShape;
}

/** The sizes of boxes for a direction. */
export function measured(boxes: readonly SketchBox[], direction: Direction): MeasuredBox[] {
  const widths = boxes.map(({ lines, marks }) => contentWidth(lines) + 2 * space.beside + (marks.length > 0 ? badgeWidth : 0));
  const usual = Math.max(narrowest, ...widths.filter((width) => width <= common));
  return boxes.map((box, i) => measuredBox(box, Math.max(usual, widths[i]), direction));
}

function contentWidth(lines: readonly BoxLine[]): number {
  return Math.ceil(
    lines.reduce((most, { text, kind }) => {
      const width = textWidth(text) * fonts[kind].size * (kind === "name" ? 1.06 : 1);
      return Math.max(most, width);
    }, 0),
  );
}

function measuredBox(box: SketchBox, least: number, direction: Direction): MeasuredBox {
  const [inputsNamed, outputsNamed] = [isNamed(box.inputs), isNamed(box.outputs)];
  const [inputWidth, outputWidth] = [inputsNamed ? namesWidth(box.inputs) : 0, outputsNamed ? namesWidth(box.outputs) : 0];
  const sheets = box.repeats > 1 ? space.sheets : 0;
  const linesHeight = box.lines.reduce((sum, { kind }) => sum + fonts[kind].height, 0) + space.above + space.below;
  const ports = Math.max(box.inputs.length, box.outputs.length);
  const names = { inputs: box.inputs.map(({ name }) => name), outputs: box.outputs.map(({ name }) => name) };
  if (direction === "right") {
    const slot = inputsNamed || outputsNamed ? portFont.height + 4 : 10;
    const [textLeft, margin] = [inputWidth, 12];
    const width = even(least + inputWidth + outputWidth + sheets);
    const height = even(Math.max(linesHeight + sheets, (ports - 1) * slot + 2 * margin));
    const shape = { ...names, along: width, across: height, slot, margin };
    const textTop = Math.max(0, height - sheets - linesHeight) / 2;
    const textRoom = width - inputWidth - outputWidth - sheets;
    return { width, height, inputsNamed, outputsNamed, textLeft, textTop, textRoom, shape };
  }
  const slot = Math.max(10, inputWidth, outputWidth);
  const margin = Math.max(14, slot / 2);
  const textTop = inputsNamed ? portFont.height + 1 : 0;
  const width = even(Math.max(least + sheets, (ports - 1) * slot + 2 * margin));
  const height = linesHeight + textTop + (outputsNamed ? portFont.height + 1 : 0) + sheets;
  return {
    width,
    height,
    inputsNamed,
    outputsNamed,
    textLeft: 0,
    textRoom: width - sheets,
    textTop,
    shape: { ...names, along: height, across: width, slot, margin },
  };
}

/** Boxes of even width have their middles at whole pixels. */
function even(value: number): number {
  return 2 * Math.ceil(value / 2);
}

function isNamed(ports: readonly SketchPort[]): boolean {
  return ports.length > 1 && ports.length <= mostNamed;
}

function namesWidth(ports: readonly SketchPort[]): number {
  return Math.ceil(ports.reduce((most, { name }) => Math.max(most, textWidth(name)), 0) * portFont.size) + 8;
}
