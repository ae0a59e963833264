import type { Command } from "commander";
import { bashCompletion } from "./completion/bash.ts";
import { type CommandFacts, commandFacts } from "./completion/facts.ts";
import { fishCompletion } from "./completion/fish.ts";
import { zshCompletion } from "./completion/zsh.ts";

const shells: Readonly<Record<string, (commands: readonly CommandFacts[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** Defines `layergraph completion`: a script with which a shell completes commands, flags and their values. */
export function defineCompletion(command: Command): void {
  const [argument] = command.registeredArguments;
  argument.choices(Object.keys(shells));
  argument.description = "which shell";
  command
    .description(
      "Prints a script with which bash, zsh or fish complete commands, flags and the values of flags. It is made from the commands themselves.",
    )
    .addHelpText(
      "after",
      "\nExamples, each for a start file of the shell:\n" +
        '  eval "$(layergraph completion bash)"   # ~/.bashrc\n' +
        '  eval "$(layergraph completion zsh)"    # ~/.zshrc, after compinit\n' +
        "  layergraph completion fish | source    # ~/.config/fish/config.fish",
    )
    .action((shell: string) => {
      process.stdout.write(shells[shell](commandFacts(command.parent!)));
    });
}
