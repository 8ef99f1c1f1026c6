"""Which site a recording belongs to."""

from pathlib import PurePath

import pytest

from callgrade.config.load import load_settings
from callgrade.config.store import SiteSettings
from callgrade.store import site_of

SITES = (
    SiteSettings(name="oslo", folders=("oslo", "*/oslo"), days=90),
    SiteSettings(name="north", folders=("norway/*",), days=None),
    SiteSettings(name="any ö", folders=("fil[aä]ial",), days=1),
)


@pytest.mark.parametrize(
    ("path", "site"),
    [
        ("oslo/call.wav", "oslo"),
        ("oslo/2026/03/call.wav", "oslo"),
        ("norway/oslo/call.wav", "oslo"),  # the first that fits
        ("norway/bergen/call.wav", "north"),
        ("filäial/call.wav", "any ö"),
        ("oslo.wav", None),
        ("oslo2/call.wav", None),
        ("Oslo/call.wav", None),
        ("call.wav", None),
    ],
)
def test_the_first_site_whose_folders_fit(path: str, site: str | None) -> None:
    assert site_of(PurePath(path), SITES) == site


def test_without_sites_a_call_has_none() -> None:
    assert site_of(PurePath("oslo/call.wav"), load_settings().store.retention.sites) is None
