import type { Activation } from "../layer.ts";
import type { Network, NetworkArrays } from "../network/network.ts";
import type { Value } from "../ops/index.ts";
import type { DlArray } from "./dlarray.ts";
import type { SymbolicArrays, SymbolicNetwork } from "./symbolicNetwork.ts";

type Plain = string | boolean | null | undefined;

/** What a function that `dlfeval` calls receives for an argument. */
export type Symbolic<H> = H extends DlArray
  ? Activation
  : H extends Network
    ? SymbolicNetwork
    : H extends NetworkArrays
      ? SymbolicArrays
      : H extends number
        ? Value
        : H extends Plain
          ? H
          : { [K in keyof H]: Symbolic<H[K]> };

/** The same for all arguments. */
export type SymbolicArguments<A extends readonly unknown[]> = { [K in keyof A]: Symbolic<A[K]> };

/** What `dlfeval` gives for what the function returned. */
export type Host<R> = R extends Activation
  ? DlArray
  : R extends SymbolicArrays
    ? NetworkArrays
    : R extends Value
      ? number
      : R extends Plain | number
        ? R
        : { -readonly [K in keyof R]: Host<R[K]> };
