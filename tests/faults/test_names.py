"""Recordings with hostile names: each is a call of its own, can be found, and is shown harmlessly."""

import csv
import hashlib
import json
import os
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.nights import Nights
from tests.support.program import run

from callgrade.cli import main
from callgrade.errors import ExitCode
from callgrade.export.safe_names import LONGEST_BYTES
from callgrade.store import CallState, open_store

NAMES = {
    "right to left": "שיחה عربي.json",
    "direction turned": "call\u202etxt.exe\u202c.json",
    "direction isolated": "\u2066call\u2069\u200f.json",
    "line break": "first\nsecond\r\nthird.json",
    "tab and bell": "tab\tbell\a.json",
    "terminal title": "\x1b]0;owned\a.json",
    "terminal cleared": "\x1b[2J\x1b[31mred.json",
    "C1 control": "\x9b2Jcall.json",
    "delete": "del\x7f\b\b\bete.json",
    "255 bytes": "n" * 250 + ".json",
    "255 bytes that differ in the last": "n" * 249 + "m.json",
    "255 bytes of two each": "é" * 125 + ".json",
    "not UTF-8": os.fsdecode(b"caf\xe9.json"),
    "not UTF-8 otherwise": os.fsdecode(b"caf\xe8.json"),
    "half a character": os.fsdecode(b"caf\xe2\x82.json"),
    "option": "-rf.json",
    "long option": "--store=elsewhere.json",
    "upper case": "CALL.json",
    "lower case": "call.json",
    "composed": "caf\u00e9.json",
    "decomposed": "cafe\u0301.json",
    "above": "a..b..json",
    "above, as another system has it": "x..\\..\\above.json",
    "above, encoded": "%2e%2e%2fabove.json",
    "device": "con.json",
    "formula": "=1+1.json",
    "markup": "<b>[red]bold[/red].json",
    "blanks": " call .json",
    "only an ending": "_.json",
    "folder of a line break": "fol\nder/call.json",
    "folder that is an option": "-folder/call.json",
    "folder not UTF-8": os.fsdecode(b"f\xf8lder/call.json"),
    "folder turned": "\u202efolder/call.json",
}


