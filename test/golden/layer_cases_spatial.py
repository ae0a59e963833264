"""The cases of layers-spatial.json: layers over images, and the remaining convolutions and normalizations, in PyTorch."""
import itertools
import math

import numpy
import torch
import torch.nn.functional as functional

import layer_cases as shared
import layer_forward
from writing import Draw, described

EDGES = {"replicate": "edge", "symmetric-include-edge": "symmetric", "symmetric-exclude-edge": "reflect"}


def case(name, layer, forward, form, inputs, learnables=None, **rest):
    return {**shared.case(name, layer, forward, inputs, learnables, **rest), "format": form}


def pair(value):
    return tuple(value) if isinstance(value, list) else (value, value)


def sides(padding):
    """MATLAB's padding of images as one padding for each dimension."""
    if not isinstance(padding, list):
        return padding, padding
    if len(padding) == 2:
        return padding[0], padding[1]
    return padding[:2], padding[2:]


def padded(x, axis, before, after, value=0):
    if value in EDGES:
        order = numpy.pad(numpy.arange(x.shape[axis]), (before, after), mode=EDGES[value])
        return x.index_select(axis, torch.as_tensor(order))
    amounts = [0, 0] * (x.dim() - 1 - axis) + [before, after]
    return functional.pad(x, amounts, value=float(value))


def padded_for(x, windows, value=0):
    """x padded along each dimension; a window is (size, stride, dilation, padding)."""
    for i, (size, stride, dilation, padding) in enumerate(windows):
        before, after = layer_forward.padding_sizes(padding, x.shape[i + 2], (size - 1) * dilation + 1, stride)
        x = padded(x, i + 2, before, after, value)
    return x


def windows_of(options, size):
    """One (size, stride, dilation, padding) for each dimension; `size` names the option that holds the window's size."""
    stride, dilation, padding = options.get("stride", 1), options.get("dilationFactor", 1), options.get("padding", 0)
    if "1d" in options["type"]:
        return [(options[size], stride, dilation, padding)]
    return list(zip(pair(options[size]), pair(stride), pair(dilation), sides(padding)))


def each_step(forward, form):
    """`forward` over every time step of SCBT and SSCBT by itself."""
    if form in ("CBT", "SCB", "SSCB"):
        return forward

    def by_step(options, learnables, x, *others):
        steps = [forward(options, learnables, *(part[..., t] for part in (x, *others))) for t in range(x.shape[-1])]
        return torch.stack(steps, -1)

    return by_step


def taps(weights, dimensions):
    """MATLAB's sizes reversed are (groups,) filters, channels, width, height: in PyTorch's order of height and width."""
    turned = weights if dimensions == 1 else weights.transpose(-1, -2)
    return turned.reshape(-1, *turned.shape[-dimensions - 1 :])


def convolution(options, learnables, x):
    windows = windows_of(options, "filterSize")
    dimensions = len(windows)
    groups = options.get("numGroups", 1)
    groups = x.shape[1] if groups == "channel-wise" else groups
    wide = padded_for(x, windows, options.get("paddingValue", 0))
    function = functional.conv1d if dimensions == 1 else functional.conv2d
    strides, dilations = [window[1] for window in windows], [window[2] for window in windows]
    weights, bias = taps(learnables["weights"], dimensions), learnables["bias"].reshape(-1)
    return function(wide, weights, bias, strides, dilation=dilations, groups=groups)


def transposed_convolution(options, learnables, x):
    one = "1d" in options["type"]
    sizes = [options["filterSize"]] if one else pair(options["filterSize"])
    strides = [options.get("stride", 1)] if one else pair(options.get("stride", 1))
    cropping = options.get("cropping", 0)
    croppings = [cropping] if one else sides(cropping)
    function = functional.conv_transpose1d if one else functional.conv_transpose2d
    weights = learnables["weights"] if one else learnables["weights"].transpose(-1, -2)
    whole = function(x, weights, None, strides)
    for i, (size, stride, crop) in enumerate(zip(sizes, strides, croppings)):
        axis = i + 2
        length = x.shape[axis] * stride
        if crop == "same":
            before = max(size - stride, 0) // 2
            whole = padded(whole, axis, 0, max(length - whole.shape[axis], 0)).narrow(axis, before, length)
        else:
            before, after = pair(crop)
            whole = whole.narrow(axis, before, whole.shape[axis] - before - after)
    return whole + learnables["bias"].reshape([1, -1] + [1] * len(sizes))


def convolution_case(kind, form, shape, weights, bias, positional, forward=convolution, **options):
    layer = {"type": f"{kind}Layer", **positional, **options}
    name = f"{kind} {described({**positional, **options})} on {form} {'×'.join(map(str, shape))}"
    draw = Draw(name)
    learnables = {"weights": draw.normal(*weights), "bias": draw.normal(*bias)}
    return case(name, layer, each_step(forward, form), form, [draw.normal(*shape)], learnables)


