import { mkdirSync, writeFileSync } from "node:fs";
import { writtenPages } from "./writtenPages.ts";

// Writes the pages of docs that are made from definitions, comments and commands: node dist/test/docs/main.js
mkdirSync("docs", { recursive: true });
for (const [name, text] of await writtenPages()) writeFileSync(`docs/${name}`, text);
