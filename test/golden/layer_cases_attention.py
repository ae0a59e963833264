"""The cases of layers-attention.json: attention by torch.nn.MultiheadAttention where it can, else written out, with gradients by autograd."""
import math

import torch

from writing import Draw, described


def case(name, layer, formats, forward, inputs, learnables=None):
    """Runs the layer forward, then backward from random output gradients; with several outputs, from the product of their weighted sums."""
    learnables = learnables or {}
    for each in [*inputs, *learnables.values()]:
        each.requires_grad_(True)
    outputs = forward(layer, learnables, *inputs)
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
        "state": {},
        "outputs": outputs,
        "stateAfter": {},
        "outputGradients": output_gradients,
        "inputGradients": [torch.zeros_like(each) if each.grad is None else each.grad for each in inputs],
        "learnableGradients": {key: each.grad for key, each in learnables.items()},
    }


def heads_of(x, count):
    """[batch, heads, positions, channels of a head] of [batch, channels, positions]."""
    batch, channels, positions = x.shape
    return x.reshape(batch, count, channels // count, positions).transpose(2, 3)


def attention(query, key, value, heads, groups, scale, causal, counted):
    """The output [batch, channels, queries] and the weights as ours: [batch, heads, keys, queries]."""
    q = heads_of(query, heads)
    k, v = (heads_of(x, groups).repeat_interleave(heads // groups, 1) for x in (key, value))
    scores = q @ k.transpose(2, 3) * scale
    forbidden = torch.zeros(scores.shape, dtype=torch.bool)
    if causal:
        queries, keys = scores.shape[2:]
        forbidden = forbidden | (torch.arange(keys)[None, :] > torch.arange(queries)[:, None])
    if counted is not None:
        forbidden = forbidden | (counted == 0)[:, None]
    weights = scores.masked_fill(forbidden, -math.inf).softmax(3)
    output = (weights @ v).transpose(2, 3)
    return output.reshape(output.shape[0], -1, output.shape[3]), weights.transpose(2, 3)


def attention_layer(options, _, query, key, value, mask=None):
    query, key, value = (x if x.dim() == 3 else x[:, :, None] for x in (query, key, value))
    heads, groups = options["numHeads"], options.get("numQueryGroups", options["numHeads"])
    scale = options.get("scale", 1 / math.sqrt(query.shape[1] // heads))
    causal = options.get("attentionMask") == "causal"
    output, weights = attention(query, key, value, heads, groups, scale, causal, mask)
    return [output, weights] if options.get("hasScoresOutput") else [output]


def attention_cases():
    variants = [
        ({"numHeads": 1}, 4, 4, 3, 5, 5),
        ({"numHeads": 2}, 4, 4, 6, 5, 5),
        ({"numHeads": 4, "scale": 0.3}, 8, 8, 4, 3, 3),
        ({"numHeads": 2, "attentionMask": "causal"}, 4, 4, 2, 6, 6),
        ({"numHeads": 2, "hasScoresOutput": True}, 6, 6, 4, 4, 4),
        ({"numHeads": 4, "numQueryGroups": 2}, 8, 4, 6, 3, 3),
        ({"numHeads": 4, "numQueryGroups": 1, "hasScoresOutput": True, "attentionMask": "causal"}, 8, 2, 3, 4, 4),
    ]
    for options, query, keys, values, queries, positions in variants:
        name = f"attention {described(options)}"
        draw = Draw(name)
        inputs = [draw.normal(2, query, queries), draw.normal(2, keys, positions), draw.normal(2, values, positions)]
        yield case(name, {"type": "attentionLayer", **options}, ["CBT"] * 3, attention_layer, inputs)
    name = "attention of images, more keys than queries"
    draw = Draw(name)
    inputs = [draw.normal(3, 4, 2), draw.normal(3, 4, 7), draw.normal(3, 2, 7)]
    layer = {"type": "attentionLayer", "numHeads": 2, "hasScoresOutput": True}
    yield case(name, layer, ["SCB"] * 3, attention_layer, inputs)
    name = "attention of sequences to one key"
    draw = Draw(name)
    layer = {"type": "attentionLayer", "numHeads": 1, "hasScoresOutput": True}
    inputs = [draw.normal(2, 4, 5), draw.normal(2, 4), draw.normal(2, 3)]
    yield case(name, layer, ["CBT", "CB", "CB"], attention_layer, inputs)
    name = "attention with a padding mask"
    draw = Draw(name)
    mask = torch.tensor([[[1.0, 1, 0, 1]], [[0, 0, 1, 1]]], dtype=torch.float64)
    layer = {"type": "attentionLayer", "numHeads": 2, "hasPaddingMaskInput": True}
    inputs = [draw.normal(2, 4, 4), draw.normal(2, 4, 4), draw.normal(2, 4, 4), mask]
    yield case(name, layer, ["CBT"] * 4, attention_layer, inputs)


def linear(learnables, part, x):
    """The arrays lie in MATLAB's order: weights [inputs, outputs], bias [1, outputs]."""
    return torch.einsum("bct,co->bot", x, learnables[f"{part}Weights"]) + learnables[f"{part}Bias"].reshape(1, -1, 1)


def self_attention(options, learnables, x, mask=None):
    flat = x if x.dim() == 3 else x[:, :, None]
    query, key, value = (linear(learnables, part, flat) for part in ("query", "key", "value"))
    heads = options["numHeads"]
    scale = 1 / math.sqrt(options["numKeyChannels"] // heads)
    causal = options.get("attentionMask") == "causal"
    merged, weights = attention(query, key, value, heads, heads, scale, causal, mask)
    output = linear(learnables, "output", merged).reshape(x.shape[0], -1, *x.shape[2:])
    return [output, weights] if options.get("hasScoresOutput") else [output]


def multihead(options, learnables, x):
    """The same by PyTorch's module: [batch, positions, channels], one matrix for queries, keys and values together."""
    size, heads = x.shape[1], options["numHeads"]
    mask = None
    if options.get("attentionMask") == "causal":
        mask = torch.triu(torch.ones(x.shape[2], x.shape[2], dtype=torch.bool), 1)
    transposed = x.transpose(1, 2)
    output, weights = torch.nn.functional.multi_head_attention_forward(
        *[transposed.transpose(0, 1)] * 3, size, heads,
        torch.cat([learnables[f"{part}Weights"].T for part in ("query", "key", "value")]),
        torch.cat([learnables[f"{part}Bias"].reshape(-1) for part in ("query", "key", "value")]),
        None, None, False, 0.0, learnables["outputWeights"].T, learnables["outputBias"].reshape(-1),
        attn_mask=mask, average_attn_weights=False,
    )
    outputs = [output.permute(1, 2, 0), weights.transpose(2, 3)]
    return outputs if options.get("hasScoresOutput") else outputs[:1]


def self_attention_learnables(draw, keys, values, inputs, outputs):
    sizes = {"query": (inputs, keys), "key": (inputs, keys), "value": (inputs, values), "output": (values, outputs)}
    weights = {f"{part}Weights": draw.normal(*size) for part, size in sizes.items()}
    return {**weights, **{f"{part}Bias": draw.normal(1, size[1]) for part, size in sizes.items()}}


def self_attention_cases():
    for options in (
        {"numHeads": 2, "numKeyChannels": 4},
        {"numHeads": 1, "numKeyChannels": 4},
        {"numHeads": 4, "numKeyChannels": 4, "attentionMask": "causal"},
        {"numHeads": 2, "numKeyChannels": 4, "hasScoresOutput": True},
    ):
        name = f"selfAttention {described(options)} by PyTorch's module"
        draw = Draw(name)
        learnables = self_attention_learnables(draw, 4, 4, 4, 4)
        yield case(name, {"type": "selfAttentionLayer", **options}, "CBT", multihead, [draw.normal(2, 4, 5)], learnables)
    sizes = {"numHeads": 2, "numKeyChannels": 6, "numValueChannels": 4, "outputSize": 5}
    for shape, dims in (((2, 3, 4), "CBT"), ((2, 3, 4), "SCB"), ((3, 3), "CB")):
        name = f"selfAttention of other widths on {dims}"
        draw = Draw(name)
        learnables = self_attention_learnables(draw, 6, 4, 3, 5)
        yield case(name, {"type": "selfAttentionLayer", **sizes}, dims, self_attention, [draw.normal(*shape)], learnables)
    name = "selfAttention with a padding mask, causal"
    draw = Draw(name)
    mask = torch.tensor([[[1.0, 1, 0, 1]], [[1, 0, 1, 0]]], dtype=torch.float64)
    layer = {"type": "selfAttentionLayer", **sizes, "hasPaddingMaskInput": True, "attentionMask": "causal"}
    learnables = self_attention_learnables(draw, 6, 4, 3, 5)
    yield case(name, layer, ["CBT", "CBT"], self_attention, [draw.normal(2, 3, 4), mask], learnables)


def table_cases():
    """Lookup tables: the value of the weights has a row for each word or position."""
    def words(options, learnables, x):
        index = x.round().long()[:, 0]
        rows = learnables["weights"][index.clamp(min=1) - 1] * (index > 0)[..., None]
        return [rows.movedim(-1, 1)]

    for name, dims, x in (
        ("sequences, repeated words and unknown ones", "CBT", torch.tensor([[[1.0, 3, 3, 0]], [[2, 5, 1, 3]]])),
        ("single words", "CB", torch.tensor([[4.0], [1], [4]])),
        ("images", "SCB", torch.tensor([[[5.0, 5, 5]]])),
    ):
        name = f"wordEmbedding of {name}"
        layer = {"type": "wordEmbeddingLayer", "dimension": 3, "numWords": 5}
        yield case(name, layer, dims, words, [x.double()], {"weights": Draw(name).normal(5, 3)})

    def positions(options, learnables, x):
        return [learnables["weights"][: x.shape[2]].T[None].expand(x.shape[0], -1, -1)]

    for name, dims, shape in (("time steps", "CBT", (2, 3, 4)), ("places", "SCB", (2, 2, 6))):
        name = f"positionEmbedding of {name}"
        draw = Draw(name)
        layer = {"type": "positionEmbeddingLayer", "outputSize": 3, "maxPosition": 6}
        yield case(name, layer, dims, positions, [draw.normal(*shape)], {"weights": draw.normal(6, 3)})
    name = "positionEmbedding of values"
    layer = {"type": "positionEmbeddingLayer", "outputSize": 3, "maxPosition": 6, "positions": "data-values"}
    x = torch.tensor([[[1.0, 6, 2]], [[2, 2, 3]]]).double()
    yield case(name, layer, "CBT", words, [x], {"weights": Draw(name).normal(6, 3)})


def encoding_cases():
    def encoding(size, positions):
        frequencies = 10000.0 ** (-torch.arange(0, size, 2).double() / size)
        angles = positions[..., None] * frequencies
        return torch.stack([angles.sin(), angles.cos()], -1).flatten(-2)

    def counted(options, _, x):
        places = torch.arange(1, x.shape[2] + 1).double()
        return [encoding(options["outputSize"], places).T[None].expand(x.shape[0], -1, -1) + 0 * x.sum()]

    def told(options, _, x):
        return [encoding(options["outputSize"], x[:, 0]).movedim(-1, 1)]

    for dims, shape, size in (("CBT", (2, 3, 5), 4), ("SCB", (3, 1, 7), 6)):
        name = f"sinusoidalPositionEncoding counted on {dims}"
        layer = {"type": "sinusoidalPositionEncodingLayer", "outputSize": size}
        yield case(name, layer, dims, counted, [Draw(name).normal(*shape)])
    for dims, shape in (("CB", (4, 1)), ("CBT", (2, 1, 3))):
        name = f"sinusoidalPositionEncoding of values on {dims}"
        layer = {"type": "sinusoidalPositionEncodingLayer", "outputSize": 4, "positions": "data-values"}
        yield case(name, layer, dims, told, [Draw(name).between(0, 20, *shape)])


def element_cases():
    def token(options, learnables, x):
        first = learnables["weights"].reshape(1, -1, *[1] * (x.dim() - 2)).expand(x.shape[0], -1, 1, *x.shape[3:])
        return [torch.cat([first, x], 2)]

    for dims, shape in (("CBT", (2, 3, 4)), ("SCB", (3, 2, 5)), ("SCBT", (2, 2, 3, 4))):
        name = f"embeddingConcatenation on {dims}"
        draw = Draw(name)
        yield case(name, {"type": "embeddingConcatenationLayer"}, dims, token, [draw.normal(*shape)], {"weights": draw.normal(1, shape[1])})

    def indexed(options, _, x):
        target = options["target"]
        return [x.select(2, {"first": 0, "last": -1}.get(target, 0) if isinstance(target, str) else target - 1)]

    for target, dims, shape in (("first", "CBT", (2, 3, 4)), ("last", "SCB", (2, 3, 4)), (3, "SCBT", (2, 2, 3, 4)), ("last", "CBT", (3, 2, 5))):
        name = f"indexing1d at {target} on {dims}"
        yield case(name, {"type": "indexing1dLayer", "target": target}, dims, indexed, [Draw(name).normal(*shape)])


def layer_cases():
    return [*attention_cases(), *self_attention_cases(), *table_cases(), *encoding_cases(), *element_cases()]
