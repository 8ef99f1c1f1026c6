"""Where the customer may give a name, without a phrase that is only said of names.

The place tells: the start of the first turns ("Hi, Ann Bond."), a name with a title or "here" ("Mrs Love here"), the
answer to the question for the name, letters. A name of one word, and in a transcript without capitals any name, is only
``sure`` if it is said again: by the agent, who uses it, or by the customer, who corrects the agent.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from callgrade.norms.names.candidates import NameCandidates
from callgrade.norms.names.finder import NameFinder
from callgrade.norms.names.forms import NameForm, letters, similarity, untitled
from callgrade.norms.names.places.name_reader import NameReader, ReadName
from callgrade.norms.names.places.spelt import spelt
from callgrade.norms.phrases.matcher import SpokenText
from callgrade.norms.phrases.nodes import Node
from callgrade.norms.phrases.tokens import Token
from callgrade.text import is_han

FIRST_TURNS = 3
"""Turns of the customer in which a name without a phrase may be an introduction."""

OPENING_WORDS = 14
"""Words of a turn within which the customer says a name after a greeting."""

SHORT_ANSWER = 2
"""Words of a whole answer in which an everyday word may be a name: "King."."""

SHORT_TURN = 4
"""Words of a turn without capitals in which a single word may be a name."""

BEFORE_NAME = 3
"""Words beside greetings before an introduction in a transcript without capitals: later "it is" names things. [conv]"""

BEFORE_SELF = 2
"""Words of a name before "here" and the like, in a later sentence of a turn. [conv]"""

EXPLAINS = 8
"""Chinese characters from a surname within which it is explained. [conv]"""

NICKNAME = frozenset("姓小老阿")
"""Characters after which a Chinese character is a surname."""

SURNAME = "姓"
"""What says of any Chinese character after it that it is a surname."""

Name = tuple[str, ...]
Tokens = Sequence[Token | None]


@dataclass(frozen=True)
class Claim:
    """A name that the customer may give in the turn ``turn``.

    ``sure``: it is one; ``firm``: the agent uses it with a title, so that guesses do not count beside it.
    """

    name: Name
    turn: int
    sure: bool
    firm: bool = False


@dataclass(frozen=True)
class Introductions:
    """Finds the customer's claims.

    ``before``, ``opening``, ``after``: what is said before and after one's own name; ``openers``: greetings and the
    like; ``heard``: words of the agent's first turn, which are names of the other party.
    """

    finder: NameFinder
    before: tuple[Node, ...]
    opening: tuple[Node, ...]
    after: tuple[Node, ...]
    openers: tuple[Node, ...]
    heard: frozenset[str] = frozenset()

    @property
    def _reader(self) -> NameReader:
        return NameReader(self.finder.candidates)

    @property
    def _titles(self) -> frozenset[str]:
        return self.finder.words.titles

    @property
    def _candidates(self) -> NameCandidates:
        return self.finder.candidates

    def claims(self, text: SpokenText, answers: Iterable[int]) -> list[Claim]:
        """The claims in ``text``, the customer's; ``answers``: turns that answer the question for the name."""
        asked = frozenset(answers)
        explicit = {end for hit in text.find(self.before) for end in (hit.least_end, hit.end)}
        hits = [hit for hit in text.find(self.opening) if self._begins(text, hit.start)]
        opening = {end for hit in hits for end in (hit.least_end, hit.end)}
        selves = {hit.start for hit in text.find(self.after)}
        greeted = {place for hit in text.find(self.openers) for place in range(hit.start, hit.end)}
        found: list[Claim] = []
        for number, (turn, start, end, _) in enumerate(text.spoken.values()):
            early = number < FIRST_TURNS or turn in asked
            found += self._after(text.tokens, explicit, (start, end), turn, explicit=True)
            found_here = list(self._after(text.tokens, opening, (start, end), turn, explicit=False, selves=selves))
            named = any(claim.sure and claim.turn < turn for claim in found)
            first = early and not (named and turn not in asked)
            found += found_here if first else [claim for claim in found_here if said_before(claim, found, self.finder)]
            known = named or any(answer < turn for answer in asked)
            if early and (turn in asked or not known):
                found += self._bare(text.tokens, selves, greeted, (start, end), turn)
            if turn in asked:
                found += self._answer(text.tokens, (start, end), turn)
            if (letters := spelt(text.tokens[start:end])) and (turn in asked or any(c.turn == turn for c in found)):
                found.append(Claim((letters,), turn, sure=True))
        return [claim for claim in found if not self._is_other_party(untitled(claim.name, self._titles))]

    def _begins(self, text: SpokenText, start: int) -> bool:
        """Whether an introduction may begin at ``start``.

        In Chinese, where a part of a sentence begins; with capitals, anywhere; else near the start of the turn.
        """
        before = text.tokens[start - 1]
        if _is_han(text.tokens[start]):
            return before is None or bool(before.mark)
        return self._candidates.cased or opens_turn(text, self.openers, start, self.finder)

    def _after(
        self,
        tokens: Tokens,
        ends: set[int],
        span: tuple[int, int],
        turn: int,
        explicit: bool,
        selves: Collection[int] = (),
    ) -> Iterator[Claim]:
        """Names after words that come before one's own name; ``explicit``: such words have no other use.

        ``selves``: where "here" and the like begin, which after a name make it firm ("it is Ann here").
        """
        for end in sorted(ends):
            if not span[0] < end < span[1]:
                continue
            read = self._reader.read(tokens, end, everyday=explicit or _is_han(tokens[end]))
            surname = explicit or _is_surname(tokens, end)
            if read and (read.rare or read.titled or (surname and (self._candidates.cased or _is_han(tokens[end])))):
                yield Claim(
                    stated(tokens, read),
                    turn,
                    sure=explicit
                    or self._candidates.cased
                    or read.titled
                    or _is_nickname(tokens, end)
                    or (read.rare and read.end in selves),
                )

    def _bare(
        self, tokens: Tokens, selves: set[int], greeted: set[int], span: tuple[int, int], turn: int
    ) -> Iterator[Claim]:
        """Names at the start of a turn, after greetings, which a mark or "here" ends; up to one that is sure."""
        for place in (*self._starts(tokens, greeted, *span), *self._before(tokens, selves, *span)):
            read = self._reader.read(tokens, place)
            if read is None or self._is_other_party(read.name) or not self.heard.isdisjoint(read.name):
                continue
            own, closed, cased = read.end in selves, self._closes(tokens, read, span), self._candidates.cased
            if own or closed or (cased and read.words > 1):
                sure = own or read.titled or (closed and cased and read.words > 1)
                yield Claim(stated(tokens, read), turn, sure)
                if sure:
                    return

    def _starts(self, tokens: Tokens, greeted: set[int], start: int, end: int) -> Iterator[int]:
        """The places where a name may begin: after short parts of a sentence; without capitals, after greetings."""
        begin = start
        for place in range(start, min(end, start + OPENING_WORDS)):
            before = tokens[place - 1] if place > start else None
            if self._candidates.cased and before and before.mark:
                if place - begin > SHORT_TURN:
                    return
                begin = place
            if place == start or (before and before.mark) or (place - 1 in greeted and not self._candidates.cased):
                yield place
            elif not self._candidates.cased and not self._is_known_person(tokens, place - 1):
                return
            elif not self._candidates.cased:
                yield place

    def _before(self, tokens: Tokens, selves: set[int], start: int, end: int) -> Iterator[int]:
        """The starts of a part of a sentence with at most two words before "here" and the like."""
        for place in sorted(selves):
            for first in range(max(place - BEFORE_SELF, start + 1), place if place < end else start):
                before = tokens[first - 1]
                if self._candidates.cased and before and before.mark:
                    yield first

    def _is_known_person(self, tokens: Tokens, place: int) -> bool:
        read = self._reader.read(tokens, place)
        return read is not None and (self._is_other_party(read.name[:1]) or read.name[0] in self.heard)

    def _closes(self, tokens: Tokens, read: ReadName, span: tuple[int, int]) -> bool:
        start, end = span
        last, after = tokens[read.end - 1], tokens[read.end] if read.end < end else None
        if not self._candidates.cased and read.words == 1 and end - start > SHORT_TURN:
            return False
        if after is None or (last and last.mark) or (after.text == "'s" and after.mark):
            return True
        return not self._candidates.cased and read.words > 1 and after.text in self._candidates.words.never

    def _answer(self, tokens: Tokens, span: tuple[int, int], turn: int) -> Iterator[Claim]:
        """An everyday word that is the whole answer: "King." It counts if it is said again."""
        start, end = span
        for place in range(start, end):
            before, read = tokens[place - 1], self._reader.read(tokens, place, everyday=True)
            if _is_han(tokens[place]) and place > start and before and not before.mark:
                continue
            if read and read.end == end and not read.rare and end - place <= SHORT_ANSWER:
                yield Claim(read.name, turn, sure=False)

    def _is_other_party(self, name: Name) -> bool:
        return any(self.finder.is_known(slot, name) for slot in ("agent", "company"))


