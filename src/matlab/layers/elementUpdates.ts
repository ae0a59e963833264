import { argument } from "../builtins/arguments.ts";
import { NetworkContent } from "../network/graphContent.ts";
import { arraysValue, withArraysOf } from "../network/networkArrays.ts";
import { networkValue } from "../network/networkValue.ts";
import { cell } from "../values/construct.ts";
import { ScriptError } from "../values/scriptError.ts";
import { isTable } from "../values/tableData.ts";
import { firstUnknown } from "../values/unknown.ts";
import type { Builtin, Call, CellValue, Evaluation, Value } from "../values/value.ts";
import { tableArrays, withTableArrays } from "./arrayTables.ts";

/** MATLAB's `dlupdate`: a function of the script for every array of a network, struct, cell array or table such as `net.Learnables`. */
export const dlupdate: Builtin = { name: "dlupdate", role: "training", unknowns: "accept", trains: "step", call: updatedEach };

function* updatedEach(call: Call): Evaluation<readonly Value[]> {
  const [first, ...others] = [argument(call, 1), ...call.args.slice(2)];
  const content = first?.kind === "host" ? first.content : undefined;
  const missing = firstUnknown(call.args);
  if (content instanceof NetworkContent && (missing || call.session.mode === "port")) {
    call.session.note({ kind: "graph", value: first, trained: true, place: call.place });
    return [first, ...others].slice(0, Math.max(1, call.nargout));
  }
  if (missing) return Array.from({ length: Math.max(1, call.nargout) }, () => missing);
  if (!(content instanceof NetworkContent)) return yield* everywhere(call, call.args.slice(1));
  const [learnables] = yield* everywhere(call, [arraysValue(content, "Learnables"), ...others]);
  return [networkValue(withArraysOf(content, "Learnables", learnables))];
}

/** The function for the arrays at the same places of all values. */
function* everywhere(call: Call, values: readonly Value[]): Evaluation<readonly Value[]> {
  const [first] = values;
  if (isTable(first)) {
    const results = yield* everywhere(
      call,
      values.map((value) => cell(tableArrays(value) ?? mismatched(call))),
    );
    return results.map((result) => withTableArrays(first, (result as CellValue).elements));
  }
  if (first.kind === "cell") {
    const results = yield* each(
      call,
      values.map((value) => (value.kind === "cell" ? value.elements : mismatched(call))),
    );
    return results.map((elements) => ({ ...first, elements }));
  }
  if (first.kind !== "struct") return yield* call.session.invoke(call.args[0], values, Math.max(1, call.nargout), call.place);
  const names = [...first.fields.keys()];
  const parts = values.map((value) =>
    names.map((name) => (value.kind === "struct" && value.fields.get(name)?.[0]) || mismatched(call)),
  );
  const results = yield* each(call, parts);
  return results.map((fields) => ({ ...first, fields: new Map(names.map((name, i) => [name, [fields[i]]])) }));
}

/** For each result of the function its values at all places. */
function* each(call: Call, parts: readonly (readonly Value[])[]): Evaluation<readonly (readonly Value[])[]> {
  const places: (readonly Value[])[] = [];
  for (const [i] of parts[0].entries())
    places.push(
      yield* everywhere(
        call,
        parts.map((part) => part[i] ?? mismatched(call)),
      ),
    );
  return Array.from({ length: Math.max(1, call.nargout) }, (_, k) => places.map((results) => results[k]));
}

function mismatched({ place }: Call): never {
  throw new ScriptError(
    "deep:dlupdate:Mismatch",
    "dlupdate: all arguments must be built alike, with arrays at the same places.",
    place,
  );
}
