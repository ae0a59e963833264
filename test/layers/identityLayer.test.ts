import { identityLayer } from "../../layers/index.ts";
import { keepsEveryFormat } from "./everyFormat.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: identityLayer,
  minimal: identityLayer(),
  options: {},
  golden: 0,
  cases: keepsEveryFormat(identityLayer()),
});
