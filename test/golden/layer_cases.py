"""The cases of layers.json: every layer with its variants, its outputs and its gradients."""
import torch
import torch.nn.functional as functional

import layer_forward
from writing import Draw, described


def case(name, layer, forward, inputs, learnables=None, state=None, training=False, state_after=None):
    """Runs the layer forward, then backward from random output gradients; everything in double."""
    learnables, state = learnables or {}, state or {}
    for each in [*inputs, *learnables.values()]:
        each.requires_grad_(True)
    output = forward(layer, {**learnables, **state}, *inputs)
    output_gradient = Draw(name + " output gradient").normal(*output.shape)
    output.backward(output_gradient)
    return {
        "name": name,
        "layer": layer,
        "format": "CBT" if inputs[0].dim() == 3 else "CB",
        "training": training,
        "inputs": inputs,
        "learnables": learnables,
        "state": state,
        "outputs": [output],
        "stateAfter": state_after or state,
        "outputGradients": [output_gradient],
        "inputGradients": [each.grad for each in inputs],
        "learnableGradients": {key: each.grad for key, each in learnables.items()},
    }


def convolution_case(name, time=13, filter_size=3, **options):
    draw, batch, channels, filters = Draw(name), 2, 2, 3
    layer = {"type": "convolution1dLayer", "filterSize": filter_size, "numFilters": filters, **options}
    learnables = {"weights": draw.normal(filters, channels, filter_size), "bias": draw.normal(filters, 1)}
    return case(name, layer, layer_forward.convolution1d, [draw.normal(batch, channels, time)], learnables)


def convolution_cases():
    for stride in (1, 2, 3):
        for dilation in (1, 2, 4):
            for padding in (0, "causal", "same"):
                name = f"convolution1d stride {stride} dilation {dilation} padding {padding}"
                yield convolution_case(name, stride=stride, dilationFactor=dilation, padding=padding)
    yield convolution_case("convolution1d with every default")
    yield convolution_case("convolution1d filter size 1", filter_size=1)
    yield convolution_case("convolution1d filter size 1 stride 2", filter_size=1, stride=2)
    yield convolution_case("convolution1d same padding, even filter: the odd step goes right", filter_size=4, padding="same")
    yield convolution_case(
        "convolution1d same padding, even filter, stride 2, even length", time=12, filter_size=4, stride=2, padding="same"
    )
    yield convolution_case(
        "convolution1d same padding, even filter, stride 3 dilation 2", filter_size=2, stride=3, dilationFactor=2, padding="same"
    )
    yield convolution_case("convolution1d same padding, stride above filter size", time=10, filter_size=2, stride=3, padding="same")
    yield convolution_case("convolution1d causal, sequence shorter than its reach", time=2, dilationFactor=4, padding="causal")
    yield convolution_case("convolution1d causal on one step", time=1, filter_size=5, padding="causal")
    for padding in (2, [2, 0], [1, 3], [0, 4]):
        yield convolution_case(f"convolution1d padding {padding}", padding=padding)
        name = f"convolution1d padding {padding} stride 2 dilation 2"
        yield convolution_case(name, stride=2, dilationFactor=2, padding=padding)
    for value in (1.5, "replicate", "symmetric-include-edge", "symmetric-exclude-edge"):
        for padding in ([1, 3], "same", "causal"):
            options = {"padding": padding, "paddingValue": value}
            yield convolution_case(f"convolution1d padding {padding} of {value}", dilationFactor=2, **options)
            yield convolution_case(f"convolution1d padding {padding} of {value} stride 2", filter_size=4, stride=2, **options)


def normalization_learnables(draw, channels):
    return {"offset": draw.normal(1, channels), "scale": draw.away_from_zero(1, channels)}


def layer_normalization_cases():
    for mode in (None, "auto", "channel-only", "spatial-channel", "batch-excluded"):
        for shape in ((3, 4, 7), (3, 4)):
            for epsilon in (None, 0.01):
                options = {"operationDimension": mode, "epsilon": epsilon}
                given = {key: value for key, value in options.items() if value is not None}
                name = f"layerNormalization {described(given)} on {'CBT' if len(shape) == 3 else 'CB'}"
                draw = Draw(name)
                layer = {"type": "layerNormalizationLayer", **given}
                learnables = normalization_learnables(draw, shape[1])
                yield case(name, layer, layer_forward.layer_normalization, [draw.normal(*shape)], learnables)


def batch_normalization_cases():
    for options in ({}, {"epsilon": 0.01, "meanDecay": 0.3, "varianceDecay": 0.2}):
        for shape in ((3, 4, 7), (5, 4)):
            for training in (True, False):
                dims = "CBT" if len(shape) == 3 else "CB"
                name = f"batchNormalization {'training' if training else 'prediction'} {described(options)} on {dims}"
                draw = Draw(name)
                layer, x = {"type": "batchNormalizationLayer", **options}, draw.normal(*shape)
                learnables = normalization_learnables(draw, shape[1])
                state = {"trainedMean": draw.normal(1, shape[1]), "trainedVariance": draw.between(0.5, 2, 1, shape[1])}
                after = layer_forward.moved_statistics(layer, state, x) if training else None
                forward = layer_forward.batch_normalization(training)
                yield case(name, layer, forward, [x], learnables, state, training, after)


