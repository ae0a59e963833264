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
  const signals = ["SIGINT", "SIGTERM"] as const;
  const release = (): void => {
    for (const signal of signals) process.off(signal, heard);
  };
  const heard = (): void => {
    if (controller.signal.aborted) {
      // Not process.exit: it would take the computing thread down in the middle of a native call, which aborts. A shell calls this 130.
      release();
      process.kill(process.pid, "SIGINT");
      return;
    }
    controller.abort();
    onFirst();
  };
  for (const signal of signals) process.on(signal, heard);
  return { signal: controller.signal, release };
}
