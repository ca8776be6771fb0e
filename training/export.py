"""Writes the trained network as the files that the program ships: two graphs in eight-bit numbers, heads, tokenizer.

python training/export.py --weights FILE --output DIR
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from network import Network, base_model
from onrecord.extraction.features import STANDING_FEATURES


class Vectors(nn.Module):
    """The encoder as a graph: pieces of one window and the first piece of each word -> a vector a word."""

    def __init__(self, network: Network) -> None:
        """Take the encoder of `network`."""
        super().__init__()
        self.encoder = network.encoder

    def forward(self, pieces: Tensor, first: Tensor) -> Tensor:
        """[1, P] and [W] -> [W, size]."""
        hidden = self.encoder(pieces, torch.ones_like(pieces))
        return hidden[0].index_select(0, first)


class Roles(nn.Module):
    """The layer of roles as a graph: words of one window, cues in it, the rules' roles -> shares of each role."""

    def __init__(self, network: Network) -> None:
        """Take the layer of `network`."""
        super().__init__()
        self.roles = network.roles

    def forward(self, words: Tensor, anchors: Tensor, rules: Tensor) -> Tensor:
        """[W, size], [A] and [A, W] -> [A, W, roles]."""
        words = words[None].expand(anchors.shape[0], -1, -1)
        mask = torch.ones(words.shape[:2], dtype=torch.bool)
        shares: Tensor = self.roles(words, mask, anchors, rules).softmax(-1)
        return shares


class Claims(nn.Module):
    """The layer of claims as a graph: words round some acts, the acts, the rules' answers -> shares of each answer."""

    def __init__(self, network: Network) -> None:
        """Take the layer of `network`."""
        super().__init__()
        self.claims = network.claims

    def forward(self, words: Tensor, anchors: Tensor, rules: Tensor, features: Tensor) -> tuple[Tensor, ...]:
        """[W, size], [A], [A, W] and [A, features] -> [A, W, roles], [A, stages], [A, polarities], [A, certainties]."""
        words = words[None].expand(anchors.shape[0], -1, -1)
        mask = torch.ones(words.shape[:2], dtype=torch.bool)
        return tuple(answer.softmax(-1) for answer in self.claims(words, mask, anchors, rules, features))


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    network = Network()
    network.load_state_dict(torch.load(options.weights))
    network.eval()
    options.output.mkdir(parents=True, exist_ok=True)
    length, count = 40, 30
    pieces = torch.randint(1000, 20000, (1, length))
    first = torch.arange(1, count + 1)
    graph(
        Vectors(network), (pieces, first), ["pieces", "first"], ["vectors"],
        {"pieces": {1: "P"}, "first": {0: "W"}, "vectors": {0: "W"}}, options.output / "encoder.onnx",
    )  # fmt: skip
    size = network.encoder.size
    graph(
        Roles(network), (torch.randn(count, size), torch.tensor([3, 7]), torch.randint(0, 4, (2, count))),
        ["words", "anchors", "rules"], ["shares"],
        {"words": {0: "W"}, "anchors": {0: "A"}, "rules": {0: "A", 1: "W"}, "shares": {0: "A", 1: "W"}},
        options.output / "roles.onnx",
    )  # fmt: skip
    answers = ["roles", "stage", "polarity", "certainty"]
    graph(
        Claims(network),
        (torch.randn(count, size), torch.tensor([3, 7]), torch.randint(0, 4, (2, count)),
         torch.zeros(2, STANDING_FEATURES)),
        ["words", "anchors", "rules", "features"], answers,
        {"words": {0: "W"}, "anchors": {0: "A"}, "rules": {0: "A", 1: "W"}, "features": {0: "A"},
         "roles": {0: "A", 1: "W"}, "stage": {0: "A"}, "polarity": {0: "A"}, "certainty": {0: "A"}},
        options.output / "claims.onnx",
    )  # fmt: skip
    heads = {
        name.replace(".", "_"): value.numpy().astype(np.float16)
        for name, value in network.state_dict().items()
        if name.startswith(("words.", "cue.", "standing.", "acts."))
    }
    np.savez_compressed(options.output / "heads.npz", allow_pickle=False, **heads)
    tokenizer = json.loads((base_model() / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    (options.output / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    names = ("encoder.onnx", "roles.onnx", "claims.onnx", "heads.npz", "tokenizer.json")
    digest = hashlib.sha256(b"".join((options.output / name).read_bytes() for name in names)).hexdigest()
    (options.output / "version.txt").write_text(f"{digest[:12]}\n", encoding="ascii")
    for name in names:
        print(f"{name}\t{(options.output / name).stat().st_size / 1e6:.1f} MB")


def graph(
    module: nn.Module,
    example: tuple[Tensor, ...],
    inputs: list[str],
    outputs: list[str],
    axes: dict[str, dict[int, str]],
    target: Path,
) -> None:
    """Write a module as an ONNX graph with weights of eight bits."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole, ready = Path(folder) / "whole.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            module, example, str(whole), input_names=inputs, output_names=outputs, dynamic_axes=axes,
            opset_version=17, dynamo=False,
        )  # fmt: skip
        quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )  # fmt: skip
        shutil.copy(whole, target.with_suffix(".float.onnx"))
        onnx.checker.check_model(str(target))


if __name__ == "__main__":
    main()
