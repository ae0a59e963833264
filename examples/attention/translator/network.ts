import {
  addLayers,
  bilstmLayer,
  classificationLayer,
  connectLayers,
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
  readonly teacherForcingRatio?: number;
  /** Whether the network also tells where each of its words looked, instead of having a loss. */
  readonly hasScoresOutput?: boolean;
}

/** An encoder in both directions, and a decoder that looks at it: from word numbers to the probabilities of words. */
export function translator(sourceWords: number, targetWords: readonly string[], sizes: TranslatorSizes = {}): LayerGraph {
  const { embeddingSize = 300, encoderUnits = 250, decoderUnits = 500, teacherForcingRatio = 1, hasScoresOutput = false } = sizes;
  let lgraph = layerGraph([
    sequenceInputLayer(1, { name: "english" }),
    wordEmbeddingLayer(embeddingSize, sourceWords),
    bilstmLayer(encoderUnits, { name: "encoder" }),
  ]);
  lgraph = addLayers(lgraph, sequenceInputLayer(1, { name: "french", timeDimension: "frenchTime" }));
  const options = { embeddingSize, teacherForcingRatio, hasScoresOutput, name: "decoder" };
  lgraph = addLayers(lgraph, [attentionDecoderLayer(decoderUnits, targetWords.length, options), softmaxLayer({ name: "words" })]);
  if (!hasScoresOutput)
    lgraph = connectLayers(addLayers(lgraph, classificationLayer({ classes: [...targetWords], name: "loss" })), "words", "loss");
  lgraph = connectLayers(lgraph, "french", "decoder/in");
  return connectLayers(lgraph, "encoder", "decoder/encoder");
}