def activation_cases():
    activations = [
        ({"type": "reluLayer"}, lambda options, _, x: functional.relu(x)),
        ({"type": "leakyReluLayer", "scale": 0.1}, lambda options, _, x: functional.leaky_relu(x, options["scale"])),
        ({"type": "leakyReluLayer"}, lambda options, _, x: functional.leaky_relu(x, 0.01)),
        ({"type": "tanhLayer"}, lambda options, _, x: torch.tanh(x)),
        ({"type": "sigmoidLayer"}, lambda options, _, x: torch.sigmoid(x)),
        ({"type": "softmaxLayer"}, lambda options, _, x: functional.softmax(x, 1)),
        ({"type": "dropoutLayer", "probability": 0.4}, lambda options, _, x: functional.dropout(x, 0.4, training=False)),
        ({"type": "spatialDropoutLayer", "probability": 0.4}, lambda options, _, x: functional.dropout(x, 0.4, training=False)),
    ]
    for layer, forward in activations:
        for shape in ((2, 4, 5), (3, 4)):
            name = f"{layer['type'].removesuffix('Layer')} {described(layer)} on {'CBT' if len(shape) == 3 else 'CB'}"
            yield case(name, layer, forward, [Draw(name).away_from_zero(*shape)])
    name = "softmax of inputs in the hundreds"
    x = [Draw(name).between(-300, 300, 2, 4, 3)]
    yield case(name, {"type": "softmaxLayer"}, lambda options, _, x: functional.softmax(x, 1), x)


def combination_cases():
    for count in (2, 3):
        for end, dims in (([5], "CBT"), ([], "CB")):
            layer = {"type": "additionLayer", "numInputs": count}
            name = f"addition of {count} on {dims}"
            draw = Draw(name)
            inputs = [draw.normal(2, 3, *end) for _ in range(count)]
            yield case(name, layer, lambda options, _, *parts: sum(parts[1:], parts[0]), inputs)
            layer = {"type": "concatenationLayer", "dim": 1, "numInputs": count}
            name = f"concatenation of {count} along channels on {dims}"
            draw = Draw(name)
            inputs = [draw.normal(2, channels, *end) for channels in (3, 2, 1)[:count]]
            yield case(name, layer, lambda options, _, *parts: torch.cat(parts, 1), inputs)


def pooling_cases():
    variants = [
        {"poolSize": 3},
        {"poolSize": 3, "stride": 2},
        {"poolSize": 2, "stride": 3},
        {"poolSize": 4, "padding": "same"},
        {"poolSize": 3, "stride": 2, "padding": "same"},
        {"poolSize": 4, "stride": 2, "padding": "same"},
        {"poolSize": 3, "padding": 1},
        {"poolSize": 3, "padding": [1, 1]},
        {"poolSize": 3, "stride": 2, "padding": [0, 2]},
    ]
    for options in variants:
        name = f"maxPooling1d {described(options)}"
        layer = {"type": "maxPooling1dLayer", **options}
        yield case(name, layer, layer_forward.max_pooling1d, [Draw(name).distinct(2, 3, 10)])
        for value in [None] + [0, "mean"] * ("padding" in options):
            name = f"averagePooling1d {described(options)}" + (f" of {value}" if value is not None else "")
            layer = {"type": "averagePooling1dLayer", **options, **({"paddingValue": value} if value is not None else {})}
            yield case(name, layer, layer_forward.average_pooling1d, [Draw(name).normal(2, 3, 10)])
    x = [Draw("globalMaxPooling1d").distinct(3, 4, 6)]
    yield case("globalMaxPooling1d", {"type": "globalMaxPooling1dLayer"}, lambda options, _, x: x.amax(2), x)
    x = [Draw("globalAveragePooling1d").normal(3, 4, 6)]
    yield case("globalAveragePooling1d", {"type": "globalAveragePooling1dLayer"}, lambda options, _, x: x.mean(2), x)


def fully_connected_cases():
    for shape, dims in (((2, 3, 6), "CBT"), ((4, 3), "CB")):
        name = f"fullyConnected on {dims}"
        draw = Draw(name)
        learnables = {"weights": draw.normal(3, 5), "bias": draw.normal(1, 5)}
        layer = {"type": "fullyConnectedLayer", "outputSize": 5}
        yield case(name, layer, layer_forward.fully_connected, [draw.normal(*shape)], learnables)


def layer_cases():
    return [
        *convolution_cases(),
        *layer_normalization_cases(),
        *batch_normalization_cases(),
        *activation_cases(),
        *combination_cases(),
        *pooling_cases(),
        *fully_connected_cases(),
    ]
