import { LayerGraphError } from "../errors.ts";

/** The deepest nesting that a document may have: layers, options, arrays of weights. */
const deepest = 64;
/** More values than any network's file has, counting a value that is shared once for each place it stands in. */
const mostValues = 1e9;

interface Visit {
  readonly object: object;
  readonly children: readonly unknown[];
  at: number;
  height: number;
  count: number;
}

/**
 * Refuses data that code which walks it by recursion could not survive: nested too deep, containing itself, or shared so often that
 * writing it out would not end. Walks with a list of its own.
 */
export function requirePlainData(data: unknown, what: string): void {
  const measured = new Map<object, { readonly height: number; readonly count: number }>();
  const open = new Set<object>();
  const path: Visit[] = [];
  const enter = (object: object): void => {
    open.add(object);
    path.push({ object, children: childrenOf(object), at: 0, height: 1, count: 1 });
  };
  if (isObject(data)) enter(data);
  for (let visit = path.at(-1); visit; visit = path.at(-1)) {
    if (visit.at === visit.children.length) {
      path.pop();
      open.delete(visit.object);
      measured.set(visit.object, visit);
      continue;
    }
    const child = visit.children[visit.at];
    const known = isObject(child) ? measured.get(child) : undefined;
    if (isObject(child) && !known) {
      if (open.has(child)) throw refused(what, "contains itself", "data without loops");
      enter(child);
      if (path.length > deepest) throw refused(what, `is nested more than ${deepest} deep`, `at most ${deepest} levels`);
      continue;
    }
    visit.at++;
    visit.count += known?.count ?? 1;
    visit.height = Math.max(visit.height, 1 + (known?.height ?? 0));
    if (visit.count > mostValues) throw refused(what, "holds too many values", `at most ${mostValues} values`);
    if (path.length + visit.height - 1 > deepest) {
      throw refused(what, `is nested more than ${deepest} deep`, `at most ${deepest} levels`);
    }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** What to walk on into; numbers in typed arrays are not worth a look. */
function childrenOf(object: object): readonly unknown[] {
  if (Array.isArray(object)) return object;
  return ArrayBuffer.isView(object) ? [] : Object.values(object);
}

function refused(what: string, received: string, expected: string): LayerGraphError {
  return new LayerGraphError("unusable-data", `${what} ${received}, expected ${expected}.`, { received, expected });
}
