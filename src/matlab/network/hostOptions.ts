import type { MatNumeric } from "../../data/matValues.ts";
import type { AnyLayerDefinition, InitializerFunction } from "../../layer.ts";
import { functionOption } from "../layers/functionOption.ts";
import { row } from "../values/construct.ts";
import { numbersOf } from "../values/convert.ts";
import { describeValue } from "../values/describe.ts";
import { runNow } from "../values/evaluation.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Call, HandleValue, HostValue, ObjectValue } from "../values/value.ts";
import { NetworkContent } from "./graphContent.ts";
import { isGraphValue } from "./graphValue.ts";
import { rememberFunction } from "./handleFunctionText.ts";
import { matlabName } from "./layerOptions.ts";

/** An option that is a function handle or another value with a behaviour of its own. */
export function hostOption(
  definition: AnyLayerDefinition,
  option: string,
  value: HandleValue | HostValue | ObjectValue,
  call: Call,
): unknown {
  if (value.kind === "handle" && option.endsWith("Initializer")) return initializerFrom(value, call);
  if (value.kind === "handle" && definition.options.shape[option]?.safeParse(() => 0).success) {
    return rememberFunction(functionOption(value, call), value);
  }
  if (definition.graphs?.includes(option) && isGraphValue(value)) {
    return value.content instanceof NetworkContent && value.content.network ? value.content.network : value.content.graph;
  }
  throw new ScriptError(
    "layergraph:unsupported",
    `${definition.type}: option '${matlabName(option)}' cannot be ${describeValue(value)} here.`,
    call.place,
  );
}

/** A function handle of the script as an initializer: `w = f(sz)`, called with MATLAB's size. */
function initializerFrom(handle: HandleValue, { session, place }: Call): InitializerFunction {
  return rememberFunction((size) => {
    const [result] = runNow(session.invoke(handle, [row(size)], 1, place), "An initializer");
    const values = result && numbersOf(result as MatNumeric);
    if (values) return values;
    throw new ScriptError(
      "layergraph:wrongResult",
      `An initializer must return numbers, received ${result ? describeValue(result) : "nothing"}.`,
      place,
    );
  }, handle);
}
