"""The device for recognition: the processor, or an NVIDIA GPU through CUDA 12 and cuBLAS.

It is checked before weights are loaded, because CTranslate2 finds a missing cuBLAS only at the first window.
"""

import ctypes
import sys
from collections.abc import Iterator
from importlib.util import find_spec

import ctranslate2

from callgrade.config.recognition import Device
from callgrade.errors import ModelError, how_to_install

CUBLAS = "libcublas.so.12"
CUBLAS_PACKAGE = "nvidia.cublas"
USE_CPU = "or use --device cpu"


def check_device(device: Device, compute_type: str) -> None:
    """Make sure that ``device`` can compute with ``compute_type``; raises ``ModelError`` with what is missing."""
    if device is Device.CUDA:
        _check_gpu()
        _load_cublas()
    types = compute_types(device)
    if compute_type not in types:
        raise ModelError(
            f"The device {device} here cannot compute with {compute_type}.",
            f"Set hearing.recognition.compute_type.{device} to one of {', '.join(types)}.",
        )


def compute_types(device: Device) -> tuple[str, ...]:
    """The compute types of ``device`` here, by CTranslate2's names; empty if there is no such device."""
    if device is Device.CUDA and gpus() == 0:
        return ()
    return tuple(sorted(ctranslate2.get_supported_compute_types(str(device))))


def gpus() -> int:
    """How many GPUs CUDA lets this process use (``CUDA_VISIBLE_DEVICES`` counts)."""
    return int(ctranslate2.get_cuda_device_count())


def _check_gpu() -> None:
    if gpus() == 0:
        raise ModelError(
            "There is no GPU that recognition can use: CUDA shows none.",
            "An NVIDIA card, its driver for CUDA 12 and Linux on x86-64 are needed; see what nvidia-smi says, "
            f"{USE_CPU}.",
        )


def _load_cublas() -> None:
    """Load cuBLAS from where it is, so that CTranslate2, which looks for it by its bare name, finds it loaded."""
    if sys.platform != "linux":
        return
    faults = []
    for path in (*_installed_cublas(), CUBLAS):
        try:
            ctypes.CDLL(path, mode=ctypes.RTLD_GLOBAL)
        except OSError as error:
            faults.append(str(error))
        else:
            return
    raise ModelError(
        f"NVIDIA's library cuBLAS for CUDA 12 cannot be loaded: {'; '.join(faults)}.",
        f"{how_to_install('gpu')} (NVIDIA's own licence), {USE_CPU}.",
    )


def _installed_cublas() -> Iterator[str]:
    """Where the package of the extra ``gpu`` keeps the library."""
    try:
        package = find_spec(CUBLAS_PACKAGE)
    except ModuleNotFoundError:
        return
    for folder in (package and package.submodule_search_locations) or ():
        yield f"{folder}/lib/{CUBLAS}"
