import { describe, expect, it } from "vitest";
import type { FunctionDefinition } from "../../../src/matlab/syntax/ast.ts";
import { outline, outlineStatement, program } from "./reading.ts";

function signature({ name, inputs, outputs, body, nested }: FunctionDefinition): string {
  const inner = nested.map(signature).map((text) => ` with ${text}`);
  return `[${outputs.join(" ")}] ${name}(${inputs.map((each) => each ?? "~").join(" ")}) ${body.map(outlineStatement).join("; ")}${inner.join("")}`;
}

function functions(text: string): string[] {
  return program(text).functions.map(signature);
}

describe("functions", () => {
  it("have any number of inputs and outputs", () => {
    expect(functions("function f\na;")).toEqual(["[] f() a"]);
    expect(functions("function f()\na;\nend")).toEqual(["[] f() a"]);
    expect(functions("function y = f(x), y = x; end")).toEqual(["[y] f(x) y <- x"]);
    expect(functions("function [a, b] = f(x, ~, varargin)\nend")).toEqual(["[a b] f(x ~ varargin) "]);
    expect(functions("function [a b] = f(x)\nend")).toEqual(["[a b] f(x) "]);
    expect(functions("function [] = f(x)\nend")).toEqual(["[] f(x) "]);
    expect(functions("function y = f(x, ... first\n  z)\nend")).toEqual(["[y] f(x z) "]);
  });

  it("end with 'end' in all the file, or with the next function", () => {
    const open = "function a\nif x, y; end\nfunction b\nz;\n";
    expect(functions(open)).toEqual(["[] a() if x { y }", "[] b() z"]);
    const closed = "function a\nif x, y; end\nend\nfunction b\nz;\nend";
    expect(functions(closed)).toEqual(["[] a() if x { y }", "[] b() z"]);
  });

  it("are nested where they stand before the 'end' of another", () => {
    expect(functions("function a\nx;\nfunction b\ny;\nend\nz;\nend")).toEqual(["[] a() x; z with [] b() y"]);
  });

  it("make a file with nothing else a function file", () => {
    expect(program("% help\nfunction a\nend\nfunction b\nend").kind).toBe("function");
  });

  it("stand before, between and after the statements of a script", () => {
    const read = program("function a\nend\nx = 1;\nfunction b\ny;\nend\nz = 2;\nfunction c\nend\n");
    expect(read.kind).toBe("script");
    expect(read.statements.map(outlineStatement)).toEqual(["x <- 1", "z <- 2"]);
    expect(read.functions.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });

  it("stand at the end of a script without 'end'", () => {
    const read = program("x = f(1);\nfor i = 1:2\nend\nfunction y = f(x)\ny = g(x);\nfunction y = g(x)\nif x, y = x; end\n");
    expect(read.statements.map(outlineStatement)).toEqual(["x <- f(1)", "for i in (1 : 2) {  }"]);
    expect(read.functions.map(signature)).toEqual(["[y] f(x) y <- g(x)", "[y] g(x) if x { y <- x }"]);
  });

  it("know their inputs and outputs as variables, which are no commands", () => {
    expect(functions("function y = f(x)\nx -z;\ny -z;\nend\nfunction g\nx -z\nend")).toEqual([
      "[y] f(x) (x - z); (y - z)",
      "[] g() command x|-z",
    ]);
  });
});

describe("arguments blocks", () => {
  const text = `function y = f(x, n, opts, varargin)
  % What it does.
  arguments (Input)
    x (1,:) double {mustBeNumeric, mustBeMember(x, [1 2])}
    n = 3 % how many
    opts.Name (1,1) string = "conv"
    opts.Sizes (:,2) {mustBePositive} = [1 2; ...
                                         3 4]
    opts.?nnet.cnn.layer.Layer
  end
  arguments (Repeating)
    varargin
  end
  arguments (Output)
    y (1,1) dlarray
  end
  arguments = 3;
  y = x;
end`;

  it("declare sizes, classes, validators, defaults and name-value arguments", () => {
    const [{ argumentsBlocks, body }] = program(text).functions;
    expect(argumentsBlocks.map(({ kind }) => kind)).toEqual(["input", "repeating", "output"]);
    const lines = argumentsBlocks[0].declarations.map(
      ({ name, field, classProperties, size, className, validators, initial }) => ({
        ...{
          name,
          field,
          classProperties,
          size,
          className,
          validators: validators.map(outline),
          initial: initial && outline(initial),
        },
      }),
    );
    const none = {
      field: undefined,
      classProperties: undefined,
      size: undefined,
      className: undefined,
      initial: undefined,
      validators: [],
    };
    expect(lines).toEqual([
      {
        ...none,
        name: "x",
        size: [1, undefined],
        className: "double",
        validators: ["mustBeNumeric", "mustBeMember(x | [1 | 2])"],
      },
      { ...none, name: "n", initial: "3" },
      { ...none, name: "opts", field: "Name", size: [1, 1], className: "string", initial: '"conv"' },
      { ...none, name: "opts", field: "Sizes", size: [undefined, 2], validators: ["mustBePositive"], initial: "[1 | 2 / 3 | 4]" },
      { ...none, name: "opts", classProperties: "nnet.cnn.layer.Layer" },
    ]);
    expect(body.map(outlineStatement)).toEqual(["arguments <- 3", "y <- x"]);
  });

  it("count as blocks where functions have no 'end' of their own", () => {
    const [f, g] = program("function f(x)\narguments\n x double = 1\nend\na;\nfunction g\nb;").functions;
    expect([f.body.length, f.argumentsBlocks.length, g.body.length]).toEqual([1, 1, 1]);
  });
});
