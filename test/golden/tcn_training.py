"""The record of tcn-training.json: twenty Adam steps of the temporal convolutional network, by MATLAB's rules, written out."""
import math

import numpy
import torch
import torch.nn.functional as functional

import layer_forward
import solver_cases
from writing import tensor

FEATURES, FILTERS, FILTER_SIZE, BLOCKS, CLASSES = 3, 8, 5, 4, 5
BATCH, TIME, BATCHES, STEPS = 16, 40, 3, 20
CLASS_WEIGHTS = [1, 2, 0.5, 1, 1.5]
OPTIONS = {
    "solver": "adam",
    "initialLearnRate": 0.001,
    "gradientDecayFactor": 0.9,
    "squaredGradientDecayFactor": 0.999,
    "epsilon": 1e-8,
    "l2Regularization": 1e-4,
}


def block_layers(index):
    """The layers of block `index` with the names that MATLAB gives them."""
    second = "conv1d" if index == 1 else f"conv1d_{index - 1}"
    relu = "relu" if index == 1 else f"relu_{index - 1}"
    convolution = {
        "type": "convolution1dLayer",
        "filterSize": FILTER_SIZE,
        "numFilters": FILTERS,
        "dilationFactor": 2 ** (index - 1),
        "padding": "causal",
    }
    dropout = {"type": "spatialDropoutLayer", "probability": 0}
    return [
        {"name": f"conv1_{index}", **convolution},
        {"name": f"layernorm_{2 * index - 1}", "type": "layerNormalizationLayer"},
        {"name": f"layer_{2 * index - 1}", **dropout},
        {"name": second, **convolution},
        {"name": f"layernorm_{2 * index}", "type": "layerNormalizationLayer"},
        {"name": relu, "type": "reluLayer"},
        {"name": f"layer_{2 * index}", **dropout},
        {"name": f"add_{index}", "type": "additionLayer", "numInputs": 2},
    ]


SKIP = {"name": "convSkip", "type": "convolution1dLayer", "filterSize": 1, "numFilters": FILTERS}


def tail_layers():
    classes = [str(label + 1) for label in range(CLASSES)]
    return [
        {"name": "gapl", "type": "globalMaxPooling1dLayer"},
        {"name": "fc", "type": "fullyConnectedLayer", "outputSize": CLASSES},
        {"name": "softmax", "type": "softmaxLayer"},
        {"name": "classoutput", "type": "classificationLayer", "classes": classes, "classWeights": CLASS_WEIGHTS},
    ]


def graph():
    """The network as a graph file."""
    layers, connections = [{"name": "input", "type": "sequenceInputLayer", "inputSize": FEATURES}], []

    def chain(names):
        connections.extend({"source": source, "destination": to} for source, to in zip(names, names[1:]))

    before = "input"
    for index in range(1, BLOCKS + 1):
        block = block_layers(index)
        layers += block
        chain([before, *(layer["name"] for layer in block[:-1]), f"add_{index}/in1"])
        if index == 1:
            layers.append(SKIP)
            chain(["input", "convSkip", "add_1/in2"])
        else:
            chain([before, f"add_{index}/in2"])
        before = f"add_{index}"
    layers += tail_layers()
    chain([before, *(layer["name"] for layer in tail_layers())])
    return {"format": "layergraph/2", "layers": layers, "connections": connections}


