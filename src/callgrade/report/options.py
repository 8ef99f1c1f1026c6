"""The options of a report. They are stored, so that the same report can be written again."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from callgrade.config.export import ExportSettings
from callgrade.config.ui_language import UiLanguage


class ReportOptions(BaseModel):
    """``with_audio``: copies of the recordings lie beside the pages. ``language``: of the reader. The rest as in
    ``ExportOptions``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    settings: ExportSettings
    with_audio: bool = False
    language: UiLanguage = "en"
    since: date | None = None
    until: date | None = None
    team: str | None = None
    agent: str | None = None
