import { type Activation, defineLayer, type Learnable, ops, realSteps, type Value, z } from "../../../src/index.ts";

/**
 * The decoder of a translator. At each step it looks at the states of the encoder (port `encoder`, CBT) with the attention of Bahdanau, and writes scores
 * for the next word from the word before it (port `in`, CBT with one channel: numbers that count from 1) and what it saw.
 *
 * In training the word before is the right one with the chance `teacherForcingRatio`, and otherwise the one that the decoder itself liked best. With
 * `hasScoresOutput` a second output tells where each step looked: words of the encoder × 1 × observations × steps (SCBT).
 *
 * @see Bahdanau, Cho, Bengio, "Neural machine translation by jointly learning to align and translate" (2015)
 */
export const attentionDecoderLayer = defineLayer({
  type: "attentionDecoderLayer",
  positional: ["numHiddenUnits", "numWords"],
  options: z.object({
    numHiddenUnits: z.int().positive(),
    numWords: z.int().positive(),
    embeddingSize: z.int().positive().default(300),
    attentionSize: z.int().positive().default(128),
    teacherForcingRatio: z.number().min(0).max(1).default(1),
    hasScoresOutput: z.boolean().default(false),
  }),
  inputNames: ["in", "encoder"],
  outputNames: ({ hasScoresOutput }) => (hasScoresOutput ? ["out", "scores"] : ["out"]),
  scores: { option: "hasScoresOutput", output: "scores" },
  learnables: ({ options: { numHiddenUnits: units, numWords, embeddingSize, attentionSize }, inputs: [, encoder] }) => {
    const seen = Number(encoder.shape[1]);
    return {
      embedding: matrix(numWords, embeddingSize, "narrow-normal"),
      startWeights: matrix(seen, units),
      keyWeights: matrix(seen, attentionSize),
      queryWeights: matrix(units, attentionSize),
      scoreWeights: matrix(attentionSize, 1),
      gateWeights: matrix(embeddingSize + seen + units, 2 * units),
      gateBias: bias(2 * units),
      stateWeights: matrix(embeddingSize + seen, units),
      stateRecurrentWeights: matrix(units, units),
      stateBias: bias(units),
      outputWeights: matrix(units + seen, numWords),
      outputBias: bias(numWords),
    };
  },
  predict: ({ inputs: [words, encoder], options, learnables }) => decoded(words, encoder, learnables, options.hasScoresOutput),
  forward: ({ inputs: [words, encoder], options, learnables, random }) => {
    const [batch, , time] = words.value.shape;
    const { teacherForcingRatio: ratio, hasScoresOutput } = options;
    const chance = ratio < 1 ? random([time, batch]) : undefined;
    return decoded(words, encoder, learnables, hasScoresOutput, chance && ops.less(chance, ratio));
  },
});

type Learnables = Readonly<Record<string, Value>>;

function decoded(words: Activation, encoder: Activation, learnables: Learnables, scores: boolean, forced?: Value): Activation[] {
  const [batch, , time] = words.value.shape;
  const given = ops.cast(ops.reshape(ops.transpose(words.value, [2, 0, 1]), [time, batch]), "int64");
  const { start, step } = decoder(encoder, learnables);
  const nothing = ops.cast(ops.expand(ops.constant([1], [1]), [batch]), "int64");
  const { outputs } = ops.scan({
    states: [start, nothing],
    sequences: forced ? [given, forced] : [given],
    body: ([state, liked], [right, force]) => {
      const { next, logits, weights } = step(state, force ? ops.select(force, right, liked) : right);
      const best = ops.add(ops.squeeze(ops.argMax(logits, 1), 1), 1);
      return { states: [next, forced ? best : liked], outputs: [logits, weights] };
    },
  });
  const out: Activation = { ...words, value: ops.transpose(outputs[0], [1, 2, 0]) };
  if (!scores) return [out];
  const looked = ops.unsqueeze(ops.transpose(outputs[1], [1, 2, 0]), 1); // [batch, 1, words of the encoder, time]
  return [out, { value: looked, format: "SCBT", lengths: words.lengths }];
}

/** The state at the start, and a step: from a state and the word before, the next state, the scores of all words, and where it looked. */
function decoder(encoder: Activation, l: Learnables) {
  const real = realSteps(encoder); // [batch, 1, words]
  const mask = real ? ops.cast(real, "float") : undefined;
  const masked = mask ? ops.multiply(encoder.value, mask) : encoder.value;
  const count = mask ? ops.sum(mask, [2]) : ops.sizeValue(encoder.value.shape[2]);
  const [batch, seen] = encoder.value.shape;
  const mean = ops.reshape(ops.divide(ops.sum(masked, [2]), count), [batch, seen]);
  const keys = ops.matmul(ops.transposed(masked), l.keyWeights); // [batch, words, attentionSize]
  const step = (state: Value, word: Value) => {
    const place = ops.subtract(ops.maximum(word, 1), 1); // padded steps have no word: any will do
    const embedded = ops.gatherRows(l.embedding, place);
    const asked = ops.tanh(ops.add(keys, ops.unsqueeze(ops.matmul(state, l.queryWeights), 1)));
    const scores = ops.transposed(ops.matmul(asked, l.scoreWeights)); // [batch, 1, words]
    const weights = ops.softmax(real ? ops.select(real, scores, -1e9) : scores, 2);
    const context = ops.squeeze(ops.matmul(weights, ops.transposed(masked)), 1);
    const seenNow = ops.concatenate([embedded, context], 1);
    // A gated recurrent unit over the word and the context.
    const gates = ops.sigmoid(ops.add(ops.matmul(ops.concatenate([seenNow, state], 1), l.gateWeights), l.gateBias));
    const units = Number(state.shape[1]);
    const [reset, update] = ops.split(gates, 1, [units, units]);
    const proposed = ops.add(
      ops.matmul(seenNow, l.stateWeights),
      ops.matmul(ops.multiply(reset, state), l.stateRecurrentWeights),
    );
    const candidate = ops.tanh(ops.add(proposed, l.stateBias));
    const next = ops.add(ops.multiply(update, state), ops.multiply(ops.subtract(1, update), candidate));
    const logits = ops.add(ops.matmul(ops.concatenate([next, context], 1), l.outputWeights), l.outputBias);
    return { next, logits, weights: ops.squeeze(weights, 1) };
  };
  return { start: ops.tanh(ops.matmul(mean, l.startWeights)), step };
}

/** A matrix in the order in which rows meet it: inputs × outputs. */
function matrix(inputs: number, outputs: number, initializer: Learnable["initializer"] = "glorot"): Learnable {
  return { size: [outputs, inputs], initializer, fans: { fanIn: inputs, fanOut: outputs } };
}

function bias(count: number): Learnable {
  return { size: [count, 1], initializer: "zeros", l2Factor: 0 };
}
