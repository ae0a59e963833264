import { LayerGraphError } from "../errors.ts";
import { storedShape } from "../layer/apply.ts";
import type { Finding } from "./layerCheck.ts";
import { CannotBeMade, type Check, messageOf, type Pass, type Subject } from "./subject.ts";

const noStates = ({ layer: { definition } }: Subject): string | undefined =>
  definition.state ? undefined : "The layer does not have states.";

/** Whether the states that predict and forward return are declared and have their sizes. */
export const stateChecks: readonly Check[] = [
  {
    name: "predictReturnsValidStates",
    about: "the states that predict returns are declared and have their sizes",
    scope: "each",
    skip: (subject) => (returnsUnknown(subject, "predict") ? undefined : noStates(subject)),
    find: (subject) => invalidStates(subject, "predict"),
  },
  {
    name: "forwardReturnsValidStates",
    about: "the states that forward returns are declared and have their sizes",
    scope: "each",
    skip: (subject) =>
      subject.layer.definition.forward
        ? returnsUnknown(subject, "forward")
          ? undefined
          : noStates(subject)
        : "The layer does not have a forward function.",
    find: (subject) => invalidStates(subject, "forward"),
  },
];

function returnsUnknown(subject: Subject, pass: Pass): boolean {
  const { error, call } = subject.attempt(pass);
  return call?.returned !== undefined && error instanceof LayerGraphError && ["unknown-state", "wrong-size"].includes(error.code);
}

function invalidStates(subject: Subject, pass: Pass): Finding | undefined {
  const { traced, error } = subject.attempt(pass);
  if (returnsUnknown(subject, pass)) return { message: messageOf(error) };
  if (!traced) throw new CannotBeMade(`${pass} fails`);
  const results = subject.results(pass);
  for (const name of Object.keys(traced.newState)) {
    const { size, perObservation } = traced.state[name];
    const declared = storedShape(size);
    const expected = declared.join(", ");
    const received = results[`new state ${name}`].shape.join(", ");
    if (perObservation && received === [subject.observations, ...declared.slice(1)].join(", ")) continue;
    if (received !== expected) {
      return {
        message: `${pass} returned state '${name}' as [${received}], expected [${expected}]: its size ${size.join("×")} reversed.`,
      };
    }
  }
  return undefined;
}
