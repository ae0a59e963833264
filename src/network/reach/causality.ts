import type { Wiring } from "../wiring.ts";
import { extremes, type Field } from "./field.ts";
import { reachBetween } from "./reachOf.ts";
import { type LayerFields, receptiveFields } from "./receptiveFields.ts";
import { shareTime, stepsOf } from "./steps.ts";

/** A layer that lets earlier outputs depend on later inputs. */
export interface CausalityBreak {
  readonly layer: string;
  readonly type: string;
  /** What it does and what to change, in whole sentences. */
  readonly message: string;
}

/** Whether what a network gives at a step depends on later steps of its inputs. */
export interface Causality {
  /**
   * Whether no step of an output depends on a later step of an input. Of a network whose outputs have no time steps, such as one that classifies whole
   * sequences, the last activations that have them are judged. Null where there are none, or where it is not known.
   */
  readonly causal: boolean | null;
  /** The layers whose outputs were judged: the last ones along time. */
  readonly judged: readonly string[];
  /** The layers because of which the network is not causal, in order. */
  readonly breaks: readonly CausalityBreak[];
  /** The layers of which it is not known. */
  readonly unknown: readonly string[];
}

/** Judges a network by what its layers declare, and by what was measured of the others. */
export function causalityOf(wiring: Wiring): Causality {
  const fields = receptiveFields(wiring);
  const last = lastAlongTime(wiring, fields);
  const judged = last.flatMap(([name, output]) => {
    const layer = fields.get(name)!;
    return [...layer.outputs[output]].filter(([input]) => shareTime(inputOutput(fields, input), layer.traced.outputs[output]));
  });
  const unknown = [...fields.values()].filter(isUnknown).map(({ traced }) => traced.layer.name);
  const verdicts = judged.map(([, field]) => isCausalField(field));
  const causal = verdicts.includes(false) ? false : judged.length === 0 || verdicts.includes(null) ? null : true;
  return {
    causal,
    judged: [...new Set(last.map(([name]) => name))],
    breaks: causal === false ? breaksOf(wiring, fields) : [],
    unknown,
  };
}

function inputOutput(fields: ReadonlyMap<string, LayerFields>, input: string) {
  return fields.get(input)!.traced.outputs[0];
}

function isUnknown({ traced, reach }: LayerFields): boolean {
  return (
    reach === undefined &&
    !traced.layer.definition.input &&
    traced.inputs.some((x) => stepsOf(x) !== undefined) &&
    traced.outputs.length > 0
  );
}

/** The outputs with steps from which no further output with steps is computed. */
function lastAlongTime(
  { edges }: Wiring,
  fields: ReadonlyMap<string, LayerFields>,
): (readonly [layer: string, output: number])[] {
  const goesOn = new Set(
    edges
      .filter(({ destination }) => fields.get(destination)?.traced.outputs.some((y) => stepsOf(y) !== undefined))
      .map(({ source, sourcePort }) => `${source}/${sourcePort}`),
  );
  return [...fields].flatMap(([name, { traced }]) =>
    traced.outputs.flatMap((y, i) =>
      stepsOf(y) !== undefined && !goesOn.has(`${name}/${traced.layer.outputNames[i]}`) ? [[name, i] as const] : [],
    ),
  );
}

/** Whether no step of an activation sees later ones; null where it is not known. */
export function isCausalField(field: Field): boolean | null {
  if (field === "unknown") return null;
  if (field.kind === "fixed") return field.to.side === "start" && field.to.offset === 0;
  return extremes(field).latest <= 0;
}

function breaksOf({ layers }: Wiring, fields: ReadonlyMap<string, LayerFields>): CausalityBreak[] {
  return layers.flatMap(({ name, type }): CausalityBreak[] => {
    const message = breakOf(fields, fields.get(name));
    return message === undefined ? [] : [{ layer: name, type, message }];
  });
}

function breakOf(fields: ReadonlyMap<string, LayerFields>, layer: LayerFields | undefined): string | undefined {
  if (layer?.causal === false) {
    return `Its output at a step depends on later steps of its input. ${layer.reach?.causalFix ?? "Let it compute from earlier steps only."}`;
  }
  if (layer === undefined || !repeatsSummary(fields, layer)) return undefined;
  return "At every step it uses what was computed from a whole sequence, later steps included. Compute that from earlier steps only.";
}

/** Whether something without steps that depends on later ones flows into outputs with steps of the same time. */
function repeatsSummary(fields: ReadonlyMap<string, LayerFields>, { traced, reach, sees }: LayerFields): boolean {
  return traced.outputs.some((y, i) =>
    traced.inputs.some((x, k) => {
      if (stepsOf(x) !== undefined || (reach && reachBetween(reach, i, k) === "none")) return false;
      return [...sees[k]].some(([input, field]) => isCausalField(field) === false && shareTime(inputOutput(fields, input), y));
    }),
  );
}
