import { writeFileSync } from "node:fs";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { graphJsonSchema } from "./graphSchema.ts";

/** Writes the JSON Schema of graph files to a path, for editors and for other tools. */
export function writeSchemaFile(path: string): void {
  writeFileSync(path, `${JSON.stringify(graphJsonSchema(), undefined, 2)}\n`);
}

// The build runs this file by itself: node dist/src/network/schemaFile.js dist/schema.json
if (argv[1] === fileURLToPath(import.meta.url) && argv[2] !== undefined) writeSchemaFile(argv[2]);
