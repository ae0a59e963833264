import type { CommandFacts, FlagFacts } from "./facts.ts";

/** What fish loads to complete the command line: commands and flags with their descriptions, values of flags, files elsewhere. */
export function fishCompletion(commands: readonly CommandFacts[]): string {
  const lines = commands.flatMap(({ name, summary, flags, words }) => {
    const here = `complete -c layergraph -n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c layergraph -f -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
      ...(words.length > 0 ? [`${here} -f -a ${quoted(words.join(" "))}`] : []),
      ...flags.map((flag) => `${here} ${flagText(flag)}`),
    ];
  });
  return `# fish completion of layergraph: layergraph completion fish | source\n${lines.join("\n")}\n`;
}

function flagText({ long, short, description, valued, choices }: FlagFacts): string {
  return [
    `-l ${long.slice(2)}`,
    ...(short ? [`-s ${short.slice(1)}`] : []),
    ...(choices.length > 0 ? [`-x -a ${quoted(choices.join(" "))}`] : valued ? ["-r"] : []),
    `-d ${quoted(description)}`,
  ].join(" ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
