import type { SeededRandom } from "./seededNormal.ts";

/** Along the body: forward, sideways, up. Along the sensor: its three channels. */
export type Vector = [number, number, number];

/** How a body accelerates, in units of gravity, so many seconds into a recording. */
export type Motion = (seconds: number) => Vector;

/** What the people in the recordings do. */
export const activities = ["dancing", "running", "sitting", "standing", "walking"] as const;

/** One of `activities`. */
export type Activity = (typeof activities)[number];

/** For each activity, the motion of one more person for that many seconds: same kind, other cadence, phases and habits. */
export const motions: Record<Activity, (random: SeededRandom, seconds: number) => Motion> = {
  dancing,
  running,
  sitting,
  standing,
  walking,
};

const turn = 2 * Math.PI;

/** Steady steps: the trunk rises once a step and rolls once every two; each heel strike is a short jolt. */
function walking(random: SeededRandom): Motion {
  const cadence = random.uniform(1.5, 2.1);
  const start = random.uniform(0, 2);
  const [lag, secondLag] = [random.uniform(0, turn), random.uniform(0, turn)];
  return (seconds) => {
    const steps = start + cadence * seconds;
    const jolt = 0.8 * Math.exp(-12 * (steps % 1));
    return [
      0.5 * Math.sin(turn * steps + lag) - 0.5 * jolt,
      0.4 * Math.sin((turn * steps) / 2),
      0.9 * Math.sin(turn * steps) + 0.4 * Math.sin(2 * turn * steps + secondLag) + jolt,
    ];
  };
}

/** Faster steps with a flight between them: the body falls freely, then a hard push throws it up again. */
function running(random: SeededRandom): Motion {
  const cadence = random.uniform(2.4, 3.1);
  const start = random.uniform(0, 2);
  const lag = random.uniform(0, turn);
  return (seconds) => {
    const steps = start + cadence * seconds;
    const push = Math.max(0, Math.sin(turn * steps)) ** 2;
    return [0.4 * Math.sin(turn * steps + lag), 0.4 * Math.sin((turn * steps) / 2), 4 * push - 1];
  };
}

/** One move after another, about a second each, every one with its own rhythm and direction; some are turns on the spot. */
function dancing(random: SeededRandom, seconds: number): Motion {
  const moves: { end: number; motion: Motion }[] = [];
  for (let end = 0; end < seconds; ) {
    end += random.uniform(0.5, 1);
    moves.push({ end, motion: danceMove(random) });
  }
  return (now) => moves.find((move) => now < move.end)!.motion(now);
}

function danceMove(random: SeededRandom): Motion {
  const tempo = random.uniform(0.8, 3);
  const phase = random.uniform(0, 1);
  const reach: Vector = [random.normal(), random.normal(), random.normal()];
  const pull = random.uniform(0, 1) < 0.3 ? random.uniform(-1, 1) : 0; // the outward pull of a turn
  return (seconds) => {
    const swing = Math.sin(turn * (tempo * seconds + phase));
    return [reach[0] * swing + pull, reach[1] * swing, reach[2] * swing];
  };
}

/** A long slow breath, a faint heartbeat, and now and then another way to lean. */
function sitting(random: SeededRandom, seconds: number): Motion {
  const breath = random.uniform(0.2, 0.35);
  const pulse = random.uniform(1, 1.4);
  const phase = random.uniform(0, 1);
  const lean = shift(random, seconds);
  return (now) => {
    const chest = Math.sin(turn * (breath * now + phase));
    const beat = Math.exp(-8 * ((pulse * now + phase) % 1));
    return [0.6 * chest + 0.5 * lean(now), 0.2 * chest, 0.5 * chest + 0.25 * beat];
  };
}

/** The body balances like an inverted pendulum: an irregular sway, the tremor of working legs, the weight moved to the other one. */
function standing(random: SeededRandom, seconds: number): Motion {
  const [ahead, aside] = [sway(random), sway(random)];
  const weight = shift(random, seconds);
  const tremor = random.uniform(6.5, 8.5);
  return (now) => {
    const shake = 0.45 * Math.sin(turn * tremor * now);
    return [0.6 * ahead(now) + shake, 0.6 * aside(now) + 0.5 * weight(now), 0.1 * ahead(now) + shake];
  };
}

/** Three slow waves that never quite repeat. */
function sway(random: SeededRandom): (seconds: number) => number {
  const waves = [1, 2, 3].map(() => ({ rate: random.uniform(0.5, 1.1), phase: random.uniform(0, turn) }));
  return (seconds) => waves.reduce((sum, { rate, phase }) => sum + Math.sin(turn * rate * seconds + phase), 0) / 2;
}

/** From −1 to 1 (or back) within about a second, at some moment of the recording. */
function shift(random: SeededRandom, seconds: number): (seconds: number) => number {
  const moment = random.uniform(0, seconds);
  const direction = random.uniform(-1, 1);
  return (now) => direction * Math.tanh(3 * (now - moment));
}
