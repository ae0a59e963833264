import type { ServerResponse } from "node:http";
import { EventReader, type NextMessage } from "./eventReader.ts";
import type { LoopbackServer } from "./loopback.ts";
import { loopbackServer, pagePlace, refuse } from "./loopbackServer.ts";

/** What a server shows. */
export interface LiveSource {
  /** The page; it asks `events` and `stop` beside it. */
  readonly page: string;
  /** The messages of a new reader, each server-sent events as bytes. */
  readonly reader: () => NextMessage;
  /** The stop button was pressed. */
  readonly onStop: () => void;
}

/** A server of one page and what it follows. */
export interface LiveServer extends LoopbackServer {
  /** Tells the readers that there is something new; they get it at most ten times a second. */
  changed(): void;
}

const mostReaders = 256;
const sendMilliseconds = 100;
const beatMilliseconds = 15_000;

/**
 * Serves a page, its events and its stop button as `loopbackServer` does. Closing it sends the last messages first.
 *
 * @throws LayerGraphError `page-server` where no port can be opened
 */
export async function liveServer(source: LiveSource): Promise<LiveServer> {
  const readers = new Set<EventReader>();
  const { address, close } = await loopbackServer(
    {
      "": pagePlace(source.page),
      events: { method: "GET", give: (response) => follow(response, source, readers) },
      stop: { method: "POST", give: (response) => stop(response, source) },
    },
    { what: "the page of the training", instead: 'Train without it: plots "none".' },
  );
  const beat = setInterval(() => readers.forEach((reader) => void reader.beat()), beatMilliseconds).unref();
  let due: NodeJS.Timeout | undefined;
  return {
    address,
    changed: () => {
      if (readers.size === 0) return;
      due ??= setTimeout(() => {
        due = undefined;
        for (const reader of readers) reader.send();
      }, sendMilliseconds).unref();
    },
    close: async () => {
      clearTimeout(due);
      clearInterval(beat);
      for (const reader of readers) reader.end();
      await close();
    },
  };
}

function stop(response: ServerResponse, { onStop }: LiveSource): void {
  onStop();
  response.writeHead(204, { connection: "close" }).end();
}

function follow(response: ServerResponse, source: LiveSource, readers: Set<EventReader>): void {
  if (readers.size >= mostReaders) {
    refuse(response, { status: 503, text: "Too many pages are open." });
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  const reader = new EventReader(response, source.reader());
  readers.add(reader);
  response.on("close", () => void readers.delete(reader));
  reader.send();
}
