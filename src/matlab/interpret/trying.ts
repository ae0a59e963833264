import type { TryStatement } from "../syntax/ast.ts";
import type { Evaluation } from "../values/value.ts";
import { exceptionOf, scriptErrorOf } from "./exceptions.ts";
import type { Frame, Signal } from "./machine.ts";
import { isSpent } from "./meter.ts";

/** `try … catch`: errors of the script and of functions it calls are caught; a spent budget is not. */
export function* runTry(frame: Frame, { body, error: name, handler }: TryStatement): Evaluation<Signal> {
  const { machine } = frame;
  const ends = frame.ends.length;
  const around = machine.tries;
  machine.tries++;
  try {
    return yield* machine.run(frame, body);
  } catch (thrown) {
    machine.tries = around;
    const translated = machine.meter.translated(thrown);
    const error = scriptErrorOf(translated);
    if (error === undefined || isSpent(error)) throw translated;
    frame.ends.length = ends;
    machine.frame = frame;
    machine.lastError = error;
    if (name !== undefined) frame.scope.write(name, exceptionOf(error));
  } finally {
    machine.tries = around;
  }
  return yield* machine.run(frame, handler);
}
