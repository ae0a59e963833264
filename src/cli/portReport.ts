import type { PortedGraph, PortedScript, PortedStatement } from "../index.ts";
import { scriptErrorText } from "./scriptGraph.ts";

/** The report on a ported script as plain data. */
export function portFacts(ported: PortedScript): object {
  const { graphs, typescript: _code, error, ...rest } = ported;
  return {
    graphs: graphs.map(({ graph, ...facts }) => ({
      ...facts,
      layers: graph.layers.length,
      connections: graph.connections.length,
    })),
    ...rest,
    ...(error && { error }),
  };
}

/** The report on a ported script as text: each statement, warnings, graphs, what is not known, what ended it. */
export function printPort(path: string, ported: PortedScript, output: string | undefined): string {
  const { statements, warnings, graphs, unknowns, error } = ported;
  const files = new Set(statements.map(({ file }) => file));
  return [
    ...statementLines(statements, files.size > 1),
    ...section(
      "Warnings",
      warnings.map(({ message, file, line }) => `${line === undefined ? "" : `${file}:${line}: `}${message}`),
    ),
    ...section(graphs.length === 1 ? "Graph" : "Graphs", graphs.map(graphLine)),
    ...section(
      "Not known",
      unknowns.map(({ name, reason, file, line, fix }) => {
        const from = line === undefined ? "" : ` (${file}:${line}${reason === undefined ? "" : `: ${reason}`})`;
        return `${name}${from}: ${fix}`;
      }),
    ),
    "",
    ...outcome(path, ported, output),
    ...(error ? [`error: ${scriptErrorText(error)}`] : []),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  ${line}`)];
}

function statementLines(statements: readonly PortedStatement[], several: boolean): string[] {
  const numbers = statements.map(({ line, lastLine }) => (lastLine > line ? `${line}-${lastLine}` : String(line)));
  const width = Math.max(4, ...numbers.map((number) => number.length));
  let file = "";
  return statements.flatMap((statement, k) => {
    const { fate, reason, text } = statement;
    const title = several && statement.file !== file ? [`${statement.file}:`] : [];
    file = statement.file;
    const shown = text.length > 70 ? `${text.slice(0, 67)}...` : text;
    return [
      ...title,
      `${numbers[k].padStart(width)}  ${fate.padEnd(11)}  ${shown}${reason === undefined ? "" : `  (${reason})`}`,
    ];
  });
}

function graphLine({ name, trained, dlnetwork, graph, file, line }: PortedGraph): string {
  const facts = [
    `${graph.layers.length} layers`,
    `${graph.connections.length} connections`,
    ...(trained ? ["trained"] : []),
    ...(dlnetwork ? ["dlnetwork"] : []),
  ];
  return `${name === "" ? "(no variable)" : name}: ${facts.join(", ")} (${file}:${line})`;
}

function outcome(
  path: string,
  { graphs, typescript, form, reason, parameters, error }: PortedScript,
  output: string | undefined,
): string[] {
  if (error) return [`${path} fails.`];
  if (graphs.length === 0) return [`${path} builds no network.`];
  const to = output === undefined ? "" : ` to ${output}`;
  if (typescript === undefined)
    return reason === undefined
      ? [`${path} was ported${to}.`]
      : [`${path} has no form in TypeScript: ${reason}. Write it with --to json.`];
  const arguments_ = parameters.length === 0 ? "" : ` It is a function of ${parameters.join(", ")}.`;
  const partly = form === "partly" ? ` Some layers are written one by one: ${reason}.` : "";
  const list = form === "list" ? ` It is written layer by layer: ${reason}.` : partly;
  return [`${path} was ported${to}; the TypeScript compiles, and running it builds the same graph.${arguments_}${list}`];
}
