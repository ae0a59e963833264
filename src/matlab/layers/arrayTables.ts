import type { NetworkArrays } from "../../network/network.ts";
import type { Value as Op } from "../../ops/index.ts";
import { elementCount, floats, type Tensor } from "../../tensor.ts";
import { matlabName } from "../network/layerOptions.ts";
import { cell, strings } from "../values/construct.ts";
import { ScriptError } from "../values/scriptError.ts";
import { tableValue } from "../values/table.ts";
import { isTable, type Table } from "../values/tableData.ts";
import type { HostValue, Value } from "../values/value.ts";
import { numbersIn } from "./concrete.ts";
import { tracedFrom } from "./operators.ts";
import { fromStored, storedLearnable } from "./tracedArray.ts";
import { tracedValue } from "./tracedValues.ts";

/** Arrays by `layer/parameter` as MATLAB's table of layer, parameter and value; the values are arrays of the class `dlarray`. */
export function arraysTable(arrays: ReadonlyMap<string, Op>): HostValue<Table> {
  const rows = [...arrays].map(([key, value]) => {
    const slash = key.indexOf("/"); // a layer's name has none
    return { layer: key.slice(0, slash), parameter: matlabName(key.slice(slash + 1)), value: tracedValue(fromStored(value)) };
  });
  const size = [rows.length, 1];
  return tableValue(
    ["Layer", "Parameter", "Value"],
    [
      strings(
        rows.map(({ layer }) => layer),
        size,
      ),
      strings(
        rows.map(({ parameter }) => parameter),
        size,
      ),
      cell(
        rows.map(({ value }) => value),
        size,
      ),
    ],
  );
}

/** The arrays in the variable `Value` of a table such as `net.Learnables`; undefined for anything else. */
export function tableArrays(value: Value | undefined): readonly Value[] | undefined {
  if (!isTable(value)) return undefined;
  const column = value.content.columns[value.content.names.indexOf("Value")];
  return column?.kind === "cell" ? column.elements : undefined;
}

/** A table such as `net.Learnables` with other arrays in its variable `Value`. */
export function withTableArrays(table: HostValue<Table>, arrays: readonly Value[]): Value {
  const { names, columns, rowNames } = table.content;
  const at = names.indexOf("Value");
  const changed = columns.map((column, i) => (i === at ? cell(arrays, [arrays.length, 1]) : column));
  return tableValue(names, changed, rowNames);
}

/**
 * The arrays of a table such as `net.Learnables` by `layer/parameter`, for a network whose arrays have these names and shapes.
 *
 * @throws ScriptError where it is no such table, or has a row that the network does not have
 */
export function networkArrays(value: Value, of: NetworkArrays, what: string): NetworkArrays {
  const given = tableArrays(value);
  const names = rowNamesOf(value);
  if (!given || !names)
    throw new ScriptError("layergraph:wrongArgument", `${what} must be a table of Layer, Parameter and Value.`);
  const byName = new Map([...of.keys()].map((key) => [key.toLowerCase(), key]));
  return new Map(
    given.map((array, i) => {
      const key = byName.get(names[i].toLowerCase());
      if (key === undefined)
        throw new ScriptError("layergraph:wrongArgument", `${what}: the network has no array '${names[i]}'.`);
      const { shape } = of.get(key)!;
      return [key, tensorOf(array, shape, `${what}: '${names[i]}'`)];
    }),
  );
}

function rowNamesOf(value: Value): readonly string[] | undefined {
  if (!isTable(value)) return undefined;
  const { names, columns } = value.content;
  const [layers, parameters] = ["Layer", "Parameter"].map((name) => columns[names.indexOf(name)]);
  if (layers?.kind !== "string" || parameters?.kind !== "string") return undefined;
  return layers.values.map((layer, i) => `${layer}/${parameters.values[i]}`);
}

/** The numbers of an array in the shape that is expected; in its own where that has another number of elements, as states of several observations. */
function tensorOf(value: Value, expected: readonly number[], what: string): Tensor<"float32"> {
  const numbers = numbersIn(storedLearnable(tracedFrom(value, what)));
  if (!numbers) throw new ScriptError("layergraph:notTraced", `${what} depends on data that are not known.`);
  const { data, shape } = numbers;
  return floats(data.length === elementCount(expected) ? expected : shape, Float32Array.from(data));
}

/** The value with `change` in place of every array in it: in cell arrays, structs and tables such as `net.Learnables`. */
export function withEachArray(value: Value, change: (array: Value) => Value): Value {
  const inside = (each: Value): Value => withEachArray(each, change);
  if (value.kind === "cell") return { ...value, elements: value.elements.map(inside) };
  if (value.kind === "struct") {
    return { ...value, fields: new Map([...value.fields].map(([name, values]) => [name, values.map(inside)])) };
  }
  const arrays = tableArrays(value);
  return arrays ? withTableArrays(value as HostValue<Table>, arrays.map(inside)) : change(value);
}
