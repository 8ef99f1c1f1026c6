"""The documents are true and readable: commands, links, names, lengths of lines."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
SKIPPED = {".venv", ".venv-ci", "build", "node_modules"}
LONGEST = 120
DOCUMENTS = [path for path in sorted(ROOT.rglob("*.md")) if not SKIPPED & set(path.relative_to(ROOT).parts)]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUN = ROOT / ".ci" / "run"


def command(name: str) -> str:
    """The README's command of this name."""
    found = re.findall(rf"<!-- command: {name} -->\n```\n(.*?)\n```", README, re.DOTALL)
    assert len(found) == 1
    text: str = found[0]
    return text


def test_readme_commands_are_one_line_each_and_use_tested_versions() -> None:
    for name in ("demo", "tests"):
        assert "\n" not in command(name)
        assert "pip install -c constraints.txt" in command(name)


def test_ci_runs_the_command_of_the_readme() -> None:
    extraction = next(line for line in RUN.read_text(encoding="utf-8").splitlines() if line.startswith("command="))
    script = f'{extraction}\nprintf %s "$command"'
    done = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == command("tests")


def test_demo_takes_every_sample_call() -> None:
    pattern = command("demo").rpartition(" ")[2]
    listed = subprocess.run(["bash", "-c", f"ls {pattern}"], cwd=ROOT, capture_output=True, text=True, check=True)
    recordings = {path.name.removesuffix(".json") for path in (ROOT / "sample_audio").glob("*.json")}
    assert {Path(line).name for line in listed.stdout.split()} == recordings


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "explanation" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in folder.glob("0*.md") if f"({path.name})" not in listed] == []


def test_every_direct_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = project.partition("\ndependencies = [")[2].partition("\n]")[0]
    names = re.findall(r'"([A-Za-z0-9_.-]+)', block)
    reasons = (ROOT / "docs" / "explanation" / "decisions" / "0008-dependencies.md").read_text(encoding="utf-8")
    assert names
    assert [name for name in names if f"| {name}" not in reasons] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_point_to_existing_targets(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)", prose(path))
    assert [link for link in links if not leads_somewhere(path, *link)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_prose_has_lines_of_at_most_120_characters(path: Path) -> None:
    lines = prose(path).splitlines()
    assert [line for line in lines if len(line) > LONGEST and not line.lstrip().startswith("|")] == []


def test_every_page_is_in_the_navigation_of_the_site() -> None:
    listed = re.findall(r'"([\w/.-]+\.md)"', (ROOT / "zensical.toml").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))


def prose(path: Path) -> str:
    """The page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def leads_somewhere(path: Path, target: str, anchor: str) -> bool:
    """Whether the file exists and, if it is a page, has the heading."""
    found = path.parent / target if target else path
    if not anchor or not found.exists():
        return found.exists()
    headings = re.findall(r"^#+ (.*)", prose(found), re.MULTILINE)
    return anchor in {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
