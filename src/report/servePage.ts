import type { LoopbackServer } from "./live/loopback.ts";
import { loopbackServer, pagePlace } from "./live/loopbackServer.ts";

/**
 * Serves an HTML page on the loopback address at a free port until it is closed, to whoever has the whole address. Other hosts, other sites and addresses without the
 * token are refused; it keeps no process alive.
 *
 * @example
 * ```ts
 * const { address, close } = await servePage(analyzerPage(analyze(lgraph)));
 * ```
 * @throws LayerGraphError `page-server` where no port can be opened
 */
export function servePage(html: string): Promise<LoopbackServer> {
  return loopbackServer({ "": pagePlace(html) }, { what: "the page", instead: "Write it to a file: -o page.html." });
}
