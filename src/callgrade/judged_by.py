"""The user's choice of what to judge by: settings, profile and own norms. Needs no library that listens."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from callgrade.config.folder import configs_folder
from callgrade.config.settings import Settings
from callgrade.errors import ConfigError
from callgrade.judging import Judge
from callgrade.model.scorecard import Versions
from callgrade.norms.pack import Pack, load_pack


@dataclass(frozen=True)
class JudgedBy:
    """Small, so that it can travel to other processes.

    ``profile``: name of the thresholds. ``site``: the user's own norms and words.
    """

    settings: Settings
    profile: str
    site: Path | None

    def packs(self) -> Callable[[str | None], Pack]:
        """The norm pack by language, each loaded once; one is loaded now, so that a mistake shows at once.

        Raises ``ConfigError``.
        """

        @cache
        def pack(language: str | None) -> Pack:
            return load_pack(configs_folder(), language, self.profile, self.site)

        self._refuse_unknown_weights(pack(None))
        return pack

    def _refuse_unknown_weights(self, pack: Pack) -> None:
        known = {norm.id for norm in (*pack.norms, *pack.left_out)}
        for norm_id in self.settings.scoring.norm_weights.keys() - known:
            what = f"scoring.norm_weights: no norm is called {norm_id!r}."
            raise ConfigError(what, "Correct the id or remove it; callgrade norms list shows them.")

    def judge(self) -> Judge:
        """What heard calls are judged by; raises ``ConfigError``."""
        return Judge(self.settings, self.packs())

    def versions(self) -> Callable[[str | None], Versions]:
        """What stands on cards of calls in a language; holds no packs. Raises ``ConfigError``."""

        @cache
        def versions(language: str | None) -> Versions:
            return self.judge().versions(language)

        versions(None)
        return versions
