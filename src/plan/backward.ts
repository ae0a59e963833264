// The reverse walk lives with the ops, for the gradient of a loop is a walk over its body.
export { ancestors, gradients } from "../ops/index.ts";
