import { createRequire } from "node:module";
import { parentPort } from "node:worker_threads";
import type ts from "typescript";
import { compilation } from "./compiled.ts";
import type { CompilerReply, CompilerRequest } from "./compilerMessages.ts";

// The thread of the TypeScript compiler: it loads while the script is run, and checks a module while the module is tried.
const compiler = createRequire(import.meta.url)("typescript") as typeof ts; // import would read its nine megabytes twice, for their names

parentPort!.on("message", ({ id, module }: CompilerRequest) => {
  const { javascript, problems } = compilation(compiler, module);
  reply({ id, javascript });
  reply({ id, problems: problems() });
});

function reply(message: CompilerReply): void {
  parentPort!.postMessage(message);
}
