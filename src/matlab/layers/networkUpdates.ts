import { adamupdate, rmspropupdate, sgdmupdate } from "../../custom/updates.ts";
import type { Network, NetworkArrays } from "../../network/network.ts";
import { NetworkContent } from "../network/graphContent.ts";
import { readyNetwork } from "../network/networkReadiness.ts";
import { networkValue } from "../network/networkValue.ts";
import { refusal } from "../network/refusals.ts";
import { waitFor } from "../values/evaluation.ts";
import { firstUnknown, unknown } from "../values/unknown.ts";
import type { Builtin, Call, Evaluation, HostValue, Value } from "../values/value.ts";
import { arraysTable, networkArrays } from "./arrayTables.ts";
import { knownNumber } from "./functionArguments.ts";
import { constantsOf } from "./networkConstants.ts";
import { isEmptyArray } from "./plainValues.ts";

type Averages = readonly (NetworkArrays | undefined)[];

/** One step for a whole network, as the library's own loops take it: learn-rate factors included. */
interface NetworkStep {
  /** How many averages stand behind the gradients. */
  readonly averages: number;
  /** Names of the library's options behind those, `iteration` among them. */
  readonly settings: readonly string[];
  readonly take: (
    net: Network,
    gradients: NetworkArrays,
    averages: Averages,
    settings: Readonly<Record<string, number>>,
  ) => Promise<readonly [net: Network, ...averages: NetworkArrays[]]>;
}

const steps: Readonly<Record<string, NetworkStep>> = {
  adamupdate: {
    averages: 2,
    settings: ["iteration", "learnRate", "gradDecay", "sqGradDecay", "epsilon"],
    take: (net, gradients, [mean, squares], { iteration, ...options }) =>
      adamupdate(net, gradients, mean, squares, iteration, options),
  },
  rmspropupdate: {
    averages: 1,
    settings: ["learnRate", "sqGradDecay", "epsilon"],
    take: (net, gradients, [squares], options) => rmspropupdate(net, gradients, squares, options),
  },
  sgdmupdate: {
    averages: 1,
    settings: ["learnRate", "momentum"],
    take: (net, gradients, [velocity], options) => sgdmupdate(net, gradients, velocity, options),
  },
};

/** The network that a value is; undefined for anything else. */
export function networkContent(value: Value | undefined): NetworkContent | undefined {
  return value?.kind === "host" && value.content instanceof NetworkContent ? value.content : undefined;
}

/**
 * An update of the solvers that also takes a network in place of its parameters. While a script is ported nothing is trained: the network stays as it is,
 * and is reported as one that the script trains.
 */
export function updatingNetworks(update: Builtin): Builtin {
  return { ...update, role: "training", unknowns: "accept", trains: "step", call: (call) => updated(update, call) };
}

function updated(update: Builtin, call: Call): ReturnType<Builtin["call"]> {
  const missing = firstUnknown(call.args);
  const content = networkContent(call.args[0]);
  const { averages } = steps[update.name];
  if (content && (missing || call.session.mode === "port")) {
    call.session.note({ kind: "graph", value: call.args[0], trained: true, place: call.place });
    const reason = missing?.reason ?? "nothing is trained while the script is ported";
    return [call.args[0], ...Array.from({ length: averages }, (_, i) => unknown(`average${i + 1}`, reason, call.place))];
  }
  if (missing) return Array.from({ length: averages + 1 }, () => missing);
  return content ? networkUpdated(content, steps[update.name], call) : update.call(call);
}

function* networkUpdated(content: NetworkContent, step: NetworkStep, call: Call): Evaluation<readonly Value[]> {
  const net = readyNetwork(content, call)!;
  const { name, args, place } = call;
  const gradients = networkArrays(args[1], net.learnables, `${name}: the gradients`);
  const averages = args.slice(2, 2 + step.averages).map((value) => averageIn(value, net, name));
  const given = step.settings.map((setting, i) => [setting, args[2 + step.averages + i]] as const);
  const settings = Object.fromEntries(
    given.flatMap(([setting, value]) => (value && !isEmptyArray(value) ? [[setting, knownNumber(value, setting)]] : [])),
  );
  try {
    const [next, ...moved] = yield* waitFor(step.take(net, gradients, averages, settings));
    const network: HostValue = networkValue(new NetworkContent(content.className, next.graph, next));
    call.session.note({ kind: "graph", value: network, trained: true, place });
    return [network, ...moved.map((arrays) => arraysTable(constantsOf({ ...net, learnables: arrays }).learnables))];
  } catch (error) {
    throw refusal(error, place);
  }
}

function averageIn(value: Value | undefined, { learnables }: Network, name: string): NetworkArrays | undefined {
  return value === undefined || isEmptyArray(value) ? undefined : networkArrays(value, learnables, `${name}: the averages`);
}
