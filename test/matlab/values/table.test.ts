import { describe, expect, it } from "vitest";
import { cell, cellOfTexts, emptyMatrix, logicals, number, numbers, struct, text } from "../../../src/matlab/values/construct.ts";
import { concatenated, indexed, member, withBraceIndexed, withIndexed, withMember } from "../../../src/matlab/values/index.ts";
import { tableValue } from "../../../src/matlab/values/table.ts";
import type { Value } from "../../../src/matlab/values/value.ts";

const column = (...texts: string[]): Value => cellOfTexts(texts, [texts.length, 1]);
const table = tableValue(["Source", "Weight"], [column("a", "b", "c"), numbers([3, 1], [1, 2, 3])]);
const operations = table.operations;

describe("tables", () => {
  it("have variables, rows and columns", () => {
    expect(operations.size(table)).toEqual([3, 2]);
    expect(member(table, "Weight")).toEqual(numbers([3, 1], [1, 2, 3]));
    expect(() => member(table, "weight")).toThrow(/Unrecognized method, property, or field 'weight'/);
    expect(member(member(table, "Properties"), "VariableNames")).toEqual(cellOfTexts(["Source", "Weight"]));
    expect(member(indexed(table, [number(2), text("Source")]), "Variables")).toEqual(column("b"));
    expect(operations.braceIndex!(table, [numbers([1, 2], [1, 3]), number(2)])).toEqual([numbers([2, 1], [1, 3])]);
    expect(operations.size(indexed(table, [logicals([3, 1], [1, 0, 1]), ":"]))).toEqual([2, 2]);
    expect(() => indexed(table, [number(4), ":"])).toThrow(/Index exceeds table dimensions/);
    expect(() => indexed(table, [number(1)])).toThrow(/one subscript/);
    expect(() => indexed(table, [":", text("Nme")])).toThrow(/Unrecognized table variable name 'Nme'/);
  });

  it("are changed by variable, cell and row", () => {
    const changed = withMember(table, "Source", withBraceIndexed(member(table, "Source"), [number(2)], text("new")));
    expect(member(changed, "Source")).toEqual(column("a", "new", "c"));
    expect(member(table, "Source")).toEqual(column("a", "b", "c"));
    expect(member(withIndexed(table, [number(1), ":"], emptyMatrix), "Source")).toEqual(column("b", "c"));
    expect(member(withIndexed(table, [number(4), ":"], cell([text("d"), number(4)])), "Weight")).toEqual(
      numbers([4, 1], [1, 2, 3, 4]),
    );
    const renamed = withMember(
      table,
      "Properties",
      struct({ VariableNames: cellOfTexts(["S", "W"]), RowNames: cell([], [0, 0]) }),
    );
    expect(member(renamed, "W")).toEqual(member(table, "Weight"));
    expect(() => withMember(table, "More", number(1))).toThrow(/must match the height of the table: 3, received 1/);
  });

  it("are joined below and beside each other", () => {
    const other = tableValue(["Weight", "Source"], [number(4), column("d")]);
    expect(member(concatenated(1, [table, other]), "Source")).toEqual(column("a", "b", "c", "d"));
    expect(operations.size(concatenated(2, [table, tableValue(["New"], [numbers([3, 1], [7, 8, 9])])]))).toEqual([3, 3]);
    expect(() => concatenated(1, [table, tableValue(["New"], [number(1)])])).toThrow(/same variable names/);
    expect(() => concatenated(2, [table, table])).toThrow(/Duplicate table variable name/);
    expect(() => tableValue(["a", "b"], [number(1), numbers([2, 1], [1, 2])])).toThrow(/same number of rows/);
  });

  it("are displayed as MATLAB does", () => {
    expect(operations.display!(table)).toBe(
      [
        "  3×2 table",
        "",
        "    Source    Weight",
        "    ______    ______",
        "",
        "    {'a'}          1",
        "    {'b'}          2",
        "    {'c'}          3",
      ].join("\n"),
    );
  });
});
