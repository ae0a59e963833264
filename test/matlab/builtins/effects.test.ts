import { describe, expect, it } from "vitest";
import { readMat } from "../../../src/data/mat.ts";
import { writeMat } from "../../../src/data/matWrite.ts";
import { builtins } from "../../../src/matlab/builtins/index.ts";
import { number, numbers, row, text } from "../../../src/matlab/values/construct.ts";
import { isUnknown, unknown } from "../../../src/matlab/values/unknown.ts";
import type { Figure } from "../../../src/matlab/values/value.ts";
import { bench } from "./bench.ts";

const bytes = (content: string): Uint8Array => new TextEncoder().encode(content);

/** Built-in functions of a role, by name. */
const ofRole = (...roles: string[]): string[] =>
  [...builtins.values()].filter(({ role }) => roles.includes(role)).map(({ name }) => name);

describe("summary", () => {
  it("prints how often each category is there", async () => {
    const { results, printed } = bench();
    await results("summary(categorical({'b';'a';'b';''},{'b','a'}))", 0);
    expect(printed.join("")).toBe("     b                2 \n     a                1 \n     <undefined>      1 \n\n");
  });

  it("prints what the variables of a table are", async () => {
    const { results, printed } = bench();
    await results("summary(table([3;1;2],{'x';'y';'z'},'VariableNames',{'size','name'}))", 0);
    expect(printed.join("")).toContain("size: 3×1 double\n\n     Min         1 \n     Median      2 \n     Max         3 \n");
  });
});

describe("functions that draw", () => {
  it.each(ofRole("draws"))("%s draws nothing in port, and gives a handle where one is wanted", async (name) => {
    const { results, notes } = bench({ mode: "port", variables: { x: unknown("x", "it is not there") } });
    expect(await results(`${name}(x)`, 0)).toEqual([]);
    expect(await results(`${name}(x)`, 1)).toHaveLength(1);
    expect(notes).toEqual([]);
  });

  it.each(ofRole("draws"))("%s takes numbers in run", async (name) => {
    const { results } = bench();
    expect(await results(`${name}(1)`, 0)).toEqual([]);
  });

  it("keep lines, titles, labels and legends of a figure", async () => {
    const { results, notes } = bench();
    for (const call of [
      "figure",
      "plot([1 2 3],[4 5 6],'r-',[7 8])",
      "hold('on')",
      "plot([9 9])",
      "title('T')",
      "xlabel('X')",
      "ylabel('Y')",
      "legend('a','b','Location','best')",
    ])
      await results(call, 0);
    const figures = notes.map((note) => (note as { figure: Figure }).figure);
    expect(figures).toEqual([
      {
        number: 1,
        lines: [
          { x: [1, 2, 3], y: [4, 5, 6], style: "r-" },
          { x: [1, 2], y: [7, 8] },
          { x: [1, 2], y: [9, 9] },
        ],
        title: "T",
        xLabel: "X",
        yLabel: "Y",
        legend: ["a", "b"],
      },
    ]);
  });

  it("keep the axes of a subplot apart, and the counts of a confusion chart", async () => {
    const { results, notes } = bench();
    for (const call of ["subplot(1,2,1)", "bar([1 2])", "subplot(1,2,2)", "confusionchart({'a','b','b'},{'a','b','a'})"])
      await results(call, 0);
    const figures = notes.map((note) => (note as { figure: Figure }).figure);
    expect(figures[0].lines).toEqual([{ x: [1, 2], y: [1, 2], style: "bar" }]);
    expect(figures[1].confusion).toEqual({
      classes: ["a", "b"],
      counts: [
        [1, 0],
        [1, 1],
      ],
    });
  });
});

describe("functions that print", () => {
  it("show values and formats in run", async () => {
    const { results, printed } = bench();
    for (const call of ["disp('a')", "disp([1 2])", "fprintf('%d\\n',3)", "fprintf(1,'%s\\n','x')", "fprintf('plain\\n')"])
      await results(call, 0);
    expect(printed).toEqual(["a\n", "     1     2\n", "3\n", "x\n", "plain\n"]);
  });

  it("show nothing in port", async () => {
    const { results, printed } = bench({ mode: "port", variables: { x: unknown("x", "it is not there") } });
    for (const call of ["disp(x)", "display(x)", "fprintf('%d',x)", "warning('w')", "beep", "who", "whos"])
      await results(call, 0);
    expect(printed.join("")).not.toContain("unknown x");
  });

  it("write into a file of the output folder when it is closed", async () => {
    const { results, value, written } = bench();
    expect(await value("fopen('log.txt','w')")).toEqual(number(3));
    await results("fprintf(3,'%d;',[1 2])", 0);
    await results("fclose(3)", 0);
    expect(new TextDecoder().decode(written.get("log.txt"))).toBe("1;2;");
  });
});

