"""Which site a call belongs to, so that the right rule of retention holds."""

from collections.abc import Iterable
from pathlib import PurePath

from callgrade.config.globs import fits
from callgrade.config.store import SiteSettings


def site_of(file: PurePath, sites: Iterable[SiteSettings]) -> str | None:
    """The first of ``sites`` with a pattern that fits ``file`` (its path below the recordings) or a folder above it."""
    return next((site.name for site in sites if fits(file.as_posix(), site.folders)), None)
