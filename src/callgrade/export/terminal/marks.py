"""Signs, colours and text helpers that all parts of the card share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.box import ASCII, ROUNDED, Box
from rich.cells import cell_len
from rich.padding import Padding
from rich.text import Text

from callgrade.model.finding import Verdict
from callgrade.text import plain

TITLE = "bold"
QUIET = "dim"
STYLES = {
    Verdict.PASS: "green",
    Verdict.PARTIAL: "yellow",
    Verdict.FAIL: "bold red",
    Verdict.CANNOT_TELL: "dim",
    Verdict.NOT_APPLICABLE: "dim",
}
# Only for colours; the configuration has the bands and their names.
_GREEN_FROM, _YELLOW_FROM = 75, 60


@dataclass(frozen=True)
class Glyphs:
    """The signs of the card. ``levels``: signs for how much of a moment is filled, from none to all."""

    verdicts: dict[Verdict, str]
    full: str
    empty: str
    levels: str
    dot: str
    frame: Box


_UNICODE = Glyphs(
    {
        Verdict.PASS: "✓",
        Verdict.PARTIAL: "◐",
        Verdict.FAIL: "✗",
        Verdict.CANNOT_TELL: "?",
        Verdict.NOT_APPLICABLE: "–",
    },
    full="█",
    empty="░",
    levels=" ▂▄▆█",
    dot="·",
    frame=ROUNDED,
)
_ASCII = Glyphs(
    {
        Verdict.PASS: "+",
        Verdict.PARTIAL: "~",
        Verdict.FAIL: "X",
        Verdict.CANNOT_TELL: "?",
        Verdict.NOT_APPLICABLE: "-",
    },
    full="#",
    empty=".",
    levels=" .:+#",
    dot="-",
    frame=ASCII,
)


def glyphs_for(ascii_only: bool) -> Glyphs:
    """The signs for an output with ASCII only, or with Unicode."""
    return _ASCII if ascii_only else _UNICODE


def words(text: str, style: str = "") -> Text:
    """Untrusted text: on one line, without control characters, never read as markup."""
    return Text(plain(text), style)


def label(text: str) -> Text:
    """The name of a row, indented under its heading."""
    return Text("  ").append_text(words(text))


def columns_for(labels: Iterable[str], least: int) -> int:
    """The width of a column of ``labels``, in cells of the terminal: a Chinese character takes two."""
    return max(least, *map(cell_len, labels))


def heading(text: str) -> Text:
    """The title of a part."""
    return Text(text, TITLE)


def points_style(points: float | None) -> str:
    """The colour of ``points``."""
    if points is None:
        return QUIET
    return "green" if points >= _GREEN_FROM else "yellow" if points >= _YELLOW_FROM else "red"


def bar(points: float | None, width: int, glyphs: Glyphs) -> Text:
    """0…100 points as a bar; blanks for ``None``."""
    if points is None:
        return Text(" " * width)
    filled = round(points / 100 * width)
    return Text(glyphs.full * filled, points_style(points)).append(glyphs.empty * (width - filled), QUIET)


def listing(reason: str, items: Sequence[str], sign: str) -> Padding:
    """Sign, reason, and the items that it applies to."""
    text = Text(f"{sign} ").append_text(words(reason)).append(": ").append_text(words("; ".join(items), QUIET))
    return Padding(text, (0, 0, 0, 2))
