import { parseArray } from "./arrays.ts";
import type { AnonymousFunction, Argument, BinaryOperator, Expression, UnaryOperator } from "./ast.ts";
import { failAtEquals, failAtLineEnd, unclosed, unreadable } from "./expressionFaults.ts";
import { numberOf } from "./numberLiteral.ts";
import type { Reader } from "./reader.ts";

const strengths: Readonly<Record<string, number>> = {
  ...{ "||": 1, "&&": 2, "|": 3, "&": 4, "==": 5, "~=": 5, "<": 5, "<=": 5, ">": 5, ">=": 5, ":": 6, "+": 7, "-": 7 },
  ...{ "*": 8, ".*": 8, "/": 8, "./": 8, "\\": 8, ".\\": 8 },
};
const rangeStrength = 6;

/** Reads an expression: everything that binds more strongly than `=`. */
export function parseExpression(reader: Reader): Expression {
  reader.enter();
  const expression = parseBinary(reader, 1);
  reader.leave();
  return expression;
}

/** Operators from a strength on; those of one strength from the left. */
function parseBinary(reader: Reader, least: number): Expression {
  const { start } = reader.token;
  let left = parseUnary(reader);
  for (;;) {
    const strength = strengthHere(reader);
    if (strength < least) return left;
    const { text } = reader.advance();
    if (strength === rangeStrength) left = parseRange(reader, left, start);
    else {
      const right = parseBinary(reader, strength + 1);
      const place = reader.place(start);
      left = reader.made({ kind: "binary", operator: text as BinaryOperator, left, right, place }, [left, right]);
    }
  }
}

/** The strength of the operator at hand; 0 where there is none, or where it is the sign of the next element of an array. */
function strengthHere({ token }: Reader): number {
  if (token.kind !== "symbol") return 0;
  if (token.matrix && token.spaceBefore && !token.spaceAfter && (token.text === "+" || token.text === "-")) return 0;
  return strengths[token.text] ?? 0;
}

function parseRange(reader: Reader, start: Expression, from: number): Expression {
  const second = parseBinary(reader, rangeStrength + 1);
  if (!reader.accept(":")) return reader.made({ kind: "range", start, stop: second, place: reader.place(from) }, [start, second]);
  const stop = parseBinary(reader, rangeStrength + 1);
  return reader.made({ kind: "range", start, step: second, stop, place: reader.place(from) }, [start, second, stop]);
}

function parseUnary(reader: Reader): Expression {
  const { token } = reader;
  if (!reader.isSymbol("+", "-", "~")) return parsePower(reader);
  reader.advance();
  reader.enter();
  const operand = parseUnary(reader);
  reader.leave();
  const place = reader.place(token.start);
  return reader.made({ kind: "unary", operator: token.text as UnaryOperator, operand, place }, [operand]);
}

/** Powers and transposes, which have one strength and go from the left. */
function parsePower(reader: Reader): Expression {
  const { start } = reader.token;
  let left = parsePostfix(reader);
  while (reader.isSymbol("'", ".'", "^", ".^")) {
    const operator = reader.advance().text;
    const right = operator.endsWith("^") ? parseExponent(reader) : undefined;
    const place = reader.place(start);
    left = right
      ? reader.made({ kind: "binary", operator: operator as BinaryOperator, left, right, place }, [left, right])
      : reader.made({ kind: "unary", operator: operator as UnaryOperator, operand: left, place }, [left]);
  }
  return left;
}

/** An exponent may have signs: `2^-1`. */
function parseExponent(reader: Reader): Expression {
  const { token } = reader;
  if (!reader.isSymbol("+", "-", "~")) return parsePostfix(reader);
  reader.advance();
  reader.enter();
  const operand = parseExponent(reader);
  reader.leave();
  const place = reader.place(token.start);
  return reader.made({ kind: "unary", operator: token.text as UnaryOperator, operand, place }, [operand]);
}

/** Something and the indices, calls and members that follow it. */
export function parsePostfix(reader: Reader): Expression {
  const { start } = reader.token;
  const grouped = reader.isSymbol("(");
  const first = parsePrimary(reader);
  const indexable = !grouped && first.kind === "name";
  let target = first;
  for (;;) {
    const { token } = reader;
    if (token.kind !== "symbol" || (token.matrix && token.spaceBefore)) return target;
    const nested = indexable || target !== first;
    if (token.text === ".") target = parseMember(reader, target, start);
    else if ((token.text === "(" || token.text === "{") && nested) target = parseApply(reader, target, start);
    else if (token.text === "@" && !token.spaceBefore && target.kind === "name")
      target = parseSuperclassCall(reader, target.name, start);
    else return target;
  }
}

function parseMember(reader: Reader, target: Expression, start: number): Expression {
  reader.advance();
  if (reader.accept("(")) {
    const name = parseExpression(reader);
    reader.expect(")", "The name of a field in parentheses must be closed with ')'.");
    return reader.made({ kind: "member", target, name, place: reader.place(start) }, [target, name]);
  }
  const name = reader.name("A '.' must be followed by the name of a field or property, or by .* ./ .^ with an operand.");
  return reader.made({ kind: "member", target, name, place: reader.place(start) }, [target]);
}

function parseApply(reader: Reader, target: Expression, start: number): Expression {
  const brackets = reader.isSymbol("(") ? "()" : "{}";
  const args = parseArguments(reader);
  const place = reader.place(start);
  return reader.made({ kind: "apply", target, brackets, args, place }, [target, ...args.map(({ value }) => value)]);
}

