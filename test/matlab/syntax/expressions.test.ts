import { describe, expect, it } from "vitest";
import { parseExpression } from "../../../src/matlab/syntax/parseProgram.ts";
import { sourceText } from "../../../src/matlab/syntax/sourceText.ts";
import { outlined } from "./reading.ts";

describe("the precedence of operators", () => {
  it.each([
    ["a + b * c", "(a + (b * c))"],
    ["a * b + c", "((a * b) + c)"],
    ["a - b - c", "((a - b) - c)"],
    ["a / b \\ c", "((a / b) \\ c)"],
    ["a .* b ./ c .\\ d", "(((a .* b) ./ c) .\\ d)"],
    ["-a^b", "(-(a ^ b))"],
    ["-a'", "(-(a'))"],
    ["-a * b", "((-a) * b)"],
    ["~a == b", "((~a) == b)"],
    ["~a & b", "((~a) & b)"],
    ["2^-1", "(2 ^ (-1))"],
    ["2^-3^2", "((2 ^ (-3)) ^ 2)"],
    ["a^b'", "((a ^ b)')"],
    ["a'^b", "((a') ^ b)"],
    ["a.^b.^c", "((a .^ b) .^ c)"],
    ["--a", "(-(-a))"],
    ["1:n+1", "(1 : (n + 1))"],
    ["a:b:c", "(a : b : c)"],
    ["a:b:c:d", "((a : b : c) : d)"],
    ["1:3 == x", "((1 : 3) == x)"],
    ["a < b == c", "((a < b) == c)"],
    ["a & b | c", "((a & b) | c)"],
    ["a | b & c", "(a | (b & c))"],
    ["a && b || c && d", "((a && b) || (c && d))"],
    ["a | b && c", "((a | b) && c)"],
    ["a == b & c ~= d", "((a == b) & (c ~= d))"],
    ["(a + b) * c", "((a + b) * c)"],
    ['"a" + 2*i + "/in2"', '(("a" + (2 * i)) + "/in2")'],
    ["2^(i-1)", "(2 ^ (i - 1))"],
    ["!a != b", "((~a) ~= b)"],
  ])("reads %s", (text, expected) => expect(outlined(text)).toBe(expected));
});

describe("indices, calls and members", () => {
  it.each([
    ["x(end)", "x(END)"],
    ["x(end+1, :)", "x((END + 1) | :)"],
    ["x(1:end-1)", "x((1 : (END - 1)))"],
    ["c{end}.Name(2)", "c{END}.Name(2)"],
    ["f(g(end))", "f(g(END))"],
    ["x(:)'", "(x(:)')"],
    ["x.(name)", "x.(name)"],
    ['x.("a" + i).b', 'x.(("a" + i)).b'],
    ["f (1)", "f(1)"],
    ["f()", "f()"],
    ["f(a, Name=value)", "f(a | Name=value)"],
    ["f('Name', 1, Other=\"x\" + i)", "f('Name' | 1 | Other=(\"x\" + i))"],
    ["f(a == b)", "f((a == b))"],
    ["f(opts{:})", "f(opts{:})"],
    ["nnet.layer.Layer(1).x", "nnet.layer.Layer(1).x"],
    ["net.Layers(end).Name", "net.Layers(END).Name"],
    ["lgraph.Layers(k, 1).Name(1:3)", "lgraph.Layers(k | 1).Name((1 : 3))"],
    ["s.end", "s.end"],
    ["x(a(end) + end)", "x((a(END) + END))"],
    ["x({1, end})", "x({1 | END})"],
  ])("reads %s", (text, expected) => expect(outlined(text)).toBe(expected));
});

describe("function handles and classes", () => {
  it.each([
    ["@sin", "@sin"],
    ["@nnet.internal.f", "@nnet.internal.f"],
    ["@(x) x + 1", "@(x){(x + 1)}"],
    ["@() rand", "@(){rand}"],
    ["@(x, ~, varargin) f(x, varargin{:})", "@(x ~ varargin){f(x | varargin{:})}"],
    ["@(x) @(y) x + y", "@(x){@(y){(x + y)}}"],
    ["f(@(x) x', 2)", "f(@(x){(x')} | 2)"],
    ["arrayfun(@(i) c{i}(1), 1:3)", "arrayfun(@(i){c{i}(1)} | (1 : 3))"],
    ["?nnet.layer.Layer", "?nnet.layer.Layer"],
    ["obj@nnet.layer.Layer(x)", "obj@nnet.layer.Layer(x)"],
    ["predict@Base(layer, X)", "predict@Base(layer | X)"],
  ])("reads %s", (text, expected) => expect(outlined(text)).toBe(expected));
});

describe("a quote", () => {
  it.each([
    ["a'", "(a')"],
    ["a.'", "(a.')"],
    ["a''", "((a')')"],
    ["a'*b'", "((a') * (b'))"],
    ["(a)'", "(a')"],
    ["[1 2]'", "([1 | 2]')"],
    ["c{1}'", "(c{1}')"],
    ["5'", "(5')"],
    ["x(end)'", "(x(END)')"],
    ["x(end')", "x((END'))"],
    ["f('a', b')", "f('a' | (b'))"],
    ["a = 'it''s'".slice(4), "'it's'"],
    ['"say ""hi"""', '"say "hi""'],
    ["'%d\\n'", "'%d\\n'"],
    ['"it\'s"', '"it\'s"'],
    ["'say \"hi\"'", "'say \"hi\"'"],
    ["a '", "(a')"],
    ["''", "''"],
    ['""', '""'],
  ])("in %s is a transpose or a text", (text, expected) => expect(outlined(text)).toBe(expected));
});

describe("numbers", () => {
  it.each([
    ["1", 1, false],
    ["1e-3", 1e-3, false],
    ["1.5E+2", 150, false],
    [".5", 0.5, false],
    ["5.", 5, false],
    ["1d3", 1000, false],
    ["0x1F", 31, false],
    ["0x1Fu8", 31, false],
    ["0b101", 5, false],
    ["1i", 1, true],
    ["2.5e1j", 25, true],
  ])("reads %s", (text, value, imaginary) => {
    expect(parseExpression(sourceText(text, "")).expression).toMatchObject({ kind: "number", value, imaginary, text });
  });

  it("leaves the point to the operator that follows", () => {
    expect(outlined("1.*x")).toBe("(1 .* x)");
    expect(outlined("1./x")).toBe("(1 ./ x)");
    expect(outlined("2.^x.'")).toBe("((2 .^ x).')");
    expect(outlined("1.5.*x")).toBe("(1.5 .* x)");
  });
});
