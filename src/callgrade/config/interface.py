"""Settings of what people read; values, units and sources in ``configs/callgrade.yaml``."""

from callgrade.config.section import Section
from callgrade.config.ui_language import UiLanguage


class InterfaceSettings(Section):
    """The section ``interface``. ``language``: ``None`` = that of the system."""

    language: UiLanguage | None
