"""The printed lines for systemd and cron run the batch with exactly these words, for any name of the folder."""

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

from callgrade.cli.schedule_units import NightPlan, cron_command, crontab, service, systemd_command

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
    assert f"{path}:" not in done.stderr
    found = re.search(r"Command Line: (.*)", done.stdout + done.stderr)
    assert found
    shown = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', found[1])
    return [re.sub(r"\\(.)", r"\1", quoted) or bare for quoted, bare in shown]


def night(*more: str, server: bool = False) -> NightPlan:
    return NightPlan(
        (*ECHO, *more), "root", time(22, 0), ("/data/re cordings", "/data/100%"), ends=False, server=server
    )


@pytest.mark.parametrize("word", WITHOUT_BACKSLASH)
def test_cron_and_its_shell_pass_each_word_unchanged(word: str) -> None:
    command = cron_command((*ECHO, word, "last"))
    assert command is not None
    fields, read = cron_reads(f"0 22 * * * {command}")
    assert fields == "0 22 * * *"
    assert argv_of_shell(read) == [word, "last"]


def test_cron_and_its_shell_pass_all_words_together_unchanged() -> None:
    line = crontab(night(*WITHOUT_BACKSLASH)).removesuffix("\n")
    assert argv_of_shell(cron_reads(line)[1]) == WITHOUT_BACKSLASH


@pytest.mark.parametrize("word", sorted(set(WEIRD) - set(WITHOUT_BACKSLASH)))
def test_words_that_cron_programs_read_differently_give_no_line(word: str) -> None:
    assert cron_command([word]) is None
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
    assert sorted(mounted) == ["/data/re cordings/100%", "/srv/calls"]


def test_a_folder_that_a_unit_cannot_name_is_not_mounted_first() -> None:
    assert "RequiresMountsFor" not in service(replace(night(), folders=('/data/say "hi"',)))


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
    for part in ("service", "timer"):
        text = run("schedule", "/data/re cordings", "--store", "/data/calls.db", "--part", part).stdout
        (tmp_path / f"callgrade.{part}").write_text(text, encoding="utf-8")
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
    done = run("schedule", "./-calls", "--store", "calls.db", "--at", "21:30", "--until", "06:00", "--part", "crontab",
               "--", "--limit", "9")  # fmt: skip
    fields, command = cron_reads(done.stdout.removesuffix("\n"))
    assert fields == "30 21 * * *"
    assert shlex.split(command) == [
        "nice", "-n", "10", sys.executable, "-P", "-m", "callgrade", "batch", str(tmp_path / "-calls"),
        "--store", str(tmp_path / "calls.db"), "--until", "06:00", "--limit", "9",
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
