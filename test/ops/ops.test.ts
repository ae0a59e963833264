import { describe, expect, it } from "vitest";
import { ancestors } from "../../src/ops/backward.ts";
import { constant, definedOps, type Value } from "../../src/ops/index.ts";
import { composeCases, compositions } from "./composeCases.ts";
import { convolutionCases } from "./convolutionCases.ts";
import { elementwiseCases } from "./elementwiseCases.ts";
import { indexingCases } from "./indexingCases.ts";
import { linearCases } from "./linearCases.ts";
import { loopCases } from "./loopCases.ts";
import { movementCases } from "./movementCases.ts";
import { agreement, draw, opsOf } from "./opSuite.ts";
import { poolingCases } from "./poolingCases.ts";
import { reductionCases } from "./reductionCases.ts";
import type { OpCase } from "./sample.ts";
import { sourceCases } from "./sourceCases.ts";

const cases = {
  ...sourceCases,
  ...elementwiseCases,
  ...reductionCases,
  ...movementCases,
  ...linearCases,
  ...convolutionCases,
  ...poolingCases,
  ...indexingCases,
  ...loopCases,
  ...composeCases,
};

/** How often each case is drawn anew. */
const draws = 4;

/** The ops that have no gradient, by decision: sources, integers, truth values, and steps that are flat almost everywhere. */
const withoutGradient = [
  "input",
  "constant",
  "size",
  "range",
  "quotient",
  "remainder",
  "less",
  "positive",
  "equal",
  "and",
  "not",
  "placesAlong",
  "sign",
  "cast",
  "argMax",
  "maxPoolIndex",
  "arrivedGradient",
];

describe("the op suite", () => {
  it("has cases for every op that is defined, and for no other", () => {
    expect(Object.keys(cases).sort()).toEqual([...definedOps().keys()].sort());
  });

  it("knows which ops have no gradient", () => {
    const without = [...definedOps()].flatMap(([name, op]) => (op.gradient === "none" ? [name] : []));
    expect(without.sort()).toEqual([...withoutGradient].sort());
  });
});

describe.each(Object.entries(cases))("%s", (name, named) => {
  const op = definedOps().get(name)!;
  const flowing = op.gradient !== "none" || name === "input";

  it.each(Object.entries(named))("agrees with its naive loop and its central differences: %s", async (about, build) => {
    expect(opsOf(draw(build, name, about, 0).y), "the case uses the op").toContain(name);
    await expectAgreement(build, flowing, name, about);
  });

  // A custom gradient answers for the arrays that its author names, and not for the values that it stands for.
  if (op.gradient === "none" || name === "customGradient" || name === "customBackward") return;
  it("gives every input of numbers a gradient, and no other", () => {
    for (const [about, build] of Object.entries(named)) {
      const { y } = draw(build, name, about, 0);
      for (const value of ancestors([y]).filter((each) => each.op.name === name && each.type === "float")) {
        expect(thunksOf(value)).toEqual(value.inputs.map((x) => x.type === "float"));
      }
    }
  });
});

describe("what is composed of ops", () => {
  it.each(Object.entries(compositions))("agrees with its naive loops and its central differences: %s", (about, build) =>
    expectAgreement(build, true, "composition", about),
  );
});

async function expectAgreement(build: OpCase, flowing: boolean, ...purpose: readonly string[]): Promise<void> {
  for (let i = 0; i < draws; i++) {
    const {
      forward,
      gradient = 0,
      runtimeGradient = 0,
      secondGradient = 0,
    } = await agreement(draw(build, ...purpose, i), flowing);
    expect(forward, `draw ${i}: forward on the runtime`).toBeLessThan(1e-5);
    expect(gradient, `draw ${i}: gradient rule`).toBeLessThan(1e-7);
    expect(runtimeGradient, `draw ${i}: gradient on the runtime`).toBeLessThan(1e-5);
    expect(secondGradient, `draw ${i}: gradient of the gradient`).toBeLessThan(1e-6);
  }
}

function thunksOf({ op, inputs, attrs, ...rest }: Value): boolean[] {
  if (op.gradient === "none") return [];
  const y = { op, inputs, attrs, ...rest };
  const dy = constant([1], []);
  return op.gradient({ inputs, attrs, y, dy, arrived: [{ y, dy }] }).map((thunk) => thunk !== undefined);
}
