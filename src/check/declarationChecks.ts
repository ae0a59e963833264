import { layerArrays } from "../layer/apply.ts";
import { resetValues } from "../layer/resetState.ts";
import { learnableNumbers, stateNumbers } from "./arrays.ts";
import { notFinite } from "./comparison.ts";
import type { Finding } from "./layerCheck.ts";
import type { Check, Subject } from "./subject.ts";

const functions = ["predict", "forward", "backward", "learnables", "state", "resetState"] as const;

/** What can be said of a layer before it computes: its functions, its first values, the values that its states are reset to. */
export const declarationChecks: readonly Check[] = [
  {
    name: "functionSyntaxesAreCorrect",
    about: "each function takes one object, and predict and forward return values",
    scope: "once",
    find: (subject) => wrongFunction(subject) ?? wrongResult(subject, "predict") ?? wrongResult(subject, "forward"),
  },
  {
    name: "initializeDoesNotError",
    about: "learnables and states have sizes and first values for this input",
    scope: "once",
    skip: ({ layer: { definition } }) =>
      definition.learnables || definition.state ? undefined : "The layer declares neither learnables nor states.",
    find: (subject) => wrongFirstValues(subject),
  },
  {
    name: "resetStateDoesNotError",
    about: "resetState gives declared states values of their size",
    scope: "once",
    skip: ({ layer: { definition } }) => (definition.resetState ? undefined : "The layer does not have a resetState function."),
    find: ({ layer, layouts }) => {
      resetValues(layer, layouts);
      return undefined;
    },
  },
];

function wrongFunction({ layer: { definition } }: Subject): Finding | undefined {
  for (const name of functions) {
    const given: unknown = definition[name];
    if (given === undefined && name !== "predict") continue;
    if (typeof given !== "function") return { message: `${name} is ${typeof given}, expected a function.` };
    if (given.length > 1) {
      const message = `${name} declares ${given.length} arguments, expected one object. Write ${name}: ({ inputs: [x], options, learnables }) => ….`;
      return { message };
    }
  }
  return undefined;
}

/** What a function returned that is no result, where the trace then failed. */
function wrongResult(subject: Subject, pass: "predict" | "forward"): Finding | undefined {
  if (pass === "forward" && !subject.layer.definition.forward) return undefined;
  const { call, error } = subject.attempt(pass);
  if (error === undefined || call === undefined || call.error !== undefined || isResult(call.returned)) return undefined;
  return {
    message: `${pass} returned ${described(call.returned)}, expected a value, an activation { value, format }, a list of these, or { outputs, state, memory }.`,
  };
}

function isResult(returned: unknown): boolean {
  const isOutput = (r: unknown): boolean => isObject(r) && ("op" in r || (isObject(r.value) && "op" in r.value));
  if (Array.isArray(returned)) return returned.every(isOutput);
  if (!isObject(returned)) return false;
  return isOutput(returned) || (Array.isArray(returned.outputs) && returned.outputs.every(isOutput));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function described(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return `a list with ${value.map(described).join(", ") || "nothing"}`;
  return typeof value === "object" ? `an object with ${Object.keys(value).join(", ") || "nothing"}` : `a ${typeof value}`;
}

function wrongFirstValues({ layer, layouts }: Subject): Finding | undefined {
  const { learnables, state } = layerArrays(layer, layouts);
  const all = [
    ...Object.entries(learnables).map(([name, spec]) => ({
      what: `learnable '${name}'`,
      spec,
      values: () => learnableNumbers(spec, name),
    })),
    ...Object.entries(state).map(([name, spec]) => ({ what: `state '${name}'`, spec, values: () => stateNumbers(spec, name) })),
  ];
  for (const { what, spec, values } of all) {
    if (!spec.size.every((n) => Number.isInteger(n) && n > 0)) {
      return { message: `${what} has size ${spec.size.join("×")}, expected positive whole numbers.` };
    }
    if (notFinite(values()) >= 0) return { message: `${what} starts with numbers that are not finite.` };
  }
  return undefined;
}
