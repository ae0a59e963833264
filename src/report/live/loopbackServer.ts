import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { LayerGraphError } from "../../errors.ts";
import type { LoopbackServer } from "./loopback.ts";
import { pathBehindToken, type Refusal, refusedSource } from "./requestCheck.ts";

/** What is answered at one path. */
export interface Place {
  readonly method: "GET" | "POST";
  readonly give: (response: ServerResponse) => void;
}

const closeMilliseconds = 300;

/**
 * Serves places, by their paths behind the token, on the loopback address at a free port until it is closed. It refuses other hosts, other sites and
 * addresses without the token, and keeps no process alive. `purpose` names in an error what cannot be served and what to do instead.
 *
 * @throws LayerGraphError `page-server` where no port can be opened
 */
export async function loopbackServer(
  places: Readonly<Record<string, Place>>,
  purpose: { readonly what: string; readonly instead: string },
): Promise<LoopbackServer> {
  const token = randomBytes(24).toString("base64url");
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (request, response) => {
    const { port } = server.address() as AddressInfo;
    answer(request, response, { places, token, port });
  });
  server.on("connection", (socket) => void socket.unref());
  const port = await listening(server, purpose);
  return { address: `http://127.0.0.1:${port}/${token}/`, close: () => closed(server) };
}

/** A place that gives an HTML page. */
export function pagePlace(text: string): Place {
  const page = Buffer.from(text);
  return {
    method: "GET",
    give: (response) => {
      response.setHeader("content-security-policy", "frame-ancestors 'none'");
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-length": page.length }).end(page);
    },
  };
}

interface Served {
  readonly places: Readonly<Record<string, Place>>;
  readonly token: string;
  readonly port: number;
}

function answer(request: IncomingMessage, response: ServerResponse, { places, token, port }: Served): void {
  request.on("error", () => {});
  response.on("error", () => {});
  for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value);
  const path = refusedSource(request.headers, port) ?? pathBehindToken(request.url ?? "", token);
  if (typeof path !== "string") refuse(response, path);
  else if (!Object.hasOwn(places, path)) refuse(response, { status: 404, text: "There is nothing here." });
  else {
    const { method, give } = places[path];
    if (request.method === method) give(response);
    else refuse(response, { status: 405, text: `Only ${method} is answered here.` }, method);
  }
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

/** Answers with a refusal, and ends the connection. */
export function refuse(response: ServerResponse, { status, text }: Refusal, allow?: string): void {
  const headers = { "content-type": "text/plain; charset=utf-8", connection: "close", ...(allow !== undefined && { allow }) };
  response.writeHead(status, headers).end(`${text}\n`);
}

function listening(server: Server, { what, instead }: { readonly what: string; readonly instead: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const message = `${what} cannot be served: ${cause.message}. ${instead}`;
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
