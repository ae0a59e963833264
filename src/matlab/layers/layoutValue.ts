import type { Layout } from "../../layer.ts";
import { internalLabels } from "../../layer.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Builtin, HostValue, Value, ValueOperations } from "../values/value.ts";
import { chars, plainText, row } from "./plainValues.ts";

/** What a `networkDataLayout` says: sizes in MATLAB's order, NaN where they are not known, and a label for each. */
export class DataLayout {
  readonly size: readonly number[];
  readonly format: string;

  constructor(size: readonly number[], format: string) {
    this.size = size;
    this.format = format;
  }
}

/** The layout of an activation as `initialize` is given it: sizes that depend on data are NaN. */
export function layoutValue({ format, shape }: Layout): HostValue<DataLayout> {
  const order = internalLabels(format);
  const taken = new Set<number>();
  const size = [...format].map((label) => {
    const axis = order.findIndex((each, i) => each === label && !taken.has(i));
    taken.add(axis);
    const dim = shape[axis];
    return typeof dim === "number" && label !== "B" && label !== "T" ? dim : Number.NaN;
  });
  return dataLayout(size, format);
}

/** A `networkDataLayout` of the script. */
export function dataLayout(size: readonly number[], format: string): HostValue<DataLayout> {
  return { kind: "host", operations: layoutOperations, content: new DataLayout(size, format) };
}

const properties: Readonly<Record<string, (layout: DataLayout) => Value>> = {
  Size: ({ size }) => row(size),
  Format: ({ format }) => chars(format),
};

const methods: Readonly<Record<string, Builtin>> = {
  finddim: {
    name: "finddim",
    role: "computes",
    call: ({ args, place }) => {
      const wanted = plainText(args[1]);
      if (wanted === undefined) throw new ScriptError("layergraph:argument", "finddim: the label must be text.", place);
      const { format } = layoutOf(args[0]);
      return [row([...format].flatMap((label, i) => (wanted.includes(label) ? [i + 1] : [])))];
    },
  },
  dims: { name: "dims", role: "computes", call: ({ args }) => [chars(layoutOf(args[0]).format)] },
};

function layoutOf(value: Value): DataLayout {
  return (value as HostValue<DataLayout>).content;
}

const layoutOperations: ValueOperations = {
  className: "nnet.cnn.NetworkDataLayout",
  complete: true,
  size: () => [1, 1],
  member: (value, name) => properties[name]?.(layoutOf(value)),
  memberNames: () => Object.keys(properties),
  method: (name) => methods[name],
  display: (value) => {
    const { size, format } = layoutOf(value);
    return `  networkDataLayout with properties:\n\n      Size: [${size.join(" ")}]\n    Format: '${format}'`;
  },
};
