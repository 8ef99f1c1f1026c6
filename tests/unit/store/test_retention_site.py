"""The site of a recording."""

from pathlib import Path, PurePath
from time import time

import pytest
from pydantic import ValidationError

from callgrade.batch.found_files import FoundFile
from callgrade.batch.scan import scan
from callgrade.config.load import load_settings
from callgrade.config.store import SiteSettings
from callgrade.store import site_of

SITES = (
    SiteSettings(name="oslo", folders=("oslo",), days=90),
    SiteSettings(name="north", folders=("norway/*",), days=None),
    SiteSettings(name="any ö", folders=("fil[aä]ial",), days=1),
)

PATHS = ("call.wav", "oslo/call.wav", "oslo/2026/call.wav", "a/oslo/call.wav", "a/b/oslo/call.wav", "a/call.wav")


@pytest.mark.parametrize(
    ("path", "site"),
    [
        ("oslo/call.wav", "oslo"),
        ("oslo/2026/03/call.wav", "oslo"),
        ("norway/oslo/call.wav", "oslo"),  # the first that fits
        ("norway/bergen/call.wav", "north"),
        ("filäial/call.wav", "any ö"),
        ("a/b/oslo/call.wav", "oslo"),  # a name without a slash, at any depth
        ("oslo.wav", None),
        ("oslo2/call.wav", None),
        ("Oslo/call.wav", None),
        ("call.wav", None),
    ],
)
def test_a_call_belongs_to_the_first_site_whose_folders_match(path: str, site: str | None) -> None:
    assert site_of(PurePath(path), SITES) == site


@pytest.mark.parametrize(
    "pattern", ["oslo", "**/oslo", "*/oslo", "oslo/**", "oslo/*", "os*", "*", "**", "a/**/oslo", "*.wav", "oslo/"]
)
def test_a_pattern_means_the_same_for_a_site_and_for_a_scan(pattern: str, tmp_path: Path) -> None:
    for path in PATHS:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"sound")
    settings = load_settings().batch.scan.model_copy(update={"stable_s": 0}).narrowed((pattern,), ())
    scanned = {one.relative for one in scan(tmp_path, settings, time()) if isinstance(one, FoundFile)}
    site = SiteSettings(name="one", folders=(pattern,), days=1)
    assert {path for path in PATHS if site_of(PurePath(path), [site])} == scanned


@pytest.mark.parametrize("pattern", ["/oslo", "../oslo", "oslo//2026", ""])
def test_a_pattern_that_fits_nothing_below_the_folder_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError, match="no pattern for paths below the folder"):
        SiteSettings(name="one", folders=(pattern,), days=1)


def test_without_sites_a_call_has_none() -> None:
    assert site_of(PurePath("oslo/call.wav"), load_settings().store.retention.sites) is None
