import type { CommandFacts } from "./facts.ts";

/** What bash loads to complete the command line: commands, flags, values of flags, files elsewhere. */
export function bashCompletion(commands: readonly CommandFacts[]): string {
  const values = commands.flatMap(({ name, flags }) =>
    flags
      .filter(({ choices }) => choices.length > 0)
      .flatMap(({ long, short, choices }) =>
        [long, ...(short ? [short] : [])].map((flag) => `    "${name} ${flag}") words="${choices.join(" ")}" ;;`),
      ),
  );
  const valued = commands.map(({ name, flags }) => {
    const names = flags
      .filter((flag) => flag.valued && flag.choices.length === 0)
      .flatMap(({ long, short }) => [long, ...(short ? [short] : [])]);
    return names.length === 0 ? "" : `    ${names.map((flag) => `"${name} ${flag}"`).join(" | ")}) return ;;\n`;
  });
  const flagsOf = commands.map(({ name, flags }) => `    "${name}") words="${flags.map(({ long }) => long).join(" ")}" ;;`);
  const wordsOf = commands
    .filter(({ words }) => words.length > 0)
    .map(({ name, words }) => `    "${name}") words="${words.join(" ")}" ;;`);
  return `# bash completion of layergraph: eval "$(layergraph completion bash)"
_layergraph() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$current"))
    return
  fi
  case "$command $previous" in
${values.join("\n")}
${valued.join("")}  esac
  if [ -z "$words" ]; then
    case "$current" in
      -*) case "$command" in
${indented(flagsOf)}
      esac ;;
      *) case "$command" in
${indented(wordsOf)}
      esac ;;
    esac
  fi
  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$current")); fi
}
complete -o default -o bashdefault -F _layergraph layergraph
`;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}`).join("\n");
}
