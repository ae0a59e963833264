import { describe, expect, it } from "vitest";
import { shown } from "../values/notation.ts";
import { runText } from "./running.ts";

/** What a script leaves in `x`, or what its error says. */
async function resultOf(script: string): Promise<string> {
  const run = await runText(script);
  if (run.error) return `error: ${run.error.message}`;
  const value = run.variables.get("x");
  return value === undefined ? "nothing" : shown(value);
}

describe("values in scripts", () => {
  it.each<readonly [script: string, result: string]>([
    // ranges, end and growth
    ["x = 1:3; x(end+1) = 9;", "[1 2 3 9]"],
    ["x = []; for i = 1:3, x(end+1) = i^2; end", "[1 4 9]"],
    ["x = []; for i = 1:3, x = [x i]; end", "[1 2 3]"],
    ["x = []; for i = 1:2, x = [x; i 2*i]; end", "[1 2; 2 4]"],
    ["x = zeros(2,2); x(:) = 1:4;", "[1 3; 2 4]"],
    ["x = eye(2); x(end,end) = 5;", "[1 0; 0 5]"],
    ["x = 10:-3:1;", "[10 7 4 1]"],
    ["y = 1:5; x = y(end:-1:1);", "[5 4 3 2 1]"],
    ["y = 1:5; x = y([true false true false true]);", "[1 3 5]"],
    ["y = 1:6; y(y>3) = []; x = y;", "[1 2 3]"],
    ["y = reshape(1:6,2,3); x = y(:,end);", "[5; 6]"],
    ["y = reshape(1:6,2,3); y(:,2) = []; x = y;", "[1 5; 2 6]"],
    ["y.a = 1:3; y.a(2) = 7; x = y.a;", "[1 7 3]"],
    ["y.a.b(3) = 2; x = y.a.b;", "[0 0 2]"],
    ["y(3).a = 5; x = [y.a];", "[5]"],
    ["y(2).a = 5; x = size(y);", "[1 2]"],
    ["y = struct('a',{1,2,3}); x = [y.a];", "[1 2 3]"],
    ["y = struct('a',{1,2,3}); y(2) = []; x = [y.a];", "[1 3]"],
    ["y = struct('a',{1,2}); [y.a] = deal(7); x = [y.a];", "[7 7]"],
    ["n = 'abc'; y.(n) = 4; x = y.abc;", "[4]"],
    ["y = {}; y{end+1} = 'a'; y{end+1} = 'b'; x = y;", "{1×2: 'a', 'b'}"],
    ["y = {1,2,3}; y(2) = []; x = y;", "{1×2: [1], [3]}"],
    ["y = {1,2,3}; y{2} = []; x = y;", "{1×3: [1], 0×0, [3]}"],
    ["y = {1,[2 3],'a'}; x = y{2}(2);", "[3]"],
    ["y = {4,5}; [a,b] = y{:}; x = [a b];", "[4 5]"],
    ["y = {1,2;3,4}; x = y(:,1);", "{2×1: [1], [3]}"],
    ["y = cell(1,2); y{2}.a = 3; x = y{2}.a;", "[3]"],
    ["y = {[1 2 3]}; y{1}(2) = 9; x = y{1};", "[1 9 3]"],
    ["y = {'a','b'}; x = [y, 'c'];", "{1×3: 'a', 'b', 'c'}"],
    ["y = {'a'}; x = [y; {'b'}];", "{2×1: 'a', 'b'}"],
    ["a = [1 2]; b = a; b(1) = 9; x = a;", "[1 2]"],
    ["a = {1}; b = a; b{1} = 9; x = a;", "{1×1: [1]}"],
    ["a.f = [1 2]; b = a; b.f(1) = 9; x = a.f;", "[1 2]"],
    ["a = [1 2 3]; b = a(:); b(1) = 9; x = a;", "[1 2 3]"],
    ["a = [1 2 3]; b = a'; a(1) = 9; x = b;", "[1; 2; 3]"],
    ["a = [1 2 3]; c = {a}; a(1) = 9; x = c{1};", "[1 2 3]"],
    ["a = 1:3; f = @() a; a(1) = 9; x = f();", "[1 2 3]"],
    ["a = zeros(1,3); b = reshape(a,3,1); a(1) = 9; x = b;", "[0; 0; 0]"],
    ["x = 1:3; x(2) = []; x(end+1) = 7;", "[1 3 7]"],
    ["a = true(1,2); a(1) = false; x = true(1,2);", "logical [1 1]"],
    // strings and chars
    ['x = "conv_" + 1 + "_a";', 'string ["conv_1_a"]'],
    ["i = 2; x = ['conv' num2str(i) '_a'];", "'conv2_a'"],
    ['x = "a" + 2*3;', 'string ["a6"]'],
    ['x = "layer" + (1:3);', 'string ["layer1" "layer2" "layer3"]'],
    ["x = 'a' + 1;", "[98]"],
    ["x = ['a';'b'];", "char [a; b]"],
    ['x = ["a";"b"] == "b";', "logical [0; 1]"],
    ["x = 'it''s';", "'it's'"],
    ['x = "say ""hi""";', 'string ["say "hi""]'],
    ["y = 'hello'; x = y([1 end]);", "'ho'"],
    ["y = 'abc'; y(end+1) = 'd'; x = y;", "'abcd'"],
    ['y = "abc"; x = y{1}(2);', "'b'"],
    ['y = strings(1,2); y(2) = "b"; x = y;', 'string ["" "b"]'],
    ['x = strcat("a","b");', 'string ["ab"]'],
    ["x = isempty('');", "logical [1]"],
    ['x = isempty("");', "logical [0]"],
    ["x = upper('abc');", "'ABC'"],
    ["x = sprintf('%d,', [1 2 3]);", "'1,2,3,'"],
    ["x = strsplit('a,b',',');", "{1×2: 'a', 'b'}"],
    // numbers and classes
    ["x = int8(100) + int8(100);", "int8 [127]"],
    ["x = uint8(5) / uint8(2);", "uint8 [3]"],
    ["x = 5 / 2;", "[2.5]"],
    ["x = class(single(1) * 2);", "'single'"],
    ["x = 2^-1;", "[0.5]"],
    ["x = -2^2;", "[-4]"],
    ["x = [1 -2];", "[1 -2]"],
    ["x = [1 - 2];", "[-1]"],
    ["a = 3; x = [a' 1];", "[3 1]"],
    ["a = 3; x = [a -1];", "[3 -1]"],
    ["x = 1:3 == 1:3;", "logical [1 1 1]"],
    ["x = ~[1 0];", "logical [0 1]"],
    ["x = ~isempty([1]) && true;", "logical [1]"],
    ["x = 1:3 + 1;", "[1 2 3 4]"],
    ["x = (1:3)';", "[1; 2; 3]"],
    ["x = [1 2; 3 4] .^ 2;", "[1 4; 9 16]"],
    ["x = [1 2; 3 4] ^ 2;", "[7 10; 15 22]"],
    ["x = [2 0; 0 4] \\ [2; 4];", "[1; 1]"],
    ["x = 2.^[1 2 3];", "[2 4 8]"],
    ["x = 1e3;", "[1000]"],
    ["x = bitand(12, 10);", "[8]"],
    ["x = mod(-1, 3);", "[2]"],
    ["x = NaN == NaN;", "logical [0]"],
    ["x = 5; x(2,3) = 1;", "[5 0 0; 0 0 1]"],
    ["[m, i] = max([3 9 2]); x = [m i];", "[9 2]"],
    ["x = any([0 0 1]) + all([1 1 0]);", "[1]"],
    ["x = repmat([1 2],2,1);", "[1 2; 1 2]"],
    ["x = cat(3,1,2);", "1×1×2 (1 2)"],
    ["x = squeeze(ones(1,1,3));", "[1; 1; 1]"],
    ["x = permute(reshape(1:6,1,2,3),[3 2 1]);", "[1 2; 3 4; 5 6]"],
    ["rng(1); x = round(rand(1,2)*1e4);", "[4170 7203]"],
    ["rng('default'); x = round(rand*1e4);", "[8147]"],
    ["x = categorical({'b','a','b'});", "categorical [b a b] of a,b"],
    ["y = categorical({'b','a','b'}); x = y == 'b';", "logical [1 0 1]"],
    ["y = categorical({'b','a'}); x = [y, categorical({'c'})];", "categorical [b a c] of a,b,c"],
    ["x = numel(categories(categorical([3 1 1])));", "[2]"],
    // loops and conditions
    ["x = 0; for k = [1 2; 3 4], x = x + k(1)*k(2); end", "[11]"],
    ["x = ''; for c = {'a','b'}, x = [x c{1}]; end", "'ab'"],
    ["x = 0; for k = [], x = 1; end", "[0]"],
    ["x = 0; if [], x = 1; else, x = 2; end", "[2]"],
    ["x = 0; if 'a' == 'a', x = 1; end", "[1]"],
    ["switch 'b', case {'a','b'}, x = 1; otherwise, x = 2; end", "[1]"],
    ["switch \"b\", case 'b', x = 1; otherwise, x = 2; end", "[1]"],
    ["x = 0; while x < 5, x = x + 2; end", "[6]"],
    ["try, error('my:id','bad %d',3); catch e, x = e.message; end", "'bad 3'"],
    [
      "try, y = [1 2 3]; y(5); catch e, x = e.message; end",
      "'Index exceeds the number of array elements. Index must not exceed 3.'",
    ],
    ["try, [1 2]+[1 2 3]; catch e, x = e.identifier; end", "'MATLAB:sizeDimensionsMustMatch'"],
    ["x = ifelse(1);", "error: Unrecognized function or variable 'ifelse'."],
    ["x = [1 2; 3];", "error: Dimensions of arrays being concatenated are not consistent."],
    ["f = @(a,b) a*b; x = f(2,3);", "[6]"],
    ["f = @plus; x = f(2,3);", "[5]"],
    ["x = cellfun(@(c) numel(c), {'ab','c'});", "[2 1]"],
    ["x = arrayfun(@(k) k^2, 1:3);", "[1 4 9]"],
    ["m = containers.Map(); m('a') = 1; x = m.isKey('a');", "logical [1]"],
  ])("%s", async (script, result) => {
    expect(await resultOf(script)).toBe(result);
  });
});

