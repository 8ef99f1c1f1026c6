"""Cuts the scorecards that stand in the documents from real runs: ``python docs/excerpts.py`` after changing the card.

A test compares them with what is printed for the sample calls.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from callgrade.config.load import load_settings
from callgrade.export.terminal import to_text
from callgrade.grading.outcome import CallInput, Scored
from callgrade.grading.spec import GraderSpec
from callgrade.model.record import CallRecord

ROOT = Path(__file__).parents[1]
COLUMNS = 80


@dataclass(frozen=True)
class Excerpt:
    """What of the card of ``recording`` stands in ``document``: its head and, by their titles, some norms.

    ``brief``: without the timeline, as it is printed without ``--full``.
    """

    document: str
    recording: str
    to_work_on: tuple[str, ...]
    brief: bool = False

    @property
    def fence(self) -> str:
        """What stands before the excerpt."""
        return f"<!-- excerpt: {Path(self.recording).stem} -->\n```text\n"


EXCERPTS = (
    Excerpt(
        "README.md",
        "05_travel_hold.ogg",
        ("Gives their own name", "Announces a hold"),
        brief=True,
    ),
    Excerpt("docs/start/first-card.md", "02_telecom_bad.wav", ("Greets the customer", "Explains long silences")),
)


def cut(card: str, excerpt: Excerpt) -> str:
    """The excerpt's lines of ``card``; what is left out is marked with an ellipsis."""
    head, _, rest = card.partition("\nLine\n")
    head = head.partition("\n\n")[0] + "\n" if excerpt.brief else head
    worked = rest.partition("\nTo work on\n")[2].partition("\n\n")[0]
    return "\n".join([head, "To work on", *_norms(worked, excerpt.to_work_on), "…"])


def _norms(part: str, titles: tuple[str, ...]) -> list[str]:
    """The norms of ``part`` whose first line holds one of ``titles``."""
    norms = re.split(r"\n(?=  \S)", part)
    return [norm for norm in norms if any(title in norm.partition("\n")[0] for title in titles)]


def main() -> None:
    """Put every excerpt into its document."""
    grader = GraderSpec(load_settings(), model=None, profile="service", site=None).grader()
    paths = [ROOT / "sample_audio" / excerpt.recording for excerpt in EXCERPTS]
    for excerpt, outcome in zip(
        EXCERPTS, grader.grade(map(CallInput, paths), CallRecord(), lambda _: None), strict=True
    ):
        if not isinstance(outcome, Scored):
            raise outcome.error
        document = ROOT / excerpt.document
        before, fence, after = document.read_text(encoding="utf-8").partition(excerpt.fence)
        after = after.partition("\n```")[2]
        document.write_text(f"{before}{fence}{cut(to_text(outcome.card, COLUMNS), excerpt)}\n```{after}", "utf-8")


if __name__ == "__main__":
    main()
