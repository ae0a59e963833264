import { LayerGraphError } from "../errors.ts";
import { givenValues, type Layer, type Layout } from "../layer.ts";
import { elementCount } from "../tensor.ts";
import { layerArrays } from "./apply.ts";

/**
 * What a layer's states are set to where a sequence begins anew, by name, column-major as they are stored; only the states that its `resetState`
 * names, and none where it has none.
 *
 * @throws LayerGraphError `unknown-state` for a state that the layer does not declare, `wrong-size` for values of another size
 */
export function resetValues(layer: Layer, inputs: readonly Layout[]): Readonly<Record<string, Float32Array>> {
  const { state } = layerArrays(layer, inputs);
  const values = layer.definition.resetState?.({ options: layer.options as never, state }) ?? {};
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const where = `${layer.type} '${layer.name}': resetState, state '${name}'`;
      if (!(name in state)) {
        const declared = Object.keys(state).join(", ") || "none";
        throw new LayerGraphError("unknown-state", `${where}: the layer declares no such state (it has ${declared}).`, {
          layer: layer.name,
          received: name,
          expected: declared,
        });
      }
      const { size } = state[name];
      const filled =
        typeof value === "number" ? new Float32Array(elementCount(size)).fill(value) : givenValues(value, size, where);
      return [name, Float32Array.from(filled!)];
    }),
  );
}