def customer(kind: str) -> str:
    """Who rings in the call whose name is of this kind."""
    first, second = divmod(list(NAMES).index(kind), 20)
    return f"Jack {'BCDFG'[first]}a{'bcdfghjklmnpqrstvwxz'[second]}ton"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def acting(shown: bytes) -> set[str]:
    """Characters that act when they are shown: controls, changes of direction, bytes that are not text."""
    text = shown.decode("utf-8", "surrogateescape")
    return {char for char in text if char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Cs")}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    """A night over all of these names; its output is looked at here."""
    folder = tmp_path_factory.mktemp("names")
    nights = Nights(folder / "in" / "recordings", folder / "out" / "callgrade.db")
    nights.store.parent.mkdir()
    for kind, name in NAMES.items():
        nights.call(name, customer(kind))
    broken = nights.call("broken\x1b[2J\n.json")
    os.truncate(broken, 20)
    os.utime(broken, (1_780_000_000, 1_780_000_000))
    done = run("batch", nights.folder, "--store", nights.store, "--workers", 1)
    assert done.returncode == ExitCode.SOME_NOT_SCORED, done.stderr
    assert not acting(done.stdout + done.stderr)
    assert not acting((nights.store.parent / "callgrade.db.log").read_bytes())
    return nights


def command(nights: Nights, name: str, *arguments: object) -> Result:
    """``callgrade`` in this process, which shows nothing that acts."""
    done = CliRunner().invoke(main, [name, "--store", str(nights.store), *map(str, arguments)])
    assert not acting(done.stdout_bytes + done.stderr_bytes)
    return done


def test_the_hostile_names_would_act_on_a_terminal_if_shown_unescaped() -> None:
    assert {"\x1b", "\a", "\u202e", "\x9b", "\udce9"} <= acting(os.fsencode("".join(NAMES.values())))


def test_each_name_is_a_call_of_its_own(nights: Nights) -> None:
    assert nights.states() == {"scored": len(NAMES), "refused": 1}


@pytest.mark.parametrize("kind", NAMES)
def test_each_call_is_found_by_its_digest_and_by_its_path(nights: Nights, kind: str) -> None:
    path = nights.folder / NAMES[kind]
    for name in (digest(path)[:12], os.fspath(path)):
        shown = command(nights, "show", "--format", "json", name)
        assert shown.exit_code == ExitCode.OK, shown.stderr
        assert json.loads(shown.stdout)["call"]["customer"] == customer(kind)
    assert command(nights, "show", digest(path)[:12]).exit_code == ExitCode.OK
    assert command(nights, "show", "--format", "vcon", digest(path)[:12]).exit_code == ExitCode.OK


def test_an_ambiguous_name_is_refused(nights: Nights) -> None:
    several = command(nights, "show", "caf\ufffd.json")
    assert several.exit_code == ExitCode.USAGE
    assert all(digest(nights.folder / NAMES[kind])[:12] in several.stderr for kind in ("not UTF-8", "half a character"))
    unknown = command(nights, "show", "\x1b[2J\nnothing")
    assert unknown.exit_code == ExitCode.USAGE


def test_names_of_refused_files_are_shown_escaped(nights: Nights) -> None:
    (broken,) = nights.folder.glob("broken*")
    shown = command(nights, "show", digest(broken)[:12])
    assert "refused" in shown.stdout
    assert command(nights, "retry", digest(broken)[:12]).exit_code == ExitCode.OK


def test_tables_are_in_their_folder_and_have_a_row_per_call(nights: Nights) -> None:
    out = nights.store.parent / "tables"
    before = everything(nights.folder.parents[1])
    assert command(nights, "export", "--out", out).exit_code == ExitCode.OK
    new = everything(nights.folder.parents[1]) - before
    assert {path.name for path in new if path.is_file() and path.is_relative_to(out)} == {
        "agents.csv", "findings.csv", "measurements.csv", "scorecards.csv", "team_norms.csv",
    }  # fmt: skip
    assert all(path.is_relative_to(out) for path in new - {path for path in new if "callgrade.db" in path.name})
    with (out / "scorecards.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    digests = {digest(nights.folder / name) for name in NAMES.values()}
    assert {row["sha256"] for row in rows} == digests
    for table in out.iterdir():
        assert not acting(table.read_bytes().replace(b"\r\n", b"\n")), table.name


@pytest.mark.parametrize("form", ["json", "vcon", "terminal"])
def test_each_call_gets_its_own_file_in_the_output_folder(nights: Nights, form: str, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "cards"
    calls = [os.fspath(nights.folder / name) for name in NAMES.values()]
    done = CliRunner().invoke(main, ["analyze", "--format", form, "--out", str(out), *calls])
    assert done.exit_code == ExitCode.OK, done.stderr
    assert not acting(done.stdout_bytes + done.stderr_bytes)
    written = everything(tmp_path) - {out, out.parent}
    assert {path.parent for path in written} == {out}
    assert len(written) == len({path.name.casefold() for path in written}) == len(NAMES)
    for path in written:
        assert path.name.isprintable()
        assert path.name[0] not in "-.~ "
        assert len(os.fsencode(path.name)) <= LONGEST_BYTES + len("-99.scorecard.vcon.json")
        assert not acting(path.read_bytes())
    told = b"\0".join(path.read_bytes() for path in written).decode()
    assert all(customer(kind) in told for kind in NAMES)


def test_each_hostile_name_can_be_forgotten(nights: Nights) -> None:
    """Last: half by digest, half by path."""
    out = nights.store.parent / "again"
    command(nights, "export", "--out", out)
    paths = [nights.folder / name for name in NAMES.values()]
    named = [digest(path) if number % 2 else os.fspath(path) for number, path in enumerate(paths)]
    forgotten = command(nights, "forget", "--", *named)
    assert forgotten.exit_code == ExitCode.OK, forgotten.stderr
    with open_store(nights.store) as store:
        assert store.ledger.counts()[CallState.ERASED] == len(NAMES)
    kept = [path.read_bytes() for path in everything(nights.store.parent) if path.is_file()]
    assert not [kind for kind in NAMES if any(customer(kind).encode() in content for content in kept)]
    assert all(path.exists() for path in paths), "recordings are never deleted"


def everything(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))
