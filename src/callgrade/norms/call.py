"""A call as the norms use it: words, names, measurements and record."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from callgrade.meaning.vectors import Small, vectors_of
from callgrade.model.conversation import Conversation, Turn, Word
from callgrade.model.finding import Evidence
from callgrade.model.heard import Meanings
from callgrade.model.measurement import Measurements
from callgrade.model.record import CallRecord, Role
from callgrade.model.redaction import is_redacted
from callgrade.norms.names.finder import NameFinder
from callgrade.norms.names.forms import NameWords
from callgrade.norms.names.given import Texts, texts_and_names
from callgrade.norms.names.known import KnownNames, Name
from callgrade.norms.pack.language import Language
from callgrade.norms.pack.pack_file import PackFile
from callgrade.norms.phrases.matcher import Hit, SpokenText, apart
from callgrade.norms.phrases.nodes import Node
from callgrade.norms.window import WindowSpan, find_window
from callgrade.text import joined

MOST_QUOTED = 40
"""Words of a quote that are shown."""

OTHER = {Role.AGENT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT}


@dataclass(frozen=True)
class Call:
    """One call. ``language``: ``None`` if the pack has no words of it; then all texts are empty.

    ``meanings``: vectors of what the agent says, ``None`` if there are none.
    """

    conversation: Conversation
    measurements: Measurements
    record: CallRecord
    language: Language | None
    settings: PackFile
    texts: Texts
    names: KnownNames
    finder: NameFinder
    meanings: Meanings | None = None

    @cached_property
    def alternatives(self) -> tuple["Call", ...]:
        """The call with the words of unknown speakers as the agent's, and as the customer's.

        Empty if every speaker is known, or none.
        """
        spoken = {turn.role for turn in self.conversation.turns if turn.words}
        if Role.UNKNOWN not in spoken or not spoken & set(OTHER):
            return ()
        return tuple(self._with_unknown_as(role) for role in OTHER)

    def _with_unknown_as(self, role: Role) -> "Call":
        turns = tuple(
            replace(turn, role=role) if turn.role is Role.UNKNOWN else turn for turn in self.conversation.turns
        )
        conversation = replace(self.conversation, turns=turns)
        call = tokenise_call(conversation, self.measurements, self.record, self.language, self.settings)
        return replace(call, meanings=self.meanings)

    def turns(self, role: Role) -> tuple[tuple[int, Turn], ...]:
        """The turns of ``role`` that have words, with their indices in the conversation."""
        return tuple((i, turn) for i, turn in enumerate(self.conversation.turns) if turn.role is role and turn.words)

    def text(self, role: Role) -> SpokenText:
        """What ``role`` said."""
        return self.texts[role]

    def hits(self, role: Role, phrases: Iterable[Node], not_in: Iterable[Node] = ()) -> list[Hit]:
        """Where ``role`` says one of ``phrases`` and not as part of a phrase of ``not_in``, in order."""
        text = self.text(role)
        found = text.find(phrases)
        return apart(found, text.find(not_in)) if found else []

    def turn_of(self, role: Role, hit: Hit) -> int:
        """Index in the conversation of the turn that contains ``hit``."""
        return self.text(role).turns[hit.start]

    def words_of(self, role: Role, hit: Hit) -> tuple[Word, ...]:
        """The words of ``hit``, as written."""
        tokens = [token for token in self.text(role).tokens[hit.start : hit.end] if token]
        words = self.conversation.turns[self.turn_of(role, hit)].words
        return words[tokens[0].word : tokens[-1].word + 1]

    def window(self, name: str, role: Role) -> WindowSpan:
        """The span of the window ``name`` for ``role``."""
        return find_window(self.settings.windows[name], self.conversation, self.turns(role))

    def inside(self, hits: Iterable[Hit], role: Role, where: WindowSpan) -> list[Hit]:
        """The hits inside ``where``."""
        return [h for h in hits if where.contains(self.turn_of(role, h), self.words_of(role, h)[0].start_s)]

    def said_in(self, role: Role, where: WindowSpan) -> tuple[Word, ...]:
        """The words of ``role`` inside ``where``."""
        return tuple(word for i, turn in self.turns(role) for word in turn.words if where.contains(i, word.start_s))

    def evidence(self, role: Role, hits: Iterable[Hit]) -> tuple[Evidence, ...]:
        """Where to listen for ``hits``."""
        return tuple(self.quote(role, self.words_of(role, hit)) for hit in hits)

    def quote(self, role: Role, words: tuple[Word, ...]) -> Evidence:
        """Where to listen for ``words`` of ``role``; at least one word."""
        shown = _joined(words[:MOST_QUOTED]) + (" …" if len(words) > MOST_QUOTED else "")
        return self.at(role, words[0].start_s, words[-1].end_s, shown)

    def at(self, role: Role | None, start_s: float, end_s: float, quote: str = "") -> Evidence:
        """A span of time; without times if the transcript has none."""
        timed = self.conversation.timed
        return Evidence(start_s if timed else None, end_s if timed else None, role, quote)

    def searched(self, role: Role, where: WindowSpan) -> Evidence:
        """The span that was searched without result, with the words of ``role`` in it."""
        words = self.said_in(role, where)
        return self.quote(role, words) if words else self.at(role, where.span.start_s, where.span.end_s)

    def with_conversation(self, conversation: Conversation) -> "Call":
        """The same call with ``conversation``, which has the same turns by the same roles."""
        return replace(self, conversation=conversation)

    @cached_property
    def vectors(self) -> Small | None:
        """The vectors of ``meanings``, in rows."""
        return vectors_of(self.meanings) if self.meanings and self.meanings.places else None

    def meaning(self, meanings: Meanings | None) -> "Call":
        """The same call with ``meanings``."""
        return replace(self, meanings=meanings)

    def measured(self, measurements: Measurements) -> "Call":
        """The same call with ``measurements``."""
        return replace(self, measurements=measurements)

    def with_customer(self, name: Name) -> "Call":
        """The same call with ``name`` as the customer's name in the record."""
        record = replace(self.record, customer=" ".join(name))
        call = tokenise_call(self.conversation, self.measurements, record, self.language, self.settings)
        return replace(call, meanings=self.meanings)

    def uncertain(self, words: Iterable[Word]) -> bool:
        """Whether too many of ``words`` have a low recognition probability for a fail."""
        known = [word.probability for word in words if word.probability is not None]
        doubtful = sum(probability < self.settings.certainty.word_probability for probability in known)
        return bool(known) and doubtful >= self.settings.certainty.share * len(known)


def _joined(words: Iterable[Word]) -> str:
    """``words`` as text; of redacted words in a row only the last."""
    pairs = pairwise((*words, None))
    return joined(word.text for word, after in pairs if word and not (after and _are_redacted(word, after)))


def _are_redacted(*words: Word) -> bool:
    return all(is_redacted(word.text) for word in words)


def tokenise_call(
    conversation: Conversation,
    measurements: Measurements,
    record: CallRecord,
    language: Language | None,
    settings: PackFile,
) -> Call:
    """A call whose words are tokenised and whose names are found, once for all norms."""
    if language is None:
        names = KnownNames()
        finder = names.finder(NameWords(), cased=False, settings=settings.names)
        texts: Texts = {role: SpokenText((), finder.slots) for role in Role}
    else:
        texts, names, finder = texts_and_names(conversation, record, language, settings.names)
    return Call(conversation, measurements, record, language, settings, texts, names, finder)
