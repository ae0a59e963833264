import { expect, it } from "vitest";
import { identityLayer } from "../../layers/index.ts";
import { keepsEveryFormat } from "./everyFormat.ts";
import { resultsOf } from "./resultsOf.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: identityLayer,
  minimal: identityLayer(),
  options: {},
  golden: 3,
  cases: keepsEveryFormat(identityLayer()),
});

it("passes numbers on as they are", () => {
  const [{ data }] = resultsOf(identityLayer(), [{ format: "CB", shape: [1, 3], data: [-1, 0, 2.5] }]);
  expect([...data]).toEqual([-1, 0, 2.5]);
});
