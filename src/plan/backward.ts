export { ancestors, gradients } from "../ops/index.ts";
