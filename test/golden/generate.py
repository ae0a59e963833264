"""Writes the golden files beside it. Run with a Python that has PyTorch and NumPy: /usr/bin/python3 test/golden/generate.py [file …]"""
import importlib
import pathlib
import sys

sys.dont_write_bytecode = True

import torch  # noqa: E402

from layer_cases import layer_cases  # noqa: E402
from loss_cases import loss_cases, loss_function_cases  # noqa: E402
from solver_cases import solver_cases  # noqa: E402
from tcn_training import tcn_training  # noqa: E402
from writing import write_cases, write_record  # noqa: E402

HERE = pathlib.Path(__file__).parent


def main():
    torch.set_num_threads(1)
    wanted = sys.argv[1:]
    files = {"layers": layer_cases, "losses": loss_cases, "loss-functions": loss_function_cases, "solvers": solver_cases}
    for module in sorted(HERE.glob("layer_cases_*.py")):
        family = module.stem.removeprefix("layer_cases_")
        files[f"layers-{family}"] = importlib.import_module(module.stem).layer_cases
    for name, cases in files.items():
        if not wanted or name in wanted:
            print(f"{name}.json: {write_cases(HERE / f'{name}.json', cases())} cases")
    if wanted:
        return
    write_record(HERE / "tcn-training.json", tcn_training())


main()
