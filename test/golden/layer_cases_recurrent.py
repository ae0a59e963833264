"""The cases of layers-recurrent.json: recurrent layers by torch.nn.LSTM and torch.nn.GRU where they can, else written out, gradients by autograd."""
import math

import torch

from writing import Draw, described

STATE = {"tanh": torch.tanh, "relu": torch.relu, "softsign": torch.nn.functional.softsign}
GATE = {"sigmoid": torch.sigmoid, "hard-sigmoid": lambda x: (0.2 * x + 0.5).clamp(0, 1)}


def case(name, layer, formats, forward, inputs, learnables, state):
    """Runs the layer forward, then backward from random output gradients."""
    for each in [*inputs, *learnables.values()]:
        each.requires_grad_(True)
    outputs = forward(layer, learnables, state, *inputs)
    draw = Draw(name + " output gradient")
    output_gradients = [draw.normal(*output.shape) for output in outputs]
    math.prod((output * gradient).sum() for output, gradient in zip(outputs, output_gradients)).backward()
    return {
        "name": name,
        "layer": layer,
        "format": formats,
        "training": False,
        "inputs": inputs,
        "learnables": learnables,
        "state": state,
        "outputs": outputs,
        "stateAfter": state,
        "outputGradients": output_gradients,
        "inputGradients": [torch.zeros_like(each) if each.grad is None else each.grad for each in inputs],
        "learnableGradients": {key: each.grad for key, each in learnables.items()},
    }


def steps_of(x):
    """[time, batch, channels] of [batch, channels, time] or [batch, channels]."""
    return x.permute(2, 0, 1) if x.dim() == 3 else x[None]


def finished(layer, x, hidden, *last):
    """The outputs: all steps as the input lies, or the last; then the states, where they are outputs."""
    if layer.get("outputMode") == "last":
        first = last[0]
    else:
        first = hidden.permute(1, 2, 0) if x.dim() == 3 else hidden[0]
    return [first, *(last if layer.get("hasStateOutputs") else [])]


def first_states(state, given, batch):
    """Kept states are rows for all observations; those that flow in come with the batch."""
    return list(given) if given else [each.expand(batch, -1) for each in state.values()]


def written_lstm(layer, w, r, b, x, h, c, backwards=False):
    act, gate = STATE[layer.get("stateActivationFunction", "tanh")], GATE[layer.get("gateActivationFunction", "sigmoid")]
    steps, outputs = list(x), []
    for step in reversed(steps) if backwards else steps:
        i, f, g, o = (step @ w + h @ r + b).chunk(4, 1)
        c = gate(f) * c + gate(i) * act(g)
        h = gate(o) * act(c)
        outputs.append(h)
    return torch.stack(outputs[::-1] if backwards else outputs), h, c


def torch_lstm(w, r, b, x, h, c):
    """The same by torch.nn.LSTM's own function, which takes weights by rows and two biases."""
    output, last, memory = torch._VF.lstm(
        x, (h[None].contiguous(), c[None].contiguous()), [w.T, r.T, b[0], torch.zeros_like(b[0])], True, 1, 0.0, False, False, False
    )
    return output, last[0], memory[0]


def lstm(layer, learnables, state, x, *given):
    w, r, b = (learnables[name] for name in ("inputWeights", "recurrentWeights", "bias"))
    h, c = first_states(state, given, x.shape[0])
    usual = not {"stateActivationFunction", "gateActivationFunction"} & set(layer)
    result = torch_lstm(w, r, b, steps_of(x), h, c) if usual else written_lstm(layer, w, r, b, steps_of(x), h, c)
    return finished(layer, x, *result)


def bilstm(layer, learnables, state, x, *given):
    units = layer["numHiddenUnits"]
    pairs = [each.split(4 * units, 1) for each in (learnables[name] for name in ("inputWeights", "recurrentWeights", "bias"))]
    starts = [each.split(units, 1) for each in first_states(state, given, x.shape[0])]
    both = [
        written_lstm(layer, *(pair[i] for pair in pairs), steps_of(x), *(start[i] for start in starts), backwards=i == 1) for i in (0, 1)
    ]
    hidden, last, memory = (torch.cat([forward, backward], -1) for forward, backward in zip(*both))
    return finished(layer, x, hidden, last, memory)


