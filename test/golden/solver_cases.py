"""The cases of solvers.json: five steps of each solver by MATLAB's written formulas, in double."""
import torch

from writing import Draw

STEPS = 5


def limited(gradients, threshold, method):
    """Gradient thresholding of the arrays of one step."""
    if method == "absolute-value":
        return [gradient.clamp(-threshold, threshold) for gradient in gradients]
    if method == "global-l2norm":
        norms = [torch.cat(gradients).norm()] * len(gradients)
    else:
        norms = [gradient.norm() for gradient in gradients]
    return [g * threshold / norm if norm > threshold else g for g, norm in zip(gradients, norms)]


def sgdm(options, step, rate, gradient, state):
    state["velocity"] = options["momentum"] * state.get("velocity", 0) - rate * gradient
    return state["velocity"]


def rmsprop(options, step, rate, gradient, state):
    decay = options["squaredGradientDecayFactor"]
    state["square"] = decay * state.get("square", 0) + (1 - decay) * gradient**2
    return -rate * gradient / (state["square"].sqrt() + options["epsilon"])


def adam(options, step, rate, gradient, state):
    decay, square_decay = options["gradientDecayFactor"], options["squaredGradientDecayFactor"]
    state["mean"] = decay * state.get("mean", 0) + (1 - decay) * gradient
    state["square"] = square_decay * state.get("square", 0) + (1 - square_decay) * gradient**2
    corrected = rate * (1 - square_decay**step) ** 0.5 / (1 - decay**step)
    return -corrected * state["mean"] / (state["square"].sqrt() + options["epsilon"])


SOLVERS = {
    "sgdm": (sgdm, {"initialLearnRate": 0.01, "momentum": 0.9}),
    "adam": (
        adam,
        {"initialLearnRate": 0.001, "gradientDecayFactor": 0.9, "squaredGradientDecayFactor": 0.999, "epsilon": 1e-8},
    ),
    "rmsprop": (rmsprop, {"initialLearnRate": 0.001, "squaredGradientDecayFactor": 0.9, "epsilon": 1e-8}),
}
ONES = (1, 1)


def case(solver, title, options, learn_rate_factors=ONES, l2_factors=ONES):
    """Two learnables, so that thresholds per array and over all arrays differ. The order is L2, threshold, solver."""
    update, defaults = SOLVERS[solver]
    options = {**defaults, "l2Regularization": 0, **options}
    draw = Draw("solvers")
    values = [draw.normal(6), draw.normal(3)]
    gradients = [[draw.normal(6), draw.normal(3) * 0.1] for _ in range(STEPS)]
    record = {
        "name": f"{solver} {title}",
        "solver": solver,
        "options": options,
        "learnables": [
            {"name": name, "value": value, "learnRateFactor": rate, "l2Factor": l2}
            for name, value, rate, l2 in zip(("weights", "bias"), values, learn_rate_factors, l2_factors)
        ],
        "gradients": gradients,
        "values": [],
    }
    states = [{}, {}]
    for step in range(1, STEPS + 1):
        arrays = [
            gradient + options["l2Regularization"] * factor * value
            for gradient, value, factor in zip(gradients[step - 1], values, l2_factors)
        ]
        if "gradientThreshold" in options:
            arrays = limited(arrays, options["gradientThreshold"], options["gradientThresholdMethod"])
        rates = [options["initialLearnRate"] * factor for factor in learn_rate_factors]
        values = [
            value + update(options, step, rate, gradient, state)
            for value, rate, gradient, state in zip(values, rates, arrays, states)
        ]
        record["values"].append(values)
    return record


def solver_cases():
    cases = []
    for solver in SOLVERS:
        cases += [
            case(solver, "without L2", {}),
            case(solver, "with L2, none on the bias", {"l2Regularization": 0.1}, l2_factors=(1, 0)),
            case(solver, "with L2 factors 2 and 0.5", {"l2Regularization": 0.1}, l2_factors=(2, 0.5)),
            case(solver, "with learn rate factors 10 and 0", {}, learn_rate_factors=(10, 0)),
        ]
        for method in ("l2norm", "global-l2norm", "absolute-value"):
            limit = {"gradientThreshold": 0.5, "gradientThresholdMethod": method}
            cases.append(case(solver, f"with threshold {method}", limit))
            cases.append(case(solver, f"with L2, then threshold {method}", {**limit, "l2Regularization": 0.1}))
        if solver != "sgdm":
            cases.append(case(solver, "with an epsilon that counts", {"epsilon": 0.1}))
    cases.append(case("sgdm", "without momentum", {"momentum": 0}))
    return cases