describe("functions that warn", () => {
  it("tell the report what a script warns of", async () => {
    const { results, notes, value } = bench({ mode: "port" });
    await results("warning('a:b','value %d',3)", 0);
    await results("warning('off','all')", 0);
    expect(notes).toMatchObject([{ kind: "warning", code: "a:b", message: "value 3" }]);
    expect(await value("lastwarn")).toEqual(text("value 3"));
  });

  it("hold unknown conditions of assert for true", async () => {
    const { results } = bench({ mode: "port", variables: { x: unknown("x", "it is not there") } });
    expect(await results("assert(x,'no')", 0)).toEqual([]);
  });
});

describe("functions of data", () => {
  it.each(ofRole("data"))("%s gives something unknown in port where the data is not there", async (name) => {
    const { results } = bench({ mode: "port" });
    const [value] = await results(`${name}('gone')`, 1);
    expect(isUnknown(value)).toBe(true);
  });

  it.each(ofRole("data").filter((name) => name !== "arrayDatastore"))(
    "%s says in run that the data is not there",
    async (name) => {
      await expect(bench().results(`${name}('gone')`, 1)).rejects.toThrow(/not found|not supported|not listed/);
    },
  );

  const stored = writeMat(
    new Map([
      ["x", numbers([1, 2], [1, 2])],
      ["y", number(5)],
    ]),
  );

  it("load all variables of a MAT-file, or the ones named", async () => {
    const all = bench({ files: { "d.mat": stored } });
    await all.results("load('d')", 0);
    expect([...all.session.variables.keys()]).toEqual(["x", "y"]);
    const one = bench({ files: { "d.mat": stored } });
    await one.results("load('d.mat','y')", 0);
    expect([...one.session.variables]).toEqual([["y", number(5)]]);
    expect(await one.value("load('d.mat').x")).toEqual(row([1, 2]));
  });

  it("load numbers of a text file", async () => {
    const { results, session } = bench({ files: { "a b.txt": bytes("1 2\n3 4\n") } });
    await results("load('a b.txt')", 0);
    expect(session.variables.get("a_b")).toEqual(numbers([2, 2], [1, 3, 2, 4]));
  });

  it("save variables into the output folder in run, and say what cannot be saved", async () => {
    const { results, written, notes } = bench({ variables: { x: row([1, 2]), f: { kind: "handle", name: "sin" } } });
    await results("save('o.mat')", 0);
    expect(readMat(written.get("o.mat")!).get("x")).toEqual(row([1, 2]));
    expect(notes).toMatchObject([{ code: "not-saved", message: expect.stringContaining("f is not written") }]);
    await expect(results("save('o.mat','nosuch')", 0)).rejects.toThrow("Variable 'nosuch' not found.");
  });

  it("write matrices, cells and tables as text", async () => {
    const { results, written } = bench();
    await results("writematrix([1 2;3 4],'m.csv')", 0);
    await results("csvwrite('c.csv',[1 2])", 0);
    await results("dlmwrite('d.csv',[1 2])", 0);
    await results("writecell({'a','b,c'},'e.csv')", 0);
    await results("writetable(table([1;2],{'x';'y'}),'t.csv')", 0);
    const content = (name: string): string => new TextDecoder().decode(written.get(name));
    expect(content("m.csv")).toBe("1,2\n3,4\n");
    expect(content("c.csv")).toBe("1,2\n");
    expect(content("d.csv")).toBe("1,2\n");
    expect(content("e.csv")).toBe('a,"b,c"\n');
    expect(content("t.csv")).toBe("Var1,Var2\n1,x\n2,y\n");
    await expect(results("xlswrite('a.xlsx',[1 2])", 0)).rejects.toThrow(/spreadsheets are not written/);
  });
});

describe("functions of the machine", () => {
  it.each(ofRole("environment"))("%s lets a script go on in port", async (name) => {
    const { results } = bench({ mode: "port" });
    const refused: Record<string, RegExp> = { quit: /ends MATLAB/, exit: /ends MATLAB/, rng: /must be a scalar number/ };
    const outcome = results(/write|save/.test(name) ? `${name}('gone','gone')` : `${name}('gone')`, 0);
    if (refused[name]) await expect(outcome).rejects.toThrow(refused[name]);
    else expect(await outcome).toBeDefined();
  });

  it.each(["system", "dos", "unix", "web", "urlread", "webread"])("%s is refused by name", async (name) => {
    await expect(bench().results(`${name}('x')`, 0)).rejects.toThrow(/is not carried out: scripts may not/);
    const { results, notes } = bench({ mode: "port" });
    await results(`${name}('x')`, 0);
    expect(notes).toMatchObject([{ code: "refused" }]);
  });

  it("give times in run and unknowns in port", async () => {
    for (const name of ["tic", "toc", "clock", "now", "cputime", "date", "datestr", "datetime"]) {
      expect(isUnknown(await bench({ mode: "port" }).value(name))).toBe(true);
      expect(isUnknown(await bench().value(name))).toBe(false);
    }
    expect(await bench().value("datestr(738000,'yyyy-mm-dd')")).toEqual(text("2020-07-28"));
  });

  it("ask no person", async () => {
    expect(isUnknown(await bench({ mode: "port" }).value("input('n?')"))).toBe(true);
    await expect(bench().value("input('n?')")).rejects.toThrow(/--set/);
  });
});

