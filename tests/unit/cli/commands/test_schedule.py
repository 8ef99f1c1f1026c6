"""The printed lines for systemd and cron run a whole night with exactly these words, for any name of the folder."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Run

from callgrade.cli.nights.crontab_line import LONGEST, cron_command, crontab
from callgrade.cli.nights.night_plan import NightPlan
from callgrade.cli.nights.systemd_units import service
from callgrade.cli.nights.systemd_words import systemd_command
from callgrade.store import open_store

WEIRD = [
    "plain", "two words", "-rf", "100% calls", "%H%%", "it's", 'say "hi"', "$HOME", "`id`", "$(id)", ";", "a;b",
    "&& id", "#x", "*", "~", "!!", "ünï 你好", "", "a\tb", "=1", "(x)", "<y>", "|", "'", '"',
    "\\%", "a\\", "\\x41", "\\\\",
]  # fmt: skip
WITHOUT_BACKSLASH = [word for word in WEIRD if "\\" not in word]
ECHO = (sys.executable, "-c", "import json, sys; print(json.dumps(sys.argv[1:]))")

analyze_units = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")


def cron_reads(line: str) -> tuple[str, str]:
    """The five fields of time, and the command as cron hands it to the shell: crontab(5)."""
    fields = re.match(r"((?:\S+\s+){5})(.*)", line)
    assert fields
    assert "\n" not in line
    command, standard_input = re.sub(r"\\%", "\0", fields[2]), ""
    command, _, standard_input = command.partition("%")
    assert standard_input == ""
    return fields[1].strip(), command.replace("\0", "%")


def argv_of_shell(command: str) -> list[str]:
    """The arguments that ``ECHO`` gets when the shell of cron runs ``command``."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/", "SHELL": "/bin/sh"}
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True, env=environment)
    arguments: list[str] = json.loads(done.stdout)
    return arguments


def systemd_reads(unit: str, folder: Path) -> list[str]:
    """The arguments as systemd understands the unit, after it found no fault in it."""
    path = folder / "callgrade.service"
    path.write_text(unit, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "--man=no", "verify", str(path)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"SYSTEMD_LOG_LEVEL": "debug", "SYSTEMD_UNIT_PATH": f"{folder}:", "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr
    of_kernels_to_come = "Failed to parse system call, ignoring"  # in systemd's own groups
    found_wrong = [line for line in done.stderr.splitlines() if line.startswith(f"{path}:")]
    assert [line for line in found_wrong if of_kernels_to_come not in line] == []
    found = re.search(r"Command Line: (.*)", done.stdout + done.stderr)
    assert found
    shown = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', found[1])
    return [re.sub(r"\\(.)", r"\1", quoted) or bare for quoted, bare in shown]


def night(*more: str) -> NightPlan:
    return NightPlan(((*ECHO, *more),), "root", time(22, 0), ("/data/re cordings",), ("/data/100%",))


def steps_of(unit: str) -> list[list[str]]:
    """The command and the arguments of each step, after the words that start callgrade."""
    lines = re.findall("^ExecStart=:(.*)$", unit, re.MULTILINE)
    words = [shlex.split(line) for line in lines]
    assert all(line[:4] == [sys.executable, "-P", "-m", "callgrade"] for line in words)
    return [line[4:] for line in words]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The site's file: where recordings, store, tables and pages are, and how long calls are kept."""
    for name in ("calls", "tables", "pages"):
        (tmp_path / name).mkdir()
    file = tmp_path / "callgrade.yaml"
    file.write_text(
        "defaults: {recordings: calls, store: calls.db, tables: tables, pages: pages}\n"
        "store: {retention: {days: 90}}\n",
        encoding="utf-8",
    )
    return file


@pytest.mark.parametrize("word", WITHOUT_BACKSLASH)
def test_cron_and_its_shell_pass_each_word_unchanged(word: str) -> None:
    command = cron_command([(*ECHO, word, "last")])
    assert command is not None
    fields, read = cron_reads(f"0 22 * * * {command}")
    assert fields == "0 22 * * *"
    assert argv_of_shell(read) == [word, "last"]


def test_cron_and_its_shell_pass_all_words_together_unchanged() -> None:
    line = crontab(night(*WITHOUT_BACKSLASH)).removesuffix("\n")
    assert argv_of_shell(cron_reads(line)[1]) == WITHOUT_BACKSLASH


@pytest.mark.parametrize("word", sorted(set(WEIRD) - set(WITHOUT_BACKSLASH)))
def test_words_that_cron_programs_read_differently_give_no_line(word: str) -> None:
    assert cron_command([[word]]) is None
    assert all(line.startswith("#") for line in crontab(night(word)).splitlines())


@analyze_units
@pytest.mark.parametrize("words", [WEIRD, ["-x"], ["%"]], ids=["all", "dash", "percent"])
def test_systemd_accepts_the_unit_and_passes_all_words_unchanged(words: list[str], tmp_path: Path) -> None:
    printable = [word.replace("\t", " ") for word in words if word]
    assert systemd_reads(service(night(*printable)), tmp_path) == [*ECHO, *printable]


@analyze_units
def test_systemd_mounts_recordings_and_store_first(run: Run, tmp_path: Path) -> None:
    unit = run("schedule", "/data/re cordings/100%", "--store", "/srv/calls/calls.db", "--part", "service").stdout
    (tmp_path / "callgrade.service").write_text(unit, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "--man=no", "verify", str(tmp_path / "callgrade.service")],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"SYSTEMD_LOG_LEVEL": "debug"},
    )
    mounted = re.findall(r"RequiresMountsFor: (.*) \(origin-file\)", done.stdout + done.stderr)
    assert {"/data/re cordings/100%", "/srv/calls"} <= set(mounted)


