"""Find the site of a call, and so its retention rule."""

from collections.abc import Iterable
from pathlib import PurePath

from callgrade.config.store import SiteSettings
from callgrade.globs import fits


def site_of(file: PurePath, sites: Iterable[SiteSettings]) -> str | None:
    """The first of ``sites`` whose pattern matches ``file`` (a path below the recordings) or a parent folder."""
    return next((site.name for site in sites if fits(file.as_posix(), site.folders)), None)
