"""The worked example of docs/how-to/own-norms.md does what its table says, and holidays fall when a site says."""

import re
from pathlib import Path

import pytest
from tests.support.packs import shipped_pack

from callgrade.config.folder import configs_folder
from callgrade.model.finding import Severity
from callgrade.model.record import Direction
from callgrade.norms.evaluate import evaluate
from callgrade.norms.pack import check
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.load import load_pack
from callgrade.norms.pack.word_files import Example, ExampleRecord
from callgrade.norms.preparation import prepare_call

PAGE = (Path(__file__).parents[4] / "docs" / "how-to" / "own-norms.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| `([\w.]+)` \| (\w+) \| (\w+) \|$", PAGE, re.MULTILINE)
PROFILES = ("service", "sales", "elderly", "reception")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the page."""
    found = re.search(r"```yaml\n# (\S+)\n(.*?)```", PAGE, re.DOTALL)
    assert found
    path = tmp_path_factory.mktemp("site") / found[1]
    path.write_text(found[2], encoding="utf-8")
    return path


def verdict(said: str, norm: str, site: Path | None, record: ExampleRecord | None = None) -> str:
    pack = load_pack(configs_folder(), "en", "service", site)
    example = Example(dialogue=f"customer: Hello.\nagent: {said}", record=record or ExampleRecord())
    heard = read_dialogue(example, "en", Direction.INBOUND)
    findings = evaluate(pack, prepare_call(pack, heard.conversation, heard.record, heard.measurements))
    return next(str(finding.verdict) for finding in findings if finding.norm == norm)


def test_the_table_has_all_its_rows() -> None:
    assert len(ROWS) == 5


@pytest.mark.parametrize(("said", "norm", "without", "with_it"), ROWS)
def test_the_table_of_the_page_is_true(said: str, norm: str, without: str, with_it: str, site: Path) -> None:
    known = ExampleRecord(company="Harbour Ferries")
    assert (verdict(said, norm, None, known), verdict(said, norm, site, known)) == (without, with_it)


def test_a_site_sets_limits_severity_and_advice(site: Path) -> None:
    pack = load_pack(configs_folder(), "en", "service", site)
    ring_time, jargon = pack.norm("answering.ring_time"), pack.norm("wording.no_jargon")
    assert ring_time
    assert jargon
    assert pack.language
    check = ring_time.parameters.model_dump()["checks"]["ringing.ring_to_answer"]
    assert (check["upper"], check["tolerance"], jargon.severity) == (15, 10, Severity.MAJOR)
    assert pack.language.norms["closing.good_wish"].advice == 'Close with "fair winds".'


def test_the_shipped_examples_hold_with_it(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "languages", lambda _: ("en",))
    assert check.check_pack(configs_folder(), "service", site).problems == ()


@pytest.mark.parametrize(("day", "expected"), [("2026-04-05", "pass"), ("2026-05-05", "fail")])
def test_a_wish_for_a_holiday_fits_on_its_days(day: str, expected: str, site: Path) -> None:
    record = ExampleRecord(started=f"{day}T10:00")
    assert verdict("Goodbye, and happy Easter!", "greeting.time_of_day", site, record) == expected
    assert verdict("Goodbye, and happy Easter!", "greeting.time_of_day", None, record) == "not_applicable"


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_can_be_read_and_keeps_the_norms(profile: str) -> None:
    judged = {norm.id for norm in load_pack(configs_folder(), None, profile).norms}
    assert ({"closing.address", "closing.opening_hours"} <= judged) is (profile == "reception")
    assert judged >= {norm.id for norm in shipped_pack(None).norms}
