import { inPackage, type SavedClass } from "../savedClass.ts";
import type { SavedArray, SavedFields } from "../savedFields.ts";

const recurrentLearnables = ["inputWeights", "recurrentWeights", "bias"] as const;

/** How MATLAB saves recurrent layers, and those that place, fold and pick steps of sequences. */
export const sequenceClasses = inPackage("nnet.cnn.layer", {
  LSTMLayer: recurrent("lstmLayer", ["hiddenState", "cellState"]),
  BiLSTMLayer: recurrent("bilstmLayer", ["hiddenState", "cellState"]),
  GRULayer: recurrent("gruLayer", ["hiddenState"]),
  SequenceFoldingLayer: { type: "sequenceFoldingLayer" },
  SequenceUnfoldingLayer: { type: "sequenceUnfoldingLayer" },
  Indexing1DLayer: { type: "indexing1dLayer", options: { target: targetOf } },
  PositionEmbeddingLayer: { type: "positionEmbeddingLayer", learnables: ["weights"] },
  SinusoidalPositionEncodingLayer: { type: "sinusoidalPositionEncodingLayer" },
  EmbeddingConcatenationLayer: { type: "embeddingConcatenationLayer", learnables: ["weights"] },
  WordEmbeddingLayer: { type: "wordEmbeddingLayer", learnables: ["weights"] },
});

/** States that sequences begin with are options, those that the network stands at are its states. */
function recurrent(type: string, states: readonly ("hiddenState" | "cellState")[]): SavedClass {
  const field = { hiddenState: "HiddenState", cellState: "CellState" };
  return {
    type,
    options: {
      outputMode: (saved) => outputModes[String(saved.plain("ReturnSequence"))],
      ...Object.fromEntries(states.map((state) => [state, (saved: SavedFields) => beginning(saved, `Initial${field[state]}`)])),
    },
    learnables: recurrentLearnables,
    states: Object.fromEntries(states.map((state) => [state, (saved: SavedFields) => current(saved, field[state])])),
  };
}

const outputModes: Readonly<Record<string, string>> = { true: "sequence", false: "last", "1": "sequence", "0": "last" };

/** Sequences begin with zeros, unless the file has other numbers. */
function beginning(saved: SavedFields, field: string): SavedArray | undefined {
  const value = saved.array(field);
  return value?.data.some((number) => number !== 0) ? value : undefined;
}

/** Where the network stands: one value for all observations, or nothing where the file has one for each. */
function current(saved: SavedFields, field: string): SavedArray | undefined {
  const value = saved.learnable(field).value;
  return value?.size.slice(1).every((length) => length === 1) ? value : undefined;
}

/** `"first"`, `"last"` or a position. */
function targetOf(saved: SavedFields): unknown {
  const index = saved.plain("Index") ?? saved.plain("Target");
  return typeof index === "string" && /^\d+$/.test(index) ? Number(index) : index;
}
