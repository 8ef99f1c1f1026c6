"""Texts, signs and buttons as a page shows them. A page has hundreds, so they are not left to the template."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from callgrade.export.clock import clock
from callgrade.export.for_people.terms import verdict_term
from callgrade.model.finding import Verdict
from callgrade.text import plain
from callgrade.translation.current import tr

_KEPT = 4096
"""Texts that are kept escaped: those of the program and of its norms, and the usual words of a language."""

_SIGNS = {
    Verdict.PASS: "✓",
    Verdict.PARTIAL: "◐",
    Verdict.FAIL: "✗",
    Verdict.CANNOT_TELL: "?",
    Verdict.NOT_APPLICABLE: "–",
}


@lru_cache(_KEPT)
def escaped(text: str) -> Markup:
    """A text that is shown often, as ``shown`` and escaped."""
    return escape(plain(text))


def shown(value: Any) -> Any:
    """Text from outside, without line breaks, control characters and marks of direction."""
    return plain(value) if type(value) is str else value  # a word of the model or a part of a page is clean


def filled(text: str, values: Mapping[str, Any]) -> Markup:
    """``text``, escaped, with ``values``, which are escaped as well unless they are parts of a page already."""
    whole = escaped(text)  # a text without values may come from outside, with braces
    if not values:
        return whole
    return Markup(str.format(whole, **{name: escape(shown(value)) for name, value in values.items()}))


def sign(verdict: Verdict) -> Markup:
    """The sign of a verdict, and its name for those who do not see it."""
    name = escaped(verdict_term(verdict))
    return Markup(f'<span class="sign {verdict}" role="img" aria-label="{name}">{_SIGNS[verdict]}</span>')


def play(at_s: float, what: str) -> Markup:
    """A button that plays the recording from a second."""
    time = clock(at_s)
    label = filled(tr("Play from {time}: {what}"), {"time": time, "what": what})
    return Markup(
        f'<button type="button" class="play" data-t="{round(at_s, 2)}" aria-label="{label}">▶ {time}</button>'
    )
