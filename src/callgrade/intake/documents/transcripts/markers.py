"""Marks in the text of a transcript that are no words: sounds, words that nobody understood, words taken out.

Recognisers and people write them in many ways: ``[BLANK_AUDIO]``, ``(typing)``, ``♪``, ``[inaudible]``, ``[PII]``,
``####``. Bracketed parts are sorted by the words in them (``intake.markers``), else by their form: a part that
is nothing but a marker is a sound; capitals inside a sentence stand for words that were taken out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from callgrade.config.intake import MarkerWords
from callgrade.intake.documents.transcripts.reader import PartWord
from callgrade.model.redaction import REMOVED, UNREAD, is_redacted
from callgrade.text import cleaned, fold, is_han

_BRACKETS = re.compile(
    r"\[[^\[\]]{0,60}\]|<[^<>]{0,60}>|\{{1,2}[^{}]{0,60}\}{1,2}|[【〔［][^【】〔〕［］]{0,60}[】〕］]"
)
_ROUND = re.compile(r"[(（][^()（）]{1,60}[)）]")
_STARS = re.compile(r"\*[^*]{1,60}\*")
_NOTES = re.compile(r"[♪♫🎵🎶][^♪♫🎵🎶]{0,300}[♪♫🎵🎶]|[♪♫🎵🎶]+")
_COVERED = re.compile(r"(?<![^\W_])(?:#{3,}|\*{3,}|_{3,}|[█▇■●•]{2,}|X{3,})(?![^\W_])")
_COVERING = frozenset("#*_█▇■●•X")
_LABEL = re.compile(r"[A-Z][A-Z0-9]*(?:[_ -][A-Z0-9]+)*")
_BETWEEN_WORDS = re.compile(r"[\W\d_]+")
_OPEN_OR_CLOSED = re.compile(r"[\[\]<>{}【】〔〕［］]")


def readable(text: object, markers: MarkerWords) -> str | None:
    """``text`` with placeholders for what cannot be read, without marks of sounds; ``None`` if nobody speaks."""
    written = cleaned(text) if isinstance(text, str) else ""
    if not written:
        return UNREAD
    whole = _whole(written, markers)
    if whole is not None:
        return whole or None
    words = _BRACKETS.sub(lambda match: _inside(match[0], markers), written)
    words = _ROUND.sub(lambda match: UNREAD if _is_unread(match[0], markers) else match[0], words)
    words = cleaned(_COVERED.sub(REMOVED, _NOTES.sub(" ", words)))
    return words if any(map(str.isalnum, words)) else None


def readable_words(words: Sequence[PartWord], markers: MarkerWords) -> list[PartWord]:
    """``words`` likewise; none if a marker is spread over several of them."""
    if any(_is_torn(word.text) for word in words):
        return []
    read = [replace(word, text=readable(word.text, markers)) for word in words if _is_text(word.text)]
    return [word for word in read if word.text is not None]


def _whole(text: str, markers: MarkerWords) -> str | None:
    """What a text that is nothing but one marker stands for, empty for a sound; ``None`` for other texts."""
    bare = text.strip(" .,!-–—")
    if bare and set(bare) <= {"?"}:
        return UNREAD
    if is_redacted(bare) or not any(form.fullmatch(bare) for form in (_BRACKETS, _ROUND, _STARS)):
        return None
    return _known(bare, markers, otherwise=REMOVED if _is_covered(bare) else "")


def _inside(marker: str, markers: MarkerWords) -> str:
    """What a marker in the middle of a text stands for."""
    if is_redacted(marker) or marker in (UNREAD, REMOVED):
        return marker
    content = marker.strip("[]<>{}【】〔〕［］ ")
    covered = _is_covered(marker) or _LABEL.fullmatch(content) is not None
    return _known(marker, markers, otherwise=REMOVED if covered else " ")


def _known(marker: str, markers: MarkerWords, otherwise: str) -> str:
    """The placeholder of a marker whose words are known, a blank for a sound."""
    if _is_unread(marker, markers):
        return UNREAD
    if _has_one(markers.sounds, marker):
        return "" if otherwise == "" else " "
    return REMOVED if _has_one(markers.removed, marker) else otherwise


def _is_unread(marker: str, markers: MarkerWords) -> bool:
    return _has_one(markers.unread, marker)


def _has_one(known: Iterable[str], marker: str) -> bool:
    content = fold(marker)
    words = frozenset(_BETWEEN_WORDS.split(content))
    return any(one in words or (is_han(one[0]) and one in content) for one in known)


def _is_covered(marker: str) -> bool:
    """Whether a marker holds nothing but signs that cover letters: ``[****]``."""
    content = marker.strip("[]<>{}()（）【】〔〕［］ ")
    return len(content) > 1 and set(content) <= _COVERING


def _is_text(text: object) -> bool:
    return isinstance(text, str) and bool(cleaned(text))


def _is_torn(text: object) -> bool:
    return isinstance(text, str) and _OPEN_OR_CLOSED.search(_BRACKETS.sub("", text)) is not None
