"""Makes weights to go on training from, out of the files that the program ships.

    python training/restore.py --output FILE

The numbers of eight bits become floats again; what training has not seen yet begins anew.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from network import Network
from onrecord.language.encoder import FOLDER

MULTIPLYING = re.compile(r"^/([\w./]+)/MatMul(?:_quant)?$")
"""The name of a node that multiplies by a matrix: where the matrix stands in the network."""


def main() -> None:
    """Write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=FOLDER)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    torch.save(restored(options.model), options.output)


def restored(folder: Path) -> dict[str, Tensor]:
    """The weights of a whole network, those in `folder` where there are any."""
    network = Network()
    state: dict[str, Tensor] = network.state_dict()
    found = of_graph(folder / "encoder.onnx", state) | of_graph(folder / "roles.onnx", state)
    with np.load(folder / "heads.npz", allow_pickle=False) as heads:
        plain = {name.replace(".", "_"): name for name in state}
        found |= {plain[name]: heads[name].astype(np.float32) for name in heads.files}
    for name, value in found.items():
        if state[name].shape != value.shape:
            raise SystemExit(f"{name}: {value.shape} is not {tuple(state[name].shape)}")
        state[name] = torch.from_numpy(np.array(value))
    missing = [n for n in state if n not in found and not n.startswith("encoder.bert.embeddings")]
    print(f"{len(found)} weights restored; anew: {', '.join(missing)}")
    return state


def of_graph(path: Path, state: dict[str, Tensor]) -> dict[str, Any]:
    """The weights of `state` that a graph holds, by their names."""
    graph = onnx.load(str(path)).graph
    values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found: dict[str, Any] = {name: value for name, value in values.items() if name in state}
    for name in state:
        if f"{name}_quantized" in values:
            found[name] = _floats(values, name)
    for node in graph.node:
        place = MULTIPLYING.match(node.name)
        name = place[1].replace("/", ".") + ".weight" if place else ""
        if name not in state:
            continue
        for given in node.input:
            plain = given.removesuffix("_quantized")
            if given in values and values[given].ndim == 2:
                found[name] = (values[given] if plain == given else _floats(values, plain)).T
    return found


def _floats(values: dict[str, Any], name: str) -> Any:
    whole, scale, zero = (values[name + end] for end in ("_quantized", "_scale", "_zero_point"))
    return (whole.astype(np.float32) - zero.astype(np.float32)) * scale.astype(np.float32)


if __name__ == "__main__":
    main()
