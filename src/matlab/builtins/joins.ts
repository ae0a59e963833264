import { concatenated } from "../values/concatenate.ts";
import { numbers } from "../values/construct.ts";
import { isTrue, textOf } from "../values/convert.ts";
import { tableOf } from "../values/table.ts";
import { Table } from "../values/tableData.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { fail, namedOptions } from "./arguments.ts";
import { define, type Results } from "./define.ts";
import { distinct, groupedBy, rowsAt, rowsOrMissing, tableArgument, variablePlaces } from "./tableRows.ts";

/** What is joined: two tables, and the places of the variables that must agree. */
interface Joining {
  readonly left: Table;
  readonly right: Table;
  readonly leftKeys: readonly number[];
  readonly rightKeys: readonly number[];
  readonly options: ReadonlyMap<string, Value>;
}

function joiningOf(call: Call, more: readonly string[] = []): Joining {
  const [left, right] = [tableArgument(call, 0), tableArgument(call, 1)];
  const options = namedOptions(call, 2, ["Keys", "LeftKeys", "RightKeys", ...more]);
  const both = options.get("Keys");
  const common = left.names.filter((name) => right.names.includes(name));
  const keys = (table: Table, own: string): number[] => {
    const given = options.get(own) ?? both;
    if (given !== undefined) return variablePlaces(call, table, given);
    return common.map((name) => table.names.indexOf(name));
  };
  const [leftKeys, rightKeys] = [keys(left, "LeftKeys"), keys(right, "RightKeys")];
  if (leftKeys.length === 0 || leftKeys.length !== rightKeys.length)
    fail(
      call,
      "MATLAB:table:join:CantInferKey",
      `${call.name}: the tables must share the variables that are keys, as many left as right; they have ${left.names.join(", ")} and ${right.names.join(", ")}. Name them with 'Keys'.`,
    );
  return { left, right, leftKeys, rightKeys, options };
}

/** The group of every row of both tables by its keys, in ascending order; where a key is missing, none agree. */
function keyGroups(call: Call, { left, right, leftKeys, rightKeys }: Joining): { of: Int32Array; whole: number; count: number } {
  const columns = leftKeys.map((k, i) => concatenated(1, [left.columns[k], right.columns[rightKeys[i]]], call.session.charge));
  const { of, whole, rows } = groupedBy(call, columns, left.height + right.height);
  return { of, whole, count: rows.length };
}

/** The rows of one table by group. */
function rowsByGroup(of: Int32Array, from: number, height: number, count: number): number[][] {
  const rows: number[][] = Array.from({ length: count }, () => []);
  for (let i = 0; i < height; i++) rows[of[from + i]].push(i);
  return rows;
}

/** Pairs of rows that agree, in the order of their keys; −1 where the other table has none. */
interface Pairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

function pairsOf(call: Call, joining: Joining, keepsLeft: boolean, keepsRight: boolean): Pairs {
  const { of, whole, count } = keyGroups(call, joining);
  const inLeft = rowsByGroup(of, 0, joining.left.height, count);
  const inRight = rowsByGroup(of, joining.left.height, joining.right.height, count);
  const pairs: [number, number][] = [];
  for (let k = 0; k < count; k++) {
    if (k < whole && inLeft[k].length > 0 && inRight[k].length > 0) {
      call.session.charge({ steps: inLeft[k].length * inRight[k].length, bytes: 16 * inLeft[k].length * inRight[k].length });
      for (const a of inLeft[k]) for (const b of inRight[k]) pairs.push([a, b]);
      continue;
    }
    if (keepsLeft) for (const a of inLeft[k]) pairs.push([a, -1]);
    if (keepsRight) for (const b of inRight[k]) pairs.push([-1, b]);
  }
  return { left: Int32Array.from(pairs, ([a]) => a), right: Int32Array.from(pairs, ([, b]) => b) };
}

/** Rows as the script counts them, from 1; 0 where there is none. */
const positions = ({ left, right }: Pairs): Value[] =>
  [left, right].map((rows) =>
    numbers(
      [rows.length, 1],
      Float64Array.from(rows, (row) => row + 1),
    ),
  );

/** The names of both tables' variables; where both have one, the name of the table is put behind it. */
function joinedNames(call: Call, left: readonly string[], right: readonly string[]): string[] {
  const [first, second] = [call.names?.[0] ?? "left", call.names?.[1] ?? "right"];
  const clash = (name: string): boolean => left.includes(name) && right.includes(name);
  return distinct([
    ...left.map((name) => (clash(name) ? `${name}_${first}` : name)),
    ...right.map((name) => (clash(name) ? `${name}_${second}` : name)),
  ]);
}

