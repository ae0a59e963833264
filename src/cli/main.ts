import { reportFailure } from "./failure.ts";
import { ignoreClosedPipes } from "./output.ts";
import { commandLine } from "./program.ts";
import { withTruthValues } from "./truthFlags.ts";

ignoreClosedPipes();
process.on("uncaughtException", (error) => process.exit(reportFailure(error)));
try {
  const args = process.argv.slice(2);
  const program = await commandLine(args);
  await program.parseAsync(withTruthValues(args, program), { from: "user" });
} catch (error) {
  process.exitCode = reportFailure(error);
}
