import { describe, expect, it } from "vitest";
import { type Files, plain, runText } from "./running.ts";

const point = `classdef Point
  properties
    X = 1
    Y (1,1) double {mustBePositive} = 2
  end
  properties (Constant)
    Origin = 0
  end
  properties (Dependent)
    Sum
  end
  methods
    function obj = Point(x, y)
      if nargin > 0, obj.X = x; end
      if nargin > 1, obj.Y = y; end
    end
    function s = get.Sum(obj)
      s = obj.X + obj.Y;
    end
    function obj = set.X(obj, value)
      obj.X = value * 10;
    end
    function obj = moved(obj, by)
      obj.X = by;
    end
    function r = total(obj, varargin)
      r = obj.X + obj.Y + numel(varargin);
    end
  end
  methods (Static)
    function p = make(x)
      p = Point(x);
    end
  end
end`;

const counter = `classdef Counter < handle
  properties
    N = 0
  end
  methods
    function add(obj, k)
      obj.N = obj.N + k;
    end
  end
end`;

const files: Files = {
  "Point.m": point,
  "Counter.m": counter,
  "Base.m": `classdef Base
  properties
    Name
    Items = {}
  end
  methods
    function obj = Base(name)
      obj.Name = name;
    end
    function s = describe(obj)
      s = ['base ' obj.Name];
    end
  end
end`,
  "Derived.m": `classdef Derived < Base
  methods
    function obj = Derived(name)
      obj@Base([name '!']);
    end
    function s = describe(obj)
      s = ['derived ' describe@Base(obj)];
    end
  end
end`,
  "Plain.m": "classdef Plain < Base\nend",
  "Color.m": "classdef Color\n enumeration\n Red, Green\n end\nend",
  "+shapes/area.m": "function a = area(w, h)\n a = w * h;\nend",
  "+shapes/Box.m":
    "classdef Box\n properties\n  W = 3\n end\n methods\n  function a = size2(obj)\n   a = obj.W * 2;\n  end\n end\nend",
  "@Folder/Folder.m": "classdef Folder\n properties\n  V = 4\n end\n methods\n  r = twice(obj)\n end\nend",
  "@Folder/twice.m": "function r = twice(obj)\n r = 2 * obj.V;\nend",
};

describe("classes of the script's folder", () => {
  it.each([
    ["p = Point(3, 4); x = [p.X p.Y];", [30, 4]],
    ["p = Point; x = [p.X p.Y];", [1, 2]],
    ["p = Point(3); x = p.Sum;", 32],
    ["p = Point(3); q = p.moved(5); x = [p.X q.X];", [30, 50]],
    ["p = Point(3); x = p.total(1, 2);", 34],
    ["p = Point(3); x = total(p);", 32],
    ["x = Point.Origin;", 0],
    ["p = Point.make(2); x = p.X;", 20],
    ["p = Point(1); p.Y = 7; x = p.Y;", 7],
    [
      "p = Point(1); try, p.Y = -1; catch e, x = e.message; end",
      "Error setting property 'Y' of class 'Point'. Value must be positive.",
    ],
    ["p = Point(1); try, p.Z = 1; catch e, x = e.message; end", "Unrecognized property 'Z' for class 'Point'."],
    ["p = Point(1); try, p.z(); catch e, x = e.message; end", "Unrecognized method, property, or field 'z' for class 'Point'."],
    ["c = Counter(); d = c; c.add(3); d.add(4); x = c.N;", 7],
    ["c = Counter(); add(c, 2); x = c.N;", 2],
    ["d = Derived('a'); x = d.describe();", "derived base a!"],
    ["d = Derived('a'); x = isa(d, 'Base') + isa(d, 'Point');", 1],
    ["d = Derived('a'); d.Items{2} = 'q'; x = d.Items;", [[], "q"]],
    ["d = Derived('a'); d.Items{2}.k(2) = 5; x = d.Items{2}.k;", [0, 5]],
    ["p = Plain('b'); x = p.Name;", "b"],
    ["x = class(Point);", "Point"],
    ["x = shapes.area(2, 3);", 6],
    ["b = shapes.Box(); x = b.size2();", 6],
    ["import shapes.area; x = area(2, 5);", 10],
    ["f = Folder(); x = f.twice();", 8],
    ["s.p = Point(2); s.p.Y = 9; x = s.p.Y;", 9],
    ["c = {Point(2)}; x = c{1}.X;", 20],
    ["x = Color.Red == Color.Red;", 1],
    ["h = @Point; p = h(4); x = p.X;", 40],
    ["p = Point(2); f = @p.total; x = f(1, 1, 1);", 25],
  ])("%s", async (text, expected) => {
    const run = await runText(text, {}, files);
    expect(run.error?.message).toBeUndefined();
    expect(plain(run.variables.get("x"))).toEqual(expected);
  });
});

const block = `
function y = f(a, b, options)
  arguments
    a (1,1) double {mustBePositive}
    b (1,:) string = "none"
    options.NumHeads (1,1) double {mustBeInteger} = 4
    options.Mode {mustBeMember(options.Mode, ["last", "sequence"])} = "last"
  end
  y = {a, b, options.NumHeads, options.Mode};
end`;

describe("an arguments block", () => {
  it.each([
    ["x = f(2);", [2, "none", 4, "last"]],
    ["x = f(2, 'abc');", [2, "abc", 4, "last"]],
    ["x = f(2, NumHeads=8);", [2, "none", 8, "last"]],
    ["x = f(2, 'numheads', 8, 'Mode', 'sequence');", [2, "none", 8, "sequence"]],
    ["x = f(2, \"q\", 'NumHeads', 1);", [2, "q", 1, "last"]],
    ["try, f(-1); catch e, x = e.message; end", "Invalid argument at position 1. Value must be positive."],
    ["try, f([1 2]); catch e, x = e.message; end", "Invalid argument at position 1. Value must be a scalar."],
    ["try, f(1, NumHeads=1.5); catch e, x = e.message; end", "Invalid name-value argument 'NumHeads'. Value must be integer."],
    ["try, f(); catch e, x = e.message; end", "Error using f\nInvalid argument list. Function requires 1 more input."],
    ['try, f(1, "a", Foo=2); catch e, x = e.message; end', "Invalid argument name 'Foo'. Name must be 'NumHeads', or 'Mode'."],
    [
      "try, f({1}); catch e, x = e.message; end",
      "Invalid argument at position 1. Value must be of type double or be convertible to double.",
    ],
  ])("%s", async (text, expected) => {
    const run = await runText(text + block);
    expect(run.error?.message).toBeUndefined();
    expect(plain(run.variables.get("x"))).toEqual(expected);
  });
});
