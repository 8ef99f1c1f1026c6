"""How people say and recognisers write card numbers, in five languages: the words of the trial of redaction.

Written before the detector and without its lists: number words come from CLDR's spell-out rules, the rest was written
down by ear (card_words.yaml).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from unicode_rbnf import RbnfEngine


@dataclass(frozen=True)
class Speech:
    """``asks``: the agent asks for the card; ``starts``: the customer begins; ``codes``, ``dates``: the agent asks.

    ``between``: what the agent says between groups; ``fillers``: the customer's own; ``restarts``: before saying a
    group again; ``reads_back``: before the agent repeats. ``misheard``: what a recogniser writes in place of a digit
    and a reader still understands. ``doubles``: prefixes by count. ``glue``: what stands between two words.
    """

    cldr: str
    asks: list[str]
    starts: list[str]
    between: list[str]
    fillers: list[str]
    restarts: list[str]
    reads_back: list[str]
    closes: list[str]
    codes: list[str]
    dates: list[str]
    zeros: list[str]
    other_digits: dict[int, list[str]]
    misheard: dict[int, list[str]]
    doubles: dict[int, list[str]]
    hundred: str | None
    glue: str


SPEECH: dict[str, Speech] = {
    language: Speech(**words)
    for language, words in yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")).items()
}


@cache
def _engine(cldr: str) -> RbnfEngine:
    return RbnfEngine.for_language(cldr)


@cache
def number_words(cldr: str, number: int) -> tuple[str, ...]:
    """The ways in which CLDR spells ``number``, without soft hyphens."""
    ways = _engine(cldr).format_number(number).text_by_ruleset
    spoken = (text for name, text in ways.items() if "financial" not in name and "days" not in name)
    return tuple(dict.fromkeys(text.replace("\u00ad", "") for text in spoken))
