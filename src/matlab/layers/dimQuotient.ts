import { addDims, type Dim, DimExpression, multiplyDims, subtractDims } from "../../ops/index.ts";

type Term = DimExpression["terms"][number];

/** `a / b` where it is a whole expression for all data: `64*batch*time / time`; undefined where it is not, or cannot be told. */
export function exactQuotient(a: Dim, b: Dim): Dim | undefined {
  if (b === 0) return undefined;
  if (typeof b === "number") return dividedByNumber(a, b);
  const divisor = leading(b);
  let quotient: Dim = 0;
  let rest: Dim = a;
  for (let round = 0; round < 64 && rest !== 0; round++) {
    if (typeof rest === "number") return undefined;
    const part: Dim | undefined = rest.terms.map((term) => termQuotient(term, divisor)).find((found) => found !== undefined);
    if (part === undefined) return undefined;
    quotient = addDims(quotient, part);
    rest = subtractDims(rest, multiplyDims(part, b));
  }
  return rest === 0 ? quotient : undefined;
}

function dividedByNumber(a: Dim, b: number): Dim | undefined {
  if (typeof a === "number") return Number.isInteger(a / b) ? a / b : undefined;
  const numbers = [...a.terms.map(({ factor }) => factor), a.constant];
  if (!numbers.every((n) => Number.isInteger(n / b))) return undefined;
  return new DimExpression(
    a.terms.map(({ factor, atoms }) => ({ factor: factor / b, atoms })),
    a.constant / b,
  );
}

/** The term with the most factors. */
function leading({ terms }: DimExpression): Term {
  return [...terms].sort((x, y) => y.atoms.length - x.atoms.length)[0];
}

function termQuotient(term: Term, divisor: Term): Dim | undefined {
  const atoms = [...term.atoms];
  for (const atom of divisor.atoms) {
    const at = atoms.findIndex(({ text }) => text === atom.text);
    if (at < 0) return undefined;
    atoms.splice(at, 1);
  }
  const factor = term.factor / divisor.factor;
  if (!Number.isInteger(factor)) return undefined;
  return atoms.length === 0 ? factor : new DimExpression([{ factor, atoms }], 0);
}
