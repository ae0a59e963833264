import type { SuperclassCall } from "../syntax/ast.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Evaluation, Value } from "../values/value.ts";
import { evaluateArguments } from "./arguments.ts";
import type { Frame } from "./machine.ts";
import { initialized } from "./objects.ts";
import { finished, type Step, Waiting } from "./step.ts";

/** `object@Superclass(…)` in a constructor, or `method@Superclass(object, …)` in a method. */
export function superclassCall(frame: Frame, call: SuperclassCall): Step<Value> {
  return new Waiting(called(frame, call));
}

function* called(frame: Frame, { name, superclass, args, place }: SuperclassCall): Evaluation<Value> {
  const owner = frame.called?.owner;
  if (owner === undefined)
    throw new ScriptError(
      "MATLAB:class:SuperclassCall",
      `'${name}@${superclass}' is only possible in a method or constructor.`,
      place,
    );
  const given = yield* finished(evaluateArguments(frame, args));
  const object = frame.scope.read(name);
  const type = frame.machine.library.find(superclass);
  if (object?.kind === "object" && name === owner.maker?.definition.outputs[0]) {
    if (type?.kind !== "class") return object;
    const made = yield* initialized(frame, type, object, given, place);
    frame.scope.write(name, made);
    return made;
  }
  const method = type?.kind === "class" ? type.methodTable.get(name) : undefined;
  if (method === undefined)
    throw new ScriptError("MATLAB:class:SuperclassCall", `The superclass '${superclass}' has no method '${name}' here.`, place);
  const [result] = yield* finished(frame.machine.callFunction(frame, method, given, 1, place));
  return result;
}