describe("functions of variables", () => {
  it("clear what is named, or all but what is kept", async () => {
    const variables = { a1: number(1), a2: number(2), b: number(3) };
    const one = bench({ variables });
    await one.results("clear('a*')", 0);
    expect([...one.session.variables.keys()]).toEqual(["b"]);
    const two = bench({ variables });
    await two.results("clearvars('-except','a1')", 0);
    expect([...two.session.variables.keys()]).toEqual(["a1"]);
    const three = bench({ variables });
    await three.results("clear('all')", 0);
    await three.results("assignin('base','z',4)", 0);
    expect([...three.session.variables]).toEqual([["z", number(4)]]);
  });

  it("name the variables that there are", async () => {
    const { results, printed } = bench({ variables: { a: number(1) } });
    await results("who", 0);
    expect(printed.join("")).toContain("a  the number 1");
  });
});

describe("random numbers", () => {
  it("are MATLAB's for rand and randi, and begin again with the seed", async () => {
    const { value, results } = bench();
    await results("rng(1)", 0);
    expect(await value("round(rand(1,2),4)")).toEqual(row([0.417, 0.7203]));
    await results("rng('default')", 0);
    expect(await value("round(rand(1,5),4)")).toEqual(row([0.8147, 0.9058, 0.127, 0.9134, 0.6324]));
    await results("rand('seed',1)", 0);
    expect(await value("randi(10)")).toEqual(number(5));
  });

  it("of randn and randperm are our own, which is said once each", async () => {
    const { results, notes } = bench();
    for (const call of ["randn(2)", "randn(2)", "randperm(3)", "randsample(5,2)"]) await results(call);
    expect(notes.map((note) => note.kind === "warning" && note.message.split(" ")[0])).toEqual(["randn", "randperm"]);
  });
});

describe("handles that hold something", () => {
  it("of maps see what is put in", async () => {
    const { value, session } = bench();
    const map = await value("containers.Map({'b','a'},{1,'x'})");
    session.variables.set("m", map);
    expect(await value("m('a')")).toEqual(text("x"));
    expect(await value("keys(m)")).toEqual(await value("{'a','b'}"));
    expect(await value("m.values")).toEqual(await value("{'x',1}"));
    expect(await value("isKey(m,'z')")).toEqual(await value("false"));
    await expect(value("m('z')")).rejects.toThrow("The specified key is not present in this container.");
    await value("remove(m,'a')");
    expect(await value("m.Count")).toEqual(number(1));
  });

  it("of input parsers check what they are given", async () => {
    const { value, results, session } = bench();
    session.variables.set("p", await value("inputParser"));
    await results("addRequired(p,'n',@(x) x>0)", 0);
    await results("addOptional(p,'m',7)", 0);
    await results("addParameter(p,'Rate',0.1,@isnumeric)", 0);
    await results("parse(p,3,'rate',0.5)", 0);
    expect(await value("p.Results")).toEqual(await value("struct('m',7,'n',3,'Rate',0.5)"));
    expect(await value("p.UsingDefaults")).toEqual(await value("{'m'}"));
    await expect(results("parse(p,-3)", 0)).rejects.toThrow("The value of 'n' is invalid.");
    await expect(results("parse(p,3,'Other',1)", 0)).rejects.toThrow("'Other' is not a recognized parameter.");
    await expect(results("parse(p)", 0)).rejects.toThrow("Not enough input arguments.");
  });

  it("of a processing function apply and reverse its settings", async () => {
    const { results, session, value } = bench();
    const [, settings] = await results("mapminmax([1 2 3])", 2);
    session.variables.set("ps", settings);
    expect(await value("mapminmax('apply',5,ps)")).toEqual(number(3));
    expect(await value("mapminmax('reverse',3,ps)")).toEqual(number(5));
  });
});

describe("what is not supported", () => {
  it("is unknown in port, with a warning, and an error in run", async () => {
    const { value, notes } = bench({ mode: "port" });
    expect(isUnknown(await value("eig([1 2;3 4])"))).toBe(true);
    expect(notes).toMatchObject([{ kind: "warning", message: "eig is not supported." }]);
    await expect(bench().value("eig([1 2;3 4])")).rejects.toThrow("eig is not supported.");
  });
});
