import { LayerGraphError } from "../../errors.ts";
import type { FunctionDefinition, Place } from "../syntax/ast.ts";
import { parseExpression } from "../syntax/parseProgram.ts";
import { printProblem } from "../syntax/printProblem.ts";
import { sourceText } from "../syntax/sourceText.ts";
import { unknown } from "../values/unknown.ts";
import type { Evaluation, Value } from "../values/value.ts";
import { applyArguments } from "./argumentsBlock.ts";
import { buildsIn } from "./building.ts";
import type { CodeFile, UserFunction } from "./code.ts";
import { frameFor } from "./functions.ts";
import type { Frame, Machine } from "./machine.ts";
import { finished } from "./step.ts";

/** Runs a file from its beginning: a script's statements, a function file's first function, a class, and the call that was asked for. */
export function* enter(machine: Machine, frame: Frame, file: CodeFile): Evaluation<void> {
  const { program } = file;
  const { call, mode } = machine.options;
  if (program.kind === "script") yield* machine.run(frame, program.statements);
  if (call !== undefined) yield* asked(machine, frame, call);
  else if (program.kind === "function") yield* mainFunction(machine, frame, file);
  else if (program.kind === "class" && mode === "port") yield* wholeClass(machine, frame, file);
}

function* asked(machine: Machine, frame: Frame, call: string): Evaluation<void> {
  const { expression, problems } = parseExpression(sourceText(call, "--call"));
  if (expression === undefined)
    throw new LayerGraphError(
      "matlab-call",
      `The call cannot be read. Write it as name(3,5).\n${problems.map(printProblem).join("\n")}`,
    );
  machine.call = expression;
  const results = yield* finished(machine.evaluateAll(frame, expression, 1));
  if (results.length > 0) frame.scope.write("ans", results[0]);
}

/** The first function of a file, called without arguments: in `port` mode its parameters are then unknown. */
function* mainFunction(machine: Machine, frame: Frame, file: CodeFile): Evaluation<void> {
  const [definition] = file.program.functions;
  if (definition === undefined) return;
  const callee: UserFunction = { kind: "function", definition, file };
  if (machine.options.mode === "run") {
    yield* finished(machine.callFunction(frame, callee, [], 0, definition.place));
    return;
  }
  yield* withUnknowns(machine, frame, callee, new Map());
}

/** Runs a function whose parameters are unknown, those left out that are given here or by `--set`. */
function* withUnknowns(
  machine: Machine,
  frame: Frame,
  callee: UserFunction,
  given: ReadonlyMap<string, Value>,
): Evaluation<Frame> {
  const { definition } = callee;
  const inner = frameFor(frame, callee, 0, Math.max(1, definition.outputs.length));
  machine.entered ??= inner;
  machine.frame = inner;
  machine.ran.add(definition);
  if (definition.argumentsBlocks.some(({ kind }) => kind === "input")) {
    const required = requiredInputs(definition);
    yield* applyArguments(
      inner,
      definition,
      required.map((name) => parameter(machine, definition, name, given)),
      definition.place,
    );
  } else {
    for (const name of definition.inputs) {
      if (name === "varargin") inner.scope.write(name, { kind: "cell", size: [0, 0], elements: [] });
      else if (name !== undefined) inner.scope.write(name, parameter(machine, definition, name, given));
    }
  }
  yield* machine.run(inner, definition.body);
  machine.frame = frame;
  return inner;
}

function requiredInputs({ inputs, argumentsBlocks }: FunctionDefinition): string[] {
  const declarations = argumentsBlocks.filter(({ kind }) => kind === "input").flatMap((block) => block.declarations);
  const optional = declarations.filter(
    (each) => each.field !== undefined || each.classProperties !== undefined || each.initial !== undefined,
  );
  return inputs.filter((name): name is string => name !== undefined && !optional.some((each) => each.name === name));
}

function parameter(
  { pins }: Machine,
  { name: called, place }: FunctionDefinition,
  name: string,
  given: ReadonlyMap<string, Value>,
): Value {
  const pinned = pins.get(name)?.find(({ path }) => path.length === 0)?.value;
  const where: Place = place;
  return given.get(name) ?? pinned ?? unknown(name, `'${called}' is called without it`, where, true);
}

/** An instance of a class, and the methods of it that build networks, with unknown arguments. */
function* wholeClass(machine: Machine, frame: Frame, file: CodeFile): Evaluation<void> {
  const [written] = file.program.classes;
  const type = machine.library.classIn(file, written.name);
  if (type.bases.length > 0) return;
  const inputs = type.maker?.definition.inputs.filter((name) => name !== "varargin") ?? [];
  const args = inputs.map((name) => parameter(machine, type.maker!.definition, name ?? "~", new Map()));
  const object = yield* finished(machine.construct(frame, type, args, written.place));
  frame.scope.write("ans", object);
  for (const method of new Set(type.methodTable.values())) {
    const { definition } = method;
    if (machine.ran.has(definition) || buildsIn({ ...frame, file, called: method }, definition.body) === 0) continue;
    const [self] = definition.inputs;
    yield* withUnknowns(machine, frame, method, method.isStatic || self === undefined ? new Map() : new Map([[self, object]]));
  }
}
