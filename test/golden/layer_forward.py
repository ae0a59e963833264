"""What each layer computes, in PyTorch, from MATLAB's options and from learnables in the layout of the golden files."""
import math

import numpy
import torch
import torch.nn.functional as functional


def pad_time(x, left, right, value=0):
    if value == "replicate":
        return functional.pad(x, (left, right), mode="replicate")
    if value == "symmetric-exclude-edge":
        return functional.pad(x, (left, right), mode="reflect")
    if value == "symmetric-include-edge":
        return x[:, :, torch.as_tensor(numpy.pad(numpy.arange(x.shape[2]), (left, right), mode="symmetric"))]
    return functional.pad(x, (left, right), value=float(value))


def padding_sizes(padding, length, extent, stride):
    """[left, right] of MATLAB's Padding option, for a window that spans `extent` steps."""
    if padding == "causal":
        return extent - 1, 0
    if padding == "same":
        total = max((math.ceil(length / stride) - 1) * stride + extent - length, 0)
        return total // 2, total - total // 2
    return (padding, padding) if isinstance(padding, int) else tuple(padding)


def convolution1d(options, learnables, x):
    dilation, stride = options.get("dilationFactor", 1), options.get("stride", 1)
    extent = (options["filterSize"] - 1) * dilation + 1
    left, right = padding_sizes(options.get("padding", 0), x.shape[2], extent, stride)
    padded = pad_time(x, left, right, options.get("paddingValue", 0))
    return functional.conv1d(padded, learnables["weights"], learnables["bias"].reshape(-1), stride, dilation=dilation)


def per_channel(learnable, x):
    return learnable.reshape([1, -1] + [1] * (x.dim() - 2))


def layer_normalization(options, learnables, x):
    epsilon = options.get("epsilon", 1e-5)
    if options.get("operationDimension") == "batch-excluded":
        normalized = functional.layer_norm(x, x.shape[1:], eps=epsilon)
        return normalized * per_channel(learnables["scale"], x) + per_channel(learnables["offset"], x)
    scale, offset = learnables["scale"].reshape(-1), learnables["offset"].reshape(-1)
    return functional.layer_norm(x.transpose(1, -1), scale.shape, scale, offset, epsilon).transpose(1, -1)


def batch_normalization(training):
    def forward(options, learnables, x):
        mean, variance, offset, scale = (
            learnables[name].reshape(-1) for name in ("trainedMean", "trainedVariance", "offset", "scale")
        )
        statistics = (None, None) if training else (mean, variance)
        return functional.batch_norm(x, *statistics, scale, offset, training, eps=options.get("epsilon", 1e-5))

    return forward


def moved_statistics(options, state, x):
    """MATLAB's moving estimate: mean* = decay · batch + (1 − decay) · mean*, the batch's variance divided by its count."""
    over = [0, 2] if x.dim() == 3 else [0]
    mean_decay, variance_decay = options.get("meanDecay", 0.1), options.get("varianceDecay", 0.1)
    mean, variance = x.mean(over), x.var(over, unbiased=False)
    return {
        "trainedMean": mean_decay * mean[None] + (1 - mean_decay) * state["trainedMean"],
        "trainedVariance": variance_decay * variance[None] + (1 - variance_decay) * state["trainedVariance"],
    }


def max_pooling1d(options, _, x):
    size, stride = options["poolSize"], options.get("stride", 1)
    left, right = padding_sizes(options.get("padding", 0), x.shape[2], size, stride)
    return functional.max_pool1d(pad_time(x, left, right, -math.inf), size, stride)


def average_pooling1d(options, _, x):
    size, stride = options["poolSize"], options.get("stride", 1)
    left, right = padding_sizes(options.get("padding", 0), x.shape[2], size, stride)
    average = functional.avg_pool1d(pad_time(x, left, right), size, stride)
    if options.get("paddingValue") == "mean":
        return average / functional.avg_pool1d(pad_time(torch.ones_like(x), left, right), size, stride)
    return average


def fully_connected(_, learnables, x):
    over_channels = functional.linear(x.transpose(1, -1), learnables["weights"].T, learnables["bias"].reshape(-1))
    return over_channels.transpose(1, -1)