IMAGE, SMALL = (2, 2, 6, 7), (2, 2, 4, 5, 3)


def convolution2d_cases():
    def make(form="SSCB", shape=IMAGE, size=(3, 2), **options):
        positional = {"filterSize": list(size), "numFilters": 3}
        weights, bias = (3, shape[1], size[1], size[0]), (3, 1, 1)
        return convolution_case("convolution2d", form, shape, weights, bias, positional, **options)

    yield make()
    yield make(form="SSCBT", shape=SMALL)
    yield make(form="SSCBT", shape=SMALL, padding="same", stride=[2, 1])
    yield make(shape=(2, 9, 5, 6), size=(3, 3), padding="same")
    yield make(size=(1, 1), stride=2)
    for stride, dilation in itertools.product((1, [2, 3]), (1, [2, 1])):
        for padding in (1, "same", [1, 2], [0, 2, 1, 3]):
            yield make(stride=stride, dilationFactor=dilation, padding=padding)
    for value in (1.5, *EDGES):
        for padding in ([1, 2, 3, 0], "same"):
            yield make(padding=padding, paddingValue=value, dilationFactor=[1, 2])
        yield make(padding="same", paddingValue=value, stride=2, size=(4, 3))


def grouped_cases():
    def over_images(form, shape, per_group, groups, size=(3, 2), **options):
        count = shape[1] if groups == "channel-wise" else groups
        positional = {"filterSize": list(size), "numFiltersPerGroup": per_group, "numGroups": groups}
        weights, bias = (count, per_group, shape[1] // count, size[1], size[0]), (count, per_group, 1, 1)
        return convolution_case("groupedConvolution2d", form, shape, weights, bias, positional, **options)

    def over_time(form, shape, per_group, groups, size=3, **options):
        count = shape[1] if groups == "channel-wise" else groups
        positional = {"filterSize": size, "numFiltersPerGroup": per_group, "numGroups": groups}
        weights, bias = (count, per_group, shape[1] // count, size), (count, per_group, 1)
        return convolution_case("groupedConvolution1d", form, shape, weights, bias, positional, **options)

    for per_group, groups in ((2, 2), (1, "channel-wise"), (2, "channel-wise"), (3, 1)):
        yield over_images("SSCB", (2, 4, 5, 6), per_group, groups)
        yield over_images("SSCB", (2, 4, 5, 6), per_group, groups, padding="same", stride=[2, 1], dilationFactor=[1, 2])
        yield over_images("SSCBT", (2, 4, 4, 3, 2), per_group, groups, padding=1)
        yield over_time("CBT", (2, 4, 9), per_group, groups)
        yield over_time("CBT", (2, 4, 9), per_group, groups, padding="causal", dilationFactor=2)
        yield over_time("CBT", (2, 4, 9), per_group, groups, padding="same", stride=2, paddingValue="replicate")
        yield over_time("SCB", (2, 4, 8), per_group, groups, padding=[0, 1])
        yield over_time("SCBT", (2, 4, 5, 3), per_group, groups, padding="same")


def transposed_cases():
    def over_images(form, shape, size, **options):
        positional = {"filterSize": list(size), "numFilters": 3}
        weights, bias = (shape[1], 3, size[1], size[0]), (3, 1, 1)
        return convolution_case("transposedConv2d", form, shape, weights, bias, positional, transposed_convolution, **options)

    def over_time(form, shape, size, **options):
        positional = {"filterSize": size, "numFilters": 3}
        weights, bias = (shape[1], 3, size), (3, 1)
        return convolution_case("transposedConv1d", form, shape, weights, bias, positional, transposed_convolution, **options)

    for stride in (1, 2, 3):
        for cropping in (0, "same", 1, [0, 1]):
            yield over_time("CBT", (2, 2, 5), 4, stride=stride, cropping=cropping)
    yield over_time("CBT", (2, 2, 5), 2, stride=3, cropping="same")
    yield over_time("SCB", (2, 2, 5), 3, stride=2, cropping="same")
    yield over_time("SCBT", (2, 2, 4, 3), 3, stride=2)
    for stride in (1, 2, [2, 3]):
        for cropping in (0, "same", 1, [0, 1], [1, 0, 0, 2]):
            yield over_images("SSCB", (2, 2, 3, 4), (3, 4), stride=stride, cropping=cropping)
    yield over_images("SSCB", (2, 2, 3, 4), (2, 2), stride=2)
    yield over_images("SSCB", (2, 2, 3, 4), (1, 2), stride=2, cropping="same")
    yield over_images("SSCBT", (2, 2, 3, 2, 3), (3, 2), stride=[2, 1], cropping="same")


def max_pooling2d(options, _, x):
    windows = windows_of(options, "poolSize")
    wide = padded_for(x, windows, -math.inf)
    return functional.max_pool2d(wide, [w[0] for w in windows], [w[1] for w in windows])


def average_pooling2d(options, _, x):
    windows = windows_of(options, "poolSize")
    sizes, strides = [w[0] for w in windows], [w[1] for w in windows]
    average = functional.avg_pool2d(padded_for(x, windows), sizes, strides)
    if options.get("paddingValue") == "mean":
        return average / functional.avg_pool2d(padded_for(torch.ones_like(x), windows), sizes, strides)
    return average


def pooling_cases():
    variants = [
        {"poolSize": 2},
        {"poolSize": 2, "stride": 2},
        {"poolSize": [3, 2], "stride": [2, 3]},
        {"poolSize": [3, 2], "padding": "same"},
        {"poolSize": [2, 3], "stride": 2, "padding": "same"},
        {"poolSize": 3, "padding": [1, 2]},
        {"poolSize": 3, "stride": 2, "padding": [0, 2, 1, 1]},
        {"poolSize": 1, "stride": 3, "padding": "same"},
    ]
    for options, (form, shape) in itertools.product(variants, (("SSCB", IMAGE), ("SSCBT", SMALL))):
        name = f"maxPooling2d {described(options)} on {form}"
        layer = {"type": "maxPooling2dLayer", **options}
        yield case(name, layer, each_step(max_pooling2d, form), form, [Draw(name).distinct(*shape)])
        for value in [None] + ["mean"] * ("padding" in options):
            given = {**options, **({"paddingValue": value} if value else {})}
            name = f"averagePooling2d {described(given)} on {form}"
            layer = {"type": "averagePooling2dLayer", **given}
            yield case(name, layer, each_step(average_pooling2d, form), form, [Draw(name).normal(*shape)])
    for form, shape in (("SSCB", IMAGE), ("SSCBT", SMALL)):
        for options in ({}, {"spatialDimensions": "remove"}):
            kept = not options
            name = f"globalMaxPooling2d {described(options)} on {form}" if options else f"globalMaxPooling2d on {form}"
            layer = {"type": "globalMaxPooling2dLayer", **options}
            yield case(name, layer, lambda *a, kept=kept: a[2].amax((2, 3), keepdim=kept), form, [Draw(name).distinct(*shape)])
            name = name.replace("Max", "Average")
            layer = {"type": "globalAveragePooling2dLayer", **options}
            yield case(name, layer, lambda *a, kept=kept: a[2].mean((2, 3), keepdim=kept), form, [Draw(name).normal(*shape)])


def unpooling_cases():
    """Indices as MATLAB counts them within one channel: from 1, the height fastest."""
    for size, stride, shape in ((2, 2, (2, 2, 6, 4)), ((2, 3), (3, 3), (1, 3, 7, 9))):
        name = f"maxUnpooling2d of {size} {stride}"
        draw = Draw(name)
        pooled, at = functional.max_pool2d(draw.distinct(*shape), size, stride, return_indices=True)
        width, height = shape[3], shape[2]
        places = (at // width + (at % width) * height + 1).double()

        def forward(options, _, x, indices, sizes, at=at, shape=shape):
            return functional.max_unpool2d(x, at, size, stride, output_size=shape) + 0 * indices.sum() + 0 * sizes.sum()

        inputs = [draw.normal(*pooled.shape), places, torch.ones(shape, dtype=torch.double)]
        yield case(name, {"type": "maxUnpooling2dLayer"}, forward, "SSCB", inputs)


SHAPES = {"CB": (3, 4), "CBT": (2, 4, 5), "SCB": (2, 4, 3), "SSCB": (2, 4, 3, 2), "SCBT": (2, 4, 2, 3), "SSCBT": (2, 4, 2, 2, 3)}


def normalization_case(layer, forward, form, **rest):
    name = f"{layer['type'].removesuffix('Layer')} {described(layer)} on {form}" + " in training" * rest.get("training", False)
    draw = Draw(name)
    learnables = shared.normalization_learnables(draw, 4)
    return case(name, layer, forward, form, [draw.normal(*SHAPES[form])], learnables, **rest)


def group_normalization(options, learnables, x):
    groups = {"all-channels": 1, "channel-wise": x.shape[1]}.get(options.get("numGroups", "channel-wise"), options.get("numGroups"))
    scale, offset = learnables["scale"].reshape(-1), learnables["offset"].reshape(-1)
    return functional.group_norm(x, groups, scale, offset, options.get("epsilon", 1e-5))


def cross_channel_normalization(options, _, x):
    """The window rule of MATLAB written out channel by channel."""
    size, channels = options["windowChannelSize"], x.shape[1]
    sums = [
        (x[:, max(c - (size - 1) // 2, 0) : min(c + size // 2, channels - 1) + 1] ** 2).sum(1) for c in range(channels)
    ]
    strength = options.get("k", 2) + options.get("alpha", 1e-4) * torch.stack(sums, 1) / size
    return x / strength ** options.get("beta", 0.75)


def layer_normalization(options, learnables, x):
    """Images with all their positions."""
    normalized = functional.layer_norm(x, x.shape[1:], eps=options.get("epsilon", 1e-5))
    return normalized * layer_forward.per_channel(learnables["scale"], x) + layer_forward.per_channel(learnables["offset"], x)


def batch_normalization(options, learnables, x):
    """The mini-batch's statistics, over everything but channels."""
    scale, offset = learnables["scale"].reshape(-1), learnables["offset"].reshape(-1)
    return functional.batch_norm(x, None, None, scale, offset, True, eps=options.get("epsilon", 1e-5))


def normalization_cases():
    for form in SHAPES:
        # Two numbers normalized are ±1 whatever they are, but for epsilon: groups of two features need a large one.
        halves = {"numGroups": 2, **({"epsilon": 0.1} if form == "CB" else {})}
        for options in (halves, {"numGroups": "all-channels", "epsilon": 0.01}):
            yield normalization_case({"type": "groupNormalizationLayer", **options}, group_normalization, form)
        for options in ({"windowChannelSize": 3, "alpha": 0.5}, {"windowChannelSize": 4, "alpha": 0.3, "beta": 0.5, "k": 1}):
            layer = {"type": "crossChannelNormalizationLayer", **options}
            name = f"crossChannelNormalization {described(options)} on {form}"
            yield case(name, layer, cross_channel_normalization, form, [Draw(name).normal(*SHAPES[form])])
        if form == "CB":
            continue
        yield normalization_case({"type": "groupNormalizationLayer", "numGroups": "channel-wise"}, group_normalization, form)
        for options in ({}, {"epsilon": 0.01}):
            yield normalization_case({"type": "instanceNormalizationLayer", **options}, group_normalization, form)
    yield normalization_case({"type": "layerNormalizationLayer"}, layer_normalization, "SSCB")
    yield normalization_case({"type": "layerNormalizationLayer"}, each_step(layer_normalization, "SSCBT"), "SSCBT")
    layer = {"type": "crossChannelNormalizationLayer", "windowChannelSize": 9}
    yield case("crossChannelNormalization of all channels", layer, cross_channel_normalization, "SSCB", [Draw("all").normal(2, 3, 2, 2)])
    for form in ("SCB", "SSCB", "SSCBT"):
        draw, layer = Draw(f"batch statistics {form}"), {"type": "batchNormalizationLayer"}
        state = {"trainedMean": draw.normal(1, 4), "trainedVariance": draw.between(0.5, 2, 1, 4)}
        rest = {"state": state, "training": True}
        made = normalization_case(layer, batch_normalization, form, **rest)
        [x] = made["inputs"]
        over = [axis for axis in range(x.dim()) if axis != 1]
        mean, variance = x.detach().mean(over), x.detach().var(over, unbiased=False)
        after = {
            "trainedMean": 0.1 * mean[None] + 0.9 * state["trainedMean"],
            "trainedVariance": 0.1 * variance[None] + 0.9 * state["trainedVariance"],
        }
        yield {**made, "stateAfter": after}


def fully_connected(_, learnables, x):
    """Weights × the image in MATLAB's memory order: height fastest, then width, then channels."""
    flat = x.permute(0, 1, *reversed(range(2, x.dim()))).reshape(x.shape[0], -1)
    return functional.linear(flat, learnables["weights"].T, learnables["bias"].reshape(-1))


def fully_connected_cases():
    for form, shape in (("SCB", (3, 2, 4)), ("SSCB", (3, 2, 2, 3)), ("SSCBT", (2, 2, 2, 3, 2))):
        name = f"fullyConnected in the order of memory on {form}"
        draw = Draw(name)
        features = int(numpy.prod(shape[1 : 1 + form.count("S") + 1]))
        learnables = {"weights": draw.normal(features, 3), "bias": draw.normal(1, 3)}
        layer = {"type": "fullyConnectedLayer", "outputSize": 3}
        yield case(name, layer, each_step(fully_connected, form), form, [draw.normal(*shape)], learnables)


def layer_cases():
    return [
        *convolution2d_cases(),
        *grouped_cases(),
        *transposed_cases(),
        *pooling_cases(),
        *unpooling_cases(),
        *normalization_cases(),
        *fully_connected_cases(),
    ]
