import { exitStatus } from "./failure.ts";

/** Ctrl-C and requests to terminate, while something is done that can stop in good order. */
export interface Interrupt {
  /** Aborted by the first signal. The second ends the process at once. */
  readonly signal: AbortSignal;
  /** Gives the signals back to the system. */
  release(): void;
}

/** Listens to SIGINT and SIGTERM; `onFirst` tells the user that the first was heard. */
export function listenForInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  const heard = (): void => {
    if (controller.signal.aborted) process.exit(exitStatus.interrupted);
    controller.abort();
    onFirst();
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, heard);
  return {
    signal: controller.signal,
    release: () => {
      for (const signal of signals) process.off(signal, heard);
    },
  };
}
