import {
  describeMat,
  type MatEnumeration,
  type MatFunction,
  type MatObject,
  type MatObjectArray,
  type MatOpaque,
  type MatSparse,
  type MatStruct,
  type MatValue,
  numberOfElements,
} from "../../data/matValues.ts";
import type { Place } from "../syntax/ast.ts";
import { type Charge, chargeArray } from "./shape.ts";
import { unknown } from "./unknown.ts";
import type { Value } from "./value.ts";

/** What a MAT-file holds that is no array of the language. */
export type MatForeign = MatEnumeration | MatFunction | MatObject | MatObjectArray | MatOpaque;

/** How {@link fromMat} reads. */
export interface FromMatOptions {
  /** Reads objects (tables, networks, datetimes …); undefined where it knows none of this class. */
  readonly object?: (value: MatForeign) => Value | undefined;
  /** Where the script asked for the file. */
  readonly place?: Place;
  readonly charge?: Charge;
}

/**
 * A variable of a MAT-file as a value. Arrays, cells and structs are taken as they are, sparse matrices are made full; what `options.object`
 * does not read is an unknown that says what the file holds there.
 * @param name what the variable is called, for unknowns in it: `data`, `data.labels`
 */
export function fromMat(value: MatValue, name: string, options: FromMatOptions = {}): Value {
  switch (value.kind) {
    case "numeric":
    case "logical":
    case "char":
    case "string":
    case "categorical":
      return value;
    case "sparse":
      return full(value, options.charge);
    case "cell": {
      options.charge?.({ steps: value.elements.length, bytes: 16 * value.elements.length });
      const elements = value.elements.map((each, i) => fromMat(each, `${name}{${i + 1}}`, options));
      return { kind: "cell", size: value.size, elements };
    }
    case "struct":
      return value.className === undefined ? structOf(value, name, options) : foreign(value, name, options.place);
    default:
      return options.object?.(value) ?? foreign(value, name, options.place);
  }
}

function structOf(value: MatStruct, name: string, options: FromMatOptions): Value {
  const single = numberOfElements(value.size) === 1;
  const fields = [...value.fields].map(([field, list]) => {
    const named = (i: number): string => (single ? `${name}.${field}` : `${name}(${i + 1}).${field}`);
    return [field, list.map((each, i) => fromMat(each, named(i), options))] as const;
  });
  return { kind: "struct", size: value.size, fields: new Map(fields) };
}

function foreign(value: MatForeign | MatStruct, name: string, place: Place | undefined): Value {
  return unknown(name, `the file holds a ${describeMat(value)} there, which is not read`, place, /^\w+$/.test(name));
}

function full(value: MatSparse, charge: Charge | undefined): Value {
  const { size, rows, columnStarts } = value;
  const count = chargeArray(size, value.class === "logical" ? 1 : 8, charge);
  const spread = <T extends Float64Array | Uint8Array>(into: T, from: Float64Array): T => {
    for (let j = 0; j + 1 < columnStarts.length; j++) {
      for (let k = columnStarts[j]; k < columnStarts[j + 1]; k++) into[rows[k] + j * size[0]] = from[k];
    }
    return into;
  };
  if (value.class === "logical") return { kind: "logical", size, data: spread(new Uint8Array(count), value.data) };
  const imaginary = value.imaginary && { imaginary: spread(new Float64Array(count), value.imaginary) };
  return { kind: "numeric", class: "double", size, data: spread(new Float64Array(count), value.data), ...imaginary };
}
