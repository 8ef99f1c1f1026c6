"""Verdicts that change with the settings of hearing, by norm, with the words that each heard.

    python -m benchmarks.verdict_flips sample_audio ../shared/calls --against slow.yaml --keep FOLDER [--all]

Every recording is graded with the settings as they are and with those of ``--against``. Shown are critical and major
norms that pass with the one and fail with the other, and how many other verdicts differ (``--all`` shows them). The
words are kept in ``--keep``, a folder for each of the settings of recognition, so that a second run takes seconds.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from benchmarks.remembered import Remembering

from callgrade.config.load import load_settings
from callgrade.config.settings import Settings
from callgrade.grading.grader import Grader
from callgrade.grading.outcome import CallInput, Scored
from callgrade.grading.spec import GraderSpec
from callgrade.model.finding import Finding, Severity, Verdict
from callgrade.model.record import CallRecord

SOUNDS = (".wav", ".mp3", ".flac", ".ogg", ".m4a", ".amr")
HEAVY = (Severity.CRITICAL, Severity.MAJOR)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("calls", type=Path, nargs="+", help="recordings, and folders of them")
    parser.add_argument("--against", type=Path, required=True, help="settings to compare with")
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--all", action="store_true", help="show every verdict that differs")
    options = parser.parse_args()
    graders = [grader(load_settings(), options.keep), grader(load_settings(options.against), options.keep)]
    heavy, others, judged = 0, 0, 0
    for path in recordings(options.calls):
        now, then = (findings(one, path) for one in graders)
        judged += sum(one.severity in HEAVY for one in then.values())
        for norm in now.keys() & then.keys():
            if now[norm].verdict is then[norm].verdict:
                continue
            flips = is_flip(now[norm], then[norm])
            heavy, others = heavy + flips, others + (not flips)
            if flips or options.all:
                print(f"{path.name[:28]:28} {now[norm].severity:8} {norm}: {shown(then[norm])} → {shown(now[norm])}")
        print(f"{path.name[:28]:28} {len(now)} norms", flush=True)
    print(f"{heavy} flips of {judged} critical and major verdicts; {others} other verdicts differ")


def grader(settings: Settings, keep: Path) -> Grader:
    """A grader that keeps the words it heard."""
    recognition = settings.hearing.recognition
    folder = keep / sha256(recognition.model_dump_json().encode()).hexdigest()[:12]
    recogniser = Remembering(folder, recognition, threads=1)
    return replace(GraderSpec(settings, None, "service", None).grader(threads=1), recogniser=lambda: recogniser)


def recordings(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (one for one in found if one.suffix in SOUNDS)


def findings(grading: Grader, path: Path) -> Mapping[str, Finding]:
    """What is found in one call, by norm; nothing in a call that is refused."""
    (outcome,) = grading.grade([CallInput(path)], CallRecord(), lambda _: None)
    return {one.norm: one for one in outcome.judgement.findings} if isinstance(outcome, Scored) else {}


def is_flip(now: Finding, then: Finding) -> bool:
    return now.severity in HEAVY and {now.verdict, then.verdict} == {Verdict.PASS, Verdict.FAIL}


def shown(finding: Finding) -> str:
    quotes = "; ".join(one.quote for one in finding.evidence if one.quote)
    return f"{finding.verdict} «{quotes[:160]}»"


if __name__ == "__main__":
    main()
