import type { CommandFacts, FlagFacts } from "./facts.ts";

/** What zsh loads to complete the command line: commands and flags with their descriptions, values of flags, files elsewhere. */
export function zshCompletion(commands: readonly CommandFacts[]): string {
  const listed = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  const cases = commands.map(({ name, flags, words }) => {
    const first = words.length > 0 ? quoted(`1:what:(${words.join(" ")})`) : "'1:file:_files'";
    return `    ${name}) _arguments -s ${[...flags.flatMap(flagText), first, "'*:file:_files'"].join(" \\\n      ")} ;;`;
  });
  return `#compdef layergraph
# zsh completion of layergraph: eval "$(layergraph completion zsh)"
_layergraph() {
  local -a commands
  commands=(
${listed.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join("\n")}
  esac
}
compdef _layergraph layergraph
`;
}

function flagText({ long, short, description, valued, choices }: FlagFacts): string[] {
  const explained = `[${description.replace(/[[\]\\:]/g, "\\$&")}]`;
  const value = valued ? `:value:${choices.length > 0 ? `(${choices.join(" ")})` : "_files"}` : "";
  return [long, ...(short ? [short] : [])].map((flag) => quoted(`${flag}${explained}${value}`));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
