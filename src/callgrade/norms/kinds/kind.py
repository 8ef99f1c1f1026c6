"""The parts of a kind of norm."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

from callgrade.config.section import Section
from callgrade.config.yaml_source import Location
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.outcome import Outcome
from callgrade.norms.pack.language import NormWords

P = TypeVar("P", bound=Section)


class Need(IntEnum):
    """What a norm needs, in the order in which it is checked."""

    AGENT = 1
    CUSTOMER = 2
    WORDS = 3


NEED_OF = {Role.AGENT: Need.AGENT, Role.CUSTOMER: Need.CUSTOMER}


Mistake = tuple[Location, str, str]
"""Place in the parameters, what is wrong, and what to do."""


def _no_others(_parameters: Section) -> tuple[str, ...]:
    return ()


def _no_mistakes(_parameters: Section, _norms: Collection[str]) -> Iterable[Mistake]:
    return ()


@dataclass(frozen=True)
class NormKind(Generic[P]):
    """A kind of norm: ``judge`` is a pure function of parameters, words and call.

    ``needs``: what it needs in addition to its ``speaker``. ``words``: groups of words that a language must have;
    ``other_words``: that it may have. ``reads``: other norms whose words it uses, in order. ``lists``: of
    ``READ_LISTS`` those that this kind alone uses. ``mistakes``: unknown names in the parameters; its second argument
    is the ids of all norms.
    """

    parameters: type[P]
    judge: Callable[[P, NormWords, Call], Outcome]
    needs: frozenset[Need] = frozenset()
    words: tuple[str, ...] = ()
    other_words: tuple[str, ...] = ()
    reads: Callable[[P], tuple[str, ...]] = _no_others
    lists: tuple[str, ...] = ()
    mistakes: Callable[[P, Collection[str]], Iterable[Mistake]] = _no_mistakes

    def needed(self, parameters: P) -> list[Need]:
        """What this norm needs, in the order in which it is checked."""
        speaker = getattr(parameters, "speaker", None)
        return sorted(self.needs | ({NEED_OF[speaker]} if speaker else set()))
