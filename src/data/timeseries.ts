import { LayerGraphError, nearest } from "../errors.ts";
import { checkedDataSet, type SequenceData } from "./dataSet.ts";
import { isNumberText } from "./numberText.ts";
import { listed } from "./responses.ts";
import type { Sequence } from "./sequences.ts";

/** What a `.ts` file of the UEA and UCR archives holds. */
export interface TimeSeriesFile {
  readonly problemName: string;
  /** The number of features of every sequence. */
  readonly dimensions: number;
  /** The class names in the header's order; undefined where the file has no classes. */
  readonly classes?: readonly string[];
  readonly sequences: readonly Sequence[];
  /** The class of each sequence, where the file has classes. */
  readonly labels?: readonly string[];
  /** The target of each sequence, where the file has targets. */
  readonly targets?: readonly number[];
}

/**
 * Reads a `.ts` file of the UEA and UCR archives: a header of `@` lines, then a sequence on each line, its dimensions separated by
 * colons and its class or target last. `?` is a missing value, NaN, where the header allows missing values.
 *
 * @example
 * readTimeSeries("@problemName p\n@univariate true\n@classLabel true a b\n@data\n1,2,3:a\n").labels // ["a"]
 * @throws LayerGraphError `ts-header` or `ts-data`, with the line
 */
export function readTimeSeries(text: string): TimeSeriesFile {
  const lines = text.split(/\r\n|\n|\r/);
  const { header, dataLine } = readHeader(lines);
  const sequences: Sequence[] = [];
  const labels: string[] = [];
  for (let index = dataLine; index < lines.length; index++) {
    const line = lines[index].trim();
    if (line === "" || line.startsWith("#") || line.startsWith("%")) continue;
    const parts = line.split(":");
    if (header.labelled) labels.push(readLabel(parts, header, index + 1));
    header.dimensions ??= parts.length;
    sequences.push(readSequence(parts, header, index + 1));
  }
  const { problemName, dimensions = 0, classes } = header;
  const common = { problemName, dimensions, sequences };
  if (classes !== undefined) return { ...common, classes: [...classes], labels };
  return header.labelled ? { ...common, targets: labels.map(Number) } : common;
}

/** The sequences and responses of a `.ts` file as a data set; its classes keep the header's order. */
export function timeSeriesData({ sequences, classes, labels, targets }: TimeSeriesFile): SequenceData {
  const data: SequenceData = { kind: "sequences", predictors: sequences };
  if (targets !== undefined)
    return { ...data, responses: { kind: "numbers", values: targets.map((target) => Float32Array.of(target)) } };
  if (classes === undefined || labels === undefined) return data;
  const codeOf = new Map(classes.map((label, code) => [label, code]));
  const codes = Int32Array.from(labels, (label) => codeOf.get(label)!);
  return checkedDataSet({ ...data, responses: { kind: "labels", classes, codes } }) as SequenceData;
}

interface Header {
  problemName: string;
  missing: boolean;
  labelled: boolean;
  dimensions?: number;
  /** The number of steps that every sequence must have. */
  seriesLength?: number;
  equalLength: boolean;
  classes?: Set<string>;
}

type Setter = (header: Header, words: string[], line: number) => void;

const tags: Readonly<Record<string, Setter>> = {
  problemname: (header, words) => {
    header.problemName = words.join(" ");
  },
  timestamps: (_header, words, line) => {
    if (truth(words, line))
      throw problem("ts-header", line, "sequences with time stamps are not read; write them without (@timeStamps false)");
  },
  missing: (header, words, line) => {
    header.missing = truth(words, line);
  },
  univariate: (header, words, line) => {
    if (truth(words, line)) header.dimensions = 1;
  },
  dimension: setDimensions,
  dimensions: setDimensions,
  equallength: (header, words, line) => {
    header.equalLength = truth(words, line);
  },
  serieslength: (header, words, line) => {
    header.seriesLength = positive(words, line);
  },
  classlabel: (header, words, line) => {
    header.labelled ||= truth(words, line);
    if (!truth(words, line)) return;
    header.classes = new Set(words.slice(1));
    if (header.classes.size === 0) throw problem("ts-header", line, "@classLabel true needs the class names after it");
    if (header.classes.size !== words.length - 1) throw problem("ts-header", line, "@classLabel names a class twice");
  },
  targetlabel: (header, words, line) => {
    header.labelled ||= truth(words, line);
  },
};

