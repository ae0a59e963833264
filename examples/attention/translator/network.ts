import {
  additionLayer,
  addLayers,
  bilstmLayer,
  connectLayers,
  dropoutLayer,
  fullyConnectedLayer,
  type LayerGraph,
  layerGraph,
  sequenceInputLayer,
  softmaxLayer,
  wordEmbeddingLayer,
} from "../../../src/index.ts";
import { attentionDecoderLayer } from "./attentionDecoderLayer.ts";

/** The sizes of the translator; the textbook's by default. */
export interface TranslatorSizes {
  readonly embeddingSize?: number;
  /** Of the encoder in each direction. */
  readonly encoderUnits?: number;
  readonly decoderUnits?: number;
  /** How often training gives the decoder the right word before instead of its own; 0.8 by default. */
  readonly teacherForcingRatio?: number;
}

/**
 * An encoder in both directions, and a decoder that looks at it: from word numbers (inputs `english` and `french`) to the probabilities of words. With
 * `hasScoresOutput` it also tells where each word looked (`decoder/scores`).
 *
 * Each state of the encoder is what the recurrent layer says, half of it dropped in training, plus the word itself. Without that the recurrent layer tells at
 * every word, and mostly at the last one, what the whole sentence is: the translation is as good, but the decoder has no reason to look at the right word.
 */
export function translator(
  sourceWords: number,
  targetWords: number,
  sizes: TranslatorSizes = {},
  hasScoresOutput = false,
): LayerGraph {
  const { embeddingSize = 300, encoderUnits = 250, decoderUnits = 500, teacherForcingRatio = 0.8 } = sizes;
  let lgraph = layerGraph([
    sequenceInputLayer(1, { name: "english" }),
    wordEmbeddingLayer(embeddingSize, sourceWords, { name: "embedding" }),
    bilstmLayer(encoderUnits, { name: "encoder" }),
    dropoutLayer(0.5),
    additionLayer(2, { name: "states" }),
  ]);
  lgraph = addLayers(lgraph, fullyConnectedLayer(2 * encoderUnits, { name: "word" }));
  lgraph = addLayers(lgraph, sequenceInputLayer(1, { name: "french", timeDimension: "frenchTime" }));
  const options = { embeddingSize, teacherForcingRatio, hasScoresOutput, name: "decoder" };
  const decoder = attentionDecoderLayer(decoderUnits, targetWords, options);
  lgraph = addLayers(lgraph, [decoder, softmaxLayer({ name: "words" })]);
  lgraph = connectLayers(lgraph, "embedding", "word");
  lgraph = connectLayers(lgraph, "word", "states/in2");
  lgraph = connectLayers(lgraph, "french", "decoder/in");
  return connectLayers(lgraph, "states", "decoder/encoder");
}
