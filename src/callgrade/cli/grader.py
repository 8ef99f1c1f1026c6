"""The grader that the options ask for: settings, norm pack and recogniser, each made when it is first needed."""

import os
from functools import cache
from pathlib import Path

from callgrade.config.folder import configs_folder
from callgrade.config.settings import Settings
from callgrade.hearing.recognition import Recogniser
from callgrade.hearing.weights import find_weights
from callgrade.norms.pack import Pack, load_pack
from callgrade.pipeline import Grader


def make_grader(settings: Settings, model: str | None, profile: str, site: Path | None) -> Grader:
    """A grader; raises ``ConfigError`` for a pack that cannot be read, later ``ModelError`` for missing weights."""
    model = model or settings.hearing.recognition.model

    @cache
    def recogniser() -> Recogniser:
        return Recogniser(find_weights(model), settings.hearing.recognition, threads=os.cpu_count() or 1)

    @cache
    def pack(language: str | None) -> Pack:
        return load_pack(configs_folder(), language, profile, site)

    pack(None)
    return Grader(settings, model, recogniser, pack)
