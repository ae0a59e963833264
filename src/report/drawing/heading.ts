import { printIssue } from "../../network/validate.ts";
import { at, escaped } from "../svg.ts";
import type { GraphDrawing } from "./graphDrawing.ts";
import { textWidth } from "./textWidth.ts";

/** What stands above a drawing, and how high it is. */
export interface Heading {
  readonly content: readonly string[];
  readonly height: number;
}

const margin = 16;
const fontSize = 12;
const lineHeight = 17;
/** More problems than these are counted. */
const mostProblems = 12;

const roleNames = { input: "input", learnable: "learnable", output: "output, loss", other: "nothing to learn" } as const;

/** The title, what the network is made of, what the colours mean, and its problems. */
export function headingOf(drawing: GraphDrawing, title: string | undefined, width: number): Heading {
  const content: string[] = [];
  let y = 8;
  const write = (text: string, className: string, height: number, x = margin): void => {
    y += height;
    content.push(`<text class="${className}" x="${at(x)}" y="${at(y)}">${escaped(text)}</text>`);
  };
  if (title !== undefined) for (const line of wrapped(title, (width - 2 * margin) / 15)) write(line, "heading", 20);
  for (const line of wrapped(totalsOf(drawing), (width - 2 * margin) / fontSize)) write(line, "summary", lineHeight);
  content.push(...legend(drawing, width, y + 8));
  y += 8 + lineHeight * legendLines(drawing, width).length;
  for (const { severity, text } of problems(drawing)) {
    const lines = wrapped(text, (width - 2 * margin - 16) / fontSize);
    y += 4;
    content.push(`<g class="badge ${severity}"><circle cx="${margin + 5}" cy="${at(y + lineHeight - 4)}" r="4"/></g>`);
    for (const line of lines) write(line, `summary ${severity}`, lineHeight, margin + 16);
  }
  return { content, height: y + 12 };
}

function totalsOf({ totals }: GraphDrawing): string {
  const { layers, connections, learnables, errors, warnings } = totals;
  return [
    counted(layers, "layer"),
    counted(connections, "connection"),
    counted(learnables, "learnable"),
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ].join(" · ");
}

function counted(count: number, what: string): string {
  return `${String(count).replace(/\B(?=(\d{3})+$)/g, ",")} ${what}${count === 1 ? "" : "s"}`;
}

type Role = keyof typeof roleNames;

/** The roles that occur, in lines that fit. */
function legendLines({ boxes }: GraphDrawing, width: number): { readonly role: Role; readonly x: number }[][] {
  const present = (Object.keys(roleNames) as Role[]).filter((role) => boxes.some((box) => box.role === role));
  const lines: { role: Role; x: number }[][] = [];
  let x = margin;
  for (const role of present) {
    const room = 18 + textWidth(roleNames[role]) * fontSize + 14;
    if (lines.length === 0 || x + room > width) {
      lines.push([]);
      x = margin;
    }
    lines.at(-1)!.push({ role, x });
    x += room;
  }
  return lines;
}

function legend(drawing: GraphDrawing, width: number, top: number): string[] {
  return legendLines(drawing, width).flatMap((line, i) =>
    line.map(({ role, x }) => {
      const y = top + lineHeight * i;
      return (
        `<g class="${role}"><rect class="card" x="${at(x)}" y="${at(y + 3)}" width="12" height="12" rx="3"/>` +
        `<rect class="bar" x="${at(x)}" y="${at(y + 3)}" width="4" height="12" rx="2"/>` +
        `<text class="summary" x="${at(x + 18)}" y="${at(y + 13)}">${roleNames[role]}</text></g>`
      );
    }),
  );
}

function problems({ issues }: GraphDrawing): { readonly severity: "error" | "warning"; readonly text: string }[] {
  const shown = issues.slice(0, mostProblems).map((issue) => ({ severity: issue.severity, text: printIssue(issue) }));
  const rest = issues.length - shown.length;
  return rest > 0 ? [...shown, { severity: issues.at(-1)!.severity, text: `and ${rest} more` }] : shown;
}

/** A text in lines of so many font sizes, broken at spaces, or anywhere where a word is too long. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).flatMap((each) => pieces(each, width))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function pieces(word: string, width: number): string[] {
  if (textWidth(word) <= width) return [word];
  const found: string[] = [""];
  for (const character of word) {
    if (textWidth(found.at(-1)! + character) > width) found.push("");
    found[found.length - 1] += character;
  }
  return found;
}
