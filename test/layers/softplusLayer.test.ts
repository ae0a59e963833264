import { softplusLayer } from "../../layers/index.ts";
import { keepsEveryFormat } from "./everyFormat.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: softplusLayer,
  minimal: softplusLayer(),
  options: {},
  golden: 5,
  cases: keepsEveryFormat(softplusLayer()),
});
