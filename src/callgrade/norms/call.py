"""A call as norms see it: what both said, the names, the measurements and the record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from callgrade.model.conversation import Conversation, Turn, Word
from callgrade.model.finding import Evidence
from callgrade.model.measurement import Measurements
from callgrade.model.record import CallRecord, Role
from callgrade.model.redaction import is_redacted
from callgrade.norms.names.finder import Namer
from callgrade.norms.names.forms import NameWords
from callgrade.norms.names.known import KnownNames, Name, Texts, texts_and_names
from callgrade.norms.pack.language import Language
from callgrade.norms.pack.pack_files import Certainty, WindowEntry
from callgrade.norms.phrases.matcher import Hit, SpokenText, apart
from callgrade.norms.phrases.nodes import Node
from callgrade.norms.window import WindowSpan, stretch
from callgrade.text import joined

MOST_QUOTED = 40
"""Words of a quote that are shown."""

OTHER = {Role.AGENT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT}


@dataclass(frozen=True)
class Call:
    """One call. ``language``: ``None`` where the pack has no words for it; then both texts are empty."""

    conversation: Conversation
    measurements: Measurements
    record: CallRecord
    language: Language | None
    windows: Mapping[str, WindowEntry]
    certainty: Certainty
    texts: Texts
    names: KnownNames
    namer: Namer

    @cached_property
    def readings(self) -> tuple["Call", ...]:
        """The same call, what nobody known said once the agent's and once the customer's; empty where all is known."""
        spoken = {turn.role for turn in self.conversation.turns if turn.words}
        if Role.UNKNOWN not in spoken or not spoken & set(OTHER):
            return ()
        return tuple(self._read_as(role) for role in OTHER)

    def _read_as(self, role: Role) -> "Call":
        turns = tuple(
            replace(turn, role=role) if turn.role is Role.UNKNOWN else turn for turn in self.conversation.turns
        )
        conversation = replace(self.conversation, turns=turns)
        language, windows, certainty = self.language, self.windows, self.certainty
        return prepare_call(conversation, self.measurements, self.record, language, windows, certainty)

    def turns(self, role: Role) -> tuple[tuple[int, Turn], ...]:
        """The turns of ``role`` that have words, with their indices in the conversation."""
        return tuple((i, turn) for i, turn in enumerate(self.conversation.turns) if turn.role is role and turn.words)

    def text(self, role: Role) -> SpokenText:
        """What ``role`` said."""
        return self.texts[role]

    def hits(self, role: Role, phrases: Iterable[Node], not_in: Iterable[Node] = ()) -> list[Hit]:
        """Where ``role`` says one of ``phrases``, apart from the phrases ``not_in``, in order."""
        text = self.text(role)
        found = text.find(phrases)
        return apart(found, text.find(not_in)) if found else []

    def turn_of(self, role: Role, hit: Hit) -> int:
        """Index in the conversation of the turn in which ``hit`` is."""
        return self.text(role).turns[hit.start]

    def words_of(self, role: Role, hit: Hit) -> tuple[Word, ...]:
        """The words of ``hit``, as written."""
        tokens = [token for token in self.text(role).tokens[hit.start : hit.end] if token]
        words = self.conversation.turns[self.turn_of(role, hit)].words
        return words[tokens[0].word : tokens[-1].word + 1]

    def stretch(self, window: str, role: Role) -> WindowSpan:
        """Where the window of this name is, for ``role``."""
        return stretch(self.windows[window], self.conversation, self.turns(role))

    def inside(self, hits: Iterable[Hit], role: Role, where: WindowSpan) -> list[Hit]:
        """The hits that are in a stretch."""
        return [h for h in hits if where.contains(self.turn_of(role, h), self.words_of(role, h)[0].start_s)]

    def said_in(self, role: Role, where: WindowSpan) -> tuple[Word, ...]:
        """The words of ``role`` in a stretch."""
        return tuple(word for i, turn in self.turns(role) for word in turn.words if where.contains(i, word.start_s))

    def evidence(self, role: Role, hits: Iterable[Hit]) -> tuple[Evidence, ...]:
        """Where to listen for ``hits``."""
        return tuple(self.quote(role, self.words_of(role, hit)) for hit in hits)

    def quote(self, role: Role, words: tuple[Word, ...]) -> Evidence:
        """Where to listen for ``words`` of ``role``, which may not be empty."""
        shown = _joined(words[:MOST_QUOTED]) + (" …" if len(words) > MOST_QUOTED else "")
        return self.at(role, words[0].start_s, words[-1].end_s, shown)

    def at(self, role: Role | None, start_s: float, end_s: float, quote: str = "") -> Evidence:
        """A stretch of time; without times for a transcript that has none."""
        timed = self.conversation.timed
        return Evidence(start_s if timed else None, end_s if timed else None, role, quote)

    def searched(self, role: Role, where: WindowSpan) -> Evidence:
        """The stretch in which something was looked for and not found, with what ``role`` said there."""
        words = self.said_in(role, where)
        return self.quote(role, words) if words else self.at(role, where.span.start_s, where.span.end_s)

    def with_conversation(self, conversation: Conversation) -> "Call":
        """The same call with its conversation as ``conversation``, whose turns are the same, by the same roles."""
        return replace(self, conversation=conversation)

    def measured(self, measurements: Measurements) -> "Call":
        """The same call with ``measurements``."""
        return replace(self, measurements=measurements)

    def with_customer(self, name: Name) -> "Call":
        """The same call, the customer being known by ``name``."""
        record = replace(self.record, customer=" ".join(name))
        language, windows, certainty = self.language, self.windows, self.certainty
        return prepare_call(self.conversation, self.measurements, record, language, windows, certainty)

    def uncertain(self, words: Iterable[Word]) -> bool:
        """Whether so many of ``words`` were recognised with low confidence that nobody should fail on them."""
        known = [word.probability for word in words if word.probability is not None]
        doubtful = sum(probability < self.certainty.word_probability for probability in known)
        return bool(known) and doubtful >= self.certainty.share * len(known)


def _joined(words: Iterable[Word]) -> str:
    """``words`` as text; of redacted words in a row only the last."""
    pairs = pairwise((*words, None))
    return joined(word.text for word, after in pairs if word and not (after and _are_redacted(word, after)))


def _are_redacted(*words: Word) -> bool:
    return all(is_redacted(word.text) for word in words)


def prepare_call(
    conversation: Conversation,
    measurements: Measurements,
    record: CallRecord,
    language: Language | None,
    windows: Mapping[str, WindowEntry],
    certainty: Certainty,
) -> Call:
    """Tokenise what was said and find the names, once for all norms."""
    if language is None:
        names = KnownNames()
        namer = names.namer(NameWords(), cased=False)
        texts: Texts = {role: SpokenText((), namer.slots) for role in Role}
    else:
        texts, names, namer = texts_and_names(conversation, record, language)
    return Call(conversation, measurements, record, language, windows, certainty, texts, names, namer)
