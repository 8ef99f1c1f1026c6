"""Every call of a store that holds a person: in its record, in what was said, in the name of its file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from callgrade.errors import StoreError
from callgrade.export.clock import clock
from callgrade.model.conversation import Conversation
from callgrade.retention.person import NameRules, SearchRules, WantedName, WantedNumber
from callgrade.store import CallState, Store, StoredCall, StoredCard
from callgrade.store.calls import CallQuery

_MOST_TIMES = 3  # that a reason lists
_OTHERS = tuple(state for state in CallState if state not in (CallState.SCORED, CallState.ERASED))


@dataclass(frozen=True)
class FoundCall:
    """A call and why it matches, in words for people; a reason names no words of the call."""

    call: StoredCall
    reasons: tuple[str, ...]


@dataclass
class PersonSearch:
    """Searches for any of ``names`` and ``numbers``. ``damaged``: digests of calls that cannot be read."""

    names: Sequence[WantedName]
    numbers: Sequence[WantedNumber]
    damaged: list[str] = field(default_factory=list)
    _rules: SearchRules = field(default_factory=SearchRules)

    def calls(self, store: Store) -> Iterator[FoundCall]:
        """The calls that match. One page of cards is in memory at a time."""
        with_card = set()
        for stored in store.cards.read():
            with_card.add(stored.call.id)
            yield from self._found(stored.call, self._of_card(stored))
        others = (call for call in store.calls.listed(CallQuery(states=_OTHERS)) if call.id not in with_card)
        for call in others:
            yield from self._found(call, self._of_file(call, self._rules.names(call.language)))

    def _found(self, call: StoredCall, reasons: Iterator[str]) -> Iterator[FoundCall]:
        if all_of_them := tuple(reasons):
            yield FoundCall(call, all_of_them)

    def _of_card(self, stored: StoredCard) -> Iterator[str]:
        try:
            card = stored.card
        except StoreError:
            self.damaged.append(stored.call.sha256)
            yield from self._of_file(stored.call, self._rules.names(stored.call.language))
            return
        rules = self._rules.names(card.conversation.language)
        customer = card.record.customer or ""
        if any(one.is_in(customer, rules) for one in self.names) or any(one.is_in(customer) for one in self.numbers):
            yield "customer in the call record"
        yield from self._of_file(stored.call, rules)
        yield from self._of_words(card.conversation, rules, card.record.agent or "")

    def _of_file(self, call: StoredCall, rules: NameRules) -> Iterator[str]:
        name = call.path or call.name or ""
        if any(one.is_in(name, rules) for one in self.names) or any(one.is_in(name) for one in self.numbers):
            yield "name of the file"

    def _of_words(self, conversation: Conversation, rules: NameRules, agent: str) -> Iterator[str]:
        for name in self.names:
            if times := name.said_in(conversation, rules):
                yield f"name said at {_shown(times)}{', the agent has it, too' if name.is_in(agent, rules) else ''}"
        if not self.numbers:
            return
        said = list(self._rules.numbers(conversation))
        if times := [at for digits, at in said if any(one.is_same(digits) for one in self.numbers)]:
            yield f"number said at {_shown(times)}"


def _shown(times: Sequence[float]) -> str:
    more = f" and {len(times) - _MOST_TIMES} times more" if len(times) > _MOST_TIMES else ""
    return ", ".join(map(clock, times[:_MOST_TIMES])) + more
