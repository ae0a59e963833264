import type { MatCategorical } from "../../data/matValues.ts";
import { type ArrayOption, arrayValue } from "../../layer.ts";
import { isUnknownValue } from "../../network/unknown.ts";
import { cellOfTexts, emptyMatrix, logical, number, numbers, row, text } from "../values/construct.ts";
import { unknown } from "../values/unknown.ts";
import type { HandleValue, Value } from "../values/value.ts";

const handles = new WeakMap<object, HandleValue>();

/** Remembers which function handle of the script a function stands for, so that an option that holds it can be read again. */
export function rememberHandle<F extends object>(compute: F, handle: HandleValue): F {
  handles.set(compute, handle);
  return compute;
}

/** The function handle of the script that a function stands for. */
export function rememberedHandle(compute: unknown): HandleValue | undefined {
  return typeof compute === "function" ? handles.get(compute) : undefined;
}

/**
 * An option of the library as MATLAB's property shows it: text as char, lists of numbers as rows, lists of texts as rows of a cell array, arrays of
 * weights with their size, `[]` for what is not given.
 */
export function propertyValue(option: unknown): Value {
  if (option === undefined || option === null) return emptyMatrix;
  if (typeof option === "string") return text(option);
  if (typeof option === "number") return number(option);
  if (typeof option === "boolean") return logical(option);
  if (typeof option === "function") return handles.get(option) ?? emptyMatrix;
  if (isUnknownValue(option)) return unknown(option.$unknown, "it was not known when the layer was made");
  if (Array.isArray(option)) return listValue(option);
  if ("size" in (option as object) && "data" in (option as object)) {
    const { size, data } = option as Exclude<ArrayOption, number | unknown[]>;
    return numbers(size, data, data instanceof Float32Array ? "single" : "double");
  }
  return "kind" in (option as object) ? (option as Value) : emptyMatrix;
}

function listValue(list: readonly unknown[]): Value {
  if (list.every((each) => typeof each === "string")) return cellOfTexts(list);
  if (list.every((each) => typeof each === "number" || each === null)) return row(list.map((each) => each ?? Number.NaN));
  const array = arrayValue(list as ArrayOption);
  return array ? numbers(array.size, array.data) : emptyMatrix;
}

/** Class names as a categorical column with these categories. */
export function classesValue(classes: readonly string[]): MatCategorical {
  const codes = Uint32Array.from(classes, (_, i) => i + 1);
  return { kind: "categorical", size: [classes.length, 1], codes, categories: classes };
}
