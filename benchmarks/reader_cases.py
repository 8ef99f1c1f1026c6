"""Conversations with a reader's verdicts, judged by the program as transcripts, with and without meaning.

A set is a folder of JSON lines, each a conversation: ``id``, ``lang``, ``direction``, ``start``, ``company``,
``agent``, ``customer``, ``turns`` (``speaker``, ``start`` and ``end`` in seconds, ``text``) and ``expect``, norm →
verdict. Other lines are left out.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from callgrade.config.load import load_settings
from callgrade.grading.grader import Grader
from callgrade.grading.outcome import CallInput, Scored
from callgrade.grading.spec import GraderSpec
from callgrade.model.finding import Finding, Severity
from callgrade.model.record import CallRecord, Direction

Case = dict[str, Any]

ROLES = ("agent", "customer")
NO_VERDICT = "cannot_tell"


@dataclass(frozen=True)
class Compared:
    """The verdicts of a reader and of the program on one norm in the conversation ``call``.

    ``rules``: the program's without the sentence encoder. ``grave``: whether a fail of this norm is major or critical.
    """

    call: str
    language: str
    norm: str
    reader: str
    meaning: str
    rules: str
    grave: bool

    def machine(self, *, meaning: bool) -> str:
        """The program's verdict, with or without meaning."""
        return self.meaning if meaning else self.rules


def read_cases(folder: Path) -> list[Case]:
    """The conversations of a set."""
    lines = (line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines())
    return [case for case in map(json.loads, lines) if "expect" in case]


def compared(cases: Iterable[Case]) -> Iterator[Compared]:
    """Every verdict of the readers beside those of the program."""
    settings = load_settings()
    grader = GraderSpec(settings, None, "service", None).grader()
    if grader.encoder() is None:
        raise SystemExit("The sentence encoder is not installed, so nothing can be judged by meaning.")
    for case in cases:
        meaning, rules = _judged(grader, case)
        for norm, reader in case["expect"].items():
            found = meaning.get(norm)
            grave = found is not None and found.severity in (Severity.MAJOR, Severity.CRITICAL)
            by_meaning, by_rules = (_beside(reader, one.get(norm), norm, case) for one in (meaning, rules))
            yield Compared(case["id"], case["lang"], norm, reader, by_meaning, by_rules, grave)


def _judged(grader: Grader, case: Case) -> Iterator[dict[str, Finding]]:
    """The findings by norm, with meaning and by rules alone."""
    options = CallRecord(direction=Direction(case["direction"]), language=case["lang"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{case['id']}.vcon.json"
        path.write_text(json.dumps(_vcon(case), ensure_ascii=False), encoding="utf-8")
        (outcome,) = grader.grade([CallInput(path)], options, lambda _: None)
    if not isinstance(outcome, Scored):
        raise TypeError(f"{case['id']}: {outcome}")
    rules = grader.judge.judge(replace(outcome.heard, meanings=None))
    for findings in (outcome.card.findings, rules.findings):
        yield {finding.norm: finding for finding in findings}


def _beside(reader: str, found: Finding | None, norm: str, case: Case) -> str:
    """The program's verdict. A wait that nobody announced is a failed hold or dead air: both are as the reader says."""
    verdict = str(found.verdict) if found else NO_VERDICT
    silent = norm.startswith("hold.") and reader == "fail" == case["expect"].get("hold.announced")
    return reader if silent and verdict == "not_applicable" else verdict


def _vcon(case: Case) -> dict[str, Any]:
    parties = [
        {"role": role, "name": case.get(role), "meta": {"role": role, "company": company}}
        for role, company in zip(ROLES, (case.get("company"), None), strict=True)
    ]
    turns = [
        {"party": ROLES.index(turn["speaker"]), "start": turn["start"], "end": turn["end"], "text": turn["text"]}
        | {"speaker": turn["speaker"], "message": turn["text"]}
        for turn in case["turns"]
    ]
    facts = {"start": case["start"], "duration": case["turns"][-1]["end"], "parties": [0, 1]}
    transcript = {"type": "transcript", "dialog": 0, "vendor": "script", "encoding": "json", "language": case["lang"]}
    return {
        "vcon": "0.3.0",
        "uuid": case["id"],
        "created_at": case["start"],
        "parties": parties,
        "dialog": [{"type": "recording", **facts, "meta": {"direction": case["direction"]}}],
        "analysis": [{**transcript, "body": turns}],
        "attachments": [],
    }
