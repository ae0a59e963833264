import type { FunctionDefinition, Place } from "../syntax/ast.ts";
import { cell } from "../values/construct.ts";
import { ScriptError } from "../values/scriptError.ts";
import { unknown } from "../values/unknown.ts";
import type { Evaluation, Value } from "../values/value.ts";
import { applyArguments } from "./argumentsBlock.ts";
import type { UserFunction } from "./code.ts";
import type { Frame } from "./machine.ts";
import { Scope } from "./scope.ts";
import { Waiting } from "./step.ts";
import { mentionedNames } from "./variables.ts";

/** Variables that the function's frame begins with, beside its arguments: the object that a constructor makes. */
type Initial = readonly (readonly [name: string, value: Value])[];

/** Calls a function of the script or its folder. */
export function callFunction(
  frame: Frame,
  callee: UserFunction,
  args: readonly Value[],
  nargout: number,
  place: Place,
  initial: Initial = [],
): Waiting<readonly Value[]> {
  return new Waiting(running(frame, callee, args, nargout, place, initial));
}

function* running(
  frame: Frame,
  callee: UserFunction,
  args: readonly Value[],
  nargout: number,
  place: Place,
  initial: Initial,
): Evaluation<readonly Value[]> {
  const { machine } = frame;
  machine.meter.enter(frame.depth + 1);
  checkCounts(callee.definition, args.length, nargout, place);
  const inner = frameFor(frame, callee, args.length, nargout);
  for (const [name, value] of initial) inner.scope.write(name, value);
  if (inner.depth === 1) machine.entered ??= inner;
  machine.ran.add(callee.definition);
  const outer = machine.frame;
  machine.frame = inner;
  try {
    if (takesBlocks(callee.definition)) yield* applyArguments(inner, callee.definition, args, place);
    else bindArguments(inner, callee.definition, args);
    yield* machine.run(inner, callee.definition.body);
    return outputsOf(inner, callee.definition, nargout, place);
  } catch (error) {
    throw machine.meter.translated(error);
  } finally {
    machine.frame = outer;
  }
}

function takesBlocks({ argumentsBlocks }: FunctionDefinition): boolean {
  return argumentsBlocks.some(({ kind }) => kind !== "output");
}

function checkCounts(definition: FunctionDefinition, given: number, nargout: number, place: Place): void {
  const { name, inputs, outputs } = definition;
  if (given > inputs.length && inputs.at(-1) !== "varargin" && !takesBlocks(definition))
    throw new ScriptError("MATLAB:TooManyInputs", `Error using ${name}\nToo many input arguments.`, place);
  if (nargout > outputs.length && outputs.at(-1) !== "varargout")
    throw new ScriptError("MATLAB:TooManyOutputs", `Error using ${name}\nToo many output arguments.`, place);
}

/** A frame for a call of the function, its arguments not yet bound. */
export function frameFor(frame: Frame, called: UserFunction, nargin: number, nargout: number): Frame {
  const scope = new Scope();
  const around = called.around as Frame | undefined;
  if (around?.called !== undefined) shareVariables(scope, called.definition, around);
  const { machine, depth } = frame;
  const missing = new Set(called.definition.inputs.slice(nargin).filter((name) => name !== undefined));
  return {
    machine,
    scope,
    file: called.file,
    called,
    depth: depth + 1,
    nargin,
    nargout,
    caller: frame,
    ends: [],
    omitted: new Map(),
    missing,
  };
}

/** A nested function sees the variables that the text of the function around it mentions. */
function shareVariables(scope: Scope, { inputs, outputs }: FunctionDefinition, around: Frame): void {
  const own = new Set([...inputs, ...outputs]);
  for (const name of mentionedNames(around.called!.definition)) if (!own.has(name)) scope.link(name, around.scope.storeOf(name));
}

function bindArguments({ scope }: Frame, { inputs }: FunctionDefinition, args: readonly Value[]): void {
  const variadic = inputs.at(-1) === "varargin";
  const named = variadic ? inputs.slice(0, -1) : inputs;
  for (const [i, name] of named.entries()) {
    if (i >= args.length) break;
    if (name !== undefined) scope.write(name, args[i]);
  }
  if (variadic) scope.write("varargin", cellRow(args.slice(named.length)));
}

/** The results: the values of the outputs' variables, and of `varargout`'s cells. */
function outputsOf(frame: Frame, { name, outputs }: FunctionDefinition, nargout: number, place: Place): Value[] {
  const variadic = outputs.at(-1) === "varargout";
  const named = variadic ? outputs.slice(0, -1) : outputs;
  const results: Value[] = [];
  for (const output of named.slice(0, Math.max(1, nargout))) {
    const value = frame.scope.read(output) ?? leftOut(frame, output);
    if (value === undefined) {
      if (results.length >= nargout) return results;
      throw new ScriptError(
        "MATLAB:unassignedOutputs",
        `Output argument "${output}" (and possibly others) not assigned a value in the execution with "${name}" function.`,
        place,
      );
    }
    results.push(value);
  }
  const more = variadic ? frame.scope.read("varargout") : undefined;
  if (more?.kind === "cell" && (results.length < nargout || nargout === 0)) {
    if (results.length + more.elements.length < nargout)
      throw new ScriptError(
        "MATLAB:unassignedOutputs",
        `Element number ${more.elements.length + 1} of varargout is not assigned in "${name}".`,
        place,
      );
    results.push(...more.elements.slice(0, Math.max(1, nargout) - results.length));
  }
  return results;
}

function leftOut({ omitted }: Frame, name: string): Value | undefined {
  const reason = omitted.get(name);
  return reason === undefined ? undefined : unknown(name, reason, undefined, true);
}

function cellRow(elements: readonly Value[]): Value {
  return cell(elements, elements.length === 0 ? [0, 0] : [1, elements.length]);
}
