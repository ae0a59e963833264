import type { Assignment, Statement } from "../syntax/ast.ts";
import { assignmentForm } from "./assignments.ts";
import { isPlainKey } from "./identifiers.ts";
import { typeText } from "./kind.ts";
import { literal } from "./literal.ts";
import type { Routine } from "./routine.ts";
import { Inexpressible } from "./scope.ts";
import { fieldOf, structOf } from "./statementParts.ts";
import { commentMark, enclosed } from "./text.ts";

/** How many statements from one on fill the fields of a struct that is not declared yet. */
export function fieldRun(
  { plan, scope }: Routine,
  body: readonly Statement[],
  at: number,
  declared: ReadonlySet<string>,
): number {
  const name = fieldOf(body[at])?.variable ?? structOf(body[at]);
  if (name === undefined || declared.has(name) || scope.kindOfVariable(name).is !== "record") return 0;
  const seen = new Set<string>();
  let count = fieldOf(body[at]) ? 0 : 1;
  for (; at + count < body.length; count++) {
    const statement = body[at + count];
    const field = fieldOf(statement);
    const form = plan.forms.get(statement);
    if (field?.variable !== name || !plan.kept.has(statement) || field.reads) break;
    if (form?.form !== "change" || !form.field || !isNew(field.path, seen)) break;
    seen.add(field.path.join("."));
  }
  return seen.size > 0 ? count : 0;
}

/** Whether a field is not given yet, neither itself nor what it is in nor anything in it. */
function isNew(path: readonly string[], seen: ReadonlySet<string>): boolean {
  const dotted = path.join(".");
  return ![...seen].some((each) => each === dotted || each.startsWith(`${dotted}.`) || dotted.startsWith(`${each}.`));
}

/** The fields of an object in their order: texts, and objects inside of it. */
type Fields = Map<string, string | Fields>;

/** A struct whose fields are given one after the other, as an object. */
export function recordLines(
  { scope, comments }: Routine,
  statements: readonly Statement[],
): { readonly name: string; readonly line: string } {
  const name = fieldOf(statements[0])?.variable ?? structOf(statements[0])!;
  const fields: Fields = new Map();
  const remarks = new Map<string, { readonly before: readonly string[]; readonly behind: string }>();
  let end = statements[0].place.start;
  for (const statement of statements) {
    const before = comments.between(end, statement.place.start).map(({ text }) => `${commentMark}// ${text}`);
    end = statement.place.end;
    const field = fieldOf(statement);
    if (!field) continue;
    const form = assignmentForm(statement as Assignment, scope);
    if (form.form !== "change" || !form.field || !field.path.every(isPlainKey))
      throw new Inexpressible((statement as Assignment).value, "such a field");
    put(fields, field.path, form.field.value);
    remarks.set(field.path.join("."), { before, behind: comments.behind(end) });
  }
  for (const [field, value] of scope.pinnedFields(name))
    if (!fields.has(field)) fields.set(field, literal(value, scope.imports) ?? "undefined");
  const whole = scope.kindOfVariable(name);
  const later = whole.is === "record" && [...whole.fields.keys()].some((key) => !fields.has(key));
  const type = later ? ` as ${typeText(whole, scope.imports)}` : "";
  return { name, line: `const ${scope.identifier(name)} = ${objectText(fields, "", remarks, fields.size > 2)}${type};` };
}

function put(fields: Fields, [first, ...rest]: readonly string[], text: string): void {
  if (rest.length === 0) {
    fields.set(first, text);
    return;
  }
  const known = fields.get(first);
  const inner = known instanceof Map ? known : new Map<string, string>();
  fields.set(first, inner as Fields);
  put(inner as Fields, rest, text);
}

function objectText(
  fields: Fields,
  path: string,
  remarks: ReadonlyMap<string, { readonly before: readonly string[]; readonly behind: string }>,
  broken: boolean,
): string {
  const items = [...fields].flatMap(([key, value]) => {
    const { before = [], behind = "" } = remarks.get(`${path}${key}`) ?? {};
    const text = value instanceof Map ? objectText(value, `${path}${key}.`, remarks, false) : value;
    return [...before, `${text === key ? key : `${key}: ${text}`}${behind === "" ? "" : `${commentMark} // ${behind}`}`];
  });
  return enclosed("{", items, "}", broken);
}
