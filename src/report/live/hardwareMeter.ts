/** What the process used since the last reading. */
export interface HardwareReading {
  /** Processor cores kept busy, on average: 1.5 is one and a half. */
  readonly cores: number;
  /** Bytes of memory that the process holds. */
  readonly memory: number;
}

const leastMilliseconds = 500;

/** Reads what this process uses of the machine, all its threads together. */
export class HardwareMeter {
  #at = performance.now();
  #used = process.cpuUsage();

  /** The use since the last reading; undefined where that is too short ago to tell. */
  reading(): HardwareReading | undefined {
    const now = performance.now();
    if (now - this.#at < leastMilliseconds) return undefined;
    const used = process.cpuUsage();
    const microseconds = used.user + used.system - this.#used.user - this.#used.system;
    const cores = microseconds / 1000 / (now - this.#at);
    [this.#at, this.#used] = [now, used];
    return { cores, memory: process.memoryUsage.rss() };
  }
}
