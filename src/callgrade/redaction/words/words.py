"""The words of all languages, and the lexicon of one call."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from callgrade.redaction.words.build_lexicon import build_lexicon
from callgrade.redaction.words.lexicon import Lexicon
from callgrade.redaction.words.words_file import LanguageWords

_SAME_AS = {"no": "nb", "nn": "nb", "yue": "zh"}
_SECOND = "en"
"""Whose digits turn up in calls of other languages."""


@dataclass(frozen=True)
class RedactionWords:
    """``languages``: by ISO 639-1 code."""

    languages: Mapping[str, LanguageWords]
    _built: dict[str | None, Lexicon] = field(default_factory=dict, compare=False, repr=False)

    def lexicon(self, language: str | None) -> Lexicon:
        """The lexicon of a call in ``language``; of all languages at once where it is unknown or has no words."""
        code = _SAME_AS.get(language or "", language)
        key = code if code in self.languages else None
        if key not in self._built:
            main = [self.languages[key]] if key else list(self.languages.values())
            second = [self.languages[_SECOND]] if key and key != _SECOND and _SECOND in self.languages else []
            self._built[key] = build_lexicon(main, second)
        return self._built[key]
