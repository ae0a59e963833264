"""The cases of layers-simple.json: activation, combination and shape layers."""
import math

import torch
import torch.nn.functional as functional

from layer_cases import case
from writing import Draw, described

SHAPES = {"CB": (3, 4), "CBT": (2, 4, 5), "SSCB": (2, 4, 3, 2), "SSCBT": (2, 2, 3, 2, 3)}


def formatted(format, *arguments, **options):
    return {**case(*arguments, **options), "format": format}


def gelu(options, _, x):
    return functional.gelu(x, approximate=options.get("approximation", "none"))


def prelu(_, learnables, x):
    return functional.prelu(x, learnables["alpha"].reshape(-1))


def activation_cases():
    activations = [
        ({"type": "eluLayer"}, lambda options, _, x: functional.elu(x)),
        ({"type": "eluLayer", "alpha": 0.3}, lambda options, _, x: functional.elu(x, 0.3)),
        ({"type": "geluLayer"}, gelu),
        ({"type": "geluLayer", "approximation": "tanh"}, gelu),
        ({"type": "swishLayer"}, lambda options, _, x: functional.silu(x)),
        ({"type": "clippedReluLayer", "ceiling": 1}, lambda options, _, x: functional.hardtanh(x, 0, 1)),
        ({"type": "clippedReluLayer", "ceiling": 0.5}, lambda options, _, x: functional.hardtanh(x, 0, 0.5)),
        ({"type": "softplusLayer"}, lambda options, _, x: functional.softplus(x, threshold=1000)),
    ]
    for layer, forward in activations:
        for format, shape in SHAPES.items():
            name = f"{layer['type'].removesuffix('Layer')} {described(layer)} on {format}"
            yield formatted(format, name, layer, forward, [Draw(name).away_from_zero(*shape)])
    for format, shape in SHAPES.items():
        name = f"prelu on {format}"
        draw = Draw(name)
        learnables = {"alpha": draw.between(0.1, 0.9, 1, shape[1])}
        yield formatted(format, name, {"type": "preluLayer"}, prelu, [draw.away_from_zero(*shape)], learnables)
    for type, forward in [("elu", functional.elu), ("softplus", lambda x: torch.logaddexp(x, torch.zeros_like(x)))]:
        name = f"{type} of inputs in the hundreds"
        x = [Draw(name).between(-300, 300, 2, 4, 3)]
        yield formatted("CBT", name, {"type": f"{type}Layer"}, lambda options, _, x, forward=forward: forward(x), x)


def combination_cases():
    product = lambda options, _, *parts: math.prod(parts[1:], start=parts[0])
    total = lambda options, _, *parts: sum(parts[1:], start=parts[0])
    for format, shape in SHAPES.items():
        for count in (2, 3):
            name = f"multiplication of {count} on {format}"
            draw = Draw(name)
            inputs = [draw.normal(*shape) for _ in range(count)]
            yield formatted(format, name, {"type": "multiplicationLayer", "numInputs": count}, product, inputs)
            name = f"depthConcatenation of {count} on {format}"
            draw = Draw(name)
            inputs = [draw.normal(shape[0], channels, *shape[2:]) for channels in (3, 2, 1)[:count]]
            layer = {"type": "depthConcatenationLayer", "numInputs": count}
            yield formatted(format, name, layer, lambda options, _, *parts: torch.cat(parts, 1), inputs)
    for type, forward in (("multiplication", product), ("addition", total)):
        layer = {"type": f"{type}Layer", "numInputs": 2}
        for small in ((2, 1, 3, 2), (2, 4, 1, 1), (2, 4, 3, 1)):
            name = f"{type} of an SSCB input with one of size {list(small)}"
            draw = Draw(name)
            yield formatted("SSCB", name, layer, forward, [draw.normal(2, 4, 3, 2), draw.normal(*small)])
        name = f"{type} of a CBT input with a CB one"
        draw = Draw(name)
        inputs = [draw.normal(2, 4, 5), draw.normal(2, 4)]
        alike = lambda options, _, x, each, forward=forward: forward(options, _, x, each[:, :, None])
        yield formatted(["CBT", "CB"], name, layer, alike, inputs)
    for format, dim, axis in (("SSCB", 1, 2), ("SSCB", 2, 3), ("SSCB", 3, 1), ("SSCBT", 2, 3), ("SSCBT", 5, 4), ("SSCBT", 3, 1), ("CBT", 3, 2)):
        name = f"concatenation along dimension {dim} of {format}"
        draw = Draw(name)
        inputs = [draw.normal(*SHAPES[format]) for _ in range(2)]
        layer = {"type": "concatenationLayer", "dim": dim, "numInputs": 2}
        yield formatted(format, name, layer, lambda options, _, *parts, axis=axis: torch.cat(parts, axis), inputs)


def flat(_, learnables, x):
    """Column-major: of [batch, channels, height, width] the height runs fastest."""
    spatial = 2 if x.dim() > 3 else 0
    if spatial == 0:
        return x
    turned = x.transpose(2, 3)
    return turned.reshape(x.shape[0], -1, *x.shape[4:])


def shape_cases():
    for format, shape in SHAPES.items():
        name = f"flatten on {format}"
        yield formatted(format, name, {"type": "flattenLayer"}, flat, [Draw(name).normal(*shape)])
        name = f"scaling by numbers on {format}"
        layer = {"type": "scalingLayer", "scale": 2.5, "bias": -1}
        yield formatted(format, name, layer, lambda options, _, x: 2.5 * x - 1, [Draw(name).normal(*shape)])


def earlier_layers_over_images():
    """Layers whose cases over features and sequences are in layers.json."""
    activations = [
        ({"type": "reluLayer"}, lambda options, _, x: functional.relu(x)),
        ({"type": "leakyReluLayer", "scale": 0.1}, lambda options, _, x: functional.leaky_relu(x, 0.1)),
        ({"type": "tanhLayer"}, lambda options, _, x: torch.tanh(x)),
        ({"type": "sigmoidLayer"}, lambda options, _, x: torch.sigmoid(x)),
        ({"type": "softmaxLayer"}, lambda options, _, x: functional.softmax(x, 1)),
    ]
    for format in ("SSCB", "SSCBT"):
        shape = SHAPES[format]
        for layer, forward in activations:
            name = f"{layer['type'].removesuffix('Layer')} {described(layer)} on {format}"
            yield formatted(format, name, layer, forward, [Draw(name).away_from_zero(*shape)])
        name = f"fullyConnected on {format}"
        draw = Draw(name)
        learnables = {"weights": draw.normal(shape[1] * shape[2] * shape[3], 5), "bias": draw.normal(1, 5)}
        yield formatted(format, name, {"type": "fullyConnectedLayer", "outputSize": 5}, fully_connected, [draw.normal(*shape)], learnables)


def fully_connected(_, learnables, x):
    over_features = functional.linear(flat(_, {}, x).transpose(1, -1), learnables["weights"].T, learnables["bias"].reshape(-1))
    return over_features.transpose(1, -1)


def layer_cases():
    return [*earlier_layers_over_images(), *activation_cases(), *combination_cases(), *shape_cases()]
