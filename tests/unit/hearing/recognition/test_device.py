"""The errors if a GPU is requested and something that it needs is missing.

The machines that run these tests have no GPU, so what lies behind a GPU that is there is replaced here; that there is
none is real.
"""

import ctypes
from pathlib import Path
from types import SimpleNamespace

import pytest

from callgrade.config.hearing import HearingSettings
from callgrade.config.recognition import Device, RecognitionSettings
from callgrade.errors import ExitCode, ModelError
from callgrade.hearing.recognition import device
from callgrade.hearing.recognition.device import check_device, compute_types, gpus
from callgrade.hearing.recognition.recogniser import Recogniser
from callgrade.hearing.recognition.weights import find_weights

without_gpu = pytest.mark.skipif(gpus() > 0, reason="there is a GPU here")


@pytest.fixture
def on_cuda(hearing: HearingSettings) -> RecognitionSettings:
    return hearing.recognition.model_copy(update={"device": Device.CUDA})


@pytest.fixture
def one_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """A GPU of CTranslate2's telling, on Linux."""
    told = SimpleNamespace(
        get_cuda_device_count=lambda: 1, get_supported_compute_types=lambda _: {"float16", "float32", "int8_float16"}
    )
    monkeypatch.setattr(device, "ctranslate2", told)
    monkeypatch.setattr(device, "sys", SimpleNamespace(platform="linux"))


def test_only_the_compute_type_of_the_processor_is_checked(hearing: HearingSettings) -> None:
    check_device(Device.CPU, hearing.recognition.compute_type[Device.CPU])
    with pytest.raises(ModelError, match=r"cpu here cannot compute with float8.*compute_type\.cpu to one of.*int8"):
        check_device(Device.CPU, "float8")


@without_gpu
def test_without_a_gpu_nothing_is_loaded_and_the_error_names_what_is_needed(on_cuda: RecognitionSettings) -> None:
    assert compute_types(Device.CUDA) == ()
    with pytest.raises(ModelError, match=r"no GPU that recognition can use.*nvidia-smi.*--device cpu") as caught:
        Recogniser(find_weights("base"), on_cuda)
    assert caught.value.exit_code is ExitCode.MODEL


def test_without_cublas_the_error_says_how_to_install_it(one_gpu: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "CUBLAS", "libcublas.so.none")
    with pytest.raises(ModelError, match=r"libcublas\.so\.none.*pip install -c constraints.txt '\.\[gpu\]'"):
        check_device(Device.CUDA, "float16")


def test_cublas_of_the_installed_package_is_tried_before_the_systems(
    one_gpu: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tried: list[str] = []
    package = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(device, "find_spec", lambda _: package)
    monkeypatch.setattr(ctypes, "CDLL", lambda path, **_: tried.append(path))
    check_device(Device.CUDA, "float16")
    assert tried == [f"{tmp_path}/lib/libcublas.so.12"]


def test_the_error_for_an_old_gpu_names_the_compute_types_it_supports(
    one_gpu: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: None)
    with pytest.raises(ModelError, match=r"compute_type\.cuda to one of float16, float32, int8_float16"):
        check_device(Device.CUDA, "bfloat16")
