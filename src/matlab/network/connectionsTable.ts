import type { Connection } from "../../network/wiring.ts";
import { cellOfTexts, struct } from "../values/construct.ts";
import type { Value } from "../values/value.ts";

/** MATLAB's table of connections. */
export function connectionsTable(connections: readonly Connection[]): Value {
  const size = [connections.length, 1];
  return struct({
    Source: cellOfTexts(
      connections.map(({ source }) => source),
      size,
    ),
    Destination: cellOfTexts(
      connections.map(({ destination }) => destination),
      size,
    ),
  });
}
