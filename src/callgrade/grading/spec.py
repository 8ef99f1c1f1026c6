"""What calls are graded with, put together: settings, norm pack and recogniser, each made when it is first needed.

The choice itself is small. The libraries that listen are loaded where a grader is made, so that a command that only
hands the choice to its workers starts at once.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from callgrade.config.folder import configs_folder
from callgrade.config.settings import Settings
from callgrade.model.scorecard import Versions

if TYPE_CHECKING:
    from callgrade.grading.grader import Grader
    from callgrade.grading.judge import Judge
    from callgrade.grading.ruleset import Ruleset
    from callgrade.hearing.recognition.recogniser import Recogniser


@dataclass(frozen=True)
class GraderSpec:
    """The user's choice of what to grade with; small, so that it can travel to other processes.

    ``model``: a name or folder of weights, ``None``: as configured. ``profile``: name of the thresholds. ``site``: the
    user's own norms and words.
    """

    settings: Settings
    model: str | None
    profile: str
    site: Path | None

    def grader(self, threads: int | None = None) -> "Grader":
        """A grader of ``threads`` threads (``None``: as many as there are cores).

        Raises ``ConfigError`` for a pack that cannot be read, and later ``ModelError`` for missing weights.
        """
        from callgrade.grading.grader import Grader
        from callgrade.hearing.recognition.recogniser import Recogniser
        from callgrade.hearing.recognition.weights import find_weights
        from callgrade.redaction import load_redaction

        _sum_as_everywhere()
        model = self.model_name

        @cache
        def recogniser() -> "Recogniser":
            weights = find_weights(model)
            return Recogniser(weights, self.settings.hearing.recognition, threads or os.cpu_count() or 1)

        redaction = load_redaction(configs_folder() / "redaction")
        return Grader(self.settings, model, recogniser, self.judged_by.checked().pack, redaction)

    @property
    def model_name(self) -> str:
        """Name or folder of the weights."""
        return self.model or self.settings.hearing.recognition.model

    def judge(self) -> "Judge":
        """What heard calls are judged by; raises ``ConfigError``."""
        return self.judged_by.judge()

    def versions(self) -> Callable[[str | None], Versions]:
        """What stands on cards of calls in a language; raises ``ConfigError``."""
        return self.judged_by.checked().versions

    @property
    def judged_by(self) -> "Ruleset":
        """The part of it that judges."""
        from callgrade.grading.ruleset import Ruleset

        return Ruleset(self.settings, self.profile, self.site)


@cache
def _sum_as_everywhere() -> None:
    """Multiply matrices by one thread: how many share the sums decides how they are rounded, and so at times a word.

    Without it a call is heard a little otherwise where there are more cores, or ``OMP_NUM_THREADS`` is set.
    """
    import scipy.linalg  # noqa: F401  brings the second of the libraries that are limited here
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")
