import { describe, expect, it } from "vitest";
import { builtins } from "../../../src/matlab/builtins/index.ts";
import { number } from "../../../src/matlab/values/construct.ts";
import { sameValue } from "../../../src/matlab/values/sameValue.ts";
import { shortName } from "../../../src/matlab/values/unknown.ts";
import type { Value } from "../../../src/matlab/values/value.ts";
import { bench } from "./bench.ts";
import { arrays } from "./cases/arrays.ts";
import type { Case } from "./cases/case.ts";
import { containers } from "./cases/containers.ts";
import { data } from "./cases/data.ts";
import { moreNumbers } from "./cases/moreNumbers.ts";
import { numbers } from "./cases/numbers.ts";
import { patterns } from "./cases/patterns.ts";
import { samples } from "./cases/samples.ts";
import { signals } from "./cases/signals.ts";
import { tables } from "./cases/tables.ts";
import { texts } from "./cases/texts.ts";
import { times } from "./cases/times.ts";

const families: Readonly<Record<string, readonly Case[]>> = {
  arrays,
  numbers,
  moreNumbers,
  patterns,
  samples,
  signals,
  tables,
  texts,
  times,
  containers,
  data,
};

/** Called for what they do, in effects.test.ts: those of these roles all, and these. */
const elsewhere: ReadonlySet<string> = new Set(["draws", "data", "environment", "prints", "lastwarn", "assignin"]);
const unsupported = [...builtins.keys()].slice([...builtins.keys()].indexOf("qr"), [...builtins.keys()].indexOf("fzero") + 1);

const plain = new TextEncoder().encode("1,2\n3,4\n");
const named = new TextEncoder().encode("x,y\n1,2\n3,4\n");

for (const [family, cases] of Object.entries(families)) {
  describe(`the functions of ${family}`, () => {
    it.each(cases)("%s", async (call, gives) => {
      const { value } = bench({ variables: { known: number(1) }, files: { "plain.csv": plain, "data.csv": named } });
      if (typeof gives === "string") expectSame(await value(call), await value(gives));
      else await expect(value(call)).rejects.toThrow(gives);
    });
  });
}

describe("the built-in functions", () => {
  it("have a case each", () => {
    const written = Object.values(families)
      .flat()
      .map(([call]) => call)
      .join("\n");
    const words = new Set(written.match(/[A-Za-z_]\w*(\.[A-Za-z_]\w*)*/g));
    expect(
      [...builtins.keys()].filter(
        (name) =>
          !words.has(name) && !elsewhere.has(name) && !elsewhere.has(builtins.get(name)!.role) && !unsupported.includes(name),
      ),
    ).toEqual([]);
  });
});

function expectSame(given: Value, wanted: Value): void {
  expect(given, `no result, but ${shortName(wanted)} was expected`).toBeDefined();
  if (!sameValue(given, wanted)) expect(given).toEqual(wanted);
}
