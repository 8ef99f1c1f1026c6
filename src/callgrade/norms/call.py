"""A call as the norms use it: words, names, measurements and record."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from itertools import groupby, pairwise
from typing import Any, TypeVar, TypeVarTuple

from callgrade.meaning.classifier import seen_by
from callgrade.meaning.hidden_layer import HiddenLayer, Units
from callgrade.meaning.vectors import Small, vectors_of
from callgrade.model.conversation import Conversation, Turn, Word
from callgrade.model.finding import Evidence
from callgrade.model.gap import Gap
from callgrade.model.heard import Meanings
from callgrade.model.measurement import Measurements
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Role, SaidNames
from callgrade.model.redaction import REMOVED, UNREAD, is_redacted
from callgrade.model.span import Span
from callgrade.norms.names.finder import NameFinder
from callgrade.norms.names.forms import NameWords
from callgrade.norms.names.given import texts_and_names
from callgrade.norms.names.known import KnownNames, Name
from callgrade.norms.names.places.stated import Texts
from callgrade.norms.pack.language import Language
from callgrade.norms.pack.pack_file import PackFile
from callgrade.norms.phrases.matcher import Hit, SpokenText, apart
from callgrade.norms.phrases.nodes import Node
from callgrade.norms.phrases.tokens import NOT_KNOWN, NOT_READ, TAKEN_OUT
from callgrade.norms.unknown.alternatives import filled, holds, said_by
from callgrade.norms.unknown.gaps import Edges, edges_of, gaps_of, why_unknown
from callgrade.norms.unknown.nothing_said import why_wordless
from callgrade.norms.window import WindowSpan, find_window
from callgrade.text import joined

MOST_QUOTED = 40
"""Words of a quote that are shown."""

OTHER = {Role.AGENT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT}

Found = TypeVar("Found")
Of = TypeVarTuple("Of")

Measure = Callable[["Call"], Measurements]
"""Measures a call again after its turns changed."""


@dataclass(frozen=True)
class Call:
    """One call. ``language``: ``None`` if the pack has no words of it; then all texts are empty.

    ``guessed``: tokens of unknown words that count as what a norm looks for: whole phrases for words that nobody could
    read, the right names for words that were taken out. ``measure``: measures a variant of this call.
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
    guessed: frozenset[str] = frozenset()
    measure: "Measure | None" = None
    meanings: Meanings | None = None

    @cached_property
    def by_speaker(self) -> tuple["Call", ...]:
        """The call with the words of unknown speakers as the agent's, and as the customer's.

        Empty if every speaker is known, or none.
        """
        if Role.UNKNOWN not in self.speaking or self.speaking.isdisjoint(OTHER):
            return ()
        return tuple(self.variant(said_by(self.conversation, role)) for role in OTHER)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """The stretches of which not all is known."""
        return gaps_of(self.conversation)

    @cached_property
    def edges(self) -> Edges:
        """Whether the beginning and the end of the call are there."""
        return edges_of(self.gaps, self.conversation, self.settings.gaps.longest)

    @cached_property
    def with_names(self) -> tuple["Call", ...]:
        """The call with the right names where names may have been taken out; empty if nothing was."""
        return self._guesses(frozenset({TAKEN_OUT})) if holds(self.conversation, REMOVED) else ()

    @cached_property
    def with_words(self) -> tuple["Call", ...]:
        """The call with whatever a norm looks for in words that nobody could read; empty if all could be read."""
        return self._guesses(NOT_KNOWN) if holds(self.conversation, UNREAD) else ()

    def _guesses(self, guessed: frozenset[str]) -> tuple["Call", ...]:
        return tuple(call.variant(filled(call.conversation), guessed) for call in self.by_speaker or (self,))

    def variant(self, conversation: Conversation, guessed: frozenset[str] = frozenset()) -> "Call":
        """The same call with another ``conversation``, measured again."""
        call = tokenise_call(conversation, self.measurements, self.record, self.language, self.settings, guessed)
        call = call.meaning(self.meanings)
        return call.measured_by(self.measure).measured(self.measure(call)) if self.measure else call

    def turns(self, role: Role) -> tuple[tuple[int, Turn], ...]:
        """The turns of ``role`` that have words, with their indices in the conversation."""
        return self._turns.get(role, ())

    @cached_property
    def _turns(self) -> Mapping[Role, tuple[tuple[int, Turn], ...]]:
        spoken = [(index, turn) for index, turn in enumerate(self.conversation.turns) if turn.words]
        return {role: tuple(one for one in spoken if one[1].role is role) for role in Role}

    def answer_to(self, turn: int) -> int | None:
        """Index of the customer's first turn after ``turn``; ``None`` if there is none."""
        turns = self.turns(Role.CUSTOMER)
        place = bisect_right(turns, turn, key=lambda one: one[0])
        return turns[place][0] if place < len(turns) else None

    def listed(self, name: str) -> tuple[Node, ...]:
        """The phrases of a list that languages hold; empty without a language."""
        return self.language.list(name) if self.language else ()

    def text(self, role: Role) -> SpokenText:
        """What ``role`` said."""
        return self.texts[role]

    def hits(self, role: Role, phrases: Iterable[Node], not_in: Iterable[Node] = ()) -> list[Hit]:
        """Where ``role`` says one of ``phrases`` and not as part of a phrase of ``not_in``, in order."""
        text, wanted = self.text(role), tuple(phrases)
        found = text.find(wanted)
        hits = apart(found, text.find(not_in)) if found else []
        guessed = self._unread(text) if wanted and NOT_READ in self.guessed else []
        return sorted({*hits, *guessed}) if guessed else hits

    def _unread(self, text: SpokenText) -> list[Hit]:
        """The words that nobody could read, each as a hit."""
        places = (place for place, token in enumerate(text.tokens) if token and token.text == NOT_READ)
        return [Hit(place, place + 1, place + 1) for place in places]

    def turn_of(self, role: Role, hit: Hit) -> int:
        """Index in the conversation of the turn that contains ``hit``."""
        return self.text(role).turns[hit.start]

    def turns_with(self, role: Role, phrases: Iterable[Node], not_in: Iterable[Node] = ()) -> set[int]:
        """The turns of ``role`` that hold one of ``phrases``."""
        return {self.turn_of(role, hit) for hit in self.hits(role, phrases, not_in)}

    def turns_of_norms(self, role: Role, norms: Iterable[str]) -> set[int]:
        """The turns of ``role`` that hold a phrase of one of ``norms``."""
        known = self.language.norms if self.language else {}
        words = (known[norm] for norm in norms if norm in known)
        return {turn for one in words for turn in self.turns_with(role, one.phrases, one.not_in)}

    def words_of(self, role: Role, hit: Hit) -> tuple[Word, ...]:
        """The words of ``hit``, as written."""
        tokens = [token for token in self.text(role).tokens[hit.start : hit.end] if token]
        words = self.conversation.turns[self.turn_of(role, hit)].words
        return words[tokens[0].word : tokens[-1].word + 1]

    def window(self, name: str, role: Role) -> WindowSpan:
        """The span of the window ``name`` for ``role``."""
        entry = self.settings.windows[name]
        found = find_window(entry, self.conversation, self.turns(role), self.edges)
        if entry.until_words_of and not found.unplaced:  # words that nobody heard would have closed it earlier
            return replace(found, unplaced=why_unknown(self.gaps, entry.until_words_of, found.reach))
        return found

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

    def whole(self, role: Role) -> Evidence:
        """All that ``role`` says, as what was searched without result."""
        return self.quote(role, tuple(word for _, turn in self.turns(role) for word in turn.words))

    def with_conversation(self, conversation: Conversation) -> "Call":
        """The same call with ``conversation``, which has the same turns by the same roles."""
        return replace(self, conversation=conversation)

    def with_gaps(self, gaps: Iterable[Gap]) -> "Call":
        """The same call with further gaps."""
        return replace(self, conversation=self.conversation.with_gaps(gaps))

    @cached_property
    def vectors(self) -> Small | None:
        """The vectors of ``meanings``, in rows."""
        return vectors_of(self.meanings) if self.meanings and self.meanings.places else None

    def seen_by(self, layer: HiddenLayer | None) -> Units | None:
        """What classifiers with ``layer`` weigh of ``meanings``, in rows; made once for all of them."""
        if layer not in self._seen:
            vectors = self.vectors
            self._seen[layer] = None if vectors is None else seen_by(layer, vectors, self.conversation.language)
        return self._seen[layer]

    @cached_property
    def _seen(self) -> dict[HiddenLayer | None, Units | None]:
        return {}

    @cached_property
    def found(self) -> dict[tuple[Any, ...], Any]:
        """What has been found in this call: see ``once``."""
        return {}

    @cached_property
    def speaking(self) -> frozenset[Role]:
        """Who says words."""
        return frozenset(turn.role for turn in self.conversation.turns if turn.words)

    def meaning(self, meanings: Meanings | None) -> "Call":
        """The same call with ``meanings``."""
        return replace(self, meanings=meanings)

    def measured(self, measurements: Measurements) -> "Call":
        """The same call with ``measurements``."""
        return replace(self, measurements=measurements)

    def measured_by(self, measure: Measure) -> "Call":
        """The same call; ``measure`` measures its variants."""
        return replace(self, measure=measure)

    def with_customer(self, name: Name) -> "Call":
        """The same call with ``name`` as the customer's name in the record."""
        record = replace(self.record, customer=" ".join(name))
        changed = replace(self, record=record)
        return changed.variant(self.conversation, self.guessed).measured(self.measurements)

    def why_unknown(self, role: Role, where: WindowSpan) -> Reason | None:
        """Why words of ``role`` cannot be called missing ``where``; ``None`` if all that is said there is known.

        Of somebody without a single word nobody knows what they said.
        """
        if reason := where.unplaced or why_wordless(self.conversation, role):
            return reason
        said = self.said_in(role, where)
        unsure = Reason.UNCERTAIN_WORDS if self.uncertain(said) or self._garbled(said) else None
        return why_unknown(self.gaps, role, where.reach) or unsure

    def turns_window(self, turns: Iterable[tuple[int, Turn]], reach: Span) -> WindowSpan:
        """A window of whole ``turns``; ``reach``: what must be known before words can be called missing in it."""
        chosen = dict(turns)
        spans = [reach, *(turn.span for turn in chosen.values())]
        reached = Span(min(span.start_s for span in spans), max(span.end_s for span in spans))
        return WindowSpan(Span(reached.start_s, reached.start_s), frozenset(chosen), reached)

    def uncertain(self, words: Iterable[Word]) -> bool:
        """Whether too many of ``words`` have a low recognition probability for a fail."""
        known = [word.probability for word in words if word.probability is not None]
        doubtful = sum(probability < self.settings.certainty.word_probability for probability in known)
        return bool(known) and doubtful >= self.settings.certainty.share * len(known)

    def _garbled(self, words: Sequence[Word]) -> bool:
        """Whether enough of ``words`` are in runs of a low recognition probability: others may have been said there."""
        settings = self.settings.certainty
        low = (word.probability is not None and word.probability < settings.word_probability for word in words)
        runs = (len(list(run)) for is_low, run in groupby(low) if is_low)
        garbled = sum(length for length in runs if length >= settings.garbled_words)
        return garbled > 0 and garbled >= settings.garbled_share * len(words)


def once(find: Callable[[Call, *Of], Found]) -> Callable[[Call, *Of], Found]:
    """``find``, but for each call and what is asked of it only once; nobody may change what it returns."""

    @wraps(find)
    def found(call: Call, *of: *Of) -> Found:
        key = (find, *of)
        if key not in call.found:
            call.found[key] = find(call, *of)
        result: Found = call.found[key]
        return result

    return found


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
    guessed: frozenset[str] = frozenset(),
    said: SaidNames | None = None,
) -> Call:
    """A call whose words are tokenised and whose names are found, once for all norms.

    ``said``: the names that are said in it, if they have been found before.
    """
    if language is None:
        names = KnownNames()
        finder = names.finder(NameWords(), cased=False, settings=settings.names)
        texts: Texts = {role: SpokenText((), finder.slots) for role in Role}
    else:
        texts, names, finder = texts_and_names(conversation, record, language, settings.names, guessed, said)
    return Call(conversation, measurements, record, language, settings, texts, names, finder, guessed)
