"""Settings of what people read; values, units and sources in ``configs/callgrade.yaml``."""

from typing import Literal, get_args

from callgrade.config.section import Section

UiLanguage = Literal["en", "nl", "nb", "zh", "de"]
UI_LANGUAGES: tuple[str, ...] = get_args(UiLanguage)


class InterfaceSettings(Section):
    """The section ``interface``. ``language``: ``None`` = that of the system."""

    language: UiLanguage | None
