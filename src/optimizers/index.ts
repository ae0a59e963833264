import { adam } from "./adam.ts";
import { rmsprop } from "./rmsprop.ts";
import { sgdm } from "./sgdm.ts";
import type { Solver } from "./solver.ts";

export * from "./regularization.ts";
export * from "./solver.ts";

/** The solvers by the name that `trainingOptions` gives them. */
export const solvers: Readonly<Record<Solver["name"], Solver>> = { sgdm, adam, rmsprop };
