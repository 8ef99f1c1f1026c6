"""The texts that are in use. They are a matter of one context: another thread or worker begins with English."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from callgrade.translation.languages import ENGLISH
from callgrade.translation.texts import Texts, texts_in

_LANGUAGE: ContextVar[str] = ContextVar("language of the reader", default=ENGLISH)


@contextmanager
def in_language(language: str) -> Iterator[Texts]:
    """Speak ``language`` inside the block, and what was spoken before after it."""
    token = _LANGUAGE.set(language)
    try:
        yield texts_in(language)
    finally:
        _LANGUAGE.reset(token)


def texts() -> Texts:
    """The texts in use."""
    return texts_in(_LANGUAGE.get())


def tr(text: str, /, **values: object) -> str:
    """As ``Texts.tr``."""
    return texts().tr(text, **values)


def noted(text: str) -> str:
    """``text`` itself, which is written here and translated where it is shown."""
    return text


def ctr(context: str, text: str, /, **values: object) -> str:
    """As ``Texts.ctr``."""
    return texts().ctr(context, text, **values)


def ntr(one: str, many: str, count: int, /, **values: object) -> str:
    """As ``Texts.ntr``."""
    return texts().ntr(one, many, count, **values)


def norm_text(text: str | None) -> str:
    """As ``Texts.norm``."""
    return texts().norm(text)


def number(english: str) -> str:
    """As ``Texts.number``."""
    return texts().number(english)


def moment(at: date, pattern: str) -> str:
    """As ``Texts.moment``."""
    return texts().moment(at, pattern)
