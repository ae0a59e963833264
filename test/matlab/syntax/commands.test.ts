import { describe, expect, it } from "vitest";
import { statements } from "./reading.ts";

describe("command syntax", () => {
  it.each([
    ["hold on", "command hold|on"],
    ["clc", "clc!"],
    ["clc;", "clc"],
    ["close all force;", "command close|all|force"],
    ["clear x y, hold off", "command clear|x|y"],
    ["load data.mat", "command load|data.mat"],
    ["load ../data/x.mat % the data", "command load|../data/x.mat"],
    ["warning off", "command warning|off"],
    ["warning('off')", "warning('off')!"],
    ["error Unknown", "command error|Unknown"],
    ["format long g", "command format|long|g"],
    ["disp 'hello world'", "command disp|hello world"],
    ["disp it''s", "command disp|its"],
    ["disp(1)", "disp(1)!"],
    ["clear -all", "command clear|-all"],
    ["ls ./d", "command ls|./d"],
    ["cd ..", "command cd|.."],
    ["title Hello, x", "command title|Hello"],
    ["axis([0 1 0 1])", "axis([0 | 1 | 0 | 1])!"],
    ["!dir *.m", "command system|dir *.m"],
    ["pause on;", "command pause|on"],
    ["syms f(x, y) z", "command syms|f(x, y)|z"],
  ])("%s", (text, expected) => expect(statements(text)[0]).toBe(expected));
});

describe("an expression that might look like a command", () => {
  it.each([
    ["a -1", "(a - 1)!"],
    ["a = 1", "a <- 1!"],
    ["a =1;", "a <- 1"],
    ["x ./ y", "(x ./ y)!"],
    ["f (1)", "f(1)!"],
    ["a == b", "(a == b)!"],
    ["a - b", "(a - b)!"],
    ["a + ...\n b", "(a + b)!"],
    ["a.b = 3;", "a.b <- 3"],
    ["c {1} = 3;", "c{1} <- 3"],
    ["a % comment", "a!"],
    ["a ;", "a"],
    ["net = dlnetwork;", "net <- dlnetwork"],
  ])("%s", (text, expected) => expect(statements(text)[0]).toBe(expected));

  it("is one where the name was assigned before", () => {
    expect(statements("a = 2;\na -b")).toEqual(["a <- 2", "(a - b)!"]);
    expect(statements("a -b")).toEqual(["command a|-b"]);
    expect(statements("for k = 1:3\n k -b;\nend")).toEqual(["for k in (1 : 3) { (k - b) }"]);
    expect(statements("[p, q] = f;\nq -b;")).toEqual(["[p q] <- f", "(q - b)"]);
    expect(statements("global g\ng -b;")).toEqual(["global g", "(g - b)"]);
  });
});
