import type { Place } from "../syntax/ast.ts";
import { ScriptError } from "../values/scriptError.ts";
import { unknown } from "../values/unknown.ts";
import type { Value } from "../values/value.ts";
import type { Frame } from "./machine.ts";

/**
 * What a name gives that is neither variable nor function. In `port` mode it stands for data or for a function that is not here, so its
 * value is unknown and the run goes on; but a layer that is not there ends it as it does in MATLAB.
 */
export function unrecognized(
  frame: Frame,
  name: string,
  args: readonly Value[],
  nargout: number,
  place: Place,
): readonly Value[] {
  const { machine } = frame;
  const pinned = machine.pins.get(name)?.find(({ path }) => path.length === 0);
  if (pinned !== undefined) return [pinned.value];
  const left = frame.omitted.get(name);
  if (left !== undefined) return [unknown(name, left, place, true)];
  if (frame.missing.has(name)) throw new ScriptError("MATLAB:minrhs", "Not enough input arguments.", place);
  const message = `Unrecognized function or variable '${name}'.`;
  if (machine.options.mode === "run" || /Layers?$/.test(name)) throw new ScriptError("MATLAB:UndefinedFunction", message, place);
  machine.journal.warn(args.length === 0 && nargout > 0 ? "undefined-variable" : "unsupported-function", message, place);
  if (args.length > 0 || nargout !== 1) machine.journal.unsupported(message);
  if (args.length === 0 && nargout <= 1) return [unknown(name, `'${name}' is not defined in the script`, place, true)];
  return Array.from({ length: Math.max(1, nargout) }, () =>
    unknown(`${name}(…)`, `'${name}' is not a function that is here`, place),
  );
}
