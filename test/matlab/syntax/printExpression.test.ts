import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Argument, BinaryOperator, Expression, UnaryOperator } from "../../../src/matlab/syntax/ast.ts";
import { parseExpression } from "../../../src/matlab/syntax/parseProgram.ts";
import { printExpression } from "../../../src/matlab/syntax/printExpression.ts";
import { sourceText } from "../../../src/matlab/syntax/sourceText.ts";

const place = { source: sourceText("", ""), start: 0, end: 0 };

describe("an expression printed", () => {
  it.each([
    ["[a,2 *(b+ 1)]", "[a, 2 * (b + 1)]"],
    ["( a + b )'", "(a + b)'"],
    ["-(a*b)^2", "-(a * b)^2"],
    ["(-a)^2", "(-a)^2"],
    ["2^-1", "2^(-1)"],
    ["(a:b)'", "(a:b)'"],
    ["{'it''s' \"a\"\"b\"\n@(x)x+1 }", "{'it''s', \"a\"\"b\"; @(x) x + 1}"],
    ["f( x , Name = 'a' ,:)", "f(x, Name='a', :)"],
    ["x.(n){end}.y'", "x.(n){end}.y'"],
    ["(1.)'", "(1.)'"],
    ["('a')'", "('a')'"],
    ["[~a !b]", "[~a, ~b]"],
    ["[a -b]", "[a, -b]"],
    ["a-(b-c)-d", "a - (b - c) - d"],
    ["~(a == b)", "~(a == b)"],
    ["~a == b", "~a == b"],
    ["(@(x) x)", "@(x) x"],
  ])("%s is %s", (text, expected) => {
    expect(printExpression(parseExpression(sourceText(text, "")).expression!)).toBe(expected);
  });

  it("is read as the same expression", () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        const text = printExpression(expression);
        const { expression: read, problems } = parseExpression(sourceText(text, ""));
        expect(problems, text).toEqual([]);
        expect(withoutPlaces(read), text).toEqual(withoutPlaces(expression));
      }),
      { numRuns: 3000 },
    );
  });
});

function withoutPlaces(node: unknown): unknown {
  return JSON.parse(JSON.stringify(node, (key, value) => (key === "place" ? undefined : value)));
}

const name = fc.constantFrom("a", "b", "x1", "layers", "endpoint", "i");
const binaryOperators: BinaryOperator[] = [
  "+",
  "-",
  "*",
  ".*",
  "/",
  "./",
  "\\",
  ".\\",
  "^",
  ".^",
  "==",
  "~=",
  "<",
  "<=",
  ">",
  ">=",
  "&",
  "|",
  "&&",
  "||",
];
const unaryOperators: UnaryOperator[] = ["+", "-", "~", "'", ".'"];
const numbers = ["1", "2.5", "3.", ".5", "1e-3", "0x1F", "2i"];

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.constantFrom(...numbers).map((text) => parseExpression(sourceText(text, "")).expression!),
  fc.record({
    kind: fc.constant("text" as const),
    value: fc.stringMatching(/^[ -~é卷]{0,6}$/u),
    quote: fc.constantFrom("'" as const, '"' as const),
    place: fc.constant(place),
  }),
  name.map((each) => ({ kind: "name" as const, name: each, place })),
  name.map((each) => ({ kind: "handle" as const, name: each, place })),
  fc.constant({ kind: "metaclass" as const, name: "nnet.layer.Layer", place }),
);

/** Expressions; `end` and `:` only where they have a meaning. */
const { anyExpression } = fc.letrec<{ anyExpression: Expression; target: Expression; subscript: Argument }>((tie) => {
  const nested = tie("anyExpression");
  const rows = fc.array(fc.array(nested, { minLength: 1, maxLength: 3 }), { maxLength: 3 });
  return {
    anyExpression: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      leaf,
      fc
        .tuple(fc.constantFrom(...binaryOperators), nested, nested)
        .map(([operator, left, right]) => ({ kind: "binary" as const, operator, left, right, place })),
      fc
        .tuple(fc.constantFrom(...unaryOperators), nested)
        .map(([operator, operand]) => ({ kind: "unary" as const, operator, operand, place })),
      fc
        .tuple(nested, fc.option(nested, { nil: undefined }), nested)
        .map(([start, step, stop]) => ({ kind: "range" as const, start, ...(step && { step }), stop, place })),
      fc
        .tuple(fc.constantFrom("[]" as const, "{}" as const), rows)
        .map(([brackets, each]) => ({ kind: "array" as const, brackets, rows: each, place })),
      fc
        .tuple(fc.array(fc.option(name, { nil: undefined }), { maxLength: 2 }), nested)
        .map(([parameters, body]) => ({ kind: "anonymous" as const, parameters, body, place })),
      tie("target"),
    ),
    target: fc
      .oneof(
        { maxDepth: 5 },
        name.map((each) => ({ kind: "name" as const, name: each, place })),
        fc
          .tuple(tie("target"), fc.constantFrom("()" as const, "{}" as const), fc.array(tie("subscript"), { maxLength: 3 }))
          .map(([target, brackets, args]) => ({ kind: "apply" as const, target, brackets, args, place })),
        fc
          .tuple(fc.oneof(tie("target"), nested), fc.oneof(name, nested))
          .map(([target, member]) => ({ kind: "member" as const, target, name: member, place })),
        fc
          .array(tie("subscript"), { maxLength: 2 })
          .map((args) => ({ kind: "superclass" as const, name: "obj", superclass: "a.B", args, place })),
      )
      .filter((each) => each.kind !== "apply" || each.target.kind !== "superclass"),
    subscript: fc.oneof(
      nested.map((value) => ({ value, place })),
      fc.tuple(name, nested).map(([argument, value]) => ({ name: argument, value, place })),
      fc.constant({ value: { kind: "colon" as const, place }, place }),
      fc.constant({ value: { kind: "end" as const, place }, place }),
    ),
  };
});
