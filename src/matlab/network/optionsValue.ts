import type { Place } from "../syntax/ast.ts";
import { emptyMatrix } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Builtin, Call, HostValue, Value, ValueOperations } from "../values/value.ts";
import { namedArguments } from "./arguments.ts";
import { displayProperties } from "./displayProperties.ts";
import { checkedOptions, defaultOption, honouredOptions, OptionsContent, optionNamesOf, solverNamed } from "./optionsContent.ts";
import { propertyValue } from "./propertyValue.ts";
import { notEnough, wrongArgument } from "./refusals.ts";

/** MATLAB's classes of training options. */
const classNames: Readonly<Record<string, string>> = {
  sgdm: "nnet.cnn.TrainingOptionsSGDM",
  adam: "nnet.cnn.TrainingOptionsADAM",
  rmsprop: "nnet.cnn.TrainingOptionsRMSProp",
  lbfgs: "nnet.cnn.TrainingOptionsLBFGS",
  lm: "nnet.cnn.TrainingOptionsLM",
};

const operations: Readonly<Record<string, ValueOperations>> = Object.fromEntries(
  Object.entries(classNames).map(([solver, className]) => [solver, operationsOf(solver, className)]),
);

/** The value of training options. */
export function optionsValue(content: OptionsContent): HostValue<OptionsContent> {
  return { kind: "host", operations: operations[content.solver], content };
}

/** Whether a value is training options. */
export function isOptions(value: Value | undefined): value is HostValue<OptionsContent> {
  return value?.kind === "host" && value.content instanceof OptionsContent;
}

/** MATLAB's `trainingOptions`. */
export const trainingOptionsBuiltin: Builtin = {
  name: "trainingOptions",
  role: "network",
  unknowns: "accept",
  call: (call) => {
    const [first] = call.args;
    if (first === undefined) throw notEnough("trainingOptions", "a solver, such as 'adam'", call.place);
    if (first.kind === "unknown") return [first];
    const text = textOf(first);
    if (text === undefined) throw wrongArgument("trainingOptions", "the solver", "text such as 'adam'", first, call.place);
    const solver = solverNamed(text, call.place);
    const named = namedArguments(call.args.slice(1), { where: "trainingOptions", names: optionNamesOf(solver) }, call.place);
    const content = new OptionsContent(solver, new Map(named.map(({ name, value }) => [name, value])));
    check(content, call.place);
    tellLeft(content, call);
    return [optionsValue(content)];
  },
};

/** Checks what is known already; data and functions count as given. */
function check(content: OptionsContent, place?: Place): void {
  if (!(content.solver === "sgdm" || content.solver === "adam" || content.solver === "rmsprop")) return;
  const data = content.given.has("ValidationData") ? { validationData: { predictors: [], responses: [] } } : {};
  checkedOptions(content, place, data);
}

function tellLeft(content: OptionsContent, { session, place }: Call): void {
  for (const { name, reason } of honouredOptions(content).left) {
    session.note({
      kind: "warning",
      code: "training-option",
      message: `trainingOptions: ${name} is left out: ${reason}.`,
      place,
    });
  }
}

function operationsOf(solver: string, className: string): ValueOperations {
  const names = optionNamesOf(solver);
  const property = (value: Value, name: string): Value | undefined => {
    const { given } = (value as HostValue<OptionsContent>).content;
    return given.get(name) ?? (names.includes(name) ? defaultValue(solver, name) : undefined);
  };
  return {
    className,
    complete: true,
    size: () => [1, 1],
    member: property,
    memberNames: () => names,
    withMember: (value, name, given) => {
      if (!names.includes(name)) {
        throw new ScriptError(
          "MATLAB:noPublicFieldForClass",
          `Unrecognized property '${name}' for class '${className}'. It has ${names.join(", ")}.`,
        );
      }
      const { content } = value as HostValue<OptionsContent>;
      const changed = new OptionsContent(solver, new Map([...content.given, [name, given]]));
      check(changed);
      return optionsValue(changed);
    },
    display: (value) =>
      displayProperties(
        className.replace("nnet.cnn.", ""),
        names.map((name) => [name, property(value, name) ?? emptyMatrix]),
      ),
  };
}

function defaultValue(solver: string, name: string): Value {
  const value = defaultOption(solver, name);
  return Array.isArray(value) && value.length === 0 ? emptyMatrix : propertyValue(value);
}