function setDimensions(header: Header, words: string[], line: number): void {
  header.dimensions = positive(words, line);
}

function readHeader(lines: readonly string[]): { header: Header; dataLine: number } {
  const header: Header = { problemName: "", missing: false, labelled: false, equalLength: false };
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index].trim();
    if (line === "" || line.startsWith("#") || line.startsWith("%")) continue;
    if (!line.startsWith("@"))
      throw problem(
        "ts-header",
        index + 1,
        `expected a header line that begins with @, received '${line.slice(0, 40)}'; @data must stand before the sequences`,
      );
    const [tag, ...words] = line.slice(1).split(/\s+/);
    if (tag.toLowerCase() === "data") return { header, dataLine: index + 1 };
    const set = Object.hasOwn(tags, tag.toLowerCase()) ? tags[tag.toLowerCase()] : undefined;
    if (set === undefined) {
      const guess = nearest(tag, [...Object.keys(tags), "data"]);
      throw problem("ts-header", index + 1, `@${tag} is not known${guess === undefined ? "" : `; did you mean @${guess}?`}`);
    }
    set(header, words, index + 1);
  }
  throw problem("ts-header", lines.length, "the file ends before @data");
}

function truth([word = ""]: string[], line: number): boolean {
  if (!/^(true|false)$/i.test(word)) throw problem("ts-header", line, `expected true or false, received '${word}'`);
  return word.toLowerCase() === "true";
}

function positive([word = ""]: string[], line: number): number {
  if (!/^[1-9]\d{0,8}$/.test(word)) throw problem("ts-header", line, `expected a whole number above 0, received '${word}'`);
  return Number(word);
}

/** Takes the label off the end of a line. */
function readLabel(parts: string[], { classes }: Header, line: number): string {
  const label = (parts.pop() ?? "").trim();
  if (parts.length === 0) throw problem("ts-data", line, "there is a label but no sequence before it");
  if (classes === undefined && !isNumberText(label)) throw problem("ts-data", line, `the target '${label}' is not a number`);
  if (classes !== undefined && !classes.has(label))
    throw problem("ts-data", line, `the class '${label}' is not one of those in the header: ${listed([...classes])}`);
  return label;
}

function readSequence(parts: readonly string[], header: Header, line: number): Sequence {
  const { dimensions, seriesLength, equalLength } = header;
  if (parts.length !== dimensions)
    throw problem("ts-data", line, `expected ${dimensions} dimensions separated by colons, received ${parts.length}`);
  const rows = parts.map((part, dimension) => readRow(part, header, line, dimension));
  const time = rows[0].length;
  const odd = rows.findIndex((row) => row.length !== time);
  if (odd >= 0) throw problem("ts-data", line, `dimension ${odd + 1} has ${rows[odd].length} steps, but dimension 1 has ${time}`);
  if (equalLength) header.seriesLength ??= time;
  if (equalLength && seriesLength !== undefined && time !== seriesLength)
    throw problem("ts-data", line, `the sequence has ${time} steps; @equalLength true asks for ${seriesLength}`);
  const data = new Float32Array(parts.length * time);
  for (const [feature, row] of rows.entries()) data.set(row, feature * time);
  return { data, size: [parts.length, time] };
}

function readRow(part: string, { missing }: Header, line: number, dimension: number): number[] {
  return part.split(",").map((raw, step) => {
    const word = raw.trim();
    if (isNumberText(word)) return Number(word);
    if (missing && (word === "?" || word.toLowerCase() === "nan")) return Number.NaN;
    const hint = word === "?" ? "; a missing value needs @missing true in the header" : "";
    throw problem(
      "ts-data",
      line,
      `dimension ${dimension + 1}, step ${step + 1}: expected a number, received '${word.slice(0, 40)}'${hint}`,
    );
  });
}

function problem(code: string, line: number, what: string): LayerGraphError {
  return new LayerGraphError(code, `Line ${line}: ${what}.`);
}
