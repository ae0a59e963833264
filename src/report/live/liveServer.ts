import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { LayerGraphError } from "../../errors.ts";
import { EventReader, type NextMessage } from "./eventReader.ts";
import { pathBehindToken, type Refusal, refusedSource } from "./requestCheck.ts";

/** What a server shows. */
export interface LiveSource {
  /** The page; it asks `events` and `stop` beside it. */
  readonly page: string;
  /** The messages of a new reader, each server-sent events as bytes. */
  readonly reader: () => NextMessage;
  /** The stop button was pressed. */
  readonly onStop: () => void;
}

/** A server of one page on this machine. */
export interface LiveServer {
  /** The whole address with its token: who has it may look and stop. */
  readonly address: string;
  /** Tells the readers that there is something new; they get it at most ten times a second. */
  changed(): void;
  /** Sends the last messages and ends; whoever still holds on is cut off. */
  close(): Promise<void>;
}

const mostReaders = 256;
const sendMilliseconds = 100;
const beatMilliseconds = 15_000;
const closeMilliseconds = 300;

/**
 * Serves a page, its events and its stop button on the loopback address at a free port, until it is closed. It refuses other hosts, other sites and
 * addresses without the token, and keeps no process alive.
 *
 * @throws LayerGraphError `page-server` where no port can be opened
 */
export async function liveServer(source: LiveSource): Promise<LiveServer> {
  const token = randomBytes(24).toString("base64url");
  const readers = new Set<EventReader>();
  const page = Buffer.from(source.page);
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (request, response) => {
    const { port } = server.address() as AddressInfo;
    answer(request, response, { source, page, token, port, readers });
  });
  server.on("connection", (socket) => void socket.unref());
  const port = await listening(server);
  const beat = setInterval(() => readers.forEach((reader) => void reader.beat()), beatMilliseconds).unref();
  let due: NodeJS.Timeout | undefined;
  return {
    address: `http://127.0.0.1:${port}/${token}/`,
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
      await closed(server);
    },
  };
}

interface Served {
  readonly source: LiveSource;
  readonly page: Buffer;
  readonly token: string;
  readonly port: number;
  readonly readers: Set<EventReader>;
}

function answer(request: IncomingMessage, response: ServerResponse, served: Served): void {
  request.on("error", () => {});
  response.on("error", () => {});
  for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value);
  const path = refusedSource(request.headers, served.port) ?? pathBehindToken(request.url ?? "", served.token);
  if (typeof path !== "string") refuse(response, path);
  else if (!Object.hasOwn(places, path)) refuse(response, { status: 404, text: "There is nothing here." });
  else {
    const { method, give } = places[path];
    if (request.method === method) give(response, served);
    else refuse(response, { status: 405, text: `Only ${method} is answered here.` }, method);
  }
}

/** What there is behind the token. */
const places: Readonly<Record<string, { readonly method: string; readonly give: (to: ServerResponse, served: Served) => void }>> =
  {
    "": { method: "GET", give: givePage },
    events: { method: "GET", give: follow },
    stop: { method: "POST", give: stop },
  };

function givePage(response: ServerResponse, { page }: Served): void {
  response.setHeader("content-security-policy", "frame-ancestors 'none'");
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-length": page.length }).end(page);
}

function stop(response: ServerResponse, { source }: Served): void {
  source.onStop();
  response.writeHead(204, { connection: "close" }).end();
}

/** Everything else the page's own policy forbids. */
const safeHeaders: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
};

function refuse(response: ServerResponse, { status, text }: Refusal, allow?: string): void {
  const headers = { "content-type": "text/plain; charset=utf-8", connection: "close", ...(allow !== undefined && { allow }) };
  response.writeHead(status, headers).end(`${text}\n`);
}

function follow(response: ServerResponse, { source, readers }: Served): void {
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

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const message = `the page of the training cannot be served: ${cause.message}. Train without it: plots "none".`;
      reject(new LayerGraphError("page-server", message, { cause }));
    });
    server.listen({ host: "127.0.0.1", port: 0 }, () => {
      server.unref();
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), closeMilliseconds);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
