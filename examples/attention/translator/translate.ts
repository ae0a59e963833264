import { type DlNetwork, dlarray, dlnetwork, extractdata, type Network, predict } from "../../../src/index.ts";
import { type TranslatorSizes, translator } from "./network.ts";

/** The edge of a sentence: the first word that the decoder is given, and the one that it ends with. */
export const edgeWord = "<end>";

/** A translated sentence, and for each of its words how much it looked at each word of the source. */
export interface Translation {
  readonly words: readonly string[];
  readonly weights: readonly (readonly number[])[];
}

/** A sentence that is being written. */
interface Hypothesis {
  readonly source: number;
  readonly words: readonly number[];
  readonly weights: readonly (readonly number[])[];
  readonly logProbability: number;
}

/** A trained translator: both vocabularies, and the network with an output for where it looked. */
export class Translator {
  readonly #net: DlNetwork;
  readonly #source: ReadonlyMap<string, number>;
  readonly #target: readonly string[];

  constructor(net: Network, source: ReadonlyMap<string, number>, target: readonly string[], sizes: TranslatorSizes = {}) {
    const graph = translator(source.size, target.length, sizes, true);
    this.#net = dlnetwork(graph).with({ learnables: net.learnables, states: net.states });
    this.#source = source;
    this.#target = target;
  }

  /** The most likely translation found with `beam` hypotheses at a time; 1 takes the likeliest word at each step. */
  async translate(sentences: readonly (readonly string[])[], { beam = 1, longest = 14 } = {}): Promise<Translation[]> {
    const begun = (source: number): Hypothesis => ({ source, words: [this.#number(edgeWord)], weights: [], logProbability: 0 });
    let open = sentences.map((_, source) => begun(source));
    const best = new Map<number, Hypothesis>();
    for (let length = 0; length < longest && open.length > 0; length++) {
      const continued = await this.#continued(sentences, open, beam);
      const kept = sentences.flatMap((_, source) =>
        likeliest(
          continued.filter((h) => h.source === source),
          beam,
        ),
      );
      for (const h of kept) if (this.#ended(h) && likelier(h, best.get(h.source))) best.set(h.source, h);
      // Going on can only make a sentence less likely than it is.
      open = kept.filter((h) => !this.#ended(h) && likelier(h, best.get(h.source)));
    }
    return sentences.map((_, source) => this.#told(best.get(source) ?? open.find((h) => h.source === source)!));
  }

  /** Each hypothesis with each of its `count` likeliest next words. */
  async #continued(sentences: readonly (readonly string[])[], open: readonly Hypothesis[], count: number): Promise<Hypothesis[]> {
    const lengths = open.map(({ source }) => sentences[source].length);
    const most = Math.max(...lengths);
    const english = open.map(({ source }) => {
      const numbers = sentences[source].map((word) => this.#source.get(word) ?? 0);
      return [...numbers, ...Array<number>(most - numbers.length).fill(1)].map((n) => [n]);
    });
    const french = open.map(({ words }) => words.map((n) => [n]));
    const inputs = [dlarray(english, "BTC", { lengths }), dlarray(french, "BTC")] as const;
    const [words, scores] = await predict(this.#net, ...inputs, { outputs: ["words", "decoder/scores"] });
    const [probabilities, looked] = [extractdata(words, "BTC"), extractdata(scores, "BTSC")];
    return open.flatMap((h, i) => {
      const next = probabilities[i].at(-1)!;
      const weights = looked[i]
        .at(-1)!
        .slice(0, lengths[i])
        .map(([w]) => w);
      return largest(next, count).map((word) => ({
        ...h,
        words: [...h.words, word + 1],
        weights: [...h.weights, weights],
        logProbability: h.logProbability + Math.log(next[word]),
      }));
    });
  }

  #number(word: string): number {
    return this.#target.indexOf(word) + 1;
  }

  #ended({ words }: Hypothesis): boolean {
    return words.at(-1) === this.#number(edgeWord);
  }

  #told(h: Hypothesis): Translation {
    const words = h.words.slice(1).map((n) => this.#target[n - 1]);
    const count = this.#ended(h) ? words.length - 1 : words.length;
    return { words: words.slice(0, count), weights: h.weights.slice(0, count) };
  }
}

function largest(values: readonly number[], count: number): number[] {
  return [...values.keys()].sort((a, b) => values[b] - values[a]).slice(0, count);
}

function likeliest(hypotheses: readonly Hypothesis[], count: number): Hypothesis[] {
  return [...hypotheses].sort((a, b) => b.logProbability - a.logProbability).slice(0, count);
}

function likelier(h: Hypothesis, other: Hypothesis | undefined): boolean {
  return other === undefined || h.logProbability > other.logProbability;
}
