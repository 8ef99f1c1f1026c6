"""Whisper weights by faster-whisper's own names, from the model hub's local cache or the hub itself."""

from pathlib import Path

from faster_whisper.utils import available_models, download_model

from callgrade.errors import ModelError


def hub_weights(model: str) -> Path:
    """The folder of ``model`` in the hub's local cache, fetched if it is not there yet; raises ``ModelError``."""
    if "/" not in model and model not in available_models():
        raise ModelError(
            f"There is no model named {model!r}, and no such folder.",
            f"Choose one of {', '.join(available_models())}, or a folder of CTranslate2 weights.",
        )
    try:
        return Path(download_model(model, local_files_only=True))
    except (OSError, ValueError):
        return _fetched(model)


def _fetched(model: str) -> Path:
    try:
        return Path(download_model(model))
    except Exception as error:  # the hub's client lets errors of several network libraries through
        raise ModelError(
            f"The weights of {model!r} are not on this machine and cannot be fetched ({type(error).__name__}).",
            "Fetch them once with a connection, give a folder, or use the model base, which needs no network.",
        ) from error
