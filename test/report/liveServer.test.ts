import { once } from "node:events";
import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type LiveServer, type LiveSource, liveServer } from "../../src/report/live/liveServer.ts";

let server: LiveServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A source that counts up: each message holds the count, a reader that has it gets nothing. */
function counting(padding = 0) {
  const state = { count: 0, stops: 0, made: 0 };
  const source: LiveSource = {
    page: "<!doctype html><title>Training</title>",
    onStop: () => void state.stops++,
    reader: () => {
      let told = -1;
      return () => {
        if (told === state.count) return undefined;
        told = state.count;
        state.made++;
        return Buffer.from(`data: ${state.count}${" ".repeat(padding)}\n\n`);
      };
    },
  };
  return { state, source };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Asks with exactly the given headers; `path` stands in the place of the address's own. */
async function ask(
  address: string,
  { path, method = "GET", headers = {} }: { path?: string; method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { hostname, port, pathname } = new URL(address);
  const asked = request({ hostname, port, path: path ?? pathname, method, headers, agent: false });
  asked.end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  let text = "";
  for await (const part of response.setEncoding("utf8")) text += part;
  return { status: response.statusCode!, headers: response.headers, text };
}

/** Opens the stream of events; what came so far is in `text`. */
async function follow(address: string): Promise<{ readonly response: IncomingMessage; readonly text: () => string }> {
  const asked = request(new URL("events", address), { agent: false });
  asked.on("error", () => {});
  asked.end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  let text = "";
  response.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  response.on("error", () => {});
  return { response, text: () => text };
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(condition()).toBe(true);
}

describe("the server of a training's page", () => {
  it("gives the page at the address it tells, for no cache, no frame and no other site", async () => {
    server = await liveServer(counting().source);
    expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/$/);
    const { status, headers, text } = await ask(server.address);
    expect([status, text]).toEqual([200, "<!doctype html><title>Training</title>"]);
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy": "frame-ancestors 'none'",
    });
  });

  it("answers to the name localhost too", async () => {
    server = await liveServer(counting().source);
    const { port } = new URL(server.address);
    expect((await ask(server.address, { headers: { host: `localhost:${port}` } })).status).toBe(200);
  });

  it.each([
    ["another host", { headers: { host: "evil.example" } }],
    ["its own host at another port", { headers: { host: "127.0.0.1:1" } }],
    ["another origin", { headers: { origin: "http://evil.example" } }],
    ["the origin of another port of this machine", { headers: { origin: "http://127.0.0.1:1" } }],
    ["an origin that hides itself", { headers: { origin: "null" } }],
    ["a request that another site makes", { headers: { "sec-fetch-site": "cross-site" } }],
    ["a request that another server of this machine makes", { headers: { "sec-fetch-site": "same-site" } }],
    ["a missing token", { path: "/" }],
    ["a missing token of the events", { path: "/events" }],
    ["a wrong token", { path: `/${"A".repeat(32)}/` }],
    ["a token that begins right", { path: "token cut" }],
    ["the address of another server", { path: "http://evil.example/" }],
  ])("refuses %s", async (what, asked: { path?: string; headers?: Record<string, string> }) => {
    const { state, source } = counting();
    server = await liveServer(source);
    const own = new URL(server.address).pathname;
    const path = what === "a token that begins right" ? `${own.slice(0, -2)}/` : asked.path;
    for (const [method, place] of [
      ["GET", ""],
      ["GET", "events"],
      ["POST", "stop"],
    ] as const) {
      const { status, text } = await ask(server.address, { ...asked, method, path: path ?? `${own}${place}` });
      expect([place, status]).toEqual([place, 403]);
      expect(text).toMatch(/^(This server answers|The address lacks its token)/);
    }
    expect(state.stops).toBe(0);
  });

  it.each(["../package.json", "..%2fpackage.json", "events/", "index.html", "toString", "__proto__", "stop/again"])(
    "finds nothing at the path %s",
    async (path) => {
      server = await liveServer(counting().source);
      const { status, text } = await ask(server.address, { path: `${new URL(server.address).pathname}${path}` });
      expect([status, text]).toEqual([404, "There is nothing here.\n"]);
    },
  );

  it("lets the stop button stop, and nothing that only looks", async () => {
    const { state, source } = counting();
    server = await liveServer(source);
    const stop = `${new URL(server.address).pathname}stop`;
    expect((await ask(server.address, { path: stop })).status).toBe(405);
    expect((await ask(server.address, { method: "POST" })).status).toBe(405);
    expect(state.stops).toBe(0);
    const { port } = new URL(server.address);
    const own = { origin: `http://127.0.0.1:${port}`, "sec-fetch-site": "same-origin" };
    expect((await ask(server.address, { path: stop, method: "POST", headers: own })).status).toBe(204);
    expect(state.stops).toBe(1);
  });

  it("tells every reader what it lacks, at most ten times a second, and ends their streams with the last of it", async () => {
    const { state, source } = counting();
    server = await liveServer(source);
    const first = await follow(server.address);
    await until(() => first.text() === "data: 0\n\n");
    for (let i = 1; i <= 1000; i++) {
      state.count = i;
      server.changed();
    }
    await until(() => first.text() === "data: 0\n\ndata: 1000\n\n");
    const late = await follow(server.address);
    await until(() => late.text() === "data: 1000\n\n");
    state.count = 1001;
    const ends = [first, late].map(({ response }) => once(response, "end"));
    await server.close();
    await Promise.all(ends);
    expect(late.text()).toBe("data: 1000\n\ndata: 1001\n\n");
    await expect(ask(server.address)).rejects.toThrow(/ECONNREFUSED/);
    server = undefined;
  });

  it("makes no messages for one who does not read, and goes on for the others", async () => {
    const { state, source } = counting(4_000_000);
    server = await liveServer(source);
    const { hostname, port, pathname } = new URL(server.address);
    const silent = connect(Number(port), hostname).pause();
    silent.write(`GET ${pathname}events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    await until(() => state.made === 1);
    const held = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 20; i++) {
      state.count++;
      server.changed();
      await new Promise((resolve) => setTimeout(resolve, 110));
    }
    expect(state.made).toBeLessThanOrEqual(2);
    expect(process.memoryUsage().arrayBuffers - held).toBeLessThan(12_000_000);
    const reader = await follow(server.address);
    await until(() => reader.text().startsWith("data: 20 "));
    silent.destroy();
  });

  it("survives 200 clients that open and vanish", async () => {
    const { state, source } = counting(100_000);
    server = await liveServer(source);
    const { hostname, port, pathname } = new URL(server.address);
    const requests = [
      `GET ${pathname}events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`,
      `GET ${pathname} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`,
      `GET ${pathname}ev`,
      "\u0000\u0001 nonsense\r\n\r\n",
      `POST ${pathname}stop HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 1000000\r\n\r\nhalf`,
    ];
    const sockets = Array.from({ length: 200 }, (_, i): Socket => {
      const socket = connect(Number(port), hostname).on("error", () => {});
      socket.write(requests[i % requests.length], () =>
        setTimeout(() => (i % 2 ? socket.resetAndDestroy() : socket.destroy()), i % 7),
      );
      return socket;
    });
    for (let i = 0; i < 5; i++) {
      state.count++;
      server.changed();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await until(() => sockets.every(({ destroyed }) => destroyed));
    const reader = await follow(server.address);
    await until(() => reader.text().startsWith("data: 5 "));
    expect((await ask(server.address)).status).toBe(200);
  });

  it("opens a free port of its own each time", async () => {
    server = await liveServer(counting().source);
    const other = await liveServer(counting().source);
    expect(new URL(other.address).port).not.toBe(new URL(server.address).port);
    expect(new URL(other.address).pathname).not.toBe(new URL(server.address).pathname);
    await other.close();
  });
});