describe("sizes that no budget holds", () => {
  it.each([
    "x(1e9) = 1;",
    "x{1e9} = 1;",
    "x(1e9).a = 1;",
    "x = 1:1e10;",
    "x = 'a'; x(1e9) = 'b';",
    'x = "a"; x(1e9) = "b";',
    "x = ones(1,1e5); y = x' + x;",
    "x = ones(1e5,1); y = x * x';",
    "x = ones(1,1e5); y = x' == x;",
    "x = 5; y = x(ones(1e5,1), ones(1,1e5));",
    "x = zeros(1e5,1); x(:,1e5) = 1;",
    "x = 'a'; while true, x = [x x]; end",
    'x = "a"; while true, x = x + x; end',
    "x = {1}; while true, x = [x x]; end",
    "x = 1; while true, x = [x x]; end",
    "x.a = 1; while true, x = [x x]; end",
    "x = {}; while true, x = {x x}; end",
    "x = true; while true, x = [x; x]; end",
    "x = zeros(30000) ^ 3;",
  ])("%s", async (script) => {
    const before = process.cpuUsage();
    const run = await runText(script, { budgets: { milliseconds: 2000, steps: 1e6, bytes: 2 ** 28 } });
    const { user, system } = process.cpuUsage(before); // a busy machine's other work does not count
    expect(run.error?.message).toBeTruthy();
    expect(run.error?.message).not.toMatch(/internal|heap|Invalid (array|typed array|string) length/);
    expect((user + system) / 1e6).toBeLessThan(20);
  });
});
