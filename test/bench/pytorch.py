"""The peer of `npm run bench`: its networks in PyTorch (`pytorch_networks.py`), timed on request.

Reads one JSON object per line and answers each with one JSON line, so that its steps can be taken in turn with ours. CONTEST stands for
"network": "tcn", "batch": 32, "time": 200, "width": 128, "threads": 2.

  {"cmd": "about"}                                    {"torch": "1.13.0", "processors": 2}
  {"cmd": "warm", CONTEST, "count": 3}                {"milliseconds": []}
  {"cmd": "step", CONTEST, "count": 3}                {"milliseconds": [181.2, 180.7, 182.0]}
  {"cmd": "forward", CONTEST, "count": 3}             {"milliseconds": [...]}
  {"cmd": "losses", CONTEST, "count": 3, "file": f}   {"losses": [1.61, 1.59, 1.57], "learnables": 656389}
  {"cmd": "memory"}                                   {"mebibytes": 412.5}, the peak of this process
  {"cmd": "quit"}                                     {"done": true}

A step is forward, cross-entropy, backward and Adam, in training mode, with the loss read. A network is kept for each contest; what was not
warmed is warmed before it is timed. `losses` starts from the learnables in a .npz file, on its data, without dropout. Mistakes are answered
with {"error": "..."}.
"""
import json
import os
import resource
import sys
import time

import numpy
import torch
from torch.nn import functional

from pytorch_networks import CLASSES, NETWORKS

WARM_RUNS = 3
# Where each layout has the dimensions batch, features, time.
LAYOUTS = {"batch features time": (0, 1, 2), "batch time features": (0, 2, 1), "time batch features": (2, 0, 1)}


class Contender:
    """One network with its optimizer and one mini-batch, [batch, features, time] where it is given."""

    def __init__(self, network, batch, steps, width, data=None):
        torch.manual_seed(0)
        self.network = NETWORKS[network](width, dropout=data is None)
        predictors, self.labels = data or random_data(batch, self.network.features(width), steps)
        self.predictors = predictors.permute(LAYOUTS[self.network.layout]).contiguous()
        learnables = [each for each in self.network.parameters() if each.requires_grad]
        self.learnables = sum(each.numel() for each in learnables)
        self.optimizer = torch.optim.Adam(learnables, 1e-3, foreach=True)
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

    def adopt(self, arrays):
        """Takes over the learnables of our network; every one of both must find its place."""
        taken = 0
        with torch.no_grad():
            for parameter, array in self.network.adopt({key: as_pytorch(each) for key, each in arrays.items()}):
                parameter.copy_(array.reshape(parameter.shape))
                taken += parameter.numel()
        given = sum(each.size for each in arrays.values())
        if not taken == given == self.learnables:
            raise ValueError(f"{given} numbers were given, {taken} taken, of {self.learnables} learnables")


def random_data(batch, features, steps):
    return torch.randn(batch, features, steps), torch.randint(0, CLASSES, (batch,))


def as_pytorch(array):
    """Our arrays have MATLAB's sizes reversed: a matrix has its inputs first, which PyTorch has last."""
    return torch.from_numpy(array.T if array.ndim == 2 else array)


contenders = {}


def whole(request, name, default=None):
    value = request.get(name, default)
    if type(value) is not int or value < 1:
        raise ValueError(f"'{name}' is {json.dumps(value)}, expected a whole number from 1")
    return value


def key_of(request):
    """The name and sizes of the request's network; its number of threads is set."""
    network = request.get("network")
    if network not in NETWORKS:
        raise ValueError(f"'network' is {json.dumps(network)}, expected {', '.join(NETWORKS)}")
    sizes = tuple(whole(request, name) for name in ("batch", "time", "width"))
    threads = whole(request, "threads")
    torch.set_num_threads(threads)
    return network, *sizes, threads


def contest(request):
    """The contender of the request's network, shape and number of threads, made once."""
    key = key_of(request)
    if key not in contenders:
        contenders[key] = Contender(*key[:-1])
    return contenders[key]


def losses(request):
    """The losses before each of the first steps from the given learnables, and how many numbers are learned."""
    arrays = dict(numpy.load(request["file"]))
    data = torch.from_numpy(arrays.pop("predictors")), torch.from_numpy(arrays.pop("labels")).long()
    contender = Contender(*key_of(request)[:-1], data)
    contender.adopt(arrays)
    return {"losses": [contender.step() for _ in range(whole(request, "count"))], "learnables": contender.learnables}


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
    if command == "losses":
        return losses(request)
    if command == "memory":
        return {"mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    if command == "about":
        return {"torch": torch.__version__, "processors": len(os.sched_getaffinity(0))}
    if command == "quit":
        return {"done": True}
    raise ValueError(f"'cmd' is {json.dumps(command)}, expected about, warm, step, forward, losses, memory or quit")


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
