import type { Command } from "commander";

/** How the value of a flag that is either true or false is written in a command's help: `--verbose <true|false>`. */
export const truth = "true|false";

/**
 * The arguments with a value for each truth flag of the program's commands: `--verbose` means `--verbose=true`. Without this, commander would
 * either demand the value or take whatever comes next for it. What comes next is the value where it is no flag and no name of a file, which has
 * a dot.
 */
export function withTruthValues(args: readonly string[], program: Command): string[] {
  const options = program.commands.flatMap((command) => command.options);
  const truths = new Set(options.filter(({ flags }) => flags.endsWith(`<${truth}>`)).map(({ long }) => long));
  const result: string[] = [];
  for (let at = 0; at < args.length; at++) {
    if (args[at] === "--") return [...result, ...args.slice(at)];
    if (!truths.has(args[at])) result.push(args[at]);
    else if (/^[^-.][^.]*$/.test(args[at + 1] ?? "")) result.push(`${args[at]}=${args[++at]}`);
    else result.push(`${args[at]}=true`);
  }
  return result;
}
