import type { ServerResponse } from "node:http";

/** Gives the next message for one reader: all that it lacks, or undefined where it has everything. */
export type NextMessage = () => Buffer | undefined;

/** How long a reader may leave a message lying before it is cut off. */
export const patience = 30_000;

/**
 * One reader of server-sent events. There is never more than one message on its way: a slow reader gets fewer and larger ones, and one that takes
 * nothing for half a minute is cut off.
 */
export class EventReader {
  readonly #response: ServerResponse;
  readonly #next: NextMessage;
  #impatience: NodeJS.Timeout | undefined;

  constructor(response: ServerResponse, next: NextMessage) {
    this.#response = response;
    this.#next = next;
    response.on("drain", () => {
      clearTimeout(this.#impatience);
      this.#impatience = undefined;
      this.send();
    });
    response.on("close", () => clearTimeout(this.#impatience));
  }

  /** Sends what the reader lacks, unless the last message is still on its way. */
  send(): void {
    if (this.#impatience === undefined) this.#write(this.#next());
  }

  /** Keeps proxies and the reader from taking the silence for an end. */
  beat(): void {
    if (this.#impatience === undefined) this.#write(heartbeat);
  }

  /** Sends the last message and ends the stream. */
  end(): void {
    this.#response.end(this.#next());
  }

  #write(message: Buffer | undefined): void {
    if (message === undefined || this.#response.writableEnded || this.#response.write(message)) return;
    this.#impatience = setTimeout(() => this.#response.destroy(), patience).unref();
  }
}

const heartbeat = Buffer.from(":\n\n");
