import { describe, expect, it } from "vitest";
import { plain, runText } from "./running.ts";

/** MATLAB text, and what the variable `x` holds after it. */
const snippets: Readonly<Record<string, readonly (readonly [text: string, x: unknown])[]>> = {
  "names and calls": [
    ["x = pi > 3;", 1],
    ["size = 3; x = size + 1;", 4],
    ["f = @(a) a * 2; x = f(4);", 8],
    ["k = 2; f = @(a) a * k; k = 5; x = f(3);", 6],
    ["f = @sin; x = f(0);", 0],
    ["s.f = @(a, b) a + b; x = s.f(1, 2);", 3],
    ["c = {@(a) a + 1}; x = c{1}(2);", 3],
    ["f = @(varargin) numel(varargin); x = f(1, 2, 3);", 3],
    ["x = feval(@max, [1 2]);", 2],
    ["x = max([3 9 2]);", 9],
    ["[~, x] = max([3 9 2]);", 2],
    ["a = {1, 2}; x = max(a{:});", 2],
    ["x = one; function y = one, y = 1; end", 1],
    ["[p, q] = two(4); x = p + q; function [a, b] = two(n)\n a = n; b = 2 * n;\nend", 12],
    ["x = f(1, 2, 3); function y = f(varargin)\n y = nargin;\nend", 3],
    ["[a, b, c] = f(); x = [a b c]; function varargout = f()\n for i = 1:nargout, varargout{i} = i; end\nend", [1, 2, 3]],
    ["x = outer(3);\nfunction y = outer(n)\n y = n;\n add();\n function add()\n  y = y + 1;\n end\nend", 4],
    ["x = fact(5); function y = fact(n)\n if n < 2, y = 1; return, end\n y = n * fact(n - 1);\nend", 120],
  ],
  "indexing and assignment": [
    ["x = 1:5; x(end) = [];", [1, 2, 3, 4]],
    ["x(3) = 7;", [0, 0, 7]],
    ["x = []; x(end + 1) = 4; x(end + 1) = 5;", [4, 5]],
    ["x = zeros(1, 3); for i = 1:3, x(i) = i; end", [1, 2, 3]],
    ["x = 1:3; y = x; x(1) = 9; x = y;", [1, 2, 3]],
    ["x = zeros(1, 3); x(2) = 1; y = x; x(2) = 5; x = y;", [0, 1, 0]],
    ["x = zeros(1, 3); x(2) = 1; f = @() x; x(2) = 5; x = f();", [0, 1, 0]],
    ["a = zeros(1, 3); a(1) = 4; b = a(:); a(1) = 5; x = b;", [4, 0, 0]],
    ["c = {}; c{end + 1} = 'a'; c{end + 1} = 'b'; x = c;", ["a", "b"]],
    ["c = cell(1, 2); c{1}.a = 3; x = c{1}.a;", 3],
    ["s.a.b(3) = 5; x = s.a.b;", [0, 0, 5]],
    ["s(2).n = 'q'; x = {s.n};", [[], "q"]],
    ["s = struct('v', {1, 2, 3}); x = [s.v];", [1, 2, 3]],
    ["s = struct('v', {1, 2, 3}); s(2) = []; x = [s.v];", [1, 3]],
    ["s.list{2}.z = 'q'; x = s.list{2}.z;", "q"],
    ["s.f(1).g = 4; s.f(2).g = 5; x = [s.f.g];", [4, 5]],
    ["n = 'size'; s.(n) = 3; x = s.size;", 3],
    ["c = {1, {2, 3}}; x = c{2}{end};", 3],
    ["c.a = {5, @(v) v + 1}; x = c.a{2}(3);", 4],
    ["m = [8 1; 3 5; 4 9]; x = m(end, 1);", 4],
    ["m = 1:10; x = m(min(end, 20));", 10],
    ["a = 'conv_1'; x = a(end);", "1"],
    ["c = {1, 2, 3}; x = [c{2:3}];", [2, 3]],
    ["[s.a, s.b] = deal(1, 2); x = [s.a s.b];", [1, 2]],
    ["c = cell(1, 2); [c{1:2}] = deal(7); x = [c{:}];", [7, 7]],
    ["x = {}; x(2) = {5};", [[], 5]],
    ["a = [1;2]; b = [3;4]; T = table(a, b, a + b); x = T.Properties.VariableNames;", ["a", "b", "Var3"]],
    ["T = made(); x = T.n(2); function T = made(), n = [4;5]; T = table(n); end", 5],
    ["l = {reluLayer, tanhLayer}; x = size([l{:}]');", [2, 1]],
  ],
  literals: [
    ["x = [1 -2];", [1, -2]],
    ["x = ['a', num2str(3), '/in2'];", "a3/in2"],
    ['x = "conv" + 2 + "/in" + 1;', "conv2/in1"],
    ["x = {1, 'a'; 2, 'b'};", [1, 2, "a", "b"]],
    ["x = [\n 1 2 % first\n\n 3 4 ...\n];", [1, 3, 2, 4]],
    ["x = 5:-2:1;", [5, 3, 1]],
    ["x = [1, 2, 3]';", [1, 2, 3]],
    ["x = ~true;", 0],
    ["x = {};", []],
  ],
  "control flow": [
    ["x = 0; while true, x = x + 1; if x == 4, break, end, end", 4],
    ["x = 0; for i = 1:6, if mod(i, 2), continue, end, x = x + i; end", 12],
    ["x = 0; for v = [1 2; 3 4], x = x + v(1) * v(2); end", 11],
    ["x = ''; for c = {'a', 'b'}, x = [x c{1}]; end", "ab"],
    ["for i = 1:3, end, x = i;", 3],
    ["x = 0; for i = [], x = 1; end", 0],
    ["switch 'lstm', case {'gru', 'lstm'}, x = 1; otherwise, x = 2; end", 1],
    ["switch 3, case 1, x = 1; case {2, 3}, x = 2; end", 2],
    ["if [], x = 1; else, x = 2; end", 2],
    ["x = 0; if false && error('no'), end", 0],
    ["try, error('my:id', 'bad %d', 3); catch ME, x = {ME.identifier, ME.message}; end", ["my:id", "bad 3"]],
    ["try, try, error('a:b', 'inner'); catch e, rethrow(e); end, catch f, x = f.message; end", "inner"],
    ["try, x = undefined_thing; catch e, x = e.message; end", "Unrecognized function or variable 'undefined_thing'."],
    ["try, throw(MException('a:b', 'n = %d', 4)); catch e, x = e.message; end", "n = 4"],
  ],
  "scopes and text": [
    ["global g, g = 3; x = read(); function y = read(), global g, y = g; end", 3],
    ["count(); count(); x = count(); function y = count(), persistent n, if isempty(n), n = 0; end, n = n + 1; y = n; end", 3],
    ["eval('x = 1 + 2;');", 3],
    ["x = eval('4 * 2');", 8],
    ["if ~exist('x', 'var'), x = 5; end", 5],
    ["x = 3; clear x; x = exist('x');", 0],
    ["x = f(); function y = f(a), if nargin < 1, a = 7; end, y = a; end", 7],
    ["x = cellfun(@(c) numel(c), {'ab', 'c'});", [2, 1]],
    ["x = arrayfun(@double_it, 1:3); function y = double_it(a), y = 2 * a; end", [2, 4, 6]],
    ["3 + 4; x = ans;", 7],
  ],
};

