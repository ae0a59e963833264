import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { LayerGraphError } from "../errors.ts";
import { escaped } from "./svg.ts";

/** What a page is made of. */
export interface PageParts {
  /** The page of the folder `pages` whose script and style it has: `analyzer`. */
  readonly page: string;
  readonly title: string;
  /** What the script shows: plain data. */
  readonly data: unknown;
  /** Markup that is there before the script runs, and where scripts are turned off. */
  readonly body?: string;
  /** Whether the script may ask the server that the page comes from; a page that is opened from disk may not. */
  readonly live?: boolean;
}

/**
 * The text of an HTML page that needs nothing beside itself: its script, its style and its data are in it, and a content security policy forbids
 * everything else. The script finds the data as the JSON text of the element with the id `data`.
 *
 * @throws LayerGraphError `page-missing` where the package was not built
 */
export function htmlPage({ page, title, data, body = "", live = false }: PageParts): string {
  const script = pageFile(`${page}.js`).replaceAll("</script", "<\\/script").trim();
  const json = JSON.stringify(data ?? null).replaceAll("<", "\\u003c");
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data:; connect-src ${live ? "'self'" : "'none'"}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>
${pageFile(`${page}.css`)}
</style>
</head>
<body>
${body}
<script type="application/json" id="data">${json}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** The text of a file that the build made of the folder `pages`. */
function pageFile(name: string): string {
  const folder = import.meta.url.endsWith(".ts") ? "../../dist/pages/" : "../../pages/";
  try {
    return readFileSync(new URL(`${folder}${name}`, import.meta.url), "utf8");
  } catch (cause) {
    throw new LayerGraphError("page-missing", `the page file ${name} is missing from the package: build it with npm run build.`, {
      cause,
    });
  }
}
