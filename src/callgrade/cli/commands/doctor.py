"""``callgrade doctor``: checks that this machine has everything that scoring a call needs."""

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import click

from callgrade import __version__
from callgrade.cli.edge import say
from callgrade.cli.options import grading_options
from callgrade.errors import ExitCode, ModelError

if TYPE_CHECKING:
    from callgrade.config.settings import Settings
    from callgrade.grading.spec import GraderSpec

_LIBRARIES = ("faster-whisper", "ctranslate2", "onnxruntime", "av", "librosa", "swift-f0", "numpy", "pandas")


@click.command()
@grading_options
def doctor(spec: "GraderSpec") -> ExitCode:
    """Check that this machine has everything that scoring needs.

    Shows versions, the device for recognition, weights and their checksum, codecs, cores, and the hashes of the
    configuration and the norms. Exit code 8: the weights are missing or damaged, or the device cannot be used; 4: the
    configuration or the norm pack cannot be read.
    """
    for name, value in (*_machine(), *_codecs(), *_judging(spec), *_encoder()):
        _row(name, value)
    return max(_device(spec.settings), _weights(spec.model_name))


def _row(name: str, value: str) -> None:
    from callgrade.text import plain

    click.echo(f"{name:<14} {plain(value)}")


def _machine() -> Iterator[tuple[str, str]]:
    yield "callgrade", __version__
    yield "python", f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield "cores", str(len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count())
    for library in _LIBRARIES:
        yield library, _version(library)


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "missing"


def _codecs() -> Iterator[tuple[str, str]]:
    from callgrade.intake.audio.decode import decoders

    found = decoders()
    missing = ", ".join(name for name, present in found.items() if not present)
    yield "codecs", f"{sum(found.values())} of {len(found)}" + (f", without {missing}" if missing else "")


def _judging(spec: "GraderSpec") -> Iterator[tuple[str, str]]:
    from callgrade.config.folder import configs_folder
    from callgrade.config.load import settings_hash
    from callgrade.norms.pack.load import languages, load_pack

    folder = configs_folder()
    yield "configuration", f"{settings_hash(spec.settings)} ({folder})"
    spoken = languages(folder)
    hashes = ", ".join(f"{code} {load_pack(folder, code, spec.profile, spec.site).hash}" for code in spoken)
    yield "norms", f"{len(load_pack(folder, None, spec.profile, spec.site).norms)} norms, words: {hashes}"


def _device(settings: "Settings") -> ExitCode:
    from callgrade.config.recognition import Device
    from callgrade.hearing.recognition.device import check_device, compute_types, gpus

    _row("GPUs", f"{gpus()}, compute types {', '.join(compute_types(Device.CUDA))}" if gpus() else "none for CUDA")
    device, by_device = settings.hearing.recognition.device, settings.hearing.recognition.compute_type
    _row("device", f"{device}, computing with {by_device[device]}")
    try:
        check_device(device, by_device[device])
    except ModelError as error:
        say(str(error))
        return error.exit_code
    return ExitCode.OK


def _encoder() -> Iterator[tuple[str, str]]:
    from callgrade.hearing.recognition.weights import default_cache
    from callgrade.meaning.encoder_weights import NAME, find_encoder

    found = find_encoder(default_cache()) is not None
    yield "meaning", NAME if found else "no sentence encoder: norms are judged by phrases alone"


def _weights(model: str) -> ExitCode:
    from callgrade.hearing.recognition.bundle import check_weights
    from callgrade.hearing.recognition.eight_bits import FOLDER, is_intact
    from callgrade.hearing.recognition.weights import BUNDLES, default_cache, find_weights

    try:
        folder = find_weights(model)
    except ModelError as error:
        _row("model", f"{model}: missing or damaged")
        say(str(error))
        return error.exit_code
    _row("model", f"{model} ({folder})")
    if model not in BUNDLES:
        _row("checksum", "not known for this model")
        return ExitCode.OK
    states = {**check_weights(BUNDLES[model], default_cache()), FOLDER: is_intact(folder)}
    damaged = [name for name, intact in states.items() if not intact]
    _row("checksum", f"damaged: {', '.join(damaged)}" if damaged else "as published")
    if damaged:
        say(f"The weights in {folder} are damaged. Remove that folder and start again.")
    return ExitCode.MODEL if damaged else ExitCode.OK
