import type { BackwardGradients, Layer, LayerResult } from "../layer.ts";

/** What a function of a layer did when it was called: what it returned, or what it threw. */
export interface Call<T> {
  readonly returned?: T;
  readonly error?: unknown;
}

/** A layer whose functions tell what they did when they were last called. */
export interface WatchedLayer {
  readonly layer: Layer;
  readonly calls: { predict?: Call<LayerResult>; forward?: Call<LayerResult>; backward?: Call<BackwardGradients> };
}

/** The same layer, watched: what goes wrong in its own code can be told from what is wrong with what it returned. */
export function watched(layer: Layer): WatchedLayer {
  const calls: WatchedLayer["calls"] = {};
  const { predict, forward, backward } = layer.definition;
  const definition = {
    ...layer.definition,
    predict: watching(predict, (call) => {
      calls.predict = call;
    }),
    ...(forward && {
      forward: watching(forward, (call) => {
        calls.forward = call;
      }),
    }),
    ...(backward && {
      backward: watching(backward, (call) => {
        calls.backward = call;
      }),
    }),
  };
  return { layer: { ...layer, name: layer.name || layer.type, definition }, calls };
}

function watching<A, T>(run: (args: A) => T, tell: (call: Call<T>) => void): (args: A) => T {
  return (args) => {
    try {
      const returned = run(args);
      tell({ returned });
      return returned;
    } catch (error) {
      tell({ error });
      throw error;
    }
  };
}
