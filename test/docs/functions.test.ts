import { describe, expect, it } from "vitest";
import * as functions from "../../src/functions/index.ts";
import { allFunctionFacts } from "./functionPages.ts";

const facts = allFunctionFacts();

describe("the page about functions", () => {
  it("has every function that is exported", () => {
    expect(facts.map(({ name }) => name)).toEqual(Object.keys(functions).sort());
  });

  it.each(facts.map((each) => [each.name, each] as const))(
    "documents %s with an example",
    (_, { text, examples, signatures }) => {
      expect(text).not.toBe("");
      expect(examples).not.toEqual([]);
      expect(signatures).not.toEqual([]);
    },
  );
});
