import { describe, expect, it } from "vitest";
import type { Attribute } from "../../../src/matlab/syntax/ast.ts";
import { outline, outlineStatement, program } from "./reading.ts";

const text = `% A layer.
classdef (Sealed, ~Hidden) attentionLayer < nnet.layer.Layer & nnet.layer.Formattable ...
    & handle
    % What it does.

    properties
        NumHeads (1,1) double {mustBePositive} = 4   % heads
        Scale = 1/sqrt(2);
        Names cell
        old@double
    end

    properties (Learnable, Access = private)
        Weights
        Bias, Offset
    end
    properties (SetAccess = {?attentionLayer, ?other.Class}, Dependent = true)
        Size
    end

    events
        Changed
        Moved
    end

    enumeration
        Red (1, 'a'), Green (2)
        Blue
    end

    methods
        function layer = attentionLayer(numHeads, NameValueArgs)
            arguments
                numHeads
                NameValueArgs.Name = ''
            end
            layer@nnet.layer.Layer(numHeads);
            layer.Name = NameValueArgs.Name;
        end
        function set.NumHeads(layer, value)
            layer.NumHeads = value;
        end
        function n = get.Size(layer), n = 3; end
        Z = predict(layer, X)
        [a, b] = twice(layer)
    end

    methods (Static, Access = protected)
        function z = make()
            z = 1;
        end
    end
end

function y = local(x)
    y = x;
end
`;

describe("a class", () => {
  const read = program(text);
  const [definition] = read.classes;

  it("has a name, attributes and superclasses, and local functions after it", () => {
    expect(read.kind).toBe("class");
    expect(definition.name).toBe("attentionLayer");
    expect(definition.superclasses).toEqual(["nnet.layer.Layer", "nnet.layer.Formattable", "handle"]);
    expect(attributes(definition.attributes)).toEqual(["Sealed", "Hidden=false"]);
    expect(read.functions.map(({ name }) => name)).toEqual(["local"]);
  });

  it("has blocks of properties with sizes, classes, validators and values", () => {
    const blocks = definition.properties.map((block) => ({
      attributes: attributes(block.attributes),
      names: block.declarations.map(
        ({ name, className, initial }) => `${name} ${className ?? "-"} ${initial ? outline(initial) : "-"}`,
      ),
    }));
    expect(blocks).toEqual([
      { attributes: [], names: ["NumHeads double 4", "Scale - (1 / sqrt(2))", "Names cell -", "old double -"] },
      { attributes: ["Learnable", "Access=private"], names: ["Weights - -", "Bias - -", "Offset - -"] },
      { attributes: ["SetAccess={?attentionLayer | ?other.Class}", "Dependent=true"], names: ["Size - -"] },
    ]);
    expect(definition.properties[0].declarations[0]).toMatchObject({ size: [1, 1] });
  });

  it("has methods, access methods and declarations of methods that stand elsewhere", () => {
    const [methods, protectedMethods] = definition.methods;
    expect(methods.functions.map(({ name }) => name)).toEqual(["attentionLayer", "set.NumHeads", "get.Size"]);
    expect(methods.declared).toEqual(["predict", "twice"]);
    expect(methods.functions[0].argumentsBlocks[0].declarations.map(({ name, field }) => [name, field])).toEqual([
      ["numHeads", undefined],
      ["NameValueArgs", "Name"],
    ]);
    expect(methods.functions[0].body.map(outlineStatement)).toEqual([
      "layer@nnet.layer.Layer(numHeads)",
      "layer.Name <- NameValueArgs.Name",
    ]);
    expect(attributes(protectedMethods.attributes)).toEqual(["Static", "Access=protected"]);
    expect(protectedMethods.functions.map(({ name }) => name)).toEqual(["make"]);
  });

  it("has enumerations and events", () => {
    expect(definition.enumerations.map(({ name, args }) => [name, ...args.map(outline)])).toEqual([
      ["Red", "1", "'a'"],
      ["Green", "2"],
      ["Blue"],
    ]);
    expect(definition.events).toEqual(["Changed", "Moved"]);
  });
});

function attributes(given: readonly Attribute[]): string[] {
  return given.map(({ name, value }) => (value === true ? name : `${name}=${outline(value)}`));
}
