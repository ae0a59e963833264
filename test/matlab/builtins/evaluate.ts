import { builtins } from "../../../src/matlab/builtins/index.ts";
import type { Argument, Expression, Place } from "../../../src/matlab/syntax/ast.ts";
import { parseExpression } from "../../../src/matlab/syntax/parseProgram.ts";
import { sourceText } from "../../../src/matlab/syntax/sourceText.ts";
import {
  binary,
  braceIndexed,
  cell,
  emptyMatrix,
  indexed,
  literal,
  membersOf,
  number,
  range,
  string,
  text,
  unary,
} from "../../../src/matlab/values/index.ts";
import { ScriptError } from "../../../src/matlab/values/scriptError.ts";
import type { Evaluation, Session, Subscript, Value } from "../../../src/matlab/values/value.ts";

type Scope = ReadonlyMap<string, Value>;

/** An expression of MATLAB. */
export function parsed(code: string): Expression {
  const { expression, problems } = parseExpression(sourceText(code, "bench.m"));
  if (problems.length > 0 || expression === undefined) throw new ScriptError("MATLAB:syntax", `${code}: ${problems[0]?.message}`);
  return expression;
}

/** A function called. */
export function* invoked(
  session: Session,
  target: Value | string,
  args: readonly Value[],
  nargout: number,
  place: Place,
): Evaluation<readonly Value[]> {
  if (typeof target === "string") return yield* called(session, target, args, nargout, place);
  if (target.kind !== "handle") throw new Error("internal: not a function");
  if (target.anonymous === undefined) return yield* called(session, target.name ?? "", args, nargout, place);
  const scope = new Map(target.captured ?? []);
  target.anonymous.parameters.forEach((name, i) => {
    if (name === "varargin") scope.set(name, cell(args.slice(i)));
    else if (name !== undefined && args[i] !== undefined) scope.set(name, args[i]);
  });
  return yield* evaluated(session, target.anonymous.body, nargout, scope);
}

function* called(
  session: Session,
  name: string,
  args: readonly Value[],
  nargout: number,
  place: Place,
): Evaluation<readonly Value[]> {
  const call = { name, args, nargout, place, session };
  const method = args.map((each) => (each.kind === "host" ? each.operations.method?.(name) : undefined)).find(Boolean);
  const found = method ?? builtins.get(name);
  if (found === undefined)
    throw new ScriptError("MATLAB:UndefinedFunction", `Unrecognized function or variable '${name}'.`, place);
  const origin = args.find((each) => each.kind === "unknown");
  if (origin !== undefined && found.unknowns !== "accept") return [origin];
  const outcome = found.call(call);
  const results = Array.isArray(outcome) ? outcome : yield* outcome as Evaluation<readonly Value[]>;
  return results.slice(0, Math.max(1, nargout));
}

function* one(session: Session, expression: Expression, scope: Scope): Evaluation<Value> {
  return (yield* evaluated(session, expression, 1, scope))[0];
}

/** What an expression gives. */
export function* evaluated(session: Session, node: Expression, nargout: number, scope: Scope): Evaluation<readonly Value[]> {
  switch (node.kind) {
    case "number":
      return [node.imaginary ? { ...number(0), imaginary: Float64Array.of(node.value) } : number(node.value)];
    case "text":
      return [node.quote === "'" ? text(node.value) : string(node.value)];
    case "unary":
      return [unary(node.operator, yield* one(session, node.operand, scope))];
    case "binary":
      return [binary(node.operator, yield* one(session, node.left, scope), yield* one(session, node.right, scope))];
    case "range": {
      const [start, stop] = [yield* one(session, node.start, scope), yield* one(session, node.stop, scope)];
      return [range(start, node.step && (yield* one(session, node.step, scope)), stop)];
    }
    case "array":
      return [yield* arrayLiteral(session, node.rows, node.brackets, scope)];
    case "handle":
      return [{ kind: "handle", name: node.name }];
    case "anonymous":
      return [{ kind: "handle", anonymous: node, captured: scope }];
    case "name":
      return scope.has(node.name) ? [scope.get(node.name)!] : yield* called(session, node.name, [], nargout, node.place);
    case "apply":
    case "member":
      return yield* chained(session, node, nargout, scope);
    default:
      throw new Error(`the bench does not compute ${node.kind}`);
  }
}

function* arrayLiteral(
  session: Session,
  rows: readonly (readonly Expression[])[],
  brackets: string,
  scope: Scope,
): Evaluation<Value> {
  const values: Value[][] = [];
  for (const row of rows) {
    const list: Value[] = [];
    for (const each of row) list.push(...(yield* evaluated(session, each, 1, scope)));
    values.push(list);
  }
  if (brackets === "[]") return values.length === 0 ? emptyMatrix : literal(values);
  const columns = values[0]?.length ?? 0;
  return cell(Array.from({ length: columns }, (_, j) => values.map((row) => row[j])).flat(), [values.length, columns]);
}

function* chained(session: Session, node: Expression, nargout: number, scope: Scope): Evaluation<readonly Value[]> {
  const name = node.kind === "apply" ? functionName(node.target) : functionName(node);
  const plain = node.kind === "apply" && node.target.kind === "name";
  if (name !== undefined && !scope.has(name) && (plain || builtins.has(name))) {
    const args = node.kind === "apply" ? yield* argumentsOf(session, node.args, scope) : [];
    return yield* called(session, name, args, nargout, node.place);
  }
  if (node.kind === "member") return membersOf(yield* one(session, node.target, scope), node.name as string);
  if (node.kind !== "apply") throw new Error("internal: not a chain");
  if (node.target.kind === "member" && typeof node.target.name === "string") {
    const target = yield* one(session, node.target.target, scope);
    if (target.kind === "host" && target.operations.method?.(node.target.name))
      return yield* called(
        session,
        node.target.name,
        [target, ...(yield* argumentsOf(session, node.args, scope))],
        nargout,
        node.place,
      );
  }
  const target = yield* one(session, node.target, scope);
  if (target.kind === "handle")
    return yield* session.invoke(target, yield* argumentsOf(session, node.args, scope), nargout, node.place);
  const subscripts: Subscript[] = [];
  for (const each of node.args) subscripts.push(each.value.kind === "colon" ? ":" : yield* one(session, each.value, scope));
  return node.brackets === "{}" ? braceIndexed(target, subscripts) : [indexed(target, subscripts)];
}

function functionName(node: Expression): string | undefined {
  if (node.kind === "name") return node.name;
  if (node.kind !== "member" || node.target.kind !== "name" || typeof node.name !== "string") return undefined;
  return `${node.target.name}.${node.name}`;
}

function* argumentsOf(session: Session, args: readonly Argument[], scope: Scope): Evaluation<readonly Value[]> {
  const values: Value[] = [];
  for (const each of args) {
    if (each.name !== undefined) values.push(string(each.name));
    values.push(...(yield* evaluated(session, each.value, 1, scope)));
  }
  return values;
}
