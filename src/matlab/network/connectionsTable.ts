import type { Connection } from "../../network/wiring.ts";
import { cellOfTexts } from "../values/construct.ts";
import { tableValue } from "../values/table.ts";
import type { Value } from "../values/value.ts";

/** MATLAB's table of connections: two variables, cell columns of char vectors. */
export function connectionsTable(connections: readonly Connection[]): Value {
  const column = (side: keyof Connection): Value =>
    cellOfTexts(
      connections.map((connection) => connection[side]),
      [connections.length, 1],
    );
  return tableValue(["Source", "Destination"], [column("source"), column("destination")]);
}
