import { canonicalSize, sizeOf } from "./shape.ts";
import type { HostValue, Value } from "./value.ts";

/** What a table holds: variables of one height, each an array with a row for each row of the table. */
export class Table {
  readonly names: readonly string[];
  readonly columns: readonly Value[];
  readonly height: number;
  readonly rowNames: readonly string[] | undefined;

  constructor(names: readonly string[], columns: readonly Value[], height: number, rowNames?: readonly string[]) {
    this.names = names;
    this.columns = columns;
    this.height = height;
    this.rowNames = rowNames;
  }
}

/** Whether a value is a table. */
export function isTable(value: Value | undefined): value is HostValue<Table> {
  return value?.kind === "host" && value.content instanceof Table;
}

/** The number of rows of a variable. */
export function heightOf(column: Value): number {
  return column.kind === "unknown" ? 0 : canonicalSize(sizeOf(column))[0];
}
