import { type Issue, printIssue } from "../index.ts";

/** The problems grouped by layer, in the order in which the layers were added, and their numbers. */
export function printIssues(path: string, issues: readonly Issue[]): string {
  const groups = new Map<string, Issue[]>();
  for (const issue of issues) {
    const title = issue.layer === undefined ? "Network" : `Layer '${issue.layer}'`;
    groups.set(title, [...(groups.get(title) ?? []), issue]);
  }
  const lines = [...groups].flatMap(([title, group]) => [title, ...group.flatMap((issue) => printLines(issue, title)), ""]);
  const errors = issues.filter(({ severity }) => severity === "error").length;
  const counts = `${counted(errors, "error")}, ${counted(issues.length - errors, "warning")}`;
  return [...lines, `${path} is ${errors === 0 ? "valid" : "not valid"}: ${counts}.`].join("\n");
}

function printLines(issue: Issue, title: string): string[] {
  const text = printIssue(issue);
  const own = text.startsWith(`${title}: `) ? text.slice(title.length + 2) : text;
  const [first, ...rest] = `${own} [${issue.code}]`.split("\n");
  return [`  ${issue.severity.padEnd(9)}${first}`, ...rest.map((line) => `  ${" ".repeat(9)}${line}`)];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
