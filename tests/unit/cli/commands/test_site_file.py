"""The site's file: written, found, checked, and the defaults of options."""

import json
from pathlib import Path

import pytest
from tests.support.kept import english, keep
from tests.unit.cli.conftest import Run

from callgrade.cli.site.site_settings import option_defaults, site_defaults
from callgrade.errors import ExitCode
from callgrade.store import open_store


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, and no site's file from elsewhere."""
    monkeypatch.delenv("CALLGRADE_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


class TestInit:
    ANSWERS = ("--recordings", "calls", "--store", "a: b.db", "--company", 'Ü "x" # y', "--time-zone", "Europe/Oslo",
               "--cdr", "Master.csv", "--days", "30")  # fmt: skip

    def test_what_is_written_is_what_was_said(self, run: Run, folder: Path) -> None:
        assert run("init", *self.ANSWERS).exit_code == ExitCode.OK
        said = site_defaults(folder / "callgrade.yaml")
        assert (said.recordings, said.store, said.company) == (folder / "calls", str(folder / "a: b.db"), 'Ü "x" # y')
        assert (said.cdr, said.agents, said.language) == ((folder / "Master.csv",), None, None)
        shown = run("config", "show").stdout
        assert "time_zone: Europe/Oslo" in shown
        assert "days: 30" in shown

    def test_without_any_answer_the_file_says_nothing_and_can_be_read(self, run: Run) -> None:
        assert run("init").exit_code == ExitCode.OK
        assert run("config", "check").exit_code == ExitCode.OK

    def test_a_file_that_is_there_is_replaced_only_by_force(self, run: Run, folder: Path) -> None:
        (folder / "callgrade.yaml").write_text("# mine\n")
        assert run("init", *self.ANSWERS).exit_code == ExitCode.USAGE
        assert (folder / "callgrade.yaml").read_text() == "# mine\n"
        assert run("init", *self.ANSWERS, "--force").exit_code == ExitCode.OK

    def test_the_language_of_calls_is_not_that_of_pages(self, run: Run) -> None:
        assert run("init", "--language", "fr", "--ui-language", "nl").exit_code == ExitCode.OK
        shown = run("config", "show").stdout
        assert "defaults:\n  language: fr\n" in shown
        assert "interface:\n  language: nl\n" in shown

    def test_an_unknown_time_zone_is_refused(self, run: Run) -> None:
        assert run("init", "--time-zone", "Europe/Nowhere").exit_code == ExitCode.USAGE


class TestFinding:
    @pytest.fixture(autouse=True)
    def stores(self, folder: Path) -> None:
        """A store for each way in which a site's file may be found."""
        for name, calls in (("here", 1), ("named", 2), ("given", 3)):
            with open_store(folder / f"{name}.db") as store:
                keep(store, english(calls))
            (folder / f"{name}.yaml").write_text(f"defaults: {{store: {name}.db}}\n")

    def listed(self, run: Run, *options: str) -> int:
        return len(json.loads(run("calls", "--format", "json", *options).stdout))

    def test_an_option_wins_over_the_environment_and_that_over_the_working_directory(
        self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "here.yaml").rename(folder / "callgrade.yaml")
        assert self.listed(run) == 1
        monkeypatch.setenv("CALLGRADE_CONFIG", "named.yaml")
        assert self.listed(run) == 2
        assert self.listed(run, "--config", "given.yaml") == 3
        assert self.listed(run, "--config", "given.yaml", "--store", "here.db") == 1

    def test_a_command_takes_its_own_defaults_only(self, folder: Path) -> None:
        (folder / "all.yaml").write_text("defaults: {norms: own.yaml, tables: t, pages: p, company: Blue}\n")
        said = site_defaults(folder / "all.yaml")
        assert option_defaults(said, "export") == {"site": folder / "own.yaml", "out": folder / "t"}
        assert option_defaults(said, "report")["out"] == folder / "p"
        assert "out" not in option_defaults(said, "analyze")

    def test_the_company_counts_only_where_nothing_else_names_one(self, run: Run, folder: Path) -> None:
        (folder / "callgrade.yaml").write_text("defaults: {company: Bluebridge}\n")
        turns = [{"role": "agent", "text": "Good morning, Silverline Telecom."}]
        for name, facts in (("own", {"company": "Silverline Telecom"}), ("other", {})):
            (folder / f"{name}.json").write_text(json.dumps({"language": "en", "turns": turns, **facts}))
        cards = [
            json.loads(line)["call"]
            for line in run("analyze", "own.json", "other.json", "--format", "json").stdout.splitlines()
        ]
        assert [(card["company"], card["sources"]["company"]) for card in cards] == [
            ("Silverline Telecom", "transcript"), ("Bluebridge", "site file"),
        ]  # fmt: skip

    def test_export_needs_no_option_at_all(self, run: Run, folder: Path) -> None:
        (folder / "callgrade.yaml").write_text("defaults: {store: here.db, tables: tables}\n")
        assert run("export").exit_code == ExitCode.OK
        assert (folder / "tables" / "scorecards.csv").exists()


class TestCheck:
    def test_all_mistakes_are_shown_at_once_with_the_keys_that_were_meant(self, run: Run, folder: Path) -> None:
        (folder / "callgrade.yaml").write_text(
            "defaults: {recordings: gone, cdr: [gone.csv]}\n"
            "intake: {time_zon: Europe/Oslo, max_channels: many}\n"
            "batch: {scan: {stable: 1}}\n"
            "store: {retention: {sites: [{name: a, folder: [x], days: 1}]}}\n"
        )
        done = run("config", "check")
        assert done.exit_code == ExitCode.CONFIG
        for part in (
            "callgrade.yaml:2:20: intake.time_zon: unknown key. Did you mean time_zone?",
            "intake.max_channels",
            "batch.scan.stable: unknown key. Did you mean stable_s?",
            "store.retention.sites.0.folder: unknown key. Did you mean folders?",
            "gone is not there",
            "gone.csv is not there",
        ):
            assert part in done.stderr

    def test_files_that_are_named_are_read(self, run: Run, folder: Path) -> None:
        (folder / "agents.csv").write_text("who,where\n")
        (folder / "norms.yaml").write_text("site: A\nnorms: {no.such: {severity: minor}}\n")
        (folder / "callgrade.yaml").write_text(
            "defaults: {agents: agents.csv, norms: norms.yaml, store: 'postgresql://h:99999/d'}\n"
        )
        stderr = run("config", "check").stderr
        assert all(name in stderr for name in ("agents.csv", "norms.yaml", "port"))

    def test_a_wrong_value_hides_no_wrong_path_beside_it(self, run: Run, folder: Path) -> None:
        (folder / "file.csv").touch()
        (folder / "callgrade.yaml").write_text(
            "defaults: {recordings: file.csv, agents: gone.csv, cdr: no list, norms: ., store: ., colour: red}\n"
        )
        stderr = run("config", "check").stderr
        for part in (
            "defaults.cdr: it must be a list.",
            "defaults.colour: unknown key",
            f"recordings: {folder / 'file.csv'} is a file. Give a folder.",
            f"agents: {folder / 'gone.csv'} is not there",
            f"norms: {folder} is a folder. Give a file.",
            f"The store {folder} cannot be used: it is a folder. Give a file in it",
        ):
            assert part in stderr

    @pytest.mark.parametrize("text", ["- a\n", "42\n"])
    def test_a_file_without_keys_is_a_mistake(self, run: Run, folder: Path, text: str) -> None:
        (folder / "callgrade.yaml").write_text(text)
        assert run("config", "check").exit_code == ExitCode.CONFIG

    def test_without_a_file_there_is_nothing_to_check(self, run: Run) -> None:
        assert run("config", "check").exit_code == ExitCode.USAGE


def test_a_rescore_by_other_norms_than_the_batch_says_so(run: Run, folder: Path) -> None:
    with open_store(folder / "c.db") as store:
        keep(store, english(1))
        store.ledger.end_run(store.ledger.start_run({"profile": "service", "norms": "/etc/own.yaml"}), {})
    done = run("rescore", "--store", folder / "c.db", "--dry-run", "--workers", "1")
    assert "by the profile service and the norms of /etc/own.yaml; this command judges by" in done.stderr
