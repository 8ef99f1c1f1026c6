"""What calls are graded with, put together: settings, norm pack and recogniser, each made when it is first needed."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import scipy.linalg  # noqa: F401  brings the second of the libraries that are limited below
from threadpoolctl import threadpool_limits

from callgrade.config.folder import configs_folder
from callgrade.config.settings import Settings
from callgrade.hearing.recognition import Recogniser
from callgrade.hearing.weights import find_weights
from callgrade.judging import Judge
from callgrade.model.scorecard import Versions
from callgrade.norms.pack import Pack, load_pack
from callgrade.pipeline import Grader
from callgrade.redaction import load_redaction


@dataclass(frozen=True)
class Equipment:
    """The user's choice of what to grade with; small, so that it can travel to other processes.

    ``model``: a name or folder of weights, ``None``: as configured. ``profile``: name of the thresholds. ``site``: the
    user's own norms and words.
    """

    settings: Settings
    model: str | None
    profile: str
    site: Path | None

    def grader(self, threads: int | None = None) -> Grader:
        """A grader of ``threads`` threads (``None``: as many as there are cores).

        Raises ``ConfigError`` for a pack that cannot be read, and later ``ModelError`` for missing weights.
        """
        _sum_as_everywhere()
        model = self.model or self.settings.hearing.recognition.model

        @cache
        def recogniser() -> Recogniser:
            weights = find_weights(model)
            return Recogniser(weights, self.settings.hearing.recognition, threads or os.cpu_count() or 1)

        redaction = load_redaction(configs_folder() / "redaction")
        return Grader(self.settings, model, recogniser, self._packs(), redaction)

    def judge(self) -> Judge:
        """What heard calls are judged by; raises ``ConfigError``."""
        return Judge(self.settings, self._packs())

    def versions(self) -> Callable[[str | None], Versions]:
        """What stands on cards of calls in a language; holds no packs. Raises ``ConfigError``."""

        @cache
        def versions(language: str | None) -> Versions:
            return self.judge().versions(language)

        versions(None)
        return versions

    def _packs(self) -> Callable[[str | None], Pack]:
        """The norm pack by language, each loaded once; one is loaded now, so that a mistake in it shows at once."""

        @cache
        def pack(language: str | None) -> Pack:
            return load_pack(configs_folder(), language, self.profile, self.site)

        pack(None)
        return pack


@cache
def _sum_as_everywhere() -> None:
    """Multiply matrices by one thread: how many share the sums decides how they are rounded, and so at times a word.

    Without it a call is heard a little otherwise where there are more cores, or ``OMP_NUM_THREADS`` is set.
    """
    threadpool_limits(limits=1, user_api="blas")
