import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { allLayerFacts } from "./layerFacts.ts";
import { layerPage, layerTable, withTable } from "./layerPages.ts";

// Writes the README's table and docs/layers.md: node dist/test/docs/main.js
const facts = allLayerFacts();
mkdirSync("docs", { recursive: true });
writeFileSync("docs/layers.md", layerPage(facts));
writeFileSync("README.md", withTable(readFileSync("README.md", "utf8"), layerTable(facts)));
process.stdout.write(`${facts.length} layers\n`);