def test_a_folder_that_a_unit_cannot_name_is_not_mounted_first() -> None:
    assert "RequiresMountsFor" not in service(replace(night(), reads=('/data/say "hi"',)))


def test_a_missed_night_is_run_later_unless_it_has_an_end(run: Run) -> None:
    timer = ("schedule", "/data", "--store", "/data/calls.db", "--part", "timer")
    assert "Persistent=true" in run(*timer).stdout
    assert "Persistent=false" in run(*timer, "--until", "06:00").stdout


def test_words_for_systemd_are_quoted_one_by_one() -> None:
    assert systemd_command(["/x y/python", "100%", 'say "hi"', "a\\b", "$HOME"]) == (
        r'"/x y/python" "100%%" "say \"hi\"" "a\\b" "$HOME"'
    )


@analyze_units
def test_systemd_accepts_the_printed_units(run: Run, tmp_path: Path) -> None:
    for part, name in {"service": "callgrade.service", "timer": "callgrade.timer",
                       "failure": "callgrade-failed.service"}.items():  # fmt: skip
        text = run("schedule", "/data/re cordings", "--store", "/data/calls.db", "--tables", "/data/tables",
                   "--on-failure", "sh -c true", "--part", part).stdout  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "--man=no", "verify", *map(str, tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    when = re.search("OnCalendar=(.*)", (tmp_path / "callgrade.timer").read_text(encoding="utf-8"))
    assert when
    done = subprocess.run(["systemd-analyze", "calendar", when[1]], capture_output=True, text=True, check=True)
    assert "Normalized form: *-*-* 22:00:00" in done.stdout


def test_the_schedule_names_the_current_interpreter_with_whole_paths(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).touch()
    done = run("schedule", "./-calls", "--store", "calls.db", "--at", "21:30", "--until", "06:00", "--part", "crontab",
               "--", "--limit", "9", "--cdr", "a.csv", "--cdr", str(tmp_path / "b.csv"), "--log", "-")  # fmt: skip
    fields, command = cron_reads(done.stdout.removesuffix("\n"))
    assert fields == "30 21 * * *"
    assert shlex.split(command) == [
        "nice", "-n", "10", sys.executable, "-P", "-m", "callgrade", "batch", str(tmp_path / "-calls"),
        "--store", str(tmp_path / "calls.db"), "--until", "06:00",
        "--cdr", str(tmp_path / "a.csv"), "--cdr", str(tmp_path / "b.csv"), "--limit", "9", "--log", "-",
    ]  # fmt: skip


def test_the_interpreter_finds_callgrade_from_any_folder(tmp_path: Path) -> None:
    (tmp_path / "callgrade.py").write_text("raise SystemExit('a stranger')", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "callgrade", "--version"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("callgrade ")


def test_each_printed_part_says_where_it_goes(run: Run) -> None:
    printed = run("schedule", "/data", "--store", "/data/calls.db").stdout
    for said in ("/etc/systemd/system/callgrade.service", "/etc/systemd/system/callgrade.timer", "Persistent=true",
                 "IOSchedulingClass=idle", "daemon-reload", "crontab -e"):  # fmt: skip
        assert said in printed


def test_a_server_is_passed_unchanged_and_its_password_gets_a_place(run: Run) -> None:
    url = "postgresql://grader@db.example/calls"
    printed = run("schedule", "/data", "--store", url).stdout
    assert f'"--store" "{url}"' in printed
    assert "EnvironmentFile=-/etc/callgrade.env" in printed
    assert "~/.pgpass of" in printed
    assert "PGPASSWORD=… in the file below" in printed
    assert "PGPASSWORD" not in run("schedule", "/data", "--store", "/data/calls.db").stdout


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:secret@h/d",
        "postgresql://u:secret@h:port/d",
        "postgresql://u:a@secret@h/d",
        "postgresql://u:a secret@h/d",
        "postgresql://u@h/d?password=secret",
        "postgresql://u@h/d?p%61ssword=secret",
        "postgresql://u@h/d?sslmode=require&sslpassword=secret",
        "postgresql://u@h/d?passwort=secret",
        "postgresql://u@h/d?secret",
        "postgresql://u@h/d?secret=1",
        "postgresql://u@h/d?sslmode=secret",
        "postgresql://u:secret/d",
        "postgresql:///u:secret@h/d",
        "postgresql://u:127.0.0.1:secret/d",
        "postgresql:/u:secret@h/d",
        "postgresql:u:secret@h/d",
        "postgresql%3A//u:secret@h/d",
        "u:secret@h/d",
        "host=h password=secret dbname=d",
        "host=h passwort=secret dbname=d",
    ],
)
@pytest.mark.parametrize("before", [["--store"], ["--store", "/data/calls.db", "--", "--store"]])
def test_a_password_is_never_printed(before: list[str], url: str, run: Run) -> None:
    done = run("schedule", "/data", *before, url)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "secret" not in done.output


