import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Contender, StartOfTraining } from "./contender.ts";
import { rounded } from "./timings.ts";

/** Whether two sides compute the same: their first steps of training on equal data from equal weights, without dropout. */
export interface Agreement {
  /** How many numbers are learned. */
  readonly learnables: number;
  /** The largest difference of the losses, relative to PyTorch's. */
  readonly lossDifference: number | null;
  /** What is not the same; empty where all is. */
  readonly problems: readonly string[];
}

/** Losses before these steps are compared: the first tells of the forward pass, the others of the gradients and the update. */
const steps = 3;
/** What rounding may make of losses within these steps. */
const tolerance = 1e-3;

/** Someone who can begin a training. */
type Beginner = Pick<Contender, "losses" | "close">;

/** Compares our network with PyTorch's. Both contenders are ended. */
export async function agreementOf(ours: Beginner, pytorch: Beginner): Promise<Agreement> {
  const folder = mkdtempSync(join(tmpdir(), "layergraph-bench-start-"));
  try {
    const file = join(folder, "start.npz");
    const our = await ours.losses(steps, file);
    try {
      return compared(our, await pytorch.losses(steps, file));
    } catch (error) {
      return { learnables: our.learnables, lossDifference: null, problems: [(error as Error).message] }; // a peer may fail
    }
  } finally {
    rmSync(folder, { recursive: true });
    for (const contender of [ours, pytorch]) contender.close();
  }
}

function compared(our: StartOfTraining, peer: StartOfTraining): Agreement {
  const difference = Math.max(...peer.losses.map((loss, step) => Math.abs(our.losses[step] - loss) / loss));
  const losses = `PyTorch computes another network: losses ${peer.losses.join(", ")}, ours ${our.losses.join(", ")}`;
  const numbers = `PyTorch learns ${peer.learnables} numbers, ours ${our.learnables}`;
  return {
    learnables: our.learnables,
    lossDifference: rounded(difference),
    problems: [...(our.learnables === peer.learnables ? [] : [numbers]), ...(difference <= tolerance ? [] : [losses])],
  };
}
