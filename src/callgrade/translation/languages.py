"""Which language a reader has: as given, as configured, or that of the system."""

from collections.abc import Iterator, Mapping

from callgrade.config.language_code import code_of
from callgrade.config.ui_language import UI_LANGUAGES

ENGLISH = "en"
TAGS = {"zh": "zh-Hans"}
"""Tags of languages for HTML (BCP 47), where they say more than the code."""

_NO_LANGUAGE = {"c", "posix"}


def reader_language(given: str | None, configured: str | None, environment: Mapping[str, str]) -> str:
    """The language that an option gives, or else the configuration, or else the environment."""
    return given or configured or _of_environment(environment)


def _of_environment(environment: Mapping[str, str]) -> str:
    """The first language of the environment that there is, English if there is none.

    As gettext finds it (GNU gettext, "Locale Environment Variables"): ``LANGUAGE`` counts unless the locale is C.
    """
    locale = next(filter(None, (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "C")
    if locale.partition(".")[0].casefold() in _NO_LANGUAGE:
        return ENGLISH
    return next(_there(*environment.get("LANGUAGE", "").split(":"), locale), ENGLISH)


def _there(*locales: str) -> Iterator[str]:
    codes = (code_of(locale.partition(".")[0].partition("@")[0]) for locale in locales)
    return (code for code in codes if code in UI_LANGUAGES)
