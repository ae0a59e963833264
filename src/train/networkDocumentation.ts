import type { TrainedOutput } from "../network/network.ts";
import type { NetworkMetadata } from "./networkMetadata.ts";

type Signature = NetworkMetadata["signature"];
type Port = Signature["outputs"][number];

/** What the inputs and outputs of a saved network are, in words, for people who run it with other programs. */
export function documentationOf(
  { inputs, outputs, classes, target }: Signature,
  trained: Readonly<Record<string, TrainedOutput>> = {},
): Record<string, string> {
  const entries = [
    ...inputs.map((input) => {
      const note = input.format.includes("T") ? "; all sequences of a batch have one length" : "";
      const features = input.spatial ? "channels" : "features";
      const data = `${shapeOf(input, ` ${features}`)}${note}`;
      return [input.name, `Raw data ${data} (MATLAB's format ${input.format}). The input normalization is inside.`];
    }),
    ...outputs.map((output) => {
      const names = trained[output.name]?.classNames ?? (target === "classes" ? (classes ?? []) : undefined);
      const meaning = names ? `scores of the classes in order${listedNames(names)}` : "responses";
      return [output.name, `${shapeOf(output)} (MATLAB's format ${output.format}): ${meaning}.`];
    }),
  ];
  return Object.fromEntries(entries);
}

function shapeOf({ format, channels, spatial = [], timeDimension = "time" }: Port, what = ""): string {
  return `[${["batch", `${channels}${what}`, ...spatial, ...(format.includes("T") ? [timeDimension] : [])].join(", ")}]`;
}

function listedNames(names: readonly string[]): string {
  return names.length === 0 ? "" : `: ${names.slice(0, 1000).join(", ")}`;
}
