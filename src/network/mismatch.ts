import { type Issue, LayerGraphError } from "../errors.ts";
import { type Activation, type Layer, like, printSizes } from "../layer.ts";
import { type Dim, input, sameDims } from "../ops/index.ts";
import { converterTo } from "./converter.ts";
import { type Edge, printEnd, quoted } from "./wiring.ts";

/** One input of a layer: the connection that feeds it, and what flows in. */
export interface FedInput {
  readonly edge: Edge;
  readonly activation: Activation;
}

/**
 * What is wrong with a layer whose tracing threw `error`. Where the layer would accept its inputs if some of them had other channels,
 * each of these is an issue of its own, with the layer to put in between; `trace` traces the layer over other inputs.
 */
export function sizeIssues(
  layer: Layer,
  inputs: readonly FedInput[],
  error: unknown,
  trace: (inputs: readonly Activation[]) => unknown,
): Issue[] {
  const odd = oddInputs(inputs);
  if (odd && isAccepted(inputs, odd.channels, trace)) return odd.inputs.map((x) => channelIssue(layer, inputs, odd.channels, x));
  return [failure(layer, inputs, error)];
}

interface OddInputs {
  readonly inputs: readonly FedInput[];
  /** The channels that most inputs have; of the first where there is no majority. */
  readonly channels: Dim;
}

/** The inputs that differ from the others in channels, where all have one format and agree in everything else. */
function oddInputs(inputs: readonly FedInput[]): OddInputs | undefined {
  const alike = inputs.every(
    ({ activation: { format, value } }) =>
      format === inputs[0].activation.format &&
      sameDims(value.shape.toSpliced(1, 1), inputs[0].activation.value.shape.toSpliced(1, 1)),
  );
  if (inputs.length < 2 || !alike) return undefined;
  const counts = new Map<string, { readonly channels: Dim; count: number }>();
  for (const x of inputs) {
    const channels = channelsIn(x);
    const entry = counts.get(String(channels)) ?? { channels, count: 0 };
    entry.count++;
    counts.set(String(channels), entry);
  }
  const { channels } = [...counts.values()].reduce((most, entry) => (entry.count > most.count ? entry : most));
  const odd = inputs.filter((x) => String(channelsIn(x)) !== String(channels));
  return odd.length > 0 ? { inputs: odd, channels } : undefined;
}

function channelsIn({ activation }: FedInput): Dim {
  return activation.value.shape[1];
}

function isAccepted(inputs: readonly FedInput[], channels: Dim, trace: (inputs: readonly Activation[]) => unknown): boolean {
  const mended = inputs.map(({ activation }) =>
    like(activation, input("candidate", activation.value.shape.with(1, channels), activation.value.type)),
  );
  try {
    trace(mended);
    return true;
  } catch {
    return false;
  }
}

function channelIssue(layer: Layer, inputs: readonly FedInput[], channels: Dim, odd: FedInput): Issue {
  const usual = inputs.find((x) => String(channelsIn(x)) === String(channels))!;
  const tell = (x: FedInput): string => `${x.edge.destinationPort} has ${channelsIn(x)} (from ${quoted(printSource(x.edge))})`;
  const [first, second] = [usual, odd].sort((a, b) => inputs.indexOf(a) - inputs.indexOf(b));
  const converter = converterTo(odd.activation, channels) ?? `a layer with ${channels} output channels`;
  const fix = `Put ${converter} between '${printSource(odd.edge)}' and '${printEnd(layer, odd.edge.destinationPort, "input")}'.`;
  return {
    code: "size-mismatch",
    severity: "error",
    message: `${layer.type} '${layer.name}': inputs differ in channels: ${tell(first)}, ${tell(second)}.\n${fix}`,
    layer: layer.name,
    port: odd.edge.destinationPort,
    received: `${channelsIn(odd)} channels`,
    expected: `${channels} channels`,
    fix,
  };
}

function failure(layer: Layer, inputs: readonly FedInput[], error: unknown): Issue {
  const start = `${layer.type} '${layer.name}': `;
  const text = error instanceof Error ? error.message : String(error);
  const known = error instanceof LayerGraphError ? error : undefined;
  const said = text.startsWith(start) ? text.slice(start.length) : known ? text : `its code failed: ${text}`;
  const { received, expected, port, fix } = known?.details ?? {};
  return {
    code: known?.code ?? "layer-failed",
    severity: "error",
    message: `${start}${said}${printInputs(inputs)}`,
    layer: layer.name,
    ...(port !== undefined && { port }),
    ...(received !== undefined && { received }),
    ...(expected !== undefined && { expected }),
    ...(fix !== undefined && { fix }),
  };
}

const mostInputs = 8;

function printInputs(inputs: readonly FedInput[]): string {
  if (inputs.length === 0) return "";
  const shown = inputs
    .slice(0, mostInputs)
    .map(({ edge, activation }) => `${edge.destinationPort} from ${quoted(printSource(edge))}: ${printSizes(activation)}`);
  const more = inputs.length > mostInputs ? ` and ${inputs.length - mostInputs} more` : "";
  return `\nInputs to this layer: ${shown.join("; ")}${more}.`;
}

/** The end of a connection that data comes from; the port only where it is not the usual one. */
function printSource({ source, sourcePort }: Edge): string {
  return sourcePort === "out" ? source : `${source}/${sourcePort}`;
}
