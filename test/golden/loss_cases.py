"""The cases of losses.json: MATLAB's two output layers on a prediction and its target."""
import torch
import torch.nn.functional as functional

from writing import Draw, tensor


def case(name, layer, prediction, target, loss_of, **more):
    prediction.requires_grad_(True)
    loss = loss_of(prediction)
    loss.backward()
    return {
        "name": name,
        "layer": layer,
        "format": "CBT" if prediction.dim() == 3 else "CB",
        "prediction": prediction,
        "target": target,
        **more,
        "loss": loss,
        "predictionGradient": prediction.grad,
    }


def classification_case(name, shape, weights=None):
    """Cross-entropy divided by the number of labels (observations, times steps), never by the sum of weights."""
    draw, classes = Draw(name), shape[1]
    prediction = tensor(functional.softmax(draw.normal(*shape), 1).numpy(), decimals=6)
    labels = draw.integers(classes, shape[0], *shape[2:])
    target = functional.one_hot(labels, classes).movedim(-1, 1).double()
    layer = {"type": "classificationLayer", "classes": [f"class {index + 1}" for index in range(classes)]}
    if weights:
        layer["classWeights"] = weights

    def loss(y):
        return functional.nll_loss(y.log(), labels, weights and torch.tensor(weights).double(), reduction="sum") / labels.numel()

    return case(name, layer, prediction, target, loss, labels=labels)


def regression_case(name, shape):
    """Half the squared errors, summed over responses, averaged over steps and then over observations."""
    draw = Draw(name)
    prediction, target = draw.normal(*shape), draw.normal(*shape)
    divisor = 2 * shape[0] * (shape[2] if len(shape) == 3 else 1)
    return case(
        name,
        {"type": "regressionLayer"},
        prediction,
        target,
        lambda y: functional.mse_loss(y, target, reduction="sum") / divisor,
    )


def loss_cases():
    weights = [1, 2, 0.5, 1, 1.5]
    return [
        classification_case("classification, one label per sequence", (4, 5)),
        classification_case("classification, one label per sequence, class weights", (4, 5), weights),
        classification_case("classification, one observation, class weights", (1, 5), weights),
        classification_case("classification, one label per step", (3, 5, 6)),
        classification_case("classification, one label per step, class weights", (3, 5, 6), weights),
        regression_case("regression, one response per sequence", (4, 1)),
        regression_case("regression, three responses per sequence", (4, 3)),
        regression_case("regression, one response per step", (3, 1, 6)),
        regression_case("regression, three responses per step", (3, 3, 6)),
    ]
