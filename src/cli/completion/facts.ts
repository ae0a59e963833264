import type { Command, Option } from "commander";

/** What a shell can offer after a command. */
export interface CommandFacts {
  readonly name: string;
  readonly summary: string;
  /** The words that the first argument can be, where it is not a file. */
  readonly words: readonly string[];
  readonly flags: readonly FlagFacts[];
}

/** One flag of a command. */
export interface FlagFacts {
  /** `--output`. */
  readonly long: string;
  /** `-o`. */
  readonly short?: string;
  readonly description: string;
  /** Whether a value follows. */
  readonly valued: boolean;
  /** The values that it can have; empty where it is a file, a number or text. */
  readonly choices: readonly string[];
}

/** What the commands of a program take, as they declare it. */
export function commandFacts(program: Command): readonly CommandFacts[] {
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary() || command.description(),
    words: command.registeredArguments[0]?.argChoices ?? [],
    flags: [...command.options.filter(({ hidden }) => !hidden).map(flagFacts), help],
  }));
}

const help: FlagFacts = { long: "--help", short: "-h", description: "show what the command takes", valued: false, choices: [] };

function flagFacts({ long, short, description, required, optional, argChoices }: Option): FlagFacts {
  return {
    long: long!,
    ...(short && { short }),
    description,
    valued: required || optional,
    choices: argChoices ?? [],
  };
}
