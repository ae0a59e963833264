"""The cases of layers-shapes.json: pooling, dropout and scaling over further shapes and options, and layers that PyTorch has no function for (input,
identity, cropping and folding layers, layers made of a function or a graph), written out here index by index with PyTorch's gradients."""
import itertools
import math

import torch
import torch.nn.functional as functional

import layer_cases_spatial as spatial
import layer_forward
from layer_cases_attention import case
from writing import Draw, described

SHAPES = {"CB": (3, 4), "CBT": (2, 4, 5), "SSCB": (2, 4, 3, 2)}


def single(forward, form):
    """A forward function of the other modules, over each time step of SCBT and SSCBT by itself, as the list of its one output."""
    by_step = spatial.each_step(forward, form)
    return lambda *arguments: [by_step(*arguments)]


def pooling_cases():
    one = [
        {"poolSize": 2, "stride": 2},
        {"poolSize": 3, "padding": "same"},
        {"poolSize": 3, "stride": 2, "padding": [1, 2]},
    ]
    for options, (form, shape) in itertools.product(one, (("SCB", (3, 2, 7)), ("SCBT", (2, 3, 5, 3)))):
        name = f"maxPooling1d {described(options)} on {form}"
        layer = {"type": "maxPooling1dLayer", **options}
        yield case(name, layer, form, single(layer_forward.max_pooling1d, form), [Draw(name).distinct(*shape)])
        for value in (0, "mean"):
            name = f"averagePooling1d {described(options)} of {value} on {form}"
            layer = {"type": "averagePooling1dLayer", **options, "paddingValue": value}
            yield case(name, layer, form, single(layer_forward.average_pooling1d, form), [Draw(name).normal(*shape)])
    for options in ({"poolSize": [2, 3], "stride": 2}, {"poolSize": 3, "padding": "same"}):
        shape = (1, 3, 5, 9)
        name = f"maxPooling2d {described(options)} of three channels"
        layer = {"type": "maxPooling2dLayer", **options}
        yield case(name, layer, "SSCB", single(spatial.max_pooling2d, "SSCB"), [Draw(name).distinct(*shape)])
        name = f"averagePooling2d {described(options)} of three channels"
        layer = {"type": "averagePooling2dLayer", **options}
        yield case(name, layer, "SSCB", single(spatial.average_pooling2d, "SSCB"), [Draw(name).normal(*shape)])


def global_pooling_cases():
    for kind, pooled, draw in (("Max", torch.amax, "distinct"), ("Average", torch.mean, "normal")):
        for form, shape in (("SCB", (2, 3, 5)), ("SCBT", (2, 3, 4, 3)), ("CBT", (1, 2, 9))):
            name = f"global{kind}Pooling1d on {form} {shape}"
            x = getattr(Draw(name), draw)(*shape)
            yield case(name, {"type": f"global{kind}Pooling1dLayer"}, form, lambda o, l, x: [pooled(x, 2)], [x])
        name = f"global{kind}Pooling2d of one row"
        x = getattr(Draw(name), draw)(3, 2, 1, 7)
        yield case(name, {"type": f"global{kind}Pooling2dLayer"}, "SSCB", lambda o, l, x: [pooled(x, (2, 3), keepdim=True)], [x])


