"""Which site a call belongs to, so that the right rule of retention holds."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import PurePath

from callgrade.config.store import SiteSettings


def site_of(file: PurePath, sites: Iterable[SiteSettings]) -> str | None:
    """The first of ``sites`` with a pattern that fits a folder above ``file`` (its path below the recordings)."""
    folders = [folder.as_posix() for folder in file.parents]
    for site in sites:
        if any(fnmatchcase(folder, pattern) for folder in folders for pattern in site.folders):
            return site.name
    return None