def said_before(claim: Claim, found: Iterable[Claim], finder: NameFinder) -> bool:
    """Whether an earlier one of ``found`` has a word of ``claim``: the customer repeats their name."""
    return any(said_again(known, [(claim.turn, claim.name)], finder) for known in found)


def said_again(claim: Claim, again: Iterable[tuple[int, Name]], finder: NameFinder) -> bool:
    """Whether one of the names ``again`` (turn, name) of later turns has a word of ``claim``."""
    words = [NameForm(letters(word), 1, finder.words.sounds) for word in untitled(claim.name, finder.words.titles)]
    later = (letters(word) for turn, name in again if turn > claim.turn for word in name)
    return any(similarity(said, word, finder.settings) > 0 for said in later for word in words)


def opens_turn(text: SpokenText, openers: Sequence[Node], place: int, finder: NameFinder) -> bool:
    """Whether little more than greetings, with the names of who is greeted, comes before ``place`` in its turn."""
    start = place
    while start and text.tokens[start - 1]:
        start -= 1
    if place - start <= BEFORE_NAME:
        return True
    greeted = {one for hit in text.find(openers) for one in range(hit.start, hit.end)}
    said = (token.text for one in range(start, place) if one not in greeted and (token := text.tokens[one]))
    return sum(not finder.is_known("agent", (word,)) for word in said) <= BEFORE_NAME


