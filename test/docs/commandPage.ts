import type { Command } from "commander";
import { commandLine } from "../../src/cli/program.ts";

const pageHead = `# The command line

Written by \`npm run generate:docs\` from the commands themselves; edit those in \`src/cli/\`.

\`npx layergraph <command> --help\` prints what stands here. Results go to standard output, progress to standard error; \`--format json\` prints one document, \`--json\`
on long commands a stream of objects, one a line. Colour and moving lines appear on a terminal only, and not where \`NO_COLOR\` is set. Exit status: 0 done; 1 the
answer is "no", such as an invalid graph; 2 wrong usage or unreadable input; 130 interrupted.

For completion by the shell, put the line for yours into its start file:

| shell | line |
| --- | --- |
| bash | \`eval "$(layergraph completion bash)"\` |
| zsh | \`eval "$(layergraph completion zsh)"\`, after \`compinit\` |
| fish | \`layergraph completion fish \\| source\` |`;

/** The page with a section for each command. */
export async function commandPage(): Promise<string> {
  const program = await commandLine(["completion"]);
  return `${[pageHead, ...program.commands.map(section)].join("\n\n")}\n`;
}

/** The help of each command. */
export async function commandHelps(): Promise<string[]> {
  const program = await commandLine(["completion"]);
  return program.commands.map((command) => helpOf(command).trimEnd());
}

function section(command: Command): string {
  return [`## ${command.name()}`, "```text", helpOf(command).trimEnd(), "```"].join("\n");
}

/** What \`--help\` prints in 100 columns, without colour. */
function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 100,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text;
}
