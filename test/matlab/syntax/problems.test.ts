import { describe, expect, it } from "vitest";
import { parseProgram } from "../../../src/matlab/syntax/parseProgram.ts";
import { printProblem } from "../../../src/matlab/syntax/printProblem.ts";
import { sourceText } from "../../../src/matlab/syntax/sourceText.ts";
import { outlineStatement, problems } from "./reading.ts";

const equals =
  "Incorrect use of '=' operator. Assign a value to a variable using '=' and compare values for equality using '=='.";
const unreadable =
  "Invalid expression. Check for a missing operator, a missing comma or newline, or unbalanced brackets; " +
  "to call a function or index a variable, use parentheses.";
const names =
  "Names are made of the letters A to Z, digits and underscores, and begin with a letter; other text stands in quotes or after %.";

describe("a syntax problem", () => {
  it("is printed with file, line, column, the line and a mark", () => {
    const { problems } = parseProgram(sourceText("a = 1;\n  x = [1, 2};\n", "net/tcn.m"));
    expect(problems.map(printProblem)).toEqual([
      "net/tcn.m:2:12: '[' is closed with '}'. Write ']', or check for a missing bracket before.\n    x = [1, 2};\n             ^",
    ]);
  });

  it("is marked in the part of a long line that it stands in", () => {
    const text = `x = [${"1, ".repeat(200)}$, 1];`;
    const [, line, mark] = printProblem(parseProgram(sourceText(text, "x.m")).problems[0]).split("\n");
    expect(line.length).toBeLessThan(130);
    expect(line.charAt(mark.indexOf("^"))).toBe("$");
  });

  it.each([
    ["if x = 3, y; end", [`1:6: ${equals}`]],
    ["a = b = c;", [`1:7: ${equals}`]],
    ["f((a = 1));", [`1:6: ${equals}`]],
    ["x += 1;", ["1:4: MATLAB has no operator '+='. Write x = x + y."]],
    ["y = 1 +;", [`1:8: ${unreadable}`]],
    ["x = a b;", [`1:7: ${unreadable}`]],
    ["x = 1 y = 2", [`1:7: ${unreadable}`]],
    ["x = 1;)", ["1:7: ')' closes nothing. Delete it, or open the bracket before."]],
    ["y = f(1)];", ["1:9: ']' closes nothing. Delete it, or open the bracket before."]],
    ["x = f(1, 2", ["1:11: '(' is not closed. Add ')'."].map((text) => text.replace("closed.", "closed here."))],
    ["x = f(1, 2\ny = 3;", ["1:11: '(' is not closed on this line. Add ')', or end the line with ... to go on in the next one."]],
    [
      "x = f(a,\n  b);\ny = 1;",
      ["1:9: '(' is not closed on this line. Add ')', or end the line with ... to go on in the next one."],
    ],
    ["x = (1 + 2;", ["1:11: '(' is not closed here. Add ')'."]],
    ["x(1, ) = 2;", ["1:6: An argument is missing between ',' and ')'. Delete the comma or add the argument."]],
    ["x = [1, 2;", ["1:5: '[' is not closed. Add ']'."]],
    ["x = [1,, 2];", ["1:8: An element is missing between two commas."]],
    [
      "layers = [\n a(1)\n b(2)\nlgraph = layerGraph(layers);\nz = 1;",
      ["4:8: Incorrect use of '=' operator. The '[' of line 1 is not closed before. Add ']', or compare values with '=='."],
    ],
    ["c = {1\nfor i = 1:2\nend", ["2:1: The '{' of line 1 is not closed before. Add '}'."]],
    [
      "x = 'abc\ny = 1;",
      [
        "1:5: A character vector is not terminated properly. Close it with ' before the line ends; a quote inside it is written twice.",
      ],
    ],
    [
      'x = "abc\ny = 1;',
      ['1:5: A string is not terminated properly. Close it with " before the line ends; a quote inside it is written twice.'],
    ],
    [
      "3 = x;",
      [
        "1:1: The expression to the left of the equals sign is not a valid target for an assignment. Use a variable, its elements or fields, or [a, b] = f(…).",
      ],
    ],
    [
      "x = [~, 3];",
      ["1:6: '~' must be followed by what it negates; alone it stands for an output that is not wanted, as in [~, i] = max(x)."],
    ],
    ["x = @(3) x;", ["1:7: The parameters of an anonymous function are names: @(x, y) x + y."]],
    ["x = a.;", ["1:7: A '.' must be followed by the name of a field or property, or by .* ./ .^ with an operand."]],
    ["f(:x)", ["1:4: ':' without a beginning stands alone as a subscript: x(:, 1). Write where the range begins."]],
    [
      "x = end;",
      [
        '1:5: Illegal use of reserved keyword "end". It begins or ends a block and cannot stand in an expression; check the line before it.',
      ],
    ],
    [
      "a;\nend\nb;",
      [
        "2:1: Illegal use of reserved keyword \"end\". There is no block here that it could end: delete it, or look for an 'end' too many before it.",
      ],
    ],
    [
      "else\nx",
      [
        "1:1: Illegal use of reserved keyword \"else\". There is no block here that it belongs to: delete it, or look for an 'end' too many before it.",
      ],
    ],
    [
      "for i = 1:3\n a;\n",
      ["1:1: At least one END is missing. The 'for' that begins here has no matching 'end'; add it where the block ends."],
    ],
    [
      "if a\nb;\nfunction f\nc;\nend",
      ["1:1: At least one END is missing. The 'if' that begins here has no matching 'end'; add it where the block ends."],
    ],
    ["for 3\n a;\nend", ["1:5: 'for' must be followed by a variable and '=': for i = 1:10."]],
    ["while\nend", ["1:6: 'while' must be followed by a condition on the same line."]],
    ["switch x\n a;\nend", ["2:2: 'switch' must be followed by 'case' on the next line."]],
    ["function 3x(y)\na;\nend", ["1:10: 'function' must be followed by a name and its arguments: function [a, b] = name(x, y)."]],
    [
      "function f\na;\nfunction g\nb;\nend",
      ["1:1: At least one END is missing. The function that begins here has no 'end', but others in this file have: add it."],
    ],
    [
      "classdef A\n x = 1;\nend",
      ["2:2: A class holds blocks of 'properties', 'methods', 'events' and 'enumeration', each closed with 'end'."],
    ],
    [
      "x = 1;\nclassdef A\nend",
      [
        '2:1: Illegal use of reserved keyword "classdef". A class stands at the beginning of a file of its own, which has its name.',
      ],
    ],
    [
      "function f(x)\narguments (Inputs)\n x\nend\nend",
      ["2:12: An arguments block has no attribute 'Inputs'. Write Input, Output or Repeating."],
    ],
    ["名称 = 1;", [`1:1: Invalid text '名称'. ${names}`]],
    ["_x = 1;", [`1:1: Invalid text '_x'. ${names}`]],
    ["x = $;", ["1:5: Invalid text character '$' (U+0024). Delete it; text stands in quotes or after %."]],
    ["x = 1;\u0007", ["1:7: Invalid text character U+0007. Delete it; text stands in quotes or after %."]],
  ])("in %j says what is wrong and what to do", (text, expected) => expect(problems(text)).toEqual(expected));

  it("is reported with all others of the file, and what is right around them is read", () => {
    const text = "a = 1;\nb = (2;\nif c = 3\n d = 4;\nend\ne = [5 6\n 7 8;\nf = 9;\n'g;\nh = 10;";
    expect(problems(text).map((line) => line.split(":")[0])).toEqual(["2", "3", "8", "9"]);
    const { statements } = parseProgram(sourceText(text, ""));
    expect(statements.filter(({ kind }) => kind === "assign").map(outlineStatement)).toEqual(["a <- 1", "f <- 9", "h <- 10"]);
  });
});

