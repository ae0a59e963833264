import type { RunChange, TrainingRun } from "../../src/report/live/trainingRun.ts";

/** Who is told by a training that runs. */
export interface Listener {
  readonly run: (run: TrainingRun) => void;
  /** Returns whether more is to come. */
  readonly change: (change: RunChange) => boolean;
  /** The server does not answer; `forGood` where it is not asked again. */
  readonly lost: (forGood: boolean) => void;
}

const mostFailures = 4;

/** Follows a training until it ends, or until its server has not answered several times in a row. */
export function follow({ run, change, lost }: Listener): void {
  const source = new EventSource("events");
  let failures = 0;
  const heard = (more: boolean): void => {
    failures = 0;
    if (!more) source.close();
  };
  source.addEventListener("run", (event: MessageEvent<string>) => {
    const received = JSON.parse(event.data) as TrainingRun;
    run(received);
    heard(goesOn(received));
  });
  source.addEventListener("change", (event: MessageEvent<string>) => heard(change(JSON.parse(event.data) as RunChange)));
  source.addEventListener("error", () => {
    const forGood = ++failures >= mostFailures || source.readyState === EventSource.CLOSED;
    if (forGood) source.close();
    lost(forGood);
  });
}

/** Asks the training to stop after its iteration. Whether it was heard is in the result. */
export async function askToStop(): Promise<boolean> {
  try {
    return (await fetch("stop", { method: "POST" })).ok;
  } catch {
    return false;
  }
}

/** Whether a training has not ended yet. */
export function goesOn({ status: { state } }: Pick<TrainingRun, "status">): boolean {
  return state === "running" || state === "stopping";
}
