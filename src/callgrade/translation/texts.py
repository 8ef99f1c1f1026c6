"""The texts of one language, from its catalogue; and numbers and dates as it writes them."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, cached_property
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

from babel import Locale
from babel.dates import format_datetime
from babel.numbers import get_decimal_symbol, get_group_symbol

from callgrade.config.ui_language import UI_LANGUAGES
from callgrade.translation.languages import ENGLISH, TAGS

CATALOGUES = "locale"
DOMAIN = "callgrade"
NORM = "norm"
"""The context of texts of the norm pack."""

DATE = "date"
"""The context of patterns of dates."""

MOMENT, DAY, BRIEF_MOMENT, BRIEF_DAY, MONTH = "EEE d MMM y, HH:mm", "EEE d MMM y", "d MMM HH:mm", "d MMM", "MMM"
DATE_PATTERNS = (MOMENT, DAY, BRIEF_MOMENT, BRIEF_DAY, MONTH)
"""Patterns of the Unicode CLDR (UTS 35, part 4), which a catalogue may replace."""

_BETWEEN = "\x04"  # between context and text in a catalogue, as gettext writes it


class Texts:
    """What the program says in ``language``. An English text is its own key, so it is shown where there is no other."""

    def __init__(self, language: str) -> None:
        """``language``: one of ``UI_LANGUAGES``."""
        self.language = language
        self.tag = TAGS.get(language, language)
        self._catalogue = _catalogue(language)

    def tr(self, text: str, /, **values: object) -> str:
        """The translation of ``text``, its ``{names}`` filled with ``values``."""
        return _filled(self._catalogue.gettext(text) if text else text, values)

    def ctr(self, context: str, text: str, /, **values: object) -> str:
        """As ``tr``; ``context`` tells apart what is one word in English, such as "pass" as a verdict."""
        return _filled(self._catalogue.pgettext(context, text) if text else text, values)

    def ntr(self, one: str, many: str, count: int, /, **values: object) -> str:
        """As ``tr``, in the form for ``count``, which fills ``{n}``."""
        return _filled(self.plural(one, many, count), {"n": self.number(f"{count:,}"), **values})

    def plural(self, one: str, many: str, count: int) -> str:
        """The form for ``count``, not yet filled."""
        return self._catalogue.ngettext(one, many, count)

    def norm(self, text: str | None) -> str:
        """A text of the norm pack, of whichever language it was stored in; a site's own text stays as it is."""
        return self.ctr(NORM, _english_of_norms().get(text, text)) if text else ""

    def number(self, english: str) -> str:
        """A number that is written as in English (1,234.5), with the signs of this language."""
        return english.translate(self._signs)

    def moment(self, at: date, pattern: str) -> str:
        """``at`` by one of ``DATE_PATTERNS``."""
        if pattern not in DATE_PATTERNS:
            raise ValueError(f"{pattern!r} is in no catalogue")
        shown = datetime(at.year, at.month, at.day) if not isinstance(at, datetime) else at.replace(tzinfo=None)
        return format_datetime(shown, self.ctr(DATE, pattern), locale=self._locale)

    @cached_property
    def _locale(self) -> Locale:
        return Locale.parse(self.language)

    @cached_property
    def _signs(self) -> Mapping[int, str]:
        return str.maketrans({",": get_group_symbol(self._locale), ".": get_decimal_symbol(self._locale)})


@cache
def texts_in(language: str) -> Texts:
    """The texts of ``language``."""
    return Texts(language)


def _filled(text: str, values: Mapping[str, object]) -> str:
    return text.format(**values) if values else text


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == ENGLISH:
        return NullTranslations()
    path = files("callgrade") / CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    with path.open("rb") as file:
        return GNUTranslations(file)


@cache
def _english_of_norms() -> Mapping[str, str]:
    """A text of the norm pack in another language → the English one: advice is stored in the language of the call."""
    found: dict[str, str] = {}
    for language in UI_LANGUAGES:
        for key, text in vars(_catalogue(language)).get("_catalog", {}).items():
            if isinstance(key, str) and key.startswith(NORM + _BETWEEN):
                found.setdefault(text, key.partition(_BETWEEN)[2])
    return found
