"""How often the norms agree with people who read the same calls.

    python -m benchmarks.norm_agreement FOLDER_OF_CALLS [--all] [--audio FOLDER_OF_WORDS]

The folder holds labels.json (file → what readers decided) and, beside each scripted recording, its script as
*.vcon.json, which is scored as a transcript. With --audio the recordings are heard instead, nothing being known of them
but that the customer called; recognised words are kept in FOLDER_OF_WORDS. With --all every disagreement is listed with
its evidence.
"""

import argparse
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.remembered import Remembering

from callgrade.config.folder import configs_folder
from callgrade.config.load import load_settings
from callgrade.grading.grader import Grader
from callgrade.grading.outcome import CallInput, Scored
from callgrade.intake.source import WrittenCall, open_call
from callgrade.model.finding import Finding, Verdict
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.norms.evaluate import evaluate
from callgrade.norms.pack.load import load_pack
from callgrade.norms.preparation import prepare_call
from callgrade.redaction import load_redaction


def _passes(finding: Finding, label: Any) -> bool:
    return (finding.verdict is Verdict.PASS) is bool(label)


def _asked_by_agent(finding: Finding, label: Any) -> bool:
    asked = finding.verdict is Verdict.PASS and finding.evidence[0].role is Role.AGENT
    return asked is bool(label)


def _within_one(finding: Finding, label: Any) -> bool:
    return finding.value is not None and abs(finding.value - label) <= 1


AGREES: Mapping[str, tuple[str, Callable[[Finding, Any], bool]]] = {
    "greeting": ("greeting.salutation", _passes),
    "company_named": ("greeting.company", _passes),
    "agent_named": ("greeting.agent_name", _passes),
    "help_offered": ("greeting.offer_of_help", _passes),
    "name_asked": ("names.asked", _asked_by_agent),
    "name_uses": ("names.used", _within_one),
    "apology": ("wording.apology", _passes),
    "next_step": ("closing.next_step", _passes),
    "further_questions": ("closing.further_questions", _passes),
    "closing_thanks": ("closing.thanks", _passes),
    "good_wish": ("closing.good_wish", _passes),
    "farewell": ("closing.farewell", _passes),
}
"""Label → norm, and what agreement means.

``names.used`` counts uses, exact within one; ``names.asked`` passes as well where the customer gives the name unasked,
which readers did not label.
"""


@dataclass(frozen=True)
class Comparison:
    """One label of one call beside the finding."""

    call: str
    label: str
    decided: Any
    finding: Finding
    agrees: bool


Judge = Callable[[Path], Mapping[str, Finding]]


def comparisons(folder: Path, judge: Judge) -> Iterator[Comparison]:
    """Every label of every scripted call in ``folder``, which is left untouched."""
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    for name, decided in sorted(labels.items()):
        script = (folder / name).with_suffix(".vcon.json")
        if script.is_file():
            findings = judge(script)
            for label, (norm, agrees) in AGREES.items():
                finding = findings[norm]
                yield Comparison(Path(name).name, label, decided[label], finding, agrees(finding, decided[label]))


def judged(script: Path) -> dict[str, Finding]:
    """The findings of a script, taken from its recording so that only the words count."""
    with tempfile.TemporaryDirectory() as alone:
        written = open_call(Path(shutil.copy(script, alone)), load_settings().intake, CallRecord(language="en"))
    if not isinstance(written, WrittenCall):
        raise TypeError(f"{script} is no transcript")
    pack = load_pack(configs_folder(), "en", "service")
    return {f.norm: f for f in evaluate(pack, prepare_call(pack, written.conversation, written.record))}


def heard(words: Path) -> Judge:
    """Judges the recording that belongs to a script, from the sound alone."""
    settings = load_settings()
    pack = load_pack(configs_folder(), "en", "service")
    recogniser = Remembering(words, settings.hearing.recognition, threads=2)
    redaction = load_redaction(configs_folder() / "redaction")
    grader = Grader(settings, settings.hearing.recognition.model, lambda: recogniser, lambda _: pack, redaction)

    def judge(script: Path) -> Mapping[str, Finding]:
        recording = script.with_name(script.name.replace(".vcon.json", ".mp3"))
        with tempfile.TemporaryDirectory() as alone:
            copy = Path(shutil.copy(recording, alone))
            (outcome,) = grader.grade([CallInput(copy)], CallRecord(direction=Direction.INBOUND), lambda _: None)
        if not isinstance(outcome, Scored):
            raise TypeError(f"{recording}: {outcome}")
        return {finding.norm: finding for finding in outcome.card.findings}

    return judge


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--audio", type=Path, metavar="FOLDER_OF_WORDS")
    options = parser.parse_args()
    done = list(comparisons(options.folder, heard(options.audio) if options.audio else judged))
    total, agreed = Counter(c.label for c in done), Counter(c.label for c in done if c.agrees)
    for label, (norm, _) in AGREES.items():
        print(f"{label:18} {norm:26} {agreed[label]:3}/{total[label]:3} {agreed[label] / total[label]:7.1%}")
    print(f"{'all':45} {sum(agreed.values()):3}/{len(done):3} {sum(agreed.values()) / len(done):7.1%}")
    for c in done:
        if options.all and not c.agrees:
            quotes = " | ".join(evidence.quote for evidence in c.finding.evidence)
            print(f"\n{c.call} {c.label}: readers {c.decided}, norm {c.finding.verdict} {c.finding.value or ''}")
            print(f"   {quotes}")


if __name__ == "__main__":
    main()
