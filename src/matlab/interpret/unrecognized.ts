import { nearest } from "../../errors.ts";
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
  const code = args.length === 0 && nargout > 0 ? "undefined-variable" : "unsupported-function";
  machine.journal.warn(code, `${message}${meant(frame, name, place)}`, place);
  if (args.length > 0 || nargout !== 1) machine.journal.unsupported(message);
  if (args.length === 0 && nargout <= 1) return [unknown(name, `'${name}' is not defined in the script`, place, true)];
  return Array.from({ length: Math.max(1, nargout) }, () =>
    unknown(`${name}(…)`, `'${name}' is not a function that is here`, place),
  );
}

/** What was said of each place where a name stands: it is asked for once. */
const said = new WeakMap<Place, string>();

/** The variable that may be meant by a name that is not there, as a question; nothing for short names, which are alike by chance. */
function meant({ scope }: Frame, name: string, place: Place): string {
  const known = said.get(place);
  if (known !== undefined) return known;
  const near = name.length < leastLetters ? undefined : nearest(name, [...scope.variables.keys()].slice(0, mostAsked));
  const question = near === undefined ? "" : ` Did you mean '${near}'?`;
  said.set(place, question);
  return question;
}

const leastLetters = 5;
const mostAsked = 500;
