"""Where the recogniser's weights are: ``base`` from installed packages, a folder, or faster-whisper's hub names."""

from pathlib import Path

from platformdirs import user_cache_path

from callgrade.config.recognition import Device, RecognitionSettings
from callgrade.errors import ModelError
from callgrade.hearing.recognition.bundle import BASE, Bundle, bundled_weights

BUNDLES: dict[str, Bundle] = {"base": BASE}
NEEDED = ("model.bin", "config.json", "tokenizer.json")


def default_cache() -> Path:
    """The user's cache folder for weights."""
    return user_cache_path("callgrade") / "models"


def find_weights(model: str, cache: Path | None = None) -> Path:
    """The folder with the weights of ``model``: "base", a folder of CTranslate2 weights, or a faster-whisper name.

    Only a name other than "base" may use the network. Raises ``ModelError`` that says what to do.
    """
    if model in BUNDLES:
        return bundled_weights(BUNDLES[model], cache or default_cache())
    folder = Path(model)
    if folder.is_dir():
        return _checked(folder)
    return _from_hub(model)


def weights_to_load(model: str, settings: RecognitionSettings) -> Path:
    """The folder that the recogniser loads: of the bundled weights those in 8 bits, if the processor takes these.

    Raises ``ModelError``.
    """
    from callgrade.hearing.recognition.eight_bits import in_eight_bits  # loads numpy, which the command does without

    weights = find_weights(model)
    rounded = settings.device is Device.CPU and settings.compute_type[Device.CPU] == "int8"
    return in_eight_bits(weights) if rounded and model in BUNDLES else weights


def fetch_weights(model: str) -> None:
    """Fetch weights that only the hub has, so that no later step waits for a network; raises ``ModelError``."""
    if model not in BUNDLES and not Path(model).is_dir():
        _from_hub(model)


def _from_hub(model: str) -> Path:
    from callgrade.hearing.recognition.hub import hub_weights  # its library takes a while to load

    return hub_weights(model)


def _checked(folder: Path) -> Path:
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if missing:
        raise ModelError(
            f"{folder} is not a folder of Whisper weights: {', '.join(missing)} missing.",
            "Give a folder with CTranslate2 weights (as faster-whisper uses), or a model's name such as base.",
        )
    return folder
