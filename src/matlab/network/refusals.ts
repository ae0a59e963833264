import { LayerGraphError } from "../../errors.ts";
import type { Place } from "../syntax/ast.ts";
import { describeValue } from "../values/describe.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { UnknownValue, Value } from "../values/value.ts";

/** How messages of the library begin in MATLAB, by the library's code. */
const openings: Readonly<Record<string, string>> = {
  "duplicate-name": "Layer names must be unique.",
  "input-connected": "Unable to connect layers: the input is already connected.",
  "unknown-port": "Unable to connect layers: invalid port.",
  "unknown-connection": "Unable to disconnect layers: the connection does not exist.",
};

/** What the library refused, as an error of the script: in MATLAB's words first where these are known, then in the library's. */
export function refusal(error: unknown, place: Place | undefined, opening?: string): unknown {
  if (!(error instanceof LayerGraphError)) return error;
  const start = opening ?? openings[error.code];
  const message = error.message.replace(/^Network: /, "");
  return new ScriptError(
    error.code,
    start === undefined || error.message.startsWith(start) ? error.message : `${start} ${message}`,
    place,
  );
}

/** Runs something of the library; what it refuses becomes an error of the script. */
export function asked<T>(place: Place | undefined, compute: () => T, opening?: string): T {
  try {
    return compute();
  } catch (error) {
    throw refusal(error, place, opening);
  }
}

/** The error about an argument of the wrong kind. */
export function wrongArgument(
  where: string,
  what: string,
  expected: string,
  received: Value | undefined,
  place: Place,
): ScriptError {
  const got = received === undefined ? "nothing" : describeValue(received);
  return new ScriptError("layergraph:wrongArgument", `${where}: ${what} must be ${expected}, received ${got}.`, place);
}

/** The error about a call with too few arguments. */
export function notEnough(where: string, expected: string, place: Place): ScriptError {
  return new ScriptError("MATLAB:minrhs", `Not enough input arguments. ${where} expects ${expected}.`, place);
}

/** The error about a value that must be known. */
export function mustBeKnown(where: string, what: string, value: UnknownValue, place: Place): ScriptError {
  const flag = value.named ? ` Give it: --set ${value.name}=…` : " Give the variables in it with --set, or the data with --data.";
  return new ScriptError(
    "layergraph:unknownValue",
    `${where}: ${what} must be known, but it is ${value.name}, which is not (${value.reason}).${flag}`,
    place,
  );
}
