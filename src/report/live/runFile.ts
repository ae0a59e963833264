import type { CurveSlice } from "./curves.ts";
import { type CurveName, curveColumns, type RunFacts, type RunStatus, runFormat, type TrainingRun } from "./trainingRun.ts";

/** The training that a report or a saved run holds, by the text of the file; undefined where it holds none. */
export function runIn(text: string): TrainingRun | undefined {
  const page = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(text)?.[1];
  const data = parsed(page ?? text);
  const run = page !== undefined && isRecord(data) ? data.run : data;
  return isRun(run) ? run : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRun(value: unknown): value is TrainingRun {
  if (!isRecord(value) || value.format !== runFormat) return false;
  const { facts, curves, status } = value;
  if (!isFacts(facts) || !isRecord(curves) || !isStatus(status)) return false;
  return Object.entries(curveColumns).every(([name, columns]) =>
    isSlice(curves[name as CurveName], columns === "layers" ? facts.layers.length : columns.length),
  );
}

function isFacts(value: unknown): value is RunFacts {
  if (!isRecord(value)) return false;
  const { name, began, metric, validated, options, layers } = value;
  const numbers = ["epochs", "iterations", "iterationsPerEpoch", "observations", "threads", "cores", "memory"];
  return (
    typeof name === "string" &&
    typeof began === "string" &&
    (metric === "accuracy" || metric === "rmse" || metric === "none") &&
    typeof validated === "boolean" &&
    isRecord(options) &&
    Array.isArray(layers) &&
    layers.every((layer) => typeof layer === "string") &&
    numbers.every((each) => Number.isFinite(value[each]))
  );
}

function isStatus(value: unknown): value is RunStatus {
  if (!isRecord(value)) return false;
  const { state, text, epoch, iteration, seconds } = value;
  return (
    ["running", "stopping", "ended", "failed"].includes(state as string) &&
    (text === undefined || typeof text === "string") &&
    [epoch, iteration, seconds].every(Number.isFinite)
  );
}

function isSlice(value: unknown, columns: number): value is CurveSlice {
  if (!isRecord(value) || value.from !== 0 || !Number.isInteger(value.every) || (value.every as number) < 1) return false;
  const { x, mean, least = mean, most = mean } = value;
  if (!Array.isArray(x) || !x.every(Number.isFinite)) return false;
  return [mean, least, most].every((kind) => isColumns(kind, columns, x.length));
}

function isColumns(value: unknown, columns: number, points: number): boolean {
  return Array.isArray(value) && value.length === columns && value.every((column) => isColumn(column, points));
}

function isColumn(value: unknown, points: number): boolean {
  return Array.isArray(value) && value.length === points && value.every((each) => each === null || Number.isFinite(each));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
