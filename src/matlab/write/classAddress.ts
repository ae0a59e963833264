import { realpathSync } from "node:fs";
import { basename, dirname, join, posix, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** The address of a module that is written to a file, without links, as `import.meta.url` tells it. The file need not be there yet. */
export function moduleAddress(output: string): string {
  return pathToFileURL(realPath(resolve(output))).href;
}

/**
 * A file as a module's `new URL(…, import.meta.url)` names it: from the module's folder, `./` or `../` first. On another drive it is the full address.
 * Letters of any script stay as they are.
 */
export function relativeAddress(file: string, output: string): string {
  const [target, module] = [pathToFileURL(realPath(resolve(file))), new URL(moduleAddress(output))];
  const drive = (url: URL) => /^\/[A-Za-z]:/.exec(url.pathname)?.[0].toLowerCase();
  if (target.host !== module.host || drive(target) !== drive(module)) return target.href;
  const path = posix.relative(posix.dirname(module.pathname), target.pathname);
  const written = path.replaceAll(/(?:%[89A-F][0-9A-F])+/g, decodeURIComponent);
  return written.startsWith("../") ? written : `./${written}`;
}

/** The path without links, as far as its folders are there. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(realPath(folder), basename(path));
  }
}
