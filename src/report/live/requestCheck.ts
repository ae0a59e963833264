import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Why a request gets no answer. */
export interface Refusal {
  readonly status: number;
  readonly text: string;
}

/**
 * Refuses what does not come from a page of the server itself or from a person's own hand: another host name (as an attacker's name that leads to
 * this machine), another origin, a site that embeds or links the page.
 */
export function refusedSource(headers: IncomingHttpHeaders, port: number): Refusal | undefined {
  const { host, origin } = headers;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`)
    return forbidden("This server answers only to its own address.");
  if (origin !== undefined && origin !== `http://${host}`) return forbidden("This server answers no other site.");
  const from = headers["sec-fetch-site"];
  if (from !== undefined && from !== "same-origin" && from !== "none") return forbidden("This server answers no other site.");
  return undefined;
}

/** What follows the token in a path, as `events` in `/<token>/events`; a refusal where the token is missing or wrong. */
export function pathBehindToken(url: string, token: string): string | Refusal {
  const [, given = "", ...rest] = url.split("?")[0].split("/");
  if (!same(given, token))
    return forbidden("The address lacks its token: open the page by the whole address that the training printed.");
  return rest.join("/");
}

/** Compares in a time that tells nothing of where the difference is. */
function same(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(x, y);
}

function forbidden(text: string): Refusal {
  return { status: 403, text };
}
