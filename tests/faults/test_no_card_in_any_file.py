"""Card numbers that are spoken, typed or part of a name are in no file that callgrade writes.

Real recordings, transcripts in five languages, a sidecar, call detail records and file names go through the whole
program. The same without redaction shows that each number would be seen.
"""

import json
import os
import shutil
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.support import spoken_cards
from tests.support.card_call import CODE, NUMBER, RECORDING
from tests.support.digit_runs import runs, telling, texts_below
from tests.support.in_process import InProcess
from tests.support.nights import LONG_AGO_S, Nights
from tests.support.program import run

from callgrade.cli import main
from callgrade.errors import ExitCode
from callgrade.store import open_store

GROUPS = [NUMBER[start : start + 4] for start in range(0, 16, 4)]
SPOKEN_CALLS = 15
TYPED = {
    "en": (
        "Good morning, may I have your card number?", f"Sure, it's {GROUPS[0]}", "go on", f"{GROUPS[1]} {GROUPS[2]}",
        "and the last four?", f"{GROUPS[3]}.", "And the security code?", f"It is {CODE}.", "Thank you, goodbye.",
    ),
    "nl": (
        "Goedemorgen, mag ik uw kaartnummer?", f"Ja, dat is {GROUPS[0]}", "ja", f"{GROUPS[1]} {GROUPS[2]}",
        "en de laatste vier?", f"{GROUPS[3]}.", "En de beveiligingscode?", f"Dat is {CODE}.", "Dank u wel, tot ziens.",
    ),
    "nb": (
        "God morgen, kan jeg få kortnummeret?", f"Ja, det er {GROUPS[0]}", "ja", f"{GROUPS[1]} {GROUPS[2]}",
        "og de siste fire?", f"{GROUPS[3]}.", "Og sikkerhetskoden?", f"Det er {CODE}.", "Takk, ha det bra.",
    ),
    "de": (
        "Guten Tag, wie ist Ihre Kartennummer?", f"Ja, das ist {GROUPS[0]}", "ja", f"{GROUPS[1]} {GROUPS[2]}",
        "und die letzten vier?", f"{GROUPS[3]}.", "Und die Prüfnummer?", f"Das ist {CODE}.", "Danke, auf Wiederhören.",
    ),
    "zh": (
        "您好，请问您的卡号是多少？", f"好的，{GROUPS[0]}", "嗯", f"{GROUPS[1]} {GROUPS[2]}",
        "最后四位呢？", f"{GROUPS[3]}。", "安全码是多少？", f"是{CODE}。", "谢谢，再见。",
    ),
}  # fmt: skip


def make_written(folder: Path) -> None:
    """Calls in which a card is typed, over turns and in names, in all places of a transcript."""
    for language, said in TYPED.items():
        turns = [{"role": ("agent", "customer")[at % 2], "text": text} for at, text in enumerate(said)]
        write(folder / f"typed-{language}.json", {"language": language, "turns": turns})
    whole = [{"role": "customer", "text": f"My card is {NUMBER}."}, {"role": "agent", "text": "Thank you, goodbye."}]
    named = {"language": "en", "turns": whole, "customer": f"Card {NUMBER}", "agent": "Eva Lund"}
    write(folder / f"{NUMBER}.json", named)
    write(folder / f"card {'-'.join(GROUPS)}" / f"{' '.join(GROUPS)}.json", named | {"company": " ".join(GROUPS)})


def make_spoken(folder: Path) -> None:
    """Calls in which cards are read out, as a recogniser writes them, and one that is yet to be recognised."""
    for number, spoken in enumerate(spoken_cards.calls(31, SPOKEN_CALLS)):
        turns = [
            {"role": turn.role, "start_s": turn.start_s, "end_s": turn.end_s, "text": turn.text}
            for turn in spoken.conversation.turns
        ]
        write(folder / f"spoken-{number}.json", {"language": spoken.language, "turns": turns})
    recording = folder / f"paid-by-{NUMBER}.ogg"
    shutil.copy(RECORDING, recording)
    os.utime(recording, (LONG_AGO_S, LONG_AGO_S))
    write(folder / f"{recording.name}.json", {"direction": "in", "customer": f"Ann Lee {NUMBER}", "team": NUMBER})


def write(path: Path, document: object) -> None:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    os.utime(path, (LONG_AGO_S, LONG_AGO_S))


def call_detail_records(folder: Path) -> Path:
    """Of every recording, with the card in the caller's name."""
    rows = [f'2026-03-02 15:30:00,"Card {NUMBER}",4712345678,201,ANSWERED,{path.name}' for path in folder.glob("*.ogg")]
    path = folder.with_name("cdr.csv")
    path.write_text("\n".join(["calldate,clid,src,dst,disposition,recordingfile", *rows, ""]))
    return path