describe("punctuation beyond ASCII", () => {
  it("is named with what to write instead, and read as that", () => {
    const text = "x = f（1，2）；\ny=‘relu’;\n% （in a comment）\nz = '，';\nw\u00a0= 1;";
    expect(problems(text)).toEqual([
      "1:6: Invalid text character '（' (U+FF08). Write ( (ASCII) instead.",
      "1:8: Invalid text character '，' (U+FF0C). Write , (ASCII) instead.",
      "1:10: Invalid text character '）' (U+FF09). Write ) (ASCII) instead.",
      "1:11: Invalid text character '；' (U+FF1B). Write ; (ASCII) instead.",
      "2:3: Invalid text character '‘' (U+2018). Write ' (ASCII) instead.",
      "5:2: Invalid text character U+00A0. Write a blank (ASCII) instead.",
    ]);
    const { statements } = parseProgram(sourceText(text, ""));
    expect(statements.map(outlineStatement)).toEqual(["x <- f(1 | 2)", "y <- 'relu'", "z <- '，'", "w <- 1"]);
  });
});

describe("a hostile text", () => {
  const nested = (open: string, close: string) => open.repeat(20_000) + close.repeat(20_000);
  it.each([
    ["brackets", `x = ${nested("(", ")")};`],
    ["arrays", nested("[", "]")],
    ["cells", `x = ${"{".repeat(20_000)}`],
    ["calls", `x = ${"f(".repeat(20_000)}`],
    ["signs", `x = ${"-".repeat(20_000)}1;`],
    ["powers", `x = ${"2^-".repeat(20_000)}1;`],
    ["transposes", `x = a${"'".repeat(20_000)};`],
    ["sums", `x = ${"1 + ".repeat(20_000)}1;`],
    ["members", `x = a${".b".repeat(20_000)};`],
    ["handles", `x = ${"@() ".repeat(20_000)}1;`],
    ["blocks", "if a\n".repeat(20_000)],
    ["functions", "function f\n".repeat(20_000) + "end\n".repeat(20_001)],
    ["ranges", `x = ${"1:".repeat(20_000)}1;`],
    ["comments", "%{\n".repeat(20_000)],
    ["open arrays", "x = [\n".repeat(20_000)],
    ["open texts", "x = 'a\n".repeat(20_000)],
    ["ends", "end\n".repeat(20_000)],
    ["full-width brackets", `x = ${"（".repeat(20_000)}`],
  ])("of %s in each other ends in problems, soon", (_name, text) => {
    const began = performance.now();
    const { problems } = parseProgram(sourceText(text, "hostile.m"));
    expect(performance.now() - began).toBeLessThan(2000);
    expect(problems.length > 0 || text.startsWith("%{")).toBe(true);
    expect(problems.slice(0, 3).map(printProblem).join("").length).toBeLessThan(2000);
  });
});
