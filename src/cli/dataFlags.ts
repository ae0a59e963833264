import { type Command, Option } from "commander";
import { type DataSet, type DataSetOptions, LayerGraphError, loadDataSet, type Responses } from "../index.ts";

/** The flags that say what in a data file is what. */
export interface DataFlags {
  readonly predictors?: string;
  readonly responses?: string;
  readonly sequenceId?: string;
  readonly responseType?: DataSetOptions["responseType"];
}

/** Adds the flags that say what in a data file is what; they hold for every data file of the command. */
export function withDataFlags(command: Command): Command {
  return command
    .optionsGroup("What is what in the data files:")
    .option("--predictors <name>", ".mat, .npz: the variable with the predictors; .csv: the feature columns, separated by commas")
    .option("--responses <name>", ".mat, .npz: the variable with the responses; .csv: the column with the responses")
    .option("--sequence-id <column>", ".csv: the column that tells sequences apart; each row is then a time step")
    .addOption(
      new Option("--response-type <type>", "what the responses are, where the file leaves it open").choices([
        "labels",
        "labelSequences",
        "numbers",
        "numberSequences",
      ]),
    );
}

/** What `--data` may be, for help texts. */
export const dataDescription = "the data: a .mat, .npz, .csv or .ts (UEA time series) file";

/** The data set in a file. */
export function readData(path: string, { predictors, responses, sequenceId, responseType }: DataFlags): Promise<DataSet> {
  return loadDataSet(path, { predictors, responses, sequenceId, responseType });
}

/** A data set with responses. */
export type AnsweredData = DataSet & { readonly responses: Responses };

/** The data set in a file, which must have responses. */
export async function readAnsweredData(path: string, flags: DataFlags): Promise<AnsweredData> {
  const data = await readData(path, flags);
  if (data.responses !== undefined) return { ...data, responses: data.responses };
  const fix = "Name the variable or column that holds them with --responses.";
  throw new LayerGraphError("no-responses", `'${path}': no responses are known. ${fix}`, { fix });
}