def write_everything(recordings: Path, store: Path, out: Path) -> None:
    """Every format of every command, below ``out``."""
    for form in ("csv", "xlsx", "parquet"):
        keep(out, f"export-{form}", "export", "--store", store, "--out", out / form, "--format", form)
    with open_store(store) as opened:
        digests = [stored.call.sha256 for stored in opened.cards.read()]
    for form, digest in product(("terminal", "json", "vcon", "txt"), digests):
        keep(out, f"shown-{digest[:8]}.{form}", "show", digest, "--store", store, "--format", form)
    written = [*recordings.rglob(f"{GROUPS[0]}*.json"), *(recordings / f"typed-{code}.json" for code in ("en", "zh"))]
    keep(out, "reported", "report", "--store", store, "--out", out / "report")
    for form in ("terminal", "json", "vcon", "csv", "html", "txt"):
        keep(out, f"analyzed-{form}", "analyze", "--format", form, "--out", out / f"cards-{form}", *written)
    keep(out, "printed.csv", "analyze", "--format", "csv", *written)


def keep(out: Path, name: str, *arguments: object) -> None:
    """What a command prints, as a file below ``out``."""
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert done.exit_code == ExitCode.OK, done.stderr
    stdout = name.replace(".vcon", ".vcon.json")
    (out / stdout).write_bytes(done.stdout_bytes)
    (out / f"{name}.stderr").write_bytes(done.stderr_bytes)


def test_no_card_is_in_any_file(tmp_path: Path) -> None:
    recordings, out = tmp_path / "recordings", tmp_path / "out"
    make_written(recordings)
    make_spoken(recordings)
    out.mkdir()
    cdr = call_detail_records(recordings)
    options = ("--summary", out / "summary.json", "--log", out / "night.log", "--workers", 1, "--cdr", cdr)
    done = run("batch", recordings, "--store", out / "callgrade.db", *options)
    assert done.returncode == ExitCode.OK, done.stderr
    (out / "batch.stdout").write_bytes(done.stdout)
    (out / "batch.stderr").write_bytes(done.stderr)
    write_everything(recordings, out / "callgrade.db", out)
    seen = texts_below(out)
    assert len(seen) > 3 * (SPOKEN_CALLS + len(TYPED) + 3)
    assert not {path.name: found for path, texts in seen.items() if (found := runs(texts))}
    assert not {path.name: found for path, texts in seen.items() if (found := telling(texts, [*GROUPS, CODE]))}
    said = "\n".join(text for texts in seen.values() for text in texts)
    assert said.count("[card-number]") > 10 * SPOKEN_CALLS
    assert "[card-code]" in said


def test_without_redaction_every_card_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callgrade.grading.in_worker.Pool", InProcess)  # a process of its own would not be patched
    for name in ("redact_file", "redact_record"):
        monkeypatch.setattr(f"callgrade.grading.grader.{name}", lambda value: value)
    monkeypatch.setattr("callgrade.grading.grader.redact", lambda conversation, *_: (conversation, ()))
    monkeypatch.setattr("callgrade.redaction.redact_text", lambda text: text)
    nights = Nights(tmp_path / "recordings", tmp_path / "out" / "callgrade.db")
    make_written(nights.folder)
    nights.store.parent.mkdir()
    nights.run()
    write_everything(nights.folder, nights.store, nights.store.parent)
    seen = texts_below(nights.store.parent)
    told = {path.name for path, texts in seen.items() if runs(texts) and telling(texts, [NUMBER, *GROUPS])}
    tables = {f"{table}.{form}" for table in ("scorecards", "findings") for form in ("csv", "parquet")}
    cards = {f"{NUMBER}.json.scorecard.{form}" for form in ("txt", "json", "vcon.json")}
    assert {"callgrade.db", "callgrade.xlsx", "printed.csv"} | tables | cards <= told
    named = {path.stem for path in seen if path.suffix == ".terminal" and path.name in told}
    assert len(named) == 2  # by their names
    assert {f"{one}.{form}" for one in named for form in ("json", "vcon.json")} <= told
    in_turns = {path.name for path, texts in seen.items() if telling(texts, GROUPS) and telling(texts, [CODE])}
    shown = [name for name in in_turns if name.startswith("shown")]
    assert len([name for name in shown if not name.endswith(".txt")]) == 2 * len(TYPED)  # json and vcon
    assert len([name for name in shown if name.endswith(".txt")]) == len(TYPED) - 1  # Chinese has no blanks around it
    assert {
        f"typed-{code}.json.scorecard.{form}" for code in ("en", "zh") for form in ("json", "vcon.json")
    } <= in_turns
