"""Cuts what stands in the documents from real runs: ``python docs/excerpts.py`` after a change of the card.

A test compares them with what is printed for the sample calls.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from callgrade.config.load import load_settings
from callgrade.export.terminal import overview_text, to_text
from callgrade.export.terminal.overview import line_of
from callgrade.grading.outcome import CallInput, Scored
from callgrade.grading.spec import GraderSpec
from callgrade.model.record import CallRecord
from callgrade.model.scorecard import Scorecard

ROOT = Path(__file__).parents[1]
COLUMNS = 80
_END = "\n```"
ENDINGS = ("wav", "mp3", "ogg", "flac", "m4a", "amr")  # in the order of the README's command
TABLE = "README.md"
TABLE_FENCE = "<!-- excerpt: table -->\n```text\n"
"""Where the table of all sample calls stands."""


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
        ("Does not give their own name", "Does not announce a hold"),
        brief=True,
    ),
    Excerpt(
        "docs/start/first-card.md",
        "02_telecom_bad.wav",
        ("Does not greet the customer", "Leaves long silences unexplained"),
    ),
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


def put(document: Path, fence: str, text: str) -> None:
    """Put ``text`` into ``document``, in the block that follows ``fence``."""
    before, _, after = document.read_text(encoding="utf-8").partition(fence)
    document.write_text(f"{before}{fence}{text}\n```{after.partition(_END)[2]}", "utf-8")


def write(cards: Mapping[str, Scorecard]) -> None:
    """Put every excerpt into its document. ``cards``: of the sample calls, by the name of the recording, in order."""
    for excerpt in EXCERPTS:
        put(ROOT / excerpt.document, excerpt.fence, cut(to_text(cards[excerpt.recording], COLUMNS), excerpt))
    put(ROOT / TABLE, TABLE_FENCE, overview_text(map(line_of, cards.values()), COLUMNS).strip("\n"))


def main() -> None:
    """Hear the sample calls, in the order of the README's command, and put the excerpts into the documents."""
    grader = GraderSpec(load_settings(), model=None, profile="service", site=None).grader()
    paths = [path for ending in ENDINGS for path in sorted((ROOT / "sample_audio").glob(f"*.{ending}"))]
    cards = {}
    for path, outcome in zip(paths, grader.grade(map(CallInput, paths), CallRecord(), lambda _: None), strict=True):
        if not isinstance(outcome, Scored):
            raise outcome.error
        cards[path.name] = outcome.card
    write(cards)


if __name__ == "__main__":
    main()
