"""The cases of losses.json and loss-functions.json: output layers, and loss functions, on a prediction and its target."""
import numpy
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
        "format": more.pop("format", "CBT" if prediction.dim() == 3 else "CB"),
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


def pixel_case(form, shape, weights=None):
    """Cross-entropy divided by the number of pixels that have a label; a label of -1 is none, which PyTorch ignores."""
    name = f"pixel classification on {form}{', class weights' if weights else ''}"
    draw, classes = Draw(name), shape[1]
    prediction = tensor(functional.softmax(draw.normal(*shape), 1).numpy(), decimals=6)
    labels = draw.integers(classes + 1, shape[0], *shape[2:]) - 1
    target = functional.one_hot(labels.clamp(min=0), classes).movedim(-1, 1) * (labels >= 0).unsqueeze(1).double()
    layer = {"type": "pixelClassificationLayer", "classes": [f"class {index + 1}" for index in range(classes)]}
    if weights:
        layer["classWeights"] = weights

    def loss(y):
        scale = weights and torch.tensor(weights).double()
        return functional.nll_loss(y.log(), labels, scale, ignore_index=-1, reduction="sum") / (labels >= 0).sum()

    return case(name, layer, prediction, target, loss, format=form, labels=labels)


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
        *(
            pixel_case(form, shape, scale)
            for form, shape in (("SCB", (2, 3, 5)), ("SSCB", (2, 3, 3, 4)), ("SSSCB", (1, 3, 2, 3, 2)))
            for scale in (None, [1, 3, 0.5])
        ),
    ]


def function_case(name, function, prediction, target, loss_of, **options):
    """A loss function with its options, over a prediction in [batch, channels, …]; CB, CBT, SSCB by its dimensions."""
    prediction.requires_grad_(True)
    loss = loss_of(prediction)
    loss.backward()
    return {
        "name": name,
        "function": function,
        "options": options,
        "format": {2: "CB", 3: "CBT", 4: "SSCB"}[prediction.dim()],
        "prediction": prediction,
        "target": target,
        "loss": loss,
        "predictionGradient": prediction.grad,
    }


SHAPES = [(4, 3), (2, 3, 5), (2, 2, 3, 4)]


def divisors(shape):
    """What each normalization factor divides by."""
    count = int(numpy.prod(shape))
    return {"batch-size": shape[0], "all-elements": count, "positions": count // shape[1], "none": 1}


def error_cases():
    functions = {
        "mse": lambda y, t: 0.5 * functional.mse_loss(y, t, reduction="sum"),
        "l2loss": lambda y, t: functional.mse_loss(y, t, reduction="sum"),
        "l1loss": lambda y, t: functional.l1_loss(y, t, reduction="sum"),
        "huber": lambda y, t: functional.huber_loss(y, t, reduction="sum", delta=1.0),
    }
    for function, summed in functions.items():
        for shape in SHAPES:
            for factor in ("batch-size", "all-elements"):
                name = f"{function} of {list(shape)} by {factor}"
                draw = Draw(name)
                target = draw.normal(*shape)
                prediction = tensor((target + draw.away_from_zero(*shape)).detach().numpy())
                divisor = divisors(shape)[factor]
                yield function_case(
                    name, function, prediction, target, lambda y: summed(y, target) / divisor, normalizationFactor=factor
                )
    draw = Draw("huber with another transition point")
    target = draw.normal(4, 3)
    prediction = tensor((target + draw.away_from_zero(4, 3)).numpy())
    yield function_case(
        "huber with another transition point",
        "huber",
        prediction,
        target,
        lambda y: functional.huber_loss(y, target, reduction="sum", delta=0.5) / 4,
        transitionPoint=0.5,
    )


def masked_cases():
    """A mask over the elements, or over the channels alone; the sum is divided as if all elements were included, or by the included ones."""
    functions = {
        "mse": lambda e: 0.5 * e**2,
        "l2loss": lambda e: e**2,
        "l1loss": torch.abs,
        "huber": lambda e: torch.where(e.abs() < 1, 0.5 * e**2, e.abs() - 0.5),
        "mae": torch.abs,
    }
    for function, each in functions.items():
        for shape in SHAPES:
            name = f"masked {function} of {list(shape)}"
            draw = Draw(name)
            target = draw.normal(*shape)
            prediction = tensor((target + draw.away_from_zero(*shape)).numpy())
            mask = draw.integers(2, *shape).double()
            mask.reshape(-1)[0] = 1
            divisor = prediction.numel() if function == "mae" else mask.sum()
            options = {"mask": mask, **({} if function == "mae" else {"normalizationFactor": "mask-included"})}
            yield function_case(
                name, function, prediction, target, lambda y: (each(y - target) * mask).sum() / divisor, **options
            )
    for shape in SHAPES:
        name = f"mae of {list(shape)}"
        draw = Draw(name)
        target = draw.normal(*shape)
        prediction = tensor((target + draw.away_from_zero(*shape)).numpy())
        yield function_case(name, "mae", prediction, target, lambda y: functional.l1_loss(y, target))


def probability_cases():
    for shape in SHAPES:
        for factor in ("batch-size", "positions"):
            for weights in (None, [1, 2, 0.5]):
                classes = shape[1]
                if weights and classes != 3:
                    continue
                name = f"crossentropy of {list(shape)} by {factor}{', weighted' if weights else ''}"
                draw = Draw(name)
                prediction = tensor(functional.softmax(draw.normal(*shape), 1).numpy(), decimals=6)
                labels = draw.integers(classes, shape[0], *shape[2:])
                target = functional.one_hot(labels, classes).movedim(-1, 1).double()
                scale = weights and torch.tensor(weights).double()
                divisor = divisors(shape)[factor]
                loss_of = lambda y: functional.nll_loss(y.log(), labels, scale, reduction="sum") / divisor
                options = {"normalizationFactor": factor, **({"weights": weights} if weights else {})}
                yield function_case(name, "crossentropy", prediction, target, loss_of, **options)
                index = function_case(
                    f"index{name}", "indexcrossentropy", prediction.detach().clone(), labels.unsqueeze(1).double() + 1, loss_of, **options
                )
                yield index
        name = f"multilabel crossentropy of {list(shape)}"
        draw = Draw(name)
        prediction = tensor(torch.sigmoid(draw.normal(*shape)).numpy(), decimals=6)
        target = draw.integers(2, *shape).double()
        yield function_case(
            name,
            "crossentropy",
            prediction,
            target,
            lambda y: functional.binary_cross_entropy(y, target, reduction="mean"),
            classificationMode="multilabel",
            normalizationFactor="all-elements",
        )


def loss_function_cases():
    return [*error_cases(), *masked_cases(), *probability_cases()]
