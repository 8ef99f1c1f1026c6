"""What every kind of norm has."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

from callgrade.config.section import Section
from callgrade.config.yaml_source import Location
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.language import NormWords
from callgrade.norms.outcome import Outcome

P = TypeVar("P", bound=Section)


class Need(IntEnum):
    """What a norm cannot be judged without, in the order in which it is missed."""

    AGENT = 1
    CUSTOMER = 2
    WORDS = 3


NEED_OF = {Role.AGENT: Need.AGENT, Role.CUSTOMER: Need.CUSTOMER}


Mistake = tuple[Location, str, str]
"""Where in the parameters, what is wrong there, and what to do."""


def _no_others(_parameters: Section) -> tuple[str, ...]:
    return ()


def _no_mistakes(_parameters: Section, _norms: Collection[str]) -> Iterable[Mistake]:
    return ()


@dataclass(frozen=True)
class Kind(Generic[P]):
    """A kind of norm: ``judge`` is a pure function of parameters, words and call.

    ``needs``: what it cannot do without, beside its ``speaker`` if it has one. ``words``: groups of words that a
    language must give; ``other_words``: that it may. ``reads``: other norms whose words it uses, in order.
    ``mistakes``: names in the parameters that stand for nothing; it is given the ids of all norms.
    """

    parameters: type[P]
    judge: Callable[[P, NormWords, Call], Outcome]
    needs: frozenset[Need] = frozenset()
    words: tuple[str, ...] = ()
    other_words: tuple[str, ...] = ()
    reads: Callable[[P], tuple[str, ...]] = _no_others
    mistakes: Callable[[P, Collection[str]], Iterable[Mistake]] = _no_mistakes

    def needed(self, parameters: P) -> list[Need]:
        """What this norm cannot do without, in the order in which it is missed."""
        speaker = getattr(parameters, "speaker", None)
        return sorted(self.needs | ({NEED_OF[speaker]} if speaker else set()))
