"""The rules that calls are judged by: settings, profile and a site's norms. Loads no library for sound."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from callgrade.config.folder import configs_folder
from callgrade.config.settings import Settings
from callgrade.errors import ConfigError
from callgrade.grading.judge import Judge
from callgrade.grading.meant import Meaning, meaning_of
from callgrade.model.scorecard import Versions
from callgrade.norms.pack.load import load_pack
from callgrade.norms.pack.norm import Pack


@dataclass(frozen=True)
class Ruleset:
    """The settings, the name of the ``profile`` and the file of the ``site`` pack.

    Packs are loaded when they are first needed. They are not sent to other processes; the choice is.
    """

    settings: Settings
    profile: str
    site: Path | None
    _packs: dict[str | None, Pack] = field(default_factory=dict, init=False, repr=False, compare=False)
    _meaning: list[Meaning] = field(default_factory=list, init=False, repr=False, compare=False)
    _versions: dict[str | None, Versions] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the choice without what was loaded."""
        return Ruleset, (self.settings, self.profile, self.site)

    def checked(self) -> "Ruleset":
        """This ruleset; raises ``ConfigError`` if its norms or weights contain a mistake."""
        self.pack(None)
        return self

    def pack(self, language: str | None) -> Pack:
        """The norm pack for ``language``, loaded once; raises ``ConfigError``."""
        if language not in self._packs:
            self._packs[language] = self._load(language)
        return self._packs[language]

    def versions(self, language: str | None) -> Versions:
        """The versions on the cards of calls in ``language``; keeps no pack. Raises ``ConfigError``."""
        if language not in self._versions:
            self._versions[language] = Judge(self.settings, self._known_or_loaded).versions(language)
        return self._versions[language]

    def judge(self) -> Judge:
        """A judge with these rules; raises ``ConfigError``."""
        self.pack(None)
        return Judge(self.settings, self.pack)

    def _known_or_loaded(self, language: str | None) -> Pack:
        return self._packs.get(language) or self._load(language)

    def _by_meaning(self) -> Meaning:
        if not self._meaning:
            self._meaning.append(meaning_of(configs_folder(), self.site))
        return self._meaning[0]

    def _load(self, language: str | None) -> Pack:
        loaded = load_pack(configs_folder(), language, self.profile, self.site)  # first: it refuses what is no file
        pack = self._by_meaning().applied(loaded)
        known = {norm.id for norm in (*pack.norms, *pack.left_out)}
        for norm_id in self.settings.scoring.norm_weights.keys() - known:
            what = f"scoring.norm_weights: no norm is called {norm_id!r}."
            raise ConfigError(what, "Correct the id or remove it; callgrade norms list shows them.")
        return pack