def unpooling_cases():
    name, size, stride, shape = "maxUnpooling2d of one channel, each time step", (1, 2), (1, 2), (2, 1, 3, 4, 2)
    draw = Draw(name)
    steps = [functional.max_pool2d(part, size, stride, return_indices=True) for part in draw.distinct(*shape).unbind(-1)]
    height, width = shape[2:4]
    at = [places for _, places in steps]
    places = torch.stack([(each // width + (each % width) * height + 1).double() for each in at], -1)

    def forward(options, _, x, indices, sizes):
        back = [functional.max_unpool2d(x[..., t], at[t], size, stride, output_size=shape[:4]) for t in range(shape[-1])]
        return [torch.stack(back, -1)]

    inputs = [draw.normal(*places.shape), places, torch.ones(shape, dtype=torch.double)]
    yield case(name, {"type": "maxUnpooling2dLayer"}, "SSCBT", forward, inputs)


def convolution_cases():
    positional = {"filterSize": [2, 3], "numFiltersPerGroup": 2, "numGroups": 3}
    yield spatial.convolution_case(
        "groupedConvolution2d", "SSCB", (1, 6, 4, 7), (3, 2, 2, 3, 2), (3, 2, 1, 1), positional, padding=[1, 0]
    )
    positional = {"filterSize": [2, 3], "numFilters": 2}
    yield spatial.convolution_case(
        "transposedConv2d", "SSCB", (1, 3, 2, 5), (3, 2, 3, 2), (2, 1, 1), positional, spatial.transposed_convolution, stride=2
    )


def unchanged_cases():
    """Layers whose prediction is their input."""
    layers = [{"type": "identityLayer"}]
    layers += [{"type": f"{kind}Layer", "probability": rate} for kind in ("dropout", "spatialDropout") for rate in (0.2, 0.7)]
    for layer, (form, shape) in itertools.product(layers, SHAPES.items()):
        name = f"{layer['type'].removesuffix('Layer')} {described(layer)} leaves {form} as it is"
        yield case(name, layer, form, lambda o, l, x: [x + 0], [Draw(name).normal(*shape)])


def scaling_cases():
    for form, shape in SHAPES.items():
        name = f"scaling of each channel on {form}"
        layer = {"type": "scalingLayer", "scale": [2, -0.5, 1.5, 0.25], "bias": [0.5, 0, -1, 2]}

        def forward(options, _, x):
            channels = [options["scale"][c] * x[:, c] + options["bias"][c] for c in range(4)]
            return [torch.stack(channels, 1)]

        yield case(name, layer, form, forward, [Draw(name).normal(*shape)])


def word_cases():
    name = "wordEmbedding of two words in four numbers"
    x = torch.tensor([[[2.0, 1, 2, 0, 1]]]).double()

    def forward(options, learnables, x):
        vectors = [learnables["weights"][int(k) - 1] if k else torch.zeros(4).double() for k in x[0, 0]]
        return [torch.stack(vectors, -1)[None]]

    layer = {"type": "wordEmbeddingLayer", "dimension": 4, "numWords": 2}
    yield case(name, layer, "CBT", forward, [x], {"weights": Draw(name).normal(2, 4)})


def normalized(options, state, x):
    """MATLAB's formulas; statistics lie as [1 or channels, …], the spatial dimensions in MATLAB's order reversed."""
    spread = {}
    for key, value in state.items():
        turned = value.permute(0, *reversed(range(1, value.dim()))) if value.numel() > x.shape[1] else value.reshape(-1)
        missing = x.dim() - 1 - turned.dim()
        spread[key] = turned.reshape(1, *turned.shape, *[1] * missing)
    kind = options.get("normalization", "zerocenter" if "image" in options["type"] else "none")
    if kind == "zerocenter":
        return x - spread["mean"]
    if kind == "zscore":
        return (x - spread["mean"]) / spread["standardDeviation"]
    if kind == "none":
        return x + 0
    share = (x - spread["min"]) / (spread["max"] - spread["min"])
    return 2 * share - 1 if kind == "rescale-symmetric" else share


def input_cases():
    kinds = {
        "none": [],
        "zerocenter": ["mean"],
        "zscore": ["mean", "standardDeviation"],
        "rescale-symmetric": ["min", "max"],
        "rescale-zero-one": ["min", "max"],
    }
    inputs = [
        ("sequenceInput", 3, "CBT", (2, 3, 4)),
        ("sequenceInput", [4, 2], "SCBT", (2, 2, 4, 3)),
        ("sequenceInput", [2, 3, 2], "SSCBT", (2, 2, 2, 3, 2)),
        ("featureInput", 3, "CB", (4, 3)),
        ("featureInput", 5, "CB", (2, 5)),
        ("featureInput", 1, "CB", (3, 1)),
        ("imageInput", [6, 2], "SCB", (3, 2, 6)),
        ("imageInput", [3, 4, 2], "SSCB", (2, 2, 3, 4)),
        ("imageInput", [3, 4], "SSCB", (2, 1, 3, 4)),
        ("imageInput", [2, 3, 2, 2], "SSSCB", (1, 2, 2, 3, 2)),
    ]
    for (kind, size, form, shape), (normalization, statistics) in itertools.product(inputs, kinds.items()):
        dimensions = ["all", "channel"] + ["element"] * ("S" in form)
        for over in dimensions if statistics else ["auto"]:
            layer = {"type": f"{kind}Layer", "inputSize": size, "normalization": normalization, "normalizationDimension": over}
            name = f"{kind} {described(layer)}"
            draw, step = Draw(name), [size] if isinstance(size, int) else size
            if form == "SSCB" and len(step) == 2:  # one channel
                step = [*step, 1]
            if kind == "imageInput" and form == "SCB":
                layer["format"] = "SCB"
            stored = {"all": [1, 1], "element": step[::-1]}.get(over, [step[-1]] + [1] * (len(step) - 1))
            stored = [1, step[0]] if len(step) == 1 and over != "all" else stored
            state = {key: draw.normal(*stored) if key != "standardDeviation" else draw.between(0.5, 2, *stored) for key in statistics}
            if "max" in state:
                state["max"] = state["min"] + draw.between(0.5, 3, *stored)
            made = case(name, layer, form, lambda o, l, x, state=state: [normalized(o, state, x)], [draw.normal(*shape)])
            yield {**made, "state": state, "stateAfter": state}
    for letters, size, form, shape in (
        ("BTC", [None, None, 3], "CBT", (2, 3, 4)),
        ("SCB", [6, 2, None], "SCB", (3, 2, 6)),
        ("SSCB", [4, 5, 3, None], "SSCB", (2, 3, 4, 5)),
    ):
        name = f"input {letters}"
        layer = {"type": "inputLayer", "inputSize": size, "format": letters}
        yield case(name, layer, form, lambda o, l, x: [x + 0], [Draw(name).normal(*shape)])


def crop_cases():
    def forward(options, _, x, reference):
        height, width = reference.shape[2:4]
        left, top = options.get("location", [(x.shape[3] - width) // 2 + 1, (x.shape[2] - height) // 2 + 1])
        rows = [[x[:, :, top - 1 + i, left - 1 + j] for j in range(width)] for i in range(height)]
        return [torch.stack([torch.stack(row, 2) for row in rows], 2)]

    for options in ({}, {"mode": "custom", "location": [2, 1]}):
        for form, shape, size in (
            ("SSCB", (2, 3, 4, 5), (2, 1, 3, 2)),
            ("SSCB", (1, 2, 5, 4), (1, 2, 1, 3)),
            ("SSCBT", (2, 2, 3, 4, 3), (2, 1, 2, 3, 3)),
        ):
            name = f"crop2d {described(options)} on {form} {shape}"
            draw = Draw(name)
            yield case(name, {"type": "crop2dLayer", **options}, form, forward, [draw.normal(*shape), draw.normal(*size)])


def folding_cases():
    def folded(options, _, x):
        observations = torch.stack([x[b, ..., t] for t in range(x.shape[-1]) for b in range(x.shape[0])])
        return [observations, torch.full((x.shape[0], 1, x.shape[-1]), float(x.shape[0])).double()]

    def through(options, _, x):
        steps = [functional.softmax(x[..., t], 1) * x[..., t] for t in range(x.shape[-1])]
        return [torch.stack(steps, -1)]

    for form, shape in (("CBT", (2, 3, 4)), ("SCBT", (3, 2, 4, 2)), ("SSCBT", (2, 2, 3, 2, 3))):
        name = f"sequenceFolding on {form}"
        yield case(name, {"type": "sequenceFoldingLayer"}, form, folded, [Draw(name).normal(*shape)])
        name = f"through observations on {form}"
        yield case(name, {"type": "throughObservations"}, form, through, [Draw(name).normal(*shape)])


def made_cases():
    """Layers that the tests make under these names."""
    for form, shape in SHAPES.items():
        name = f"function softsign on {form}"
        layer = {"type": "functionLayer", "made": "softsign"}
        yield case(name, layer, form, lambda o, l, x: [functional.softsign(x)], [Draw(name).normal(*shape)])
    name = "function of two inputs"
    draw = Draw(name)
    inputs = [draw.normal(2, 3, 4), draw.normal(2, 3, 4)]
    yield case(name, {"type": "functionLayer", "made": "two inputs"}, "CBT", lambda o, l, a, b: [a * torch.sigmoid(b)], inputs)

    def chain(learnables, x, prefix=""):
        bias = learnables[f"{prefix}conv/bias"].reshape(-1)
        return functional.relu(functional.conv1d(x, learnables[f"{prefix}conv/weights"], bias, padding=1))

    def two_outputs(options, learnables, x):
        y = x @ learnables["fc/weights"] + learnables["fc/bias"]
        return [functional.relu(y), torch.tanh(y)]

    networks = [
        ("a chain", "CBT", (2, 3, 4), lambda o, l, x: [chain(l, x)], {"conv/weights": (4, 3, 3), "conv/bias": (4, 1)}),
        (
            "a network in a network",
            "CBT",
            (3, 2, 6),
            lambda o, l, x: [chain(l, x, "inside/").mean(2)],
            {"inside/conv/weights": (4, 2, 3), "inside/conv/bias": (4, 1)},
        ),
        ("two outputs", "CB", (2, 4), two_outputs, {"fc/weights": (4, 3), "fc/bias": (1, 3)}),
    ]
    for made, form, shape, forward, sizes in networks:
        name = f"network: {made}"
        draw = Draw(name)
        learnables = {key: draw.normal(*size) for key, size in sizes.items()}
        yield case(name, {"type": "networkLayer", "made": made}, form, forward, [draw.normal(*shape)], learnables)


def layer_cases():
    parts = [pooling_cases, global_pooling_cases, unpooling_cases, convolution_cases, unchanged_cases, scaling_cases]
    parts += [word_cases, input_cases, crop_cases, folding_cases, made_cases]
    return [each for part in parts for each in part()]
