import { LayerGraphError, nearest } from "../errors.ts";
import { type LossFunction, type LossName, type NamedLoss, namedLosses } from "../functions/lossNames.ts";
import { outputName, outputsOf } from "../network/ends.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import type { TrainedOutput } from "../network/network.ts";
import type { OutputDraft } from "./prepareNetwork.ts";

/** What one output is trained by. */
export interface WeightedLoss {
  readonly loss: LossName | LossFunction;
  /** What the loss is multiplied by before the losses of all outputs are added; 1 by default. */
  readonly weight?: number;
  /** The names of the classes in the order of the channels; those of the data, sorted, by default. */
  readonly classNames?: readonly string[];
}

/** The loss of one output: its name, a function of the prediction and the target, or either with a weight and the names of the classes. */
export type OutputLossInput = LossName | LossFunction | WeightedLoss;

/** What a network is trained by: the loss of its output; of several, by their names or as a list in their order. */
export type LossInput = OutputLossInput | readonly OutputLossInput[] | Readonly<Record<string, OutputLossInput>>;

/** What the outputs of a network without output layers are trained by. */
export function lossDrafts(lgraph: LayerGraph, given: LossInput, where: string): OutputDraft[] {
  const ends = outputsOf(lgraph).map((end) => ({ end, name: outputName(lgraph, end) }));
  const losses = inOrder(
    given,
    ends.map(({ name }) => name),
    where,
  );
  return ends.map(({ end, name }, i) => {
    const { loss, weight = 1, classNames } = weightedLoss(losses[i], where);
    const known: NamedLoss | undefined = typeof loss === "string" ? namedLoss(loss, where) : undefined;
    return {
      name,
      end,
      label: name,
      accepts: known?.targets ?? "either",
      loss: known?.loss ?? (loss as LossFunction),
      weight,
      meanOver: known ? "positions" : "observations",
      ...(classNames && { classes: classNames.map(String) }),
    };
  });
}

/** What is remembered of the outputs that were trained. */
export function trainedOutputs(
  given: LossInput,
  outputs: readonly { readonly name: string; readonly classes?: readonly string[]; readonly weight: number }[],
): Readonly<Record<string, TrainedOutput>> {
  const losses = inOrder(
    given,
    outputs.map(({ name }) => name),
    "trainnet",
  );
  return Object.fromEntries(
    outputs.map(({ name, classes, weight }, i) => {
      const { loss } = weightedLoss(losses[i], "trainnet");
      return [name, { ...(classes && { classNames: classes }), ...(typeof loss === "string" && { loss }), weight }];
    }),
  );
}

function inOrder(given: LossInput, names: readonly string[], where: string): readonly OutputLossInput[] {
  if (Array.isArray(given)) {
    if (given.length === names.length) return given as readonly OutputLossInput[];
    throw wrongLosses(where, names, `${given.length} losses`);
  }
  if (isOne(given)) {
    if (names.length === 1) return [given];
    throw wrongLosses(where, names, "one loss");
  }
  const byName = given as Readonly<Record<string, OutputLossInput>>;
  const unknown = Object.keys(byName ?? {}).find((name) => !names.includes(name));
  if (unknown !== undefined || names.some((name) => byName?.[name] === undefined)) {
    throw wrongLosses(
      where,
      names,
      `losses for ${
        Object.keys(byName ?? {})
          .map((n) => `'${n}'`)
          .join(", ") || "none"
      }`,
    );
  }
  return names.map((name) => byName[name]);
}

function isOne(given: LossInput): given is OutputLossInput {
  if (typeof given === "string" || typeof given === "function") return true;
  return (
    typeof given === "object" &&
    given !== null &&
    "loss" in given &&
    Object.keys(given).every((key) => weightedKeys.includes(key))
  );
}

const weightedKeys = ["loss", "weight", "classNames"];

function wrongLosses(where: string, names: readonly string[], received: string): LayerGraphError {
  const outputs = names.map((name) => `'${name}'`).join(", ");
  return new LayerGraphError(
    "wrong-losses",
    `${where}: the network has ${names.length} output${names.length === 1 ? "" : "s"} (${outputs}), received ${received}. Give the loss of each by its name or in this order, such as "crossentropy" or { loss: "mse", weight: 0.5 }.`,
    { received, expected: outputs },
  );
}

function weightedLoss(given: OutputLossInput, where: string): WeightedLoss {
  if (typeof given === "string" || typeof given === "function") return { loss: given };
  const { loss, weight = 1, classNames } = (given ?? {}) as WeightedLoss;
  const unknown = Object.keys(given ?? {}).find((key) => !weightedKeys.includes(key));
  if (unknown !== undefined) throw invalid(where, `a loss has no option '${unknown}'; it has ${weightedKeys.join(", ")}`);
  if (typeof loss !== "string" && typeof loss !== "function")
    throw invalid(where, `the loss must be a name or a function, received ${typeof loss}`);
  if (!(weight > 0 && Number.isFinite(weight)))
    throw invalid(where, `the weight of a loss must be a positive number, received ${String(weight)}`);
  if (classNames !== undefined && !(Array.isArray(classNames) && new Set(classNames.map(String)).size === classNames.length)) {
    throw invalid(where, "classNames must be a list that names each class once");
  }
  return { loss, weight, classNames };
}

function namedLoss(name: string, where: string): NamedLoss {
  if (Object.hasOwn(namedLosses, name)) return namedLosses[name as LossName];
  const names = Object.keys(namedLosses);
  const meant = nearest(name, names);
  const hint =
    meant === undefined ? `The losses are ${names.map((n) => `"${n}"`).join(", ")}, or a function.` : `Did you mean "${meant}"?`;
  throw new LayerGraphError("unknown-loss", `${where}: there is no loss "${name}". ${hint}`, { received: name });
}

function invalid(where: string, what: string): LayerGraphError {
  return new LayerGraphError("invalid-loss", `${where}: ${what}.`);
}
