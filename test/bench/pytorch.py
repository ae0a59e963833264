"""The peer of `npm run bench`: the temporal convolutional network in PyTorch, timed on request.

Reads one JSON object per line and answers each with one JSON line, so that its steps can be taken in turn with ours:

  {"cmd": "about"}                                                                  {"torch": "1.13.0", "processors": 2}
  {"cmd": "warm", "batch": 32, "time": 200, "filters": 128, "threads": 2, "count": 3}   {"milliseconds": []}
  {"cmd": "step", "batch": 32, "time": 200, "filters": 128, "threads": 2, "count": 3}   {"milliseconds": [181.2, 180.7, 182.0]}
  {"cmd": "forward", ...}                                                           {"milliseconds": [...]}
  {"cmd": "memory"}                                                                 {"mebibytes": 412.5}, the peak of this process
  {"cmd": "quit"}                                                                   {"done": true}

A step is forward, cross-entropy, backward and Adam, in training mode, with the loss read. A network is kept for each shape and number
of threads; what was not warmed is warmed before it is timed. Mistakes are answered with {"error": "..."}.
"""
import json
import os
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional

FEATURES, KERNEL, BLOCKS, CLASSES, DROPOUT = 3, 5, 4, 5, 0.005
WARM_RUNS = 3


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
    def __init__(self, inputs, filters, dilation):
        super().__init__()
        self.path = nn.Sequential(
            CausalConvolution(inputs, filters, KERNEL, dilation=dilation),
            ChannelNormalization(filters),
            nn.Dropout1d(DROPOUT),
            CausalConvolution(filters, filters, KERNEL, dilation=dilation),
            ChannelNormalization(filters),
            nn.ReLU(),
            nn.Dropout1d(DROPOUT),
        )
        self.skip = nn.Identity() if inputs == filters else nn.Conv1d(inputs, filters, 1)

    def forward(self, x):
        return self.path(x) + self.skip(x)


class TemporalNetwork(nn.Module):
    def __init__(self, filters):
        super().__init__()
        inputs = [FEATURES] + [filters] * (BLOCKS - 1)
        self.blocks = nn.Sequential(*[ResidualBlock(each, filters, 2**index) for index, each in enumerate(inputs)])
        self.classify = nn.Linear(filters, CLASSES)

    def forward(self, x):
        return self.classify(self.blocks(x).amax(2))


class Contender:
    """One network with its optimizer and one mini-batch."""

    def __init__(self, batch, steps, filters):
        torch.manual_seed(0)
        self.network = TemporalNetwork(filters)
        self.optimizer = torch.optim.Adam(self.network.parameters(), 1e-3, foreach=True)
        self.predictors = torch.randn(batch, FEATURES, steps)
        self.labels = torch.randint(0, CLASSES, (batch,))
        self.warmed = set()

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(self.network(self.predictors), self.labels)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def forward(self):
        with torch.no_grad():
            self.network(self.predictors)

    def timed(self, kind, count):
        self.network.train(kind == "step")
        run = self.step if kind == "step" else self.forward
        if kind not in self.warmed:
            for _ in range(WARM_RUNS):
                run()
            self.warmed.add(kind)
        taken = []
        for _ in range(count):
            start = time.perf_counter()
            run()
            taken.append(round(1e3 * (time.perf_counter() - start), 4))
        return taken


contenders = {}


def whole(request, name, default=None):
    value = request.get(name, default)
    if type(value) is not int or value < 1:
        raise ValueError(f"'{name}' is {json.dumps(value)}, expected a whole number from 1")
    return value


def contest(request):
    """The contender of the request's shape and number of threads, made once."""
    key = tuple(whole(request, name) for name in ("batch", "time", "filters", "threads"))
    torch.set_num_threads(key[-1])
    if key not in contenders:
        contenders[key] = Contender(*key[:-1])
    return contenders[key]


def answer(request):
    if not isinstance(request, dict):
        raise ValueError(f"a request is a JSON object, received {json.dumps(request)}")
    command = request.get("cmd")
    if command in ("step", "forward"):
        return {"milliseconds": contest(request).timed(command, whole(request, "count", 1))}
    if command == "warm":
        for kind in ("step", "forward"):
            contest(request).timed(kind, whole(request, "count", 1))
        return {"milliseconds": []}
    if command == "memory":
        return {"mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    if command == "about":
        return {"torch": torch.__version__, "processors": len(os.sched_getaffinity(0))}
    if command == "quit":
        return {"done": True}
    raise ValueError(f"'cmd' is {json.dumps(command)}, expected about, warm, step, forward, memory or quit")


def main():
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except Exception as mistake:  # the caller is told, and may go on with other requests
            reply = {"error": f"{type(mistake).__name__}: {mistake}"}
        print(json.dumps(reply), flush=True)
        if "done" in reply:
            return


main()
