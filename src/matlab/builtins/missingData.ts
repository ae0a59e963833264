import { unknown } from "../values/unknown.ts";
import type { Call, Value } from "../values/value.ts";
import { fail } from "./arguments.ts";
import type { Results } from "./define.ts";

/** What a call gives whose data is not there: unknown values in `port`, an error in `run`. */
export function withoutData(call: Call, reason: string): Results {
  if (call.session.mode === "run")
    return fail(
      call,
      "MATLAB:load:couldNotReadFile",
      `${call.name}: ${reason}. Put the file beside the script, or say where it is with --data.`,
    );
  const name = `${call.name}(${call.args.length === 0 ? "" : "…"})`;
  return call.nargout === 0 ? [] : Array.from({ length: call.nargout }, (): Value => unknown(name, reason, call.place));
}