def initial_learnables():
    """Glorot weights, a tenth of it in fc so that softmax does not saturate; scales and offsets off ones and zeros."""
    generator, learnables = numpy.random.RandomState(1), {}

    def convolution(name, channels, size):
        bound = math.sqrt(6 / (size * (channels + FILTERS)))
        learnables[f"{name}/weights"] = tensor(generator.uniform(-bound, bound, (FILTERS, channels, size)), 4)
        learnables[f"{name}/bias"] = tensor(numpy.zeros((FILTERS, 1)))

    def normalization(name):
        learnables[f"{name}/offset"] = tensor(generator.uniform(-0.1, 0.1, (1, FILTERS)))
        learnables[f"{name}/scale"] = tensor(generator.uniform(0.9, 1.1, (1, FILTERS)))

    for index in range(1, BLOCKS + 1):
        first, norm_1, _, second, norm_2, *_ = (layer["name"] for layer in block_layers(index))
        convolution(first, FEATURES if index == 1 else FILTERS, FILTER_SIZE)
        normalization(norm_1)
        convolution(second, FILTERS, FILTER_SIZE)
        normalization(norm_2)
    convolution("convSkip", FEATURES, 1)
    bound = 0.1 * math.sqrt(6 / (FILTERS + CLASSES))
    learnables["fc/weights"] = tensor(generator.uniform(-bound, bound, (FILTERS, CLASSES)), 4)
    learnables["fc/bias"] = tensor(numpy.zeros((1, CLASSES)))
    return learnables


def sequences():
    """Noisy sines whose frequency is the class: something a network of this size learns."""
    generator, batches = numpy.random.RandomState(2), []
    steps = numpy.arange(TIME)
    for _ in range(BATCHES):
        labels = generator.randint(0, CLASSES, BATCH)
        phases = generator.uniform(0, 2 * math.pi, (BATCH, FEATURES, 1))
        signal = numpy.sin(2 * math.pi * (labels[:, None, None] + 1) * steps / TIME + phases)
        noise = 0.3 * generator.standard_normal((BATCH, FEATURES, TIME))
        batches.append({"predictors": tensor(signal + noise), "labels": torch.tensor(labels)})
    return batches


def forward(learnables, x):
    """The network up to the input of softmax."""

    def run(operation, layer, value):
        prefix = layer["name"] + "/"
        own = {key.removeprefix(prefix): each for key, each in learnables.items() if key.startswith(prefix)}
        return operation(layer, own, value)

    for index in range(1, BLOCKS + 1):
        first, norm_1, _, second, norm_2, *_ = block_layers(index)
        y = run(layer_forward.layer_normalization, norm_1, run(layer_forward.convolution1d, first, x))
        y = run(layer_forward.layer_normalization, norm_2, run(layer_forward.convolution1d, second, y))
        skip = run(layer_forward.convolution1d, SKIP, x) if index == 1 else x
        x = functional.relu(y) + skip
    return run(layer_forward.fully_connected, {"name": "fc"}, x.amax(2))


def train(learnables, batches, dtype=torch.float64):
    """The losses before each step, without L2, and the learnables after the last."""
    learnables = {key: value.to(dtype) for key, value in learnables.items()}
    states, losses = {key: {} for key in learnables}, []
    weights = torch.tensor(CLASS_WEIGHTS, dtype=dtype)
    for step in range(1, STEPS + 1):
        batch = batches[(step - 1) % BATCHES]
        leaves = {key: value.detach().requires_grad_(True) for key, value in learnables.items()}
        scores = forward(leaves, batch["predictors"].to(dtype))
        loss = functional.cross_entropy(scores, batch["labels"], weights, reduction="sum") / BATCH
        loss.backward()
        losses.append(loss.item())
        for key, leaf in leaves.items():
            l2 = 0 if key.endswith("/bias") else OPTIONS["l2Regularization"]
            gradient = leaf.grad + l2 * leaf.detach()
            rate = OPTIONS["initialLearnRate"]
            learnables[key] = leaf.detach() + solver_cases.adam(OPTIONS, step, rate, gradient, states[key])
    return losses, learnables


def tcn_training():
    learnables, batches = initial_learnables(), sequences()
    losses, final = train(learnables, batches)
    single, _ = train(learnables, batches, torch.float32)
    difference = max(abs(a - b) / b for a, b in zip(single, losses))
    print(f"tcn-training.json: {STEPS} losses, at most {difference:.0e} off (relative) when trained in single precision")
    return {
        "options": OPTIONS,
        "graph": graph(),
        "batches": batches,
        "initialLearnables": learnables,
        "losses": torch.tensor(losses, dtype=torch.float64),
        "finalLearnables": {key: value for key, value in final.items() if key.startswith("fc/")},
    }
