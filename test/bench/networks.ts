import { LayerGraphError } from "../../src/errors.ts";
import { attentionNetwork } from "./attentionNetwork.ts";
import { gruNetwork, lstmNetwork } from "./recurrentNetworks.ts";
import { type Shape, shapeName } from "./shape.ts";
import { tcnNetwork } from "./tcnNetwork.ts";
import type { TimedNetwork } from "./timedNetwork.ts";

/** Every network that is timed, in the order in which they are. */
export const networks: readonly TimedNetwork[] = [tcnNetwork, lstmNetwork, gruNetwork, attentionNetwork];

/**
 * The network of that name.
 *
 * @throws LayerGraphError `unknown-network`
 */
export function networkNamed(name: string): TimedNetwork {
  const found = networks.find((network) => network.name === name);
  if (found) return found;
  const names = networks.map((network) => network.name).join(", ");
  throw new LayerGraphError("unknown-network", `--networks: there is no network "${name}"; there are ${names}.`);
}

/** A network at a shape: what is measured at a time. */
export interface Contest {
  readonly network: TimedNetwork;
  readonly shape: Shape;
}

/** What a contest is called: `tcn 32x200x128`. */
export function contestName({ network, shape }: Contest): string {
  return `${network.name} ${shapeName(shape)}`;
}

/**
 * Each network at each of the shapes; at its own where none are given.
 *
 * @throws LayerGraphError `invalid-shape` where a network has no such width
 */
export function contestsOf(chosen: readonly TimedNetwork[], shapes: readonly Shape[] | undefined): readonly Contest[] {
  return chosen.flatMap((network) => (shapes ?? network.defaultShapes).map((shape) => contest(network, shape)));
}

function contest(network: TimedNetwork, shape: Shape): Contest {
  const { name, width, widthStep } = network;
  if (shape.width % widthStep === 0) return { network, shape };
  const message = `--shapes: "${shapeName(shape)}" has ${shape.width} ${width}, expected a multiple of ${widthStep} for ${name}.`;
  throw new LayerGraphError("invalid-shape", message);
}
