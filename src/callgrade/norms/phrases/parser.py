"""The phrase language of the packs: literal words, alternatives, optional parts, lists, slots and bounded gaps.

::

    good (morning|afternoon)      alternatives            {name} {company} {any} {any:0-4}   slots and gaps
    thank you [so much]           optional                <time_of_day>                      a named list
    ^ $ ?                         the turn's start, its end, after a question

There are no regular expressions and no unlimited repetition, so the cost of a phrase is known when it is read.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from callgrade.norms.names.candidates import MOST_HAN
from callgrade.norms.phrases.groups import Choice, Sequence
from callgrade.norms.phrases.nodes import AnyWords, Literal, Node, SentenceMark, Slot
from callgrade.norms.phrases.tokens import Spelling, token_texts

MOST_CHARACTERS = 2000
MOST_TOKENS = 64
MOST_PARTS = 4000
MOST_GAP = 12
MOST_DEPTH = 10

SLOTS = {"agent": 8, "company": 10, "customer": 8, "name": MOST_HAN, "digits": 1}
"""Slots and the most tokens that each may span."""

_ITEM = re.compile(
    r"\s*(?:(?P<open>[(\[])|(?P<close>[)\]|])|<(?P<list>[^<>]*)>|\{(?P<slot>[^{}]*)\}|(?P<mark>[\^$?])|(?P<text>[^()\[\]|<>{}^$?]+)|(?P<bad>\S))"
)
_ONLY_WORDS = re.compile(r"[^()\[\]|<>{}^$?]+(?=[|)\]]|$)")
_OPTIONS_OF_WORDS = re.compile(r"[^()\[\]<>{}^$?]*(?=[)\]])")
_SIGN = re.compile(r"\s*(\S)")
_LIST = re.compile(r"<([^<>]*)>")
_GAP = re.compile(r"any(?::(\d+)-(\d+))?")
_CLOSING = {"(": ")", "[": "]"}

Lists = Callable[[str], Node]
"""Finds a named list; raises ``KeyError`` for an unknown one."""


class PhraseError(ValueError):
    """A phrase that cannot be read; ``column`` counts characters from 0."""

    def __init__(self, column: int, what: str) -> None:
        """Keep the column apart from the text."""
        super().__init__(what)
        self.column = column


def lists_named(text: str) -> set[str]:
    """The names of the lists that phrases in ``text`` use."""
    return {name.strip() for name in _LIST.findall(text)}


def parse_phrase(text: str, spelling: Spelling, lists: Lists, known: dict[str, Sequence] | None = None) -> Node:
    """``text`` as a node; raises ``PhraseError`` with the column of the mistake.

    ``known``: sequences of words alone, by their text, read before with this spelling; new ones are added. Most of
    those in a pack are there several times.
    """
    if len(text) > MOST_CHARACTERS:
        raise PhraseError(0, f"longer than {MOST_CHARACTERS} characters")
    parser = _Parser(text, spelling, lists, {} if known is None else known)
    node = parser.sequence(depth=0)
    if parser.column < len(text.rstrip()):
        raise PhraseError(
            parser.column, f"{text[parser.column]!r} closes nothing; write alternatives in brackets: (a|b)"
        )
    _refuse_traps(node)
    return node


def _refuse_traps(phrase: Sequence) -> None:
    """Raise ``PhraseError`` for a phrase that matches anything, or costs too much."""
    if phrase.least == 0:
        raise PhraseError(0, "this phrase matches without any word")
    if any(isinstance(part, AnyWords) and part.least < part.most for part in (phrase.parts[0], phrase.parts[-1])):
        raise PhraseError(0, "a phrase may not begin or end with a gap")
    if phrase.most > MOST_TOKENS or phrase.size > MOST_PARTS:
        raise PhraseError(0, f"too large: it may span {phrase.most} words (most {MOST_TOKENS}) in {phrase.size} parts")


@dataclass
class _Parser:
    text: str
    spelling: Spelling
    lists: Lists
    known: dict[str, Sequence]
    column: int = 0

    def sequence(self, depth: int) -> Sequence:
        """Parts up to a closing bracket, a bar or the end."""
        if found := _ONLY_WORDS.match(self.text, self.column):
            self.column = found.end()
            return self.words(found[0])
        parts: list[Node] = []
        while (item := _ITEM.match(self.text, self.column)) and not item["close"]:
            start = item.end() - len(item[0].lstrip())
            self.column = item.end()
            parts.extend(self.group(item["open"], start, depth) if item["open"] else self.parts(item, start))
        return Sequence(tuple(parts))

    def words(self, text: str) -> Sequence:
        """A sequence of words alone."""
        if text not in self.known:
            self.known[text] = Sequence(self.literals(text))
        return self.known[text]

    def literals(self, text: str) -> tuple[Node, ...]:
        """The words of ``text``."""
        return tuple(Literal(token) for token in token_texts(text, self.spelling))

    def group(self, opening: str, start: int, depth: int) -> list[Node]:
        """``(a|b)`` or ``[a|b]``, its bracket already read."""
        options = self.options(depth + 1)
        if not self.takes(_CLOSING[opening]):
            raise PhraseError(start, f"{opening!r} is not closed by {_CLOSING[opening]!r}")
        if not all(option.parts for option in options):
            raise PhraseError(start, "an empty alternative; write [x] for what may be left out")
        return [Choice((*options, Sequence(())) if opening == "[" else tuple(options))]

    def options(self, depth: int) -> list[Sequence]:
        """Alternatives up to a closing bracket."""
        if depth > MOST_DEPTH:
            raise PhraseError(self.column, f"brackets nested deeper than {MOST_DEPTH}")
        if found := _OPTIONS_OF_WORDS.match(self.text, self.column):
            self.column = found.end()
            return [self.words(text) for text in found[0].split("|")]
        options = [self.sequence(depth)]
        while self.takes("|"):
            options.append(self.sequence(depth))
        return options

    def takes(self, sign: str) -> bool:
        """Whether the next character that is no blank is ``sign``, which is then read."""
        found = _SIGN.match(self.text, self.column)
        if not found or found[1] != sign:
            return False
        self.column = found.end()
        return True

    def parts(self, item: re.Match[str], start: int) -> Iterable[Node]:
        """Anything but a bracket."""
        if item["list"] is not None:
            return [self.named_list(item["list"].strip(), start)]
        if item["slot"] is not None:
            return [self.slot(item["slot"].strip(), start)]
        if item["mark"]:
            return [SentenceMark(item["mark"])]
        if item["bad"]:
            raise PhraseError(start, f"{item['bad']!r} stands alone")
        return self.literals(item["text"])

    def named_list(self, name: str, start: int) -> Node:
        """``<name>``."""
        try:
            return self.lists(name)
        except KeyError:
            raise PhraseError(start, f"no list is called {name!r}") from None

    def slot(self, name: str, start: int) -> Node:
        """``{name}``."""
        if gap := _GAP.fullmatch(name):
            least, most = int(gap[1] or 1), int(gap[2] or 1)
            if not least <= most <= MOST_GAP or most == 0:
                raise PhraseError(start, f"a gap is written {{any:0-4}}, with at most {MOST_GAP} words")
            return AnyWords(least, most)
        if name == "title":
            return self.named_list("title", start)
        if name == "number":
            return Choice((Slot("digits", 1), self.named_list("number", start)))
        if name not in SLOTS:
            raise PhraseError(
                start, f"no slot is called {name!r}; there are {', '.join([*SLOTS, 'title', 'number', 'any'])}"
            )
        return Slot(name, SLOTS[name])
