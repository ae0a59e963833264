import { createRequire } from "node:module";
import { parentPort } from "node:worker_threads";
import type ts from "typescript";
import { compilation } from "./compiled.ts";
import type { CompilerReply, CompilerRequest } from "./compilerMessages.ts";
import { rehearsal } from "./rehearsal.ts";

// The thread of the TypeScript compiler: it loads while the script is run, and checks a module while the module is tried.
const compiler = createRequire(import.meta.url)("typescript") as typeof ts; // import would read its nine megabytes twice, for their names
let asked = false;

parentPort!.on("message", ({ id, module }: CompilerRequest) => {
  asked = true;
  const { javascript, problems } = compilation(compiler, module);
  reply({ id, javascript });
  reply({ id, problems: problems() });
});

/** Makes the compiler's code fast as long as nothing else is to do, bit by bit. */
function rehearse(times: number): void {
  if (asked || times === 0) return;
  compilation(compiler, rehearsal).problems();
  setImmediate(rehearse, times - 1);
}

function reply(message: CompilerReply): void {
  parentPort!.postMessage(message);
}

setImmediate(rehearse, 3);
