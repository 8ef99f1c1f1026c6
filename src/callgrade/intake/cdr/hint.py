"""What to write into ``batch.cdr.time_formats`` for times that could not be read."""

from collections.abc import Iterable
from datetime import datetime

from callgrade.config.batch import CdrSettings
from callgrade.intake.cdr.times import EPOCH_S, time_of

_KNOWN = (
    EPOCH_S,
    "%m/%d/%Y %I:%M:%S %p",
    "%d/%m/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%d/%m/%Y %I:%M %p",
    "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%d/%m/%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y, %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
    "%Y%m%d %H%M%S",
    "%Y%m%d%H%M%S",
    "%H:%M:%S UTC %Y-%m-%d",
    "%a, %d %b %Y %H:%M:%S %z",
)
_LIKELY_YEARS = range(2000, 2100)


def hint(times: Iterable[str], settings: CdrSettings) -> str:
    """Advice that names the usual forms that fit all of ``times``, if any."""
    texts = tuple(times)
    fitting = [form for form in _KNOWN if texts and all(_fits(text, form, settings) for text in texts)]
    forms = " or ".join(f'["{form}"]' for form in fitting)
    return "say in batch.cdr.time_formats how its times are written" + (f", such as {forms}" if forms else "")


def _fits(text: str, form: str, settings: CdrSettings) -> bool:
    time: datetime | None = time_of(text, settings.model_copy(update={"time_formats": (form,)}))
    return time is not None and time.year in _LIKELY_YEARS
