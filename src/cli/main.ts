import { reportFailure } from "./failure.ts";
import { withTruthValues } from "./optionFlags.ts";
import { ignoreClosedPipes } from "./output.ts";
import { commandLine } from "./program.ts";

ignoreClosedPipes();
process.on("uncaughtException", (error) => process.exit(reportFailure(error)));
try {
  await commandLine().parseAsync(withTruthValues(process.argv.slice(2)), { from: "user" });
} catch (error) {
  process.exitCode = reportFailure(error);
}
