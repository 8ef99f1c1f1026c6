"""The language of a transcript whose record does not name it, from its letters.

A naive Bayes classifier of byte sequences for 97 languages (Lui and Baldwin 2012), kept by the package ``py3langid``.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from callgrade.config.intake import IntakeSettings
from callgrade.intake.facts import language_code
from callgrade.model.redaction import REMOVED, UNREAD


def text_language(texts: Iterable[str], settings: IntakeSettings) -> str | None:
    """ISO 639-1 code of the language of ``texts``; ``None`` where there is too little text or too much doubt."""
    text = " ".join(texts).replace(UNREAD, " ").replace(REMOVED, " ")
    if sum(character.isalpha() for character in text) < settings.language_min_letters:
        return None
    code, probability = _classifier().classify(text)
    return language_code(str(code)) if probability >= settings.language_min_probability else None


@lru_cache(maxsize=1)
def _classifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # a second to load, needed for few calls

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
