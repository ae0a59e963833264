"""The networks of `npm run bench` in PyTorch, by the names that the benchmark has for them.

Each takes predictors as its `layout` says, and classifies whole sequences. `adopt` pairs its parameters with the arrays of our network of the
same name, as PyTorch has them: `layer/learnable`, matrices [outputs, inputs].
"""
from torch import nn
from torch.nn import functional

CLASSES = 5


class CausalConvolution(nn.Conv1d):
    """A dilated convolution that sees no later step."""

    def forward(self, x):
        reach = (self.kernel_size[0] - 1) * self.dilation[0]
        return super().forward(functional.pad(x, (reach, 0)))


class ChannelNormalization(nn.LayerNorm):
    """Layer normalization over channels at each time step."""

    def forward(self, x):
        return super().forward(x.transpose(1, 2)).transpose(1, 2)


class ResidualBlock(nn.Module):
    KERNEL, DROPOUT = 5, 0.005

    def __init__(self, inputs, filters, dilation, dropout):
        super().__init__()
        self.path = nn.Sequential(
            CausalConvolution(inputs, filters, self.KERNEL, dilation=dilation),
            ChannelNormalization(filters),
            nn.Dropout1d(self.DROPOUT if dropout else 0),
            CausalConvolution(filters, filters, self.KERNEL, dilation=dilation),
            ChannelNormalization(filters),
            nn.ReLU(),
            nn.Dropout1d(self.DROPOUT if dropout else 0),
        )
        self.skip = nn.Identity() if inputs == filters else nn.Conv1d(inputs, filters, 1)

    def forward(self, x):
        return self.path(x) + self.skip(x)


class TemporalNetwork(nn.Module):
    """Dilated causal convolutions in residual blocks, the largest value of each channel over time, a fully connected layer."""

    BLOCKS, FEATURES, layout = 4, 3, "batch features time"

    def __init__(self, width, dropout):
        super().__init__()
        inputs = [self.features(width)] + [width] * (self.BLOCKS - 1)
        self.blocks = nn.Sequential(*[ResidualBlock(each, width, 2**index, dropout) for index, each in enumerate(inputs)])
        self.fc = nn.Linear(width, CLASSES)

    @classmethod
    def features(cls, width):
        return cls.FEATURES

    def forward(self, x):
        return self.fc(self.blocks(x).amax(2))

    def adopt(self, arrays):
        for index, block in enumerate(self.blocks):
            first, first_norm, _, second, second_norm, *_ = block.path
            yield from weights_and_bias(arrays, f"conv1_{index + 1}", first)
            yield from weights_and_bias(arrays, "conv1d" if index == 0 else f"conv1d_{index}", second)
            for offset, norm in enumerate((first_norm, second_norm)):
                yield norm.weight, arrays[f"layernorm_{2 * index + 1 + offset}/scale"]
                yield norm.bias, arrays[f"layernorm_{2 * index + 1 + offset}/offset"]
        yield from weights_and_bias(arrays, "convSkip", self.blocks[0].skip)
        yield from weights_and_bias(arrays, "fc", self.fc)


class RecurrentNetwork(nn.Module):
    """A recurrent layer, the mean of each hidden unit over time, a fully connected layer."""

    layout = "time batch features"

    def __init__(self, width, dropout):
        super().__init__()
        self.recurrent = self.LAYER(self.features(width), width)
        self.fc = nn.Linear(width, CLASSES)

    @staticmethod
    def features(width):
        return width

    def forward(self, x):
        return self.fc(self.recurrent(x)[0].mean(0))

    def adopt(self, arrays):
        yield self.recurrent.weight_ih_l0, arrays["recurrent/inputWeights"]
        yield self.recurrent.weight_hh_l0, arrays["recurrent/recurrentWeights"]
        yield from self.adopt_biases(arrays["recurrent/bias"].reshape(-1))
        yield from weights_and_bias(arrays, "fc", self.fc)


class LstmNetwork(RecurrentNetwork):
    """With one bias, as MATLAB has it: the second of PyTorch's is zero and learns nothing."""

    LAYER = nn.LSTM

    def __init__(self, width, dropout):
        super().__init__(width, dropout)
        nn.init.zeros_(self.recurrent.bias_hh_l0).requires_grad_(False)

    def adopt_biases(self, bias):
        yield self.recurrent.bias_ih_l0, bias


class GruNetwork(RecurrentNetwork):
    """Ours has the reset-gate mode "recurrent-bias-after-multiplication"."""

    LAYER = nn.GRU

    def adopt_biases(self, bias):
        half = len(bias) // 2
        yield self.recurrent.bias_ih_l0, bias[:half]
        yield self.recurrent.bias_hh_l0, bias[half:]


class AttentionNetwork(nn.Module):
    """Self-attention, the mean of each channel over time, a fully connected layer."""

    HEADS, layout = 8, "batch time features"

    def __init__(self, width, dropout):
        super().__init__()
        self.attention = nn.MultiheadAttention(width, self.HEADS, batch_first=True)
        self.fc = nn.Linear(width, CLASSES)

    @staticmethod
    def features(width):
        return width

    def forward(self, x):
        return self.fc(self.attention(x, x, x, need_weights=False)[0].mean(1))

    def adopt(self, arrays):
        into, out = ("query", "key", "value"), self.attention.out_proj
        rows = self.attention.embed_dim
        for at, name in enumerate(into):
            part = slice(at * rows, (at + 1) * rows)
            yield self.attention.in_proj_weight[part], arrays[f"attention/{name}Weights"]
            yield self.attention.in_proj_bias[part], arrays[f"attention/{name}Bias"]
        yield out.weight, arrays["attention/outputWeights"]
        yield out.bias, arrays["attention/outputBias"]
        yield from weights_and_bias(arrays, "fc", self.fc)


def weights_and_bias(arrays, layer, module):
    yield module.weight, arrays[f"{layer}/weights"]
    yield module.bias, arrays[f"{layer}/bias"]


NETWORKS = {"tcn": TemporalNetwork, "lstm": LstmNetwork, "gru": GruNetwork, "attention": AttentionNetwork}
