import { internal } from "../../errors.ts";
import type { Builtin } from "../values/value.ts";
import { agentSpaces } from "./agentSpaces.ts";
import { calendar } from "./calendar.ts";
import { categoricals } from "./categories.ts";
import { cells } from "./cells.ts";
import { curves } from "./curves.ts";
import { datastoreMaking } from "./datastoreMaking.ts";
import { datastores } from "./datastores.ts";
import { drawing } from "./drawing.ts";
import { elementwise } from "./elementwise.ts";
import { errors } from "./errors.ts";
import { files } from "./files.ts";
import { grouping } from "./grouping.ts";
import { handles } from "./handles.ts";
import { parsers } from "./inputParser.ts";
import { inspection } from "./inspection.ts";
import { integrals } from "./integrals.ts";
import { joins } from "./joins.ts";
import { linear } from "./linear.ts";
import { loading } from "./loading.ts";
import { machine } from "./machine.ts";
import { making } from "./making.ts";
import { maps } from "./maps.ts";
import { moreElements } from "./moreElements.ts";
import { moreMatrices } from "./moreMatrices.ts";
import { numberTexts } from "./numberTexts.ts";
import { operations } from "./operations.ts";
import { partitions } from "./partitions.ts";
import { patternSearches } from "./patternSearches.ts";
import { printing } from "./printing.ts";
import { randomNumbers } from "./randomNumbers.ts";
import { rearranging } from "./rearranging.ts";
import { reductions } from "./reductions.ts";
import { patterns } from "./regularExpressions.ts";
import { repeating } from "./repeating.ts";
import { samples } from "./samples.ts";
import { scaling } from "./scaling.ts";
import { setOperations } from "./setOperations.ts";
import { sets } from "./sets.ts";
import { signals } from "./signals.ts";
import { sizes } from "./sizes.ts";
import { statistics } from "./statistics.ts";
import { structs } from "./structs.ts";
import { summaries } from "./summaries.ts";
import { tableFunctions } from "./tableFunctions.ts";
import { tables } from "./tables.ts";
import { textParts } from "./textParts.ts";
import { textPatterns } from "./textPatterns.ts";
import { texts } from "./texts.ts";
import { times } from "./times.ts";
import { timetables } from "./timetables.ts";
import { validation } from "./validation.ts";
import { wholeNumbers } from "./wholeNumbers.ts";

const families: readonly (readonly Builtin[])[] = [
  agentSpaces,
  categoricals,
  cells,
  curves,
  datastoreMaking,
  datastores,
  drawing,
  elementwise,
  errors,
  files,
  grouping,
  joins,
  summaries,
  tableFunctions,
  timetables,
  textPatterns,
  patternSearches,
  moreElements,
  calendar,
  signals,
  integrals,
  moreMatrices,
  handles,
  inspection,
  linear,
  loading,
  machine,
  making,
  repeating,
  maps,
  numberTexts,
  operations,
  parsers,
  partitions,
  patterns,
  printing,
  randomNumbers,
  rearranging,
  reductions,
  samples,
  scaling,
  sets,
  setOperations,
  sizes,
  statistics,
  structs,
  tables,
  textParts,
  texts,
  times,
  validation,
  wholeNumbers,
];

/** MATLAB's functions by name, but for those of layers, networks and training. */
export const builtins: ReadonlyMap<string, Builtin> = byName(families.flat());

function byName(all: readonly Builtin[]): Map<string, Builtin> {
  const map = new Map<string, Builtin>();
  for (const each of all) {
    if (map.has(each.name)) internal(`the built-in function '${each.name}' is defined twice`);
    map.set(each.name, each);
  }
  return map;
}
