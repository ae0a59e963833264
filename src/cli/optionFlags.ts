import { type Command, Option } from "commander";
import { type TrainingOptionName, trainingOptionFromText, trainingOptionNames } from "../index.ts";
import { truth } from "./truthFlags.ts";

/** Options whose flags a command spells out itself. */
const ownFlags = new Set(["resume", "validationData"]);

/** The names of all solvers. */
export const solverNames: readonly string[] = [...new Set(trainingOptionNames.flatMap(({ solvers }) => solvers))];

const flagged = trainingOptionNames.filter(({ name, kind }) => kind !== "code" && kind !== "data" && !ownFlags.has(name));

/** Adds a flag for each training option, or for those of the given names: `--max-epochs <n>`, `--no-verbose`. */
export function withOptionFlags(command: Command, names?: readonly string[]): Command {
  command.optionsGroup(names === undefined ? "Training options:" : "Prediction options:");
  for (const option of flagged) {
    if (names !== undefined && !names.includes(option.name)) continue;
    command.addOption(new Option(`${option.flag} <${valueName(option)}>`, describe(option)));
    if (option.kind === "boolean") command.addOption(new Option(option.flag.replace("--", "--no-")).hideHelp());
  }
  return command;
}

/** The values that flags gave to training options, as `trainingOptions` takes them; texts that mean no value stay texts. */
export function givenOptions(flags: object): Record<string, unknown> {
  const given = Object.entries(flags).filter(
    ([name, value]) => value !== undefined && flagged.some((option) => option.name === name),
  );
  return Object.fromEntries(
    given.map(([name, value]) => [name, typeof value === "string" ? trainingOptionFromText(name, value) : value]),
  );
}

function valueName({ kind }: TrainingOptionName): string {
  if (kind === "boolean") return truth;
  return kind === "number" ? "n" : kind === "text" ? "path" : "value";
}

function describe({ description, kind, choices = [], default: value, solvers }: TrainingOptionName): string {
  const facts = [
    ...(choices.length > 0 ? [`${choices.join(", ")}${kind === "numberOrChoice" ? " or a number" : ""}`] : []),
    ...(solvers.length < solverNames.length ? [`${solvers.join(" and ")} only`] : []),
    ...(value === undefined ? [] : [`default: ${value}`]),
  ];
  return facts.length === 0 ? description : `${description} (${facts.join("; ")})`;
}