def written_gru(layer, w, r, b, x, h):
    act, gate = STATE[layer.get("stateActivationFunction", "tanh")], GATE[layer.get("gateActivationFunction", "sigmoid")]
    mode = layer.get("resetGateMode", "after-multiplication")
    outputs = []
    for step in x:
        xr, xz, xc = (step @ w + b).chunk(3, 1)
        hr, hz, hc = (h @ r).chunk(3, 1)
        reset, update = gate(xr + hr), gate(xz + hz)
        recurrent = (reset * h) @ r.chunk(3, 1)[2] if mode == "before-multiplication" else reset * hc
        h = (1 - update) * act(xc + recurrent) + update * h
        outputs.append(h)
    return torch.stack(outputs), h


def gru(layer, learnables, state, x, *given):
    w, r, b = (learnables[name] for name in ("inputWeights", "recurrentWeights", "bias"))
    (h,) = first_states(state, given, x.shape[0])
    if layer.get("resetGateMode") == "recurrent-bias-after-multiplication":
        own, recurrent = b[0].chunk(2)
        output, last = torch._VF.gru(
            steps_of(x), h[None].contiguous(), [w.T, r.T, own, recurrent], True, 1, 0.0, False, False, False
        )
        return finished(layer, x, output, last[0])
    return finished(layer, x, *written_gru(layer, w, r, b, steps_of(x), h))


def recurrent_case(forward, blocks, bias_blocks, shape, states=("hiddenState", "cellState"), directions=1, **options):
    units = 3
    layer = {"type": f"{forward.__name__}Layer", "numHiddenUnits": units, **options}
    name = f"{forward.__name__} {described(options)} on {'CBT' if len(shape) == 3 else 'CB'} {shape}"
    draw = Draw(name)
    learnables = {
        "inputWeights": draw.normal(shape[1], blocks * units),
        "recurrentWeights": draw.normal(units, blocks * units),
        "bias": draw.normal(1, bias_blocks * units),
    }
    flowing = options.get("hasStateInputs", False)
    kept = {} if flowing else {each: draw.normal(1, directions * units) for each in states}
    inputs = [draw.normal(*shape), *(draw.normal(shape[0], directions * units) for _ in states if flowing)]
    formats = ["CBT" if len(shape) == 3 else "CB", *("CB" for _ in states if flowing)]
    return case(name, layer, formats, forward, inputs, learnables, kept)


SHAPES = ((2, 4, 6), (1, 3, 2), (3, 2))
ACTIVATIONS = (
    {},
    {"stateActivationFunction": "softsign", "gateActivationFunction": "hard-sigmoid"},
    {"stateActivationFunction": "relu"},
)
PORTS = ({"outputMode": "last"}, {"hasStateOutputs": True}, {"hasStateInputs": True, "hasStateOutputs": True, "outputMode": "last"})
MODES = ("after-multiplication", "before-multiplication", "recurrent-bias-after-multiplication")


def cases_of_all_kinds():
    for shape in SHAPES:
        for options in (*ACTIVATIONS, *PORTS):
            yield recurrent_case(lstm, 4, 4, shape, **options)
        for options in (*ACTIVATIONS, *PORTS):
            yield recurrent_case(bilstm, 8, 8, shape, directions=2, **options)
        for mode in MODES:
            third = mode == MODES[2]
            for options in (*(ACTIVATIONS[:1] if third else ACTIVATIONS), *PORTS):
                bias_blocks = 6 if third else 3
                yield recurrent_case(gru, 3, bias_blocks, shape, states=("hiddenState",), resetGateMode=mode, **options)


def layer_cases():
    return list(cases_of_all_kinds())