/** The left table's variables and those of the right one that are no keys, at pairs of rows. */
function besideEachOther(call: Call, joining: Joining, pairs: Pairs): Table {
  const { left, right, rightKeys } = joining;
  const others = right.names.map((_, j) => j).filter((j) => !rightKeys.includes(j));
  const names = joinedNames(
    call,
    left.names,
    others.map((j) => right.names[j]),
  );
  const columns = [
    ...left.columns.map((column) => rowsOrMissing(call, column, pairs.left)),
    ...others.map((j) => rowsOrMissing(call, right.columns[j], pairs.right)),
  ];
  return new Table(names, columns, pairs.left.length);
}

/** `innerjoin(A, B, Keys=…)`: the rows that agree in their keys, in ascending order of these. */
function innerjoin(call: Call): Results {
  const joining = joiningOf(call);
  const pairs = pairsOf(call, joining, false, false);
  return [tableOf(besideEachOther(call, joining, pairs)), ...positions(pairs)];
}

/** `outerjoin(A, B, Keys=…, Type='full' | 'left' | 'right', MergeKeys=false)`: rows without partners too, filled with missing values. */
function outerjoin(call: Call): Results {
  const joining = joiningOf(call, ["Type", "MergeKeys"]);
  const type = textOf(joining.options.get("Type") ?? { kind: "char", size: [1, 4], text: "full" })?.toLowerCase() ?? "";
  if (!["full", "left", "right"].includes(type))
    fail(call, "MATLAB:table:outerjoin:InvalidType", "outerjoin: Type must be 'full', 'left' or 'right'.");
  const merge = joining.options.get("MergeKeys");
  const pairs = pairsOf(call, joining, type !== "right", type !== "left");
  const made = merge && isTrue(merge) ? mergedKeys(call, joining, pairs) : bothKeys(call, joining, pairs);
  return [tableOf(made), ...positions(pairs)];
}

function bothKeys(call: Call, { left, right }: Joining, pairs: Pairs): Table {
  const columns = [
    ...left.columns.map((column) => rowsOrMissing(call, column, pairs.left)),
    ...right.columns.map((column) => rowsOrMissing(call, column, pairs.right)),
  ];
  return new Table(joinedNames(call, left.names, right.names), columns, pairs.left.length);
}

/** One variable for each key, from whichever table has the row. */
function mergedKeys(call: Call, joining: Joining, pairs: Pairs): Table {
  const { left, right, leftKeys, rightKeys } = joining;
  const made = besideEachOther(call, joining, pairs);
  const places = pairs.left.map((row, i) => (row >= 0 ? row : left.height + pairs.right[i]));
  const columns = made.columns.map((column, j) => {
    const k = leftKeys.indexOf(j);
    if (k < 0) return column;
    return rowsAt(concatenated(1, [left.columns[j], right.columns[rightKeys[k]]], call.session.charge), places);
  });
  return new Table(made.names, columns, made.height);
}

/** `join(A, B, Keys=…)` of tables: every row of A with the one row of B that agrees. */
export function joinTables(call: Call): Results {
  const joining = joiningOf(call);
  const { left, right } = joining;
  const { of, whole, count } = keyGroups(call, joining);
  const inRight = rowsByGroup(of, left.height, right.height, count);
  const twice = inRight.findIndex((rows) => rows.length > 1);
  if (twice >= 0)
    fail(
      call,
      "MATLAB:table:join:DuplicateRightKeyVarValues",
      `join: the key variables of the right table must have different values in each row; rows ${inRight[twice][0] + 1} and ${inRight[twice][1] + 1} are the same.`,
    );
  const partners = Int32Array.from({ length: left.height }, (_, i) => (of[i] < whole ? (inRight[of[i]][0] ?? -1) : -1));
  const alone = partners.indexOf(-1);
  if (alone >= 0)
    fail(
      call,
      "MATLAB:table:join:LeftKeyValueNotFound",
      `join: row ${alone + 1} of the left table has key values that the right table does not have.`,
    );
  const rows = Int32Array.from({ length: left.height }, (_, i) => i);
  return [
    tableOf(besideEachOther(call, joining, { left: rows, right: partners })),
    positions({ left: rows, right: partners })[1],
  ];
}

/** Functions that join tables by their keys; `join` itself stands with those of texts. */
export const joins: readonly Builtin[] = [
  define("innerjoin", innerjoin, { least: 2 }),
  define("outerjoin", outerjoin, { least: 2 }),
];
