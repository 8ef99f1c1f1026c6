"""The documentation site builds without warnings, and a page of it loads nothing from elsewhere."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LOADED = re.compile(
    r'<(?:script|img|iframe)[^>]+src="([^"]+)"|<link[^>]+rel="(?:stylesheet|preload)"[^>]+href="([^"]+)"'
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "zensical.toml", folder)
    shutil.copytree(ROOT / "docs", folder / "docs")
    command = [str(Path(sys.executable).with_name("zensical")), "build", "--clean", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, "Warning" in done.stdout + done.stderr) == (0, False), done.stdout + done.stderr
    return folder / "site"


def test_every_page_becomes_a_page_of_the_site(site: Path) -> None:
    pages = [path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md") if path.name != "README.md"]
    assert [page for page in pages if not (site / page.with_suffix(".html")).is_file()] == []


def test_no_page_loads_fonts_scripts_or_pictures_from_elsewhere(site: Path) -> None:
    loaded = {a or b for page in site.rglob("*.html") for a, b in LOADED.findall(page.read_text(encoding="utf-8"))}
    assert loaded
    assert [address for address in loaded if "//" in address] == []
