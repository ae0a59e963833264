import { type MatSize, numberOfElements } from "../../data/matValues.ts";
import { numbersOf } from "../values/convert.ts";
import { describeValue } from "../values/describe.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Subscript } from "../values/value.ts";

/** Elements of an array that subscripts pick: their places in column-major order, from 0, and the size of what is picked. */
export interface PickedPlaces {
  readonly places: readonly number[];
  readonly size: MatSize;
}

/** What one or two subscripts pick of an array; places may lie beyond its end where `growing`. */
export function pickedPlaces(subscripts: readonly Subscript[], size: MatSize, growing = false): PickedPlaces {
  const count = numberOfElements(size);
  if (subscripts.length === 1) {
    const places = along(subscripts[0], count, growing);
    return { places, size: pickedSize(subscripts[0], places.length, size) };
  }
  const [rows, columns] = [along(subscripts[0], size[0], growing), along(subscripts[1], size[1], growing)];
  const height = Math.max(size[0], 1);
  return { places: columns.flatMap((column) => rows.map((row) => column * height + row)), size: [rows.length, columns.length] };
}

/** What a vector of places picks lies as the array does; of a matrix, or by a matrix, as the subscript does. */
function pickedSize(subscript: Subscript, count: number, [rows, columns]: MatSize): MatSize {
  if (subscript === ":") return [count, 1];
  if (rows === 1 && columns !== 1) return [1, count];
  if (columns === 1 && rows !== 1) return [count, 1];
  const [height = 1] = "size" in subscript ? subscript.size : [];
  return height === count && count !== 1 ? [count, 1] : [1, count];
}

function along(subscript: Subscript, length: number, growing: boolean): number[] {
  if (subscript === ":") return Array.from({ length }, (_, i) => i);
  const given = numbersOf(subscript);
  if (given === undefined || subscript.kind === "char") {
    throw new ScriptError(
      "MATLAB:badsubscript",
      `Array indices must be positive integers or logical values, received ${describeValue(subscript)}.`,
    );
  }
  const places =
    subscript.kind === "logical" ? Array.from(given).flatMap((on, i) => (on ? [i] : [])) : Array.from(given, (i) => i - 1);
  for (const place of places) {
    if (!Number.isInteger(place) || place < 0) {
      throw new ScriptError("MATLAB:badsubscript", "Array indices must be positive integers or logical values.");
    }
    if (place >= length && !growing) {
      throw new ScriptError(
        "MATLAB:badsubscript",
        `Index exceeds the number of array elements. Index must not exceed ${length}.`,
      );
    }
  }
  return places;
}
