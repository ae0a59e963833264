import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { allFunctionFacts, functionPage } from "./functionPages.ts";
import { allLayerFacts } from "./layerFacts.ts";
import { layerPage, layerTable, withTable } from "./layerPages.ts";

// Writes the README's table, docs/layers.md and docs/functions.md: node dist/test/docs/main.js
const facts = allLayerFacts();
mkdirSync("docs", { recursive: true });
writeFileSync("docs/layers.md", layerPage(facts));
const functions = allFunctionFacts();
writeFileSync("docs/functions.md", functionPage(functions));
writeFileSync("README.md", withTable(readFileSync("README.md", "utf8"), layerTable(facts)));
process.stdout.write(`${facts.length} layers, ${functions.length} functions\n`);
