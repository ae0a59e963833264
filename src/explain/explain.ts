import { LayerGraphError } from "../errors.ts";
import type { Network } from "../network/network.ts";
import { outputNamed } from "../train/activations.ts";
import { classesOf } from "../train/classify.ts";
import { predict } from "../train/predict.ts";
import { type AttentionMap, attentionMap } from "./attentionMap.ts";
import { attentionLayers } from "./attentionWeights.ts";
import type { Baseline } from "./baseline.ts";
import { type ExplanationOptions, explained } from "./explained.ts";
import { type GradCam, gradCAM } from "./gradCAM.ts";
import { type IntegratedGradients, integratedGradients } from "./integratedGradients.ts";
import { type LayerActivation, layerActivations, layersOverTime } from "./layerActivations.ts";
import { asObserved, type Numbers } from "./numbers.ts";
import { alone, type GivenObservation, requireKnownLayers } from "./observation.ts";
import { type Occlusion, occlusion } from "./occlusion.ts";
import type { ExplainedScore } from "./target.ts";

/** The ways to explain an answer. */
export const explanationMethods = ["integrated-gradients", "occlusion", "grad-cam", "attention", "activations"] as const;
/** One way to explain an answer. */
export type ExplanationMethod = (typeof explanationMethods)[number];

/** Options of `explain`; every one may be left out. */
export interface ExplainOptions extends ExplanationOptions {
  /** Which explanations are wanted; all by default, and those that the network has nothing for are then left out, with the reason. */
  readonly methods?: readonly ExplanationMethod[];
  /**
   * Layers, by their names, that Grad-CAM (the first), the attention maps and the activations are of. By default Grad-CAM chooses its layer, the maps are
   * those of all layers with attention, and the activations those of all layers with learnables whose output has time steps.
   */
  readonly layers?: readonly string[];
  /** For integrated gradients and occlusion: `"zeros"` (default), `"mean"` of each channel, or an observation. */
  readonly baseline?: Baseline;
  /** For integrated gradients; 64 by default. */
  readonly steps?: number;
  /** For occlusion; a twentieth of the observation and half of that by default. */
  readonly window?: number;
  readonly stride?: number;
}

/** An answer of a network to one observation, with all that explains it. */
export interface Explanation {
  readonly score: ExplainedScore;
  /** The observation, as it is written: features × time, a row of features, or height × width × channels. */
  readonly observation: Numbers;
  readonly overTime: boolean;
  /** What the network gives: a number for each class or response, [channels], or for each of them and each time step, [channels, time]. */
  readonly answer: Numbers;
  /** The names of the channels of the answer, where they are classes. */
  readonly classes?: readonly string[];
  readonly integratedGradients?: IntegratedGradients;
  readonly occlusion?: Occlusion;
  readonly gradCAM?: GradCam;
  readonly attention: readonly AttentionMap[];
  readonly activations: readonly LayerActivation[];
  /** What was left out, and why. */
  readonly leftOut: readonly { readonly method: ExplanationMethod; readonly reason: string }[];
}

/**
 * Everything that explains a network's answer to one observation: integrated gradients, occlusion, Grad-CAM, the attention maps and the activations of its
 * layers. `explanationPage` makes a page of it.
 *
 * @example writeFileSync("report.html", explanationPage(await explain(net, XTest[3])));
 * @throws LayerGraphError those of the methods, where `methods` names them
 */
export async function explain(net: Network, x: GivenObservation, options: ExplainOptions = {}): Promise<Explanation> {
  requireKnownLayers(net, "explain");
  const { methods, layers, baseline, steps, window, stride, ...common } = options;
  requireMethods(methods);
  for (const name of layers ?? []) outputNamed(net.graph, name, "explain");
  const about = await explained(net, x, common, {}, "explain");
  const attempts = new Attempts(methods);
  const varied = { ...common, target: about.score.index, ...(baseline !== undefined && { baseline }) };
  const gradients = await attempts.try("integrated-gradients", () =>
    integratedGradients(net, x, { ...varied, ...(steps !== undefined && { steps }) }),
  );
  const covered = await attempts.try("occlusion", () =>
    occlusion(net, x, { ...varied, ...(window !== undefined && { window }), ...(stride !== undefined && { stride }) }),
  );
  const map = await attempts.try("grad-cam", () =>
    gradCAM(net, x, { ...common, target: about.score.index, ...(layers?.[0] !== undefined && { layer: layers[0] }) }),
  );
  const attention = await attempts.try("attention", () => attentionMaps(net, x, layers));
  const ends = layers ? layers.map((name) => outputNamed(net.graph, name, "explain")) : layersOverTime(net);
  const activations = await attempts.try("activations", () => layerActivations(net, x, ends, "explain"));
  const { attributions: observation, overTime } = asObserved(about.data, about);
  return {
    score: about.score,
    observation,
    overTime: overTime !== undefined,
    ...(await answerOf(net, x)),
    ...(gradients && { integratedGradients: gradients }),
    ...(covered && { occlusion: covered }),
    ...(map && { gradCAM: map }),
    attention: attention ?? [],
    activations: activations ?? [],
    leftOut: attempts.leftOut,
  };
}

/** Methods that nobody named may fail: the network has nothing for them. */
class Attempts {
  readonly leftOut: { method: ExplanationMethod; reason: string }[] = [];
  readonly #named: readonly ExplanationMethod[] | undefined;

  constructor(named: readonly ExplanationMethod[] | undefined) {
    this.#named = named;
  }

  async try<T>(method: ExplanationMethod, work: () => Promise<T>): Promise<T | undefined> {
    if (this.#named) return this.#named.includes(method) ? work() : undefined;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof LayerGraphError) || !missing.has(error.code)) throw error;
      this.leftOut.push({ method, reason: error.message });
      return undefined;
    }
  }
}

/** What a network may have nothing for. */
const missing = new Set(["no-gradient", "no-places", "no-attention", "not-supported"]);

async function attentionMaps(net: Network, x: GivenObservation, layers: readonly string[] | undefined): Promise<AttentionMap[]> {
  const all = attentionLayers(net.graph);
  const wanted = layers ? all.filter((name) => layers.includes(name)) : all;
  if (wanted.length === 0) {
    const which =
      layers && all.length > 0
        ? `None of the layers ${layers.join(", ")} has attention`
        : "The network has no layer with attention";
    throw new LayerGraphError("no-attention", `explain: ${which}.`, { received: layers?.join(", ") ?? "nothing" });
  }
  const maps: AttentionMap[] = [];
  for (const name of wanted) maps.push(await attentionMap(net, x, name));
  return maps;
}

async function answerOf(net: Network, x: GivenObservation): Promise<Pick<Explanation, "answer" | "classes">> {
  const prediction = await predict(net, alone(x, "explain"));
  const [first] = prediction.values;
  const answer = first instanceof Float32Array ? { data: first, size: [first.length] } : first;
  const classes = classesOf(net);
  return { answer, ...(classes && { classes }) };
}

function requireMethods(methods: readonly string[] | undefined): void {
  const wrong = methods?.find((method) => !(explanationMethods as readonly string[]).includes(method));
  if (wrong === undefined) return;
  const expected = explanationMethods.join(", ");
  throw new LayerGraphError("invalid-option", `explain: there is no method '${wrong}', expected ${expected}.`, {
    received: wrong,
    expected,
  });
}
