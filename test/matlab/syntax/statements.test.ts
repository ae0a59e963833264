import { describe, expect, it } from "vitest";
import { program, statements } from "./reading.ts";

describe("assignments", () => {
  it.each([
    ["a = 1", "a <- 1!"],
    ["a = 1;", "a <- 1"],
    ["a.b(3).c{2} = [];", "a.b(3).c{2} <- []"],
    ["x(end+1) = y;", "x((END + 1)) <- y"],
    ["x.(name) = 1;", "x.(name) <- 1"],
    ["layers(end) = [];", "layers(END) <- []"],
    ['layers(2).Name = "x";', 'layers(2).Name <- "x"'],
    ["c{end+1} = 'a';", "c{(END + 1)} <- 'a'"],
    ["[a, b] = f(x);", "[a b] <- f(x)"],
    ["[a b] = f(x);", "[a b] <- f(x)"],
    ["[a, ~] = f(x);", "[a ~] <- f(x)"],
    ["[~, i] = max(x);", "[~ i] <- max(x)"],
    ["[~,~,c(3).d] = g;", "[~ ~ c(3).d] <- g"],
    ["[~ i] = max(x);", "[~ i] <- max(x)"],
    ["[a] = f;", "[a] <- f"],
    ["f = @(x) x == 1;", "f <- @(x){(x == 1)}"],
    ["tf = a == b;", "tf <- (a == b)"],
    ["s = 'a'; t = s';", "s <- 'a'"],
  ])("%s", (text, expected) => expect(statements(text)[0]).toBe(expected));
});

describe("statements on one line", () => {
  it("are separated by commas and semicolons; a semicolon keeps the value from being displayed", () => {
    expect(statements("a = 1, b = 2; c")).toEqual(["a <- 1!", "b <- 2", "c!"]);
    expect(statements(";;a;,\n,b")).toEqual(["a", "b!"]);
  });
});

describe("control flow", () => {
  it.each([
    ["if a, b, end", "if a { b! }"],
    ["if (a) b, end", "if a { b! }"],
    ["if (a) disp(1), end", "if a { disp(1)! }"],
    ["if a disp(1); end", "if a { disp(1) }"],
    ["if (a) && (b)\n c;\nend", "if (a && b) { c }"],
    ["if ~exist('x', 'var'), x = 1; end", "if (~exist('x' | 'var')) { x <- 1 }"],
    ["if a\n 1;\nelseif b\n 2;\nelse\n 3;\nend", "if a { 1 } else if b { 2 } else { 3 }"],
    ["if a, hold on, end", "if a { command hold|on }"],
    ["if a % why\n b; % so\nend % if", "if a { b }"],
    ["if a ...\n  && b\n c;\nend", "if (a && b) { c }"],
    ["for i = 1:3\n f(i);\nend", "for i in (1 : 3) { f(i) }"],
    ["for (i = 1:3) f(i); end", "for i in (1 : 3) { f(i) }"],
    ["for (i=1:3)\n f(i)\nend", "for i in (1 : 3) { f(i)! }"],
    ["for i = 1\nend", "for i in 1 {  }"],
    ["for i=1:3, f(i), end", "for i in (1 : 3) { f(i)! }"],
    ["for c = {'a' 'b'}\n f(c{1});\nend", "for c in {'a' | 'b'} { f(c{1}) }"],
    ["for s.k = 1:2, end", "for s.k in (1 : 2) {  }"],
    ["parfor (i = 1:3, 4)\n f(i);\nend", "for i in (1 : 3) { f(i) }"],
    ["while x > 1, x = x/2; end", "while (x > 1) { x <- (x / 2) }"],
    ["while true\n break\nend", "while true { break }"],
    [
      "switch x\n case 1\n a;\n case {'b', 'c'}\n d;\n otherwise\n e;\nend",
      "switch x case 1 { a } case {'b' | 'c'} { d } otherwise { e }",
    ],
    ["switch (x) % which\n\n % none\n case 'a', b; end", "switch x case 'a' { b }"],
    ["try\n a;\ncatch ME\n b;\nend", "try { a } catch ME { b }"],
    ["try, a; catch, b; end", "try { a } catch - { b }"],
    ["try\n a;\ncatch\n b;\nend", "try { a } catch - { b }"],
    ["try a; end", "try { a } catch - {  }"],
    ["try\n a;\ncatch disp(1)\nend", "try { a } catch - { disp(1)! }"],
    ["global a b", "global a b"],
    ["persistent n;", "persistent n"],
    ["import nnet.internal.*", "import nnet.internal.*"],
    ["return;", "return"],
  ])("%j", (text, expected) => expect(statements(text)).toEqual([expected]));

  it("nests", () => {
    const text = "for i = 1:2\n if i == 1\n  while a, b; end\n else, switch c, case 1, d; end\n end\nend";
    expect(statements(text)).toEqual(["for i in (1 : 2) { if (i == 1) { while a { b } } else { switch c case 1 { d } } }"]);
  });
});

describe("comments and continuations", () => {
  it("may stand anywhere", () => {
    const text = "a = f(1, ... one\n   2, ...\n   % 'three', 3, ...\n\n   4); % done\nb = ...\n  5;";
    expect(statements(text)).toEqual(["a <- f(1 | 2 | 4)", "b <- 5"]);
  });

  it("ends a statement on a comment line that follows a continuation outside of brackets", () => {
    expect(statements("a = 1; ...\n% then\nb = 2;")).toEqual(["a <- 1", "b <- 2"]);
  });

  it("leaves out block comments, also nested ones", () => {
    expect(statements("a;\n  %{\n b;\n%{\n c\n%}\n d;\n %}  \ne;")).toEqual(["a", "e"]);
    expect(statements("%{ not a block\na;")).toEqual(["a"]);
    expect(statements("a; %{\nb;")).toEqual(["a", "b"]);
  });

  it("are kept with their texts", () => {
    const { comments } = program("%% Section\n% one\na = [1 % two\n2]; ... three\n%{\n four\n%}\ndisp x % five");
    expect(comments.map(({ text, block, ownLine }) => [text, block, ownLine])).toEqual([
      ["Section", false, true],
      ["one", false, true],
      ["two", false, false],
      ["three", false, false],
      [" four\n", true, true],
      ["five", false, false],
    ]);
  });

  it("takes no comment for one inside a text", () => {
    expect(statements("a = '100 %'; b = \"...\";")).toEqual(["a <- '100 %'", 'b <- "..."']);
  });
});

describe("line ends", () => {
  it.each(["\n", "\r\n", "\r"])("may be %j", (lineEnd) => {
    const text = ["% a comment", "a = [1 2", " 3 4];", "if a, b = ...", "   2;", "end"].join(lineEnd);
    expect(statements(text)).toEqual(["a <- [1 | 2 / 3 | 4]", "if a { b <- 2 }"]);
  });
});