def test_a_password_in_the_right_place_is_to_be_left_out_and_what_is_mistyped_is_named(run: Run) -> None:
    assert "Leave it out" in run("schedule", "/data", "--store", "postgresql://u:secret@h/d").stderr
    assert "It knows application_name" in run("schedule", "/data", "--store", "postgresql://u@h/d?passwort=x").stderr


def test_what_batch_would_refuse_every_night_is_refused_now(run: Run) -> None:
    done = run("schedule", "/data", "--store", "/data/calls.db", "--", "--nonsense")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--nonsense" in done.stderr


@pytest.mark.parametrize("name", ["a\nExecStart=/bin/evil", "a\x1b[2J", "\u202eb", "caf\udce9", "a\tb"])
def test_a_name_that_cannot_be_printed_is_refused(name: str, run: Run) -> None:
    done = run("schedule", f"/data/{name}", "--store", "/data/calls.db")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Rename the folder" in done.stderr


@pytest.mark.parametrize("at", ["25:00", "ten", "22:00:00"])
def test_an_invalid_time_is_refused(at: str, run: Run) -> None:
    assert run("schedule", "/data", "--store", "/data/calls.db", "--at", at).exit_code == 2


class TestSite:
    """With a site's file, a night needs no other argument."""

    def test_the_chain_has_every_step_that_the_file_asks_for(self, run: Run, site: Path) -> None:
        unit = run("schedule", "--config", site, "--part", "service").stdout
        named = ["--config", str(site)]
        assert steps_of(unit) == [[step, *named] for step in ("batch", "purge", "export", "report")]

    def test_a_step_that_the_file_does_not_ask_for_is_left_out(self, run: Run, site: Path) -> None:
        site.write_text("defaults: {recordings: calls, store: calls.db}\n", encoding="utf-8")
        assert [step[0] for step in steps_of(run("schedule", "--config", site, "--part", "service").stdout)] == [
            "batch"
        ]

    def test_a_file_of_the_working_directory_is_named_with_its_whole_path(
        self, run: Run, site: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(site.parent)
        assert steps_of(run("schedule", "--part", "service").stdout)[0] == ["batch", "--config", str(site)]

    def test_options_after_the_dashes_need_no_recordings_before_them(self, run: Run, site: Path) -> None:
        unit = run("schedule", "--config", site, "--part", "service", "--", "--limit", "9").stdout
        assert steps_of(unit)[0] == ["batch", "--config", str(site), "--limit", "9"]

    def test_an_option_wins_over_the_file_and_is_said_to_each_step(self, run: Run, site: Path) -> None:
        unit = run("schedule", "--config", site, "--store", "/srv/other.db", "--older-than", "2w", "--part", "service")
        steps = steps_of(unit.stdout)
        assert all(step[1:3] == ["--store", "/srv/other.db"] for step in steps)
        assert steps[1][-2:] == ["--older-than", "14d"]

    def test_a_store_for_batch_only_is_refused(self, run: Run, site: Path) -> None:
        done = run("schedule", "--config", site, "--", "--store", "/srv/other.db")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "before --" in done.stderr


def test_options_ask_for_the_steps_without_a_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    unit = run("schedule", "/data", "--store", "/srv/calls.db", "--older-than", "1y", "--tables", "tables",
               "--pages", "/srv/pages", "--part", "service").stdout  # fmt: skip
    assert steps_of(unit)[1:] == [
        ["purge", "--store", "/srv/calls.db", "--older-than", "365d"],
        ["export", "--store", "/srv/calls.db", "--out", str(tmp_path / "tables")],
        ["report", "--store", "/srv/calls.db", "--out", "/srv/pages"],
    ]


class TestFailure:
    """One step after the other, and the site's own command when one failed."""

    def ran(self, folder: Path, *codes: int) -> str:
        """What is written when commands with these exit codes are chained as for cron; ``!``: the failure's command."""
        steps = [("sh", "-c", f"printf {number} >> log; exit {code}") for number, code in enumerate(codes)]
        command = cron_command(steps, ("sh", "-c", "printf ! >> log"))
        assert command is not None
        subprocess.run(["/bin/sh", "-c", command], cwd=folder, check=False)
        return (folder / "log").read_text(encoding="utf-8")

    @pytest.mark.parametrize(("codes", "written"), [((0, 0, 0), "012"), ((3, 0, 3), "012"), ((0, 9, 0), "01!")])
    def test_cron_goes_on_after_calls_that_were_not_scored_and_stops_at_a_failure(
        self, codes: tuple[int, ...], written: str, tmp_path: Path
    ) -> None:
        assert self.ran(tmp_path, *codes) == written

    def test_systemd_counts_calls_that_were_not_scored_as_success(self, run: Run, site: Path) -> None:
        unit = run("schedule", "--config", site, "--part", "service").stdout
        assert "Type=oneshot" in unit  # the next step starts when the one before it succeeded
        assert "SuccessExitStatus=3 130" in unit

    def test_the_own_command_is_a_unit_with_its_program_as_a_path(self, run: Run, site: Path) -> None:
        asked = ("schedule", "--config", site, "--on-failure", "sh -c 'echo \"$MONITOR_EXIT_STATUS\" 100%'", "--part")
        assert "OnFailure=callgrade-failed.service" in run(*asked, "service").stdout
        unit = run(*asked, "failure").stdout
        sh = Path(shutil.which("sh") or "").absolute()
        assert f'ExecStart=:"{sh}" "-c" "echo \\"$MONITOR_EXIT_STATUS\\" 100%%"' in unit
        assert run("schedule", "--config", site, "--part", "failure").stdout == ""

    @pytest.mark.parametrize("command", ["no-such-program --x", "sh 'open", ""])
    def test_a_command_that_cannot_run_is_refused(self, command: str, run: Run, site: Path) -> None:
        assert run("schedule", "--config", site, "--on-failure", command).exit_code == 2


def test_a_line_too_long_for_cron_is_none(run: Run, tmp_path: Path) -> None:
    store = tmp_path / ("a" * 200) / "calls.db"
    printed = run("schedule", "/data", "--store", store, "--tables", "/t", "--pages", "/p", "--older-than", "1y",
                  "--part", "crontab").stdout  # fmt: skip
    assert printed.startswith("# No line for cron")
    assert str(LONGEST) in printed


class TestProtections:
    """What the service may reach."""

    def unit(self, run: Run, *options: object) -> str:
        return run("schedule", "/data", "--store", "/srv/calls.db", "--part", "service", *options).stdout

    def test_it_writes_only_where_results_are_kept(self, run: Run, tmp_path: Path) -> None:
        unit = self.unit(run, "--tables", "/srv/t 1", "--", "--summary", tmp_path / "night.json")
        assert f'ReadWritePaths="/srv" "/srv/t 1" "{tmp_path}"\n' in unit
        assert "ProtectSystem=strict\n" in unit

    def test_a_path_with_dots_is_written_as_systemd_takes_it(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "w").mkdir()
        monkeypatch.chdir(tmp_path / "w")
        options = ("--tables", "../tables", "--part", "service")
        unit = run("schedule", "../rec", "--store", "../calls.db", *options).stdout
        assert f'ReadWritePaths="{tmp_path}" "{tmp_path}/tables"' in unit
        assert ".." not in unit

    def test_earlier_exports_may_be_written_again_when_calls_are_purged(self, run: Run, site: Path) -> None:
        with open_store(site.parent / "calls.db") as store:
            store.erasure.remember_export("/old/tables", {})
        assert '-"/old/tables"' in run("schedule", "--config", site, "--part", "service").stdout

    def test_there_is_a_network_only_for_a_server_or_a_cluster(self, run: Run) -> None:
        assert "PrivateNetwork=yes" in self.unit(run)
        assert "PrivateNetwork" not in self.unit(run, "--", "--cluster", "tcp://10.0.0.1:8786")
        server = run("schedule", "/data", "--store", "postgresql://u@h/d", "--part", "service").stdout
        assert "PrivateNetwork" not in server
        assert "network-online.target" in server

    def test_a_device_is_there_only_for_a_gpu(self, run: Run) -> None:
        assert "PrivateDevices=yes" in self.unit(run)
        assert "PrivateDevices" not in self.unit(run, "--", "--device", "cuda")

    def test_homes_and_temporary_files_are_there_only_if_something_in_them_is_needed(self, run: Run) -> None:
        def said(store: str) -> tuple[bool, bool]:
            unit = run("schedule", "/data", "--store", store, "--part", "service").stdout
            return "ProtectHome=read-only" in unit, "PrivateTmp=yes" in unit

        program_below_tmp = Path(sys.prefix).is_relative_to("/tmp")
        assert said("/home/ann/calls.db") == (True, not program_below_tmp)
        assert not said("/tmp/calls.db")[1]

    def test_a_folder_of_recordings_that_is_not_there_is_named(self, run: Run) -> None:
        done = run("schedule", "/no/such", "--store", "/srv/calls.db", "--part", "service")
        assert "/no/such is not there." in done.stderr

    @pytest.mark.parametrize("option", ["--cdr", "--agents", "--norms"])
    def test_a_file_that_batch_would_miss_every_night_is_refused(self, option: str, run: Run) -> None:
        done = run("schedule", "/data", "--store", "/srv/calls.db", "--", option, "/no/such.csv")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "No such file: /no/such.csv." in done.stderr

    def test_a_folder_that_is_not_there_is_named(self, run: Run) -> None:
        done = run("schedule", "/data", "--store", "/no/such/calls.db", "--part", "service")
        assert "/no/such is not there. Make it" in done.stderr

    @analyze_units
    @pytest.mark.parametrize("store", ["/srv/calls.db", "postgresql://u@h/d"])
    def test_systemd_finds_little_exposure(self, store: str, run: Run, tmp_path: Path) -> None:
        unit = tmp_path / "callgrade.service"
        unit.write_text(run("schedule", "/data", "--store", store, "--part", "service").stdout, encoding="utf-8")
        asked = ["systemd-analyze", "security", "--offline=yes", "--threshold=30", "--no-pager", str(unit)]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
