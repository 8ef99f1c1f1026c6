"""Make the network of voice activity that callgrade ships, from the one that faster-whisper bundles.

    uv run --group convert python scripts/convert_silero.py TARGET.onnx

Silero VAD 6 (MIT) in another shape: the weights are the same, the answers differ by rounding. As published, each
frame of 32 ms runs through convolutions over four moments, which are slow because they are so small, and every frame of
two overlapping blocks runs through them twice. Here each layer is one product of matrices for all frames, and only the
recurrent layer, which is cheap, hears a frame in both of its blocks; it hears all blocks side by side.

Input ``halves``: float32, shape (n, frames, 576), n ≥ 2 halves of blocks at 16 kHz, each frame of 512 samples after
the 64 before it. Output ``probabilities``: float32, shape (n − 1, 2 · frames), of each half and the half after it.
"""

import argparse
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

SHA256 = "4cbf549b8326f60f80f2536d9eefeb450a9abe83365a098031c89719f1be17d2"
FRAME = 576
STEP = 128  # samples from moment to moment; a spectrum is taken of two steps
MOMENTS = 4
BANDS = 129
LAYERS = ((MOMENTS, 1), (MOMENTS, 2), (2, 2), (1, 1))  # moments that go in and the stride, of each convolution
HIDDEN = 128
OPSET = 17

Floats = npt.NDArray[np.float32]
Tensors = Mapping[str, Floats]


def read_tensors() -> Tensors:
    """The published tensors by name; raises ``SystemExit`` if the file is not the one that was checked."""
    published = files("faster_whisper").joinpath("assets", "silero_vad_v6.onnx").read_bytes()
    if sha256(published).hexdigest() != SHA256:
        raise SystemExit("This faster-whisper bundles another network than the one that was checked.")
    graph = onnx.load_from_string(published).graph
    return {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}


class _Graph:
    """Nodes and weights of the network, in order."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        output = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def weight(self, value: npt.NDArray[Any]) -> str:
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def whole(self, *values: int) -> str:
        return self.weight(np.array(values, np.int64))

    def cut(self, x: str, axis: int, first: int, end: int, step: int = 1) -> str:
        return self.add("Slice", x, self.whole(first), self.whole(end), self.whole(axis), self.whole(step))


def as_matrix(kernel: Floats, moments: int, stride: int) -> Floats:
    """The convolution ``kernel`` (out, in, 3), padded by one, as a matrix from all moments to all moments."""
    given, taken, width = kernel.shape
    after = -(-moments // stride)
    matrix = np.zeros((taken, moments, given, after), np.float32)
    for moment in range(after):
        for tap in range(width):
            source = moment * stride + tap - 1
            if 0 <= source < moments:
                matrix[:, source, :, moment] = kernel[:, :, tap].T
    # Moments come first in what goes in and out: the spectra of a frame follow each other.
    return matrix.transpose(1, 0, 3, 2).reshape(moments * taken, after * given)


def _spectra(graph: _Graph, frames: str, tensors: Tensors) -> str:
    """Magnitudes of the four moments of each frame, shape (n, 516); the end of a frame is mirrored."""
    basis = tensors["encoder.feature_extractor.forward_basis_buffer"][:, 0, :].T
    mirrored = graph.cut(frames, 1, FRAME - 2, FRAME - 2 - STEP // 2, -1)
    steps = graph.add("Reshape", graph.add("Concat", frames, mirrored, axis=1), graph.whole(-1, MOMENTS + 1, STEP))
    first, second = graph.cut(steps, 1, 0, MOMENTS), graph.cut(steps, 1, 1, MOMENTS + 1)
    parts = [graph.add("MatMul", x, graph.weight(half)) for x, half in ((first, basis[:STEP]), (second, basis[STEP:]))]
    lines = graph.add("Add", *parts)
    squares = graph.add("Mul", lines, lines)
    power = graph.add("Add", graph.cut(squares, 2, 0, BANDS), graph.cut(squares, 2, BANDS, 2 * BANDS))
    return graph.add("Reshape", graph.add("Sqrt", power), graph.whole(-1, MOMENTS * BANDS))


def _encoded(graph: _Graph, x: str, tensors: Tensors) -> str:
    for layer, (moments, stride) in enumerate(LAYERS):
        name = f"encoder.conv_layers.{layer}"
        bias = np.tile(tensors[f"{name}.bias"], -(-moments // stride))
        matrix = as_matrix(tensors[f"{name}.weight"], moments, stride)
        x = graph.add("Relu", graph.add("Gemm", x, graph.weight(matrix), graph.weight(bias)))
    return x


def _in_blocks(graph: _Graph, encoded: str, shape: str) -> str:
    """Each half followed by the next one, shape (2 · frames, n − 1, 128): time first, as the recurrent layer has it."""
    halves = graph.add("Reshape", encoded, graph.add("Concat", shape, graph.whole(HIDDEN), axis=0))
    far = np.iinfo(np.int64).max
    both = graph.add("Concat", graph.cut(halves, 0, 0, -1), graph.cut(halves, 0, 1, far), axis=1)
    return graph.add("Transpose", both, perm=[1, 0, 2])


def _heard(graph: _Graph, x: str, tensors: Tensors) -> str:
    """Probabilities, shape (n − 1, 2 · frames, 1); each block begins with a state that has heard nothing."""
    recurrent = [graph.weight(tensors[f"onnx::LSTM_{number}"]) for number in (209, 210, 211)]
    output = graph.add("LSTM", x, *recurrent, hidden_size=HIDDEN)
    hidden = graph.add("Relu", graph.add("Transpose", graph.add("Squeeze", output, graph.whole(1)), perm=[1, 0, 2]))
    last = tensors["decoder.conv1d.weight"][0]
    summed = graph.add("MatMul", hidden, graph.weight(last))
    return graph.add("Sigmoid", graph.add("Add", summed, graph.weight(tensors["decoder.conv1d.bias"])))


def build(tensors: Tensors) -> onnx.ModelProto:
    """The whole network."""
    graph = _Graph()
    shape = graph.cut(graph.add("Shape", "halves"), 0, 0, 2)
    frames = graph.add("Reshape", "halves", graph.whole(-1, FRAME))
    encoded = _encoded(graph, _spectra(graph, frames, tensors), tensors)
    heard = _heard(graph, _in_blocks(graph, encoded, shape), tensors)
    graph.nodes.append(helper.make_node("Squeeze", [heard, graph.whole(2)], ["probabilities"]))
    taken = helper.make_tensor_value_info("halves", TensorProto.FLOAT, ["halves", "frames", FRAME])
    given = helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["blocks", "both"])
    whole = helper.make_graph(graph.nodes, "silero", [taken], [given], graph.weights)
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="callgrade")
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


def main() -> None:
    """Read faster-whisper's network, write this one, say its digest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    network = build(read_tensors()).SerializeToString(deterministic=True)
    options.target.write_bytes(network)
    print(f"{options.target}: {len(network)} bytes, SHA-256 {sha256(network).hexdigest()}")


if __name__ == "__main__":
    main()
