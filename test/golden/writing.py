"""How golden numbers are drawn (seeded by the case's name) and written (the nearest float32, in its shortest spelling)."""
import json
import zlib

import numpy
import torch


class Draw:
    """Random arrays of one case. The seed is the case's name, so adding a case changes no other."""

    def __init__(self, name):
        self.generator = numpy.random.RandomState(zlib.crc32(name.encode()))

    def normal(self, *shape):
        return tensor(self.generator.standard_normal(shape))

    def away_from_zero(self, *shape):
        """Values at least 0.05 from zero, where rectifiers have their kink."""
        return tensor(self.generator.uniform(0.05, 2, shape) * self.generator.choice([-1, 1], shape))

    def distinct(self, *shape):
        """Values at least 0.02 from one another, so that every maximum is one element's."""
        size = int(numpy.prod(shape))
        return tensor((self.generator.permutation(size) * 0.02 - size * 0.01 + 0.005).reshape(shape))

    def between(self, low, high, *shape):
        return tensor(self.generator.uniform(low, high, shape))

    def integers(self, count, *shape):
        return torch.tensor(self.generator.randint(0, count, shape))


def tensor(values, decimals=3):
    """A double tensor whose elements are the float32 numbers nearest to the decimals kept, as a reader of the file gets them."""
    return torch.tensor(numpy.round(values, decimals).astype(numpy.float32).astype(numpy.float64))


def described(options):
    """Options as they read in a case's name."""
    return " ".join(f"{key} {value}" for key, value in options.items() if key != "type") or "with every default"


def number(value):
    text = str(numpy.float32(value)).removesuffix(".0")
    assert numpy.isfinite(value), value
    return "0" if text == "-0" else text


def array(values):
    data = ",".join(number(element) for element in values.detach().reshape(-1).tolist())
    return f'{{"shape":{json.dumps(list(values.shape))},"data":[{data}]}}'


def encode(value):
    """JSON of plain values in which a tensor is { shape, data }, or a number where it has no dimensions."""
    if torch.is_tensor(value):
        return array(value) if value.dim() else number(value.item())
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{encode(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(encode(each) for each in value) + "]"
    return json.dumps(value)


def write_cases(path, cases):
    """One case per line, so that a changed case is one changed line."""
    path.write_text("[\n" + ",\n".join(encode(case) for case in cases) + "\n]\n")
    return len(cases)


def write_record(path, record):
    """One entry per line."""
    path.write_text("{\n" + ",\n".join(f"{json.dumps(key)}:{encode(value)}" for key, value in record.items()) + "\n}\n")
