import { describe, expect, it } from "vitest";
import { plainOf } from "./arrays.ts";
import { ran } from "./classes.ts";

/** Numbers of a variable after a script was run. */
async function numbersOf(script: string, name: string): Promise<readonly number[]> {
  const { error, variables } = await ran(script, "run");
  if (error) throw error;
  return plainOf(variables.get(name)!).data;
}

const data = `
rng(1);
A = [1 -1 0.5; 0 2 1];
X = dlarray(randn(3,20), 'CB');
T = dlarray(A*extractdata(X) + 0.3, 'CB');
`;

describe("loops over arrays with labels", () => {
  it("differentiate a loss and walk down", async () => {
    const script = `${data}
W = dlarray(zeros(2,3)); b = dlarray(zeros(2,1));
for k = 1:200
  [loss, gW, gb] = dlfeval(@modelLoss, W, b, X, T);
  W = W - 0.2*gW; b = b - 0.2*gb;
end
off = max(abs(extractdata(W) - A), [], 'all');
function [loss, gW, gb] = modelLoss(W, b, X, T)
  loss = mse(fullyconnect(X, W, b), T);
  [gW, gb] = dlgradient(loss, W, b);
end`;
    expect((await numbersOf(script, "off"))[0]).toBeLessThan(0.01);
  });

  it("update structs of parameters by Adam, whose first step is as long as the learning rate", async () => {
    const script = `${data}
P.W = dlarray(zeros(2,3)); P.b = dlarray(zeros(2,1));
[loss, g] = dlfeval(@modelLoss, P, X, T);
[P, m, v] = adamupdate(P, g, [], [], 1, 0.05);
step = abs(extractdata(P.W));
function [loss, g] = modelLoss(P, X, T)
  Y = P.W * stripdims(X) + P.b;
  loss = mean((Y - stripdims(T)).^2, 'all');
  g = dlgradient(loss, P);
end`;
    for (const length of await numbersOf(script, "step")) expect(length).toBeCloseTo(0.05, 5);
  });

  it("give the gradient of a function of one number", async () => {
    const script = `x = dlarray(1.5);
[y, g] = dlfeval(@f, x);
both = [extractdata(y) extractdata(g)];
function [y, g] = f(x)
  y = x^3 + sin(x);
  g = dlgradient(y, x);
end`;
    const [y, g] = await numbersOf(script, "both");
    expect(y).toBeCloseTo(1.5 ** 3 + Math.sin(1.5), 12);
    expect(g).toBeCloseTo(3 * 1.5 ** 2 + Math.cos(1.5), 12);
  });

  it("refuse gradients of what is no single number, and by ordinary arrays", async () => {
    const attempt = (call: string) => ran(`g = dlgradient(${call});`, "run");
    expect((await attempt("dlarray([1 2]), dlarray(1)")).error?.message).toContain("must be a traced dlarray scalar");
    expect((await attempt("dlarray(1), 3")).error?.message).toContain("received an ordinary array");
  });
});
