"""A whole night runs where the service of ``callgrade schedule`` lets it: read-only folders, and no network."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from callgrade.cli.nights.systemd_units import CACHE

ROOT = Path(__file__).parents[2]
CALLS = ("10_wrong_number.ogg", "08_unanswered.wav")
PROTECTED = """
mount --bind "$1" "$1" && mount -o remount,bind,ro / || exit 77
shift
exec "$@"
"""


def is_possible() -> bool:
    unshare = shutil.which("unshare")
    asked = ["unshare", "--map-root-user", "--mount", "--net", "sh", "-c", PROTECTED, "sh", "/tmp", "true"]
    return unshare is not None and subprocess.run(asked, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with two recordings, and its file; everything that a night may write is in one folder."""
    folder = tmp_path_factory.mktemp("site")
    for name in ("recordings", "results", "home"):
        (folder / name).mkdir()
    for name in CALLS:
        shutil.copy(ROOT / "sample_audio" / name, folder / "recordings")
        os.utime(folder / "recordings" / name, (0, 0))
    file = folder / "callgrade.yaml"
    file.write_text(
        "defaults: {recordings: recordings, store: results/calls.db, tables: results/tables, pages: results/pages}\n"
        "store: {retention: {days: 36000}}\n",
        encoding="utf-8",
    )
    return file


def unit_of(site: Path) -> str:
    asked = [sys.executable, "-P", "-m", "callgrade", "schedule", "--config", str(site), "--part", "service"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


def steps_of(unit: str) -> list[list[str]]:
    return [shlex.split(line) for line in re.findall("^ExecStart=:(.*)$", unit, re.MULTILINE)]


def environment(site: Path, unit: str) -> dict[str, str]:
    """What the unit says, with a cache beside the results in place of the one that systemd makes."""
    said = dict(re.findall('^Environment="(.*?)=(.*)"$', unit, re.MULTILINE))
    moved = {name: value.replace(CACHE, str(site.parent / "results" / "cache")) for name, value in said.items()}
    return {"HOME": str(site.parent / "home"), "PATH": os.environ["PATH"], "OMP_NUM_THREADS": "1"} | moved


@pytest.mark.slow
@pytest.mark.skipif(not is_possible(), reason="needs the right to make a read-only mount without a network")
def test_a_night_needs_no_network_and_writes_only_in_the_folders_of_its_results(site: Path) -> None:
    results = site.parent / "results"
    unit = unit_of(site)
    for step in steps_of(unit):
        inside = ["sh", "-c", PROTECTED, "sh", str(results), *step]
        done = subprocess.run(
            ["unshare", "--map-root-user", "--mount", "--net", *inside],
            cwd="/",
            env=environment(site, unit),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{step}: {done.stderr}"
    table = (results / "tables" / "scorecards.csv").read_text(encoding="utf-8")
    assert all(name in table for name in CALLS)
    assert (results / "pages" / "index.html").is_file()
