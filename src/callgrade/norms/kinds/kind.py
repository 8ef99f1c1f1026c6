"""What every kind of norm has."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

from callgrade.config.section import Section
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


def _no_others(_parameters: Section) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Kind(Generic[P]):
    """A kind of norm: ``judge`` is a pure function of parameters, words and call.

    ``needs``: what it cannot do without, beside its ``speaker`` if it has one. ``words``: groups of words that a
    language must give; ``other_words``: that it may. ``reads``: other norms whose words it uses, in order.
    """

    parameters: type[P]
    judge: Callable[[P, NormWords, Call], Outcome]
    needs: frozenset[Need] = frozenset()
    words: tuple[str, ...] = ()
    other_words: tuple[str, ...] = ()
    reads: Callable[[P], tuple[str, ...]] = _no_others

    def needed(self, parameters: P) -> list[Need]:
        """What this norm cannot do without, in the order in which it is missed."""
        speaker = getattr(parameters, "speaker", None)
        return sorted(self.needs | ({NEED_OF[speaker]} if speaker else set()))