def stated(tokens: Tokens, read: ReadName) -> Name:
    """The name with its titles, if it has any: they tell that it is a surname."""
    return tuple(token.text for token in tokens[read.start : read.end] if token)


def _is_han(token: Token | None) -> bool:
    return token is not None and is_han(token.text)


def _is_surname(tokens: Tokens, end: int) -> bool:
    """Whether only the Chinese character at ``end`` follows 姓 in its part of the sentence ("姓雒。"), or explained."""
    before, token, after = tokens[end - 1], tokens[end], tokens[end + 1] if end + 1 < len(tokens) else None
    alone = token is not None and (bool(token.mark) or after is None or _is_explained(tokens, end))
    return alone and before is not None and before.text == SURNAME


def _is_explained(tokens: Tokens, place: int) -> bool:
    """Whether a word with the character at ``place`` follows that explains it: "姓那那英的那"."""
    near = [token.text if token else "" for token in tokens[place : place + EXPLAINS]]
    return any(pair == ("的", near[0]) for pair in pairwise(near))


def _is_nickname(tokens: Tokens, end: int) -> bool:
    """Whether a Chinese surname at ``end`` follows 姓, or 小, 老 or 阿 that make it a name."""
    before = tokens[end - 1]
    return _is_han(tokens[end]) and before is not None and before.text in NICKNAME
