"""The languages that readers can have. Without other imports, so that help is fast."""

from typing import Literal, get_args

UiLanguage = Literal["en", "nl", "nb", "zh", "de"]
UI_LANGUAGES: tuple[str, ...] = get_args(UiLanguage)
