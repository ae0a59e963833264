import { swishLayer } from "../../layers/index.ts";
import { keepsEveryFormat } from "./everyFormat.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: swishLayer,
  minimal: swishLayer(),
  options: {},
  golden: 4,
  cases: keepsEveryFormat(swishLayer(), { description: "swish" }),
});
