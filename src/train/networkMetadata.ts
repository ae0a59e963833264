import { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import type { Format } from "../layer.ts";

/** What `format` is in the metadata of a saved network. */
export const networkFormat = "layergraph-network/1";

/** The name of the metadata of a saved network in its ONNX model. */
export const metadataKey = "layergraph";

const formats = ["CB", "CBT", "SCB", "SCBT", "SSCB", "SSCBT", "SSSCB", "SSSCBT"] as const satisfies readonly Format[];
const portSchema = z.object({
  name: z.string(),
  format: z.enum(formats),
  channels: z.int().positive(),
  spatial: z.array(z.int().positive()).max(3).optional(),
  timeDimension: z.string().optional(),
});

const metadataSchema = z.object({
  format: z.literal(networkFormat),
  /** A graph file. */
  graph: z.unknown(),
  /** How the network was trained. */
  record: z.record(z.string(), z.unknown()).optional(),
  /** How the outputs of a network without output layers were trained, by their names. */
  outputs: z
    .record(
      z.string(),
      z.object({ classNames: z.array(z.string()).optional(), loss: z.string().optional(), weight: z.number().optional() }),
    )
    .optional(),
  /** The arrays in order: initializers of the model under these names, MATLAB's size. */
  arrays: z.array(
    z.object({ name: z.string(), kind: z.enum(["learnable", "state"]), size: z.array(z.int().nonnegative()).min(1) }),
  ),
  /** SHA-256 of all arrays in order, in hexadecimal digits. */
  checksum: z.string(),
  signature: z
    .object({
      inputs: z.array(portSchema.extend({ minLength: z.int().positive() })).min(1),
      outputs: z.array(portSchema).min(1),
      classes: z.array(z.string()).optional(),
      target: z.enum(["classes", "numbers"]),
    })
    .refine(({ outputs, classes }) => classes === undefined || classes.length === outputs[0].channels),
});

/** What layergraph keeps in a saved network beside the ONNX graph. */
export type NetworkMetadata = z.output<typeof metadataSchema>;

/** The metadata in a text. Throws `not-a-saved-network` where they are none. */
export function readMetadata(text: string, where: string): NetworkMetadata {
  try {
    return metadataSchema.parse(JSON.parse(text));
  } catch (cause) {
    const newer = /"format"\s*:\s*"(layergraph-network\/[^"]{1,40})"/.exec(text)?.[1];
    const reason =
      newer && newer !== networkFormat
        ? `it has the format '${newer}', and this version reads '${networkFormat}'. Use a newer version of layergraph`
        : "the description of the network in it is damaged";
    throw new LayerGraphError("not-a-saved-network", `${where} cannot be loaded: ${reason}.`, { cause });
  }
}