describe.each(Object.entries(snippets))("%s", (_, cases) => {
  it.each(cases)("%s", async (text, expected) => {
    const run = await runText(text);
    expect(run.error?.message).toBeUndefined();
    expect(plain(run.variables.get("x"))).toEqual(expected);
  });
});

describe("an error of the script", () => {
  it.each([
    ["f(1, 2); function f(a), end", "Error using f\nToo many input arguments."],
    ["x = f(); function f(), end", "Error using f\nToo many output arguments."],
    [
      "x = f(); function y = f(), end",
      'Output argument "y" (and possibly others) not assigned a value in the execution with "f" function.',
    ],
    ["f(); function f(a), b = a; end", "Not enough input arguments."],
    ["x = foo(3);", "Unrecognized function or variable 'foo'."],
    ["x = {1, 2; 3};", "Dimensions of arrays being concatenated are not consistent."],
    ["s.a = 1; x = s.b;", 'Unrecognized field name "b".'],
    ["x = end + 1;", /end/],
    ["narginchk_user(1); function narginchk_user(varargin), narginchk(2, 3); end", "Not enough input arguments."],
  ])("%s", async (text, message) => {
    const outcome = await runText(text).then(
      ({ error }) => error?.message,
      (error: Error) => error.message,
    );
    if (typeof message === "string") expect(outcome).toBe(message);
    else expect(outcome).toMatch(message);
  });
});