/** `superclass.name(arguments)` after `name@`. */
function parseSuperclassCall(reader: Reader, name: string, start: number): Expression {
  reader.advance();
  const superclass = parseDottedName(reader, "After '@' there must be the name of a superclass: object@nnet.layer.Layer(…).");
  const args = reader.isSymbol("(") ? parseArguments(reader) : [];
  const place = reader.place(start);
  return reader.made(
    { kind: "superclass", name, superclass, args, place },
    args.map(({ value }) => value),
  );
}

/** The arguments or subscripts between brackets, the brackets included. */
export function parseArguments(reader: Reader): Argument[] {
  const opening = reader.advance();
  const closing = opening.text === "(" ? ")" : "}";
  const args: Argument[] = [];
  reader.subscripts++;
  while (!reader.isSymbol(closing)) {
    args.push(parseArgument(reader));
    if (!reader.accept(",")) break;
    if (reader.isSymbol(closing))
      reader.fail(`An argument is missing between ',' and '${closing}'. Delete the comma or add the argument.`);
  }
  if (!reader.isSymbol(closing)) reader.fail(unclosed(reader, opening.text, closing));
  reader.subscripts--;
  reader.advance();
  return args;
}

function parseArgument(reader: Reader): Argument {
  const { start } = reader.token;
  if (reader.isSymbol(":")) {
    reader.advance();
    if (!reader.isSymbol(",", ")", "}"))
      reader.fail("':' without a beginning stands alone as a subscript: x(:, 1). Write where the range begins.");
    const place = reader.place(start);
    return { value: { kind: "colon", place }, place };
  }
  const value = parseExpression(reader);
  if (value.kind !== "name" || !reader.accept("=")) return { value, place: reader.place(start) };
  return { name: value.name, value: parseExpression(reader), place: reader.place(start) };
}

function parsePrimary(reader: Reader): Expression {
  const { token } = reader;
  switch (token.kind) {
    case "name":
      reader.advance();
      return { kind: "name", name: token.text, place: reader.place(token.start) };
    case "number":
      reader.advance();
      return { kind: "number", ...numberOf(token.text), place: reader.place(token.start) };
    case "text": {
      reader.advance();
      const quote = /["“”＂]/.test(reader.source.text.charAt(token.start)) ? '"' : "'";
      return { kind: "text", value: token.text, quote, place: reader.place(token.start) };
    }
    case "keyword":
      return parseEnd(reader);
    case "symbol":
      return parseMarked(reader);
    default:
      return failAtLineEnd(reader);
  }
}

function parseEnd(reader: Reader): Expression {
  const { token } = reader;
  if (token.text !== "end" || reader.subscripts === 0) {
    return reader.fail(
      `Illegal use of reserved keyword "${token.text}". It begins or ends a block and cannot stand in an expression; check the line before it.`,
    );
  }
  reader.advance();
  return { kind: "end", place: reader.place(token.start) };
}

function parseMarked(reader: Reader): Expression {
  switch (reader.token.text) {
    case "(":
      return parseGroup(reader);
    case "[":
    case "{":
      return parseArray(reader, parseExpression);
    case "@":
      return parseHandle(reader);
    case "?": {
      const { start } = reader.advance();
      const name = parseDottedName(reader, "'?' must be followed by the name of a class.");
      return { kind: "metaclass", name, place: reader.place(start) };
    }
    case "=":
      return failAtEquals(reader);
    default:
      return reader.fail(unreadable);
  }
}

/** `(expression)`: its place is that of what stands inside. Inside, line ends and blanks separate nothing. */
function parseGroup(reader: Reader): Expression {
  const opening = reader.advance();
  const inner = parseExpression(reader);
  if (reader.isSymbol(")")) {
    reader.advance();
    return inner;
  }
  if (reader.isSymbol("=")) return failAtEquals(reader);
  return reader.fail(unclosed(reader, opening.text, ")"));
}

function parseHandle(reader: Reader): Expression {
  const { start } = reader.advance();
  if (reader.isSymbol("(")) return parseAnonymous(reader, start);
  const name = parseDottedName(
    reader,
    "'@' must be followed by the name of a function, or by parameters in parentheses: @(x) x + 1.",
  );
  return { kind: "handle", name, place: reader.place(start) };
}

function parseAnonymous(reader: Reader, start: number): Expression {
  reader.advance();
  const parameters: (string | undefined)[] = [];
  while (!reader.isSymbol(")")) {
    parameters.push(
      reader.accept("~") ? undefined : reader.name("The parameters of an anonymous function are names: @(x, y) x + y."),
    );
    if (!reader.accept(",")) break;
  }
  reader.lexer.expectOperand();
  reader.expect(")", "The parameters of an anonymous function must be closed with ')'.");
  const subscripts = reader.subscripts;
  reader.subscripts = 0;
  const body = parseExpression(reader);
  reader.subscripts = subscripts;
  const anonymous: AnonymousFunction = { kind: "anonymous", parameters, body, place: reader.place(start) };
  return reader.made(anonymous, [body]);
}

/** `name` or `package.name`. */
export function parseDottedName(reader: Reader, message: string): string {
  let name = reader.name(message);
  while (reader.isSymbol(".") && !reader.token.spaceBefore) {
    reader.advance();
    name += `.${reader.name(message)}`;
  }
  return name;
}
