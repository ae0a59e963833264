import { resolve } from "node:path";
import { indexed } from "../values/indexing.ts";
import type { ScriptOptions } from "../values/scriptRun.ts";
import { assign } from "./assignments.ts";
import { builtinTable } from "./builtinTable.ts";
import { callHandle, callNamed } from "./calls.ts";
import type { CodeFile } from "./code.ts";
import { evaluate, evaluateAll } from "./expressions.ts";
import { fileAccess } from "./files.ts";
import { Folder } from "./folder.ts";
import { callFunction } from "./functions.ts";
import { Journal } from "./journal.ts";
import { Library } from "./library.ts";
import type { Frame, Machine } from "./machine.ts";
import { bytesHeld } from "./memory.ts";
import { Meter } from "./meter.ts";
import { constant, construct, property, withProperty } from "./objects.ts";
import { ownBuiltins } from "./ownBuiltins.ts";
import { Scope } from "./scope.ts";
import { sessionOf } from "./session.ts";
import { run } from "./statements.ts";
import { assignList } from "./targets.ts";

/** Puts the interpreter together for one run of a file. */
export function machineFor(options: ScriptOptions, file: CodeFile): Machine {
  const folder = new Folder(options.path);
  const table = builtinTable(ownBuiltins(() => machine));
  const library = new Library(folder, table.builtin, table.baseClass);
  library.hold(file);
  const { data = [], outputFolder } = options;
  const places = { folder: folder.root, data: data.map((path) => resolve(path)), outputFolder };
  const files = fileAccess(places, (bytes) => machine.meter.make(bytes));
  const frame: Frame = {
    get machine() {
      return machine;
    },
    scope: new Scope(),
    file,
    depth: 0,
    nargin: 0,
    nargout: 0,
    ends: [],
    omitted: new Map(),
    missing: new Set(),
  };
  const machine: Machine = {
    frame,
    options,
    session: sessionOf(options, () => machine, files),
    journal: new Journal(options.mode),
    meter: new Meter(options.budgets, options.signal, () => bytesHeld(machine)),
    library,
    pins: new Map(),

    globals: new Map(),
    persistent: new Map(),
    written: undefined,
    tries: 0,
    lastError: undefined,
    evalDepth: 0,
    entered: undefined,
    call: undefined,
    ran: new Set(),
    evaluate,
    evaluateAll,
    run,
    assign,
    assignList,
    callNamed,
    callHandle,
    callFunction,
    construct,
    constant,
    property,
    withProperty,
    indexed: (frame, value, subscripts) => {
      if (value.kind === "object" && value.definition.operations?.index === undefined && subscripts.every(isFirst)) return value;
      return indexed(value, subscripts, frame.machine.session.charge);
    },
  };
  return machine;
}

function isFirst(subscript: unknown): boolean {
  const value = subscript as { kind?: string; data?: ArrayLike<number> };
  return subscript === ":" || (value.kind === "numeric" && value.data?.length === 1 && value.data[0] === 1);
}
