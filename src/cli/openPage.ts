import { spawn } from "node:child_process";
import { once } from "node:events";
import { servePage } from "../index.ts";
import { printNote } from "./output.ts";

/**
 * Serves a page on the loopback address, opens it in this machine's browser where the command runs on a terminal, and waits for Ctrl-C. The address has a
 * token; without it nothing is given.
 */
export async function openPage(html: string): Promise<void> {
  const { address, close } = await servePage(html);
  printNote(`${address}\nPress Ctrl-C to end.`);
  if (process.stderr.isTTY === true) showInBrowser(address);
  const alive = setInterval(() => {}, 60_000); // the server alone keeps no process alive
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  clearInterval(alive);
  await close();
}

/** Asks the desktop to open an address; where there is none, the printed address does. */
function showInBrowser(address: string): void {
  const [command, args] =
    process.platform === "darwin"
      ? ["open", [address]]
      : process.platform === "win32"
        ? ["cmd", ["/c", "start", "", address]]
        : ["xdg-open", [address]];
  spawn(command as string, args as string[], { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}
