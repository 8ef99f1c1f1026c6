"""The call record: what is known of a call before listening to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum

from callgrade.model.frozen import FrozenDict, freeze
from callgrade.model.provenance import Provenance


class Direction(StrEnum):
    """Who called: ``in`` the customer, ``out`` the agent."""

    INBOUND = "in"
    OUTBOUND = "out"


class Role(StrEnum):
    """Who speaks. ``UNKNOWN``: voices that could not be separated; ``PROMPT``: a machine's voice (menu, voicemail)."""

    AGENT = "agent"
    CUSTOMER = "customer"
    UNKNOWN = "unknown"
    PROMPT = "prompt"


@dataclass(frozen=True)
class CallRecord:
    """What is known of a call, each fact with the source it came from.

    ``started``: local time of the call; aware when the source gave an offset. ``language``: ISO 639-1 code.
    ``agent``, ``customer``, ``company``: names as written. ``extension``: the agent's telephone; ``team``: the agent's.
    ``channels``: role → channel index (0 = left).
    ``ring_to_answer_s``: seconds from first ring to answer as the telephone system counted them.
    ``sources``: field name → where its value comes from: a ``Provenance``, or ``assumed_by`` a profile.
    """

    direction: Direction | None = None
    started: datetime | None = None
    language: str | None = None
    agent: str | None = None
    customer: str | None = None
    company: str | None = None
    extension: str | None = None
    team: str | None = None
    channels: Mapping[Role, int] | None = None
    ring_to_answer_s: float | None = None
    sources: Mapping[str, str] = field(default_factory=FrozenDict)

    def __post_init__(self) -> None:
        """Freeze the mappings."""
        freeze(self, "channels", "sources")

    def filled_from(self, other: "CallRecord") -> "CallRecord":
        """This record, its unknown facts (and their sources) taken from ``other``."""
        missing = {
            f.name: getattr(other, f.name)
            for f in fields(self)
            if f.name != "sources" and getattr(self, f.name) is None and getattr(other, f.name) is not None
        }
        sources = dict(self.sources) | {name: other.sources.get(name, Provenance.UNKNOWN) for name in missing}
        return replace(self, **missing, sources=sources)


@dataclass(frozen=True)
class SaidNames:
    """Names that were said in a call, as tokens, in order. ``possible_customer``: that the customer may have given."""

    agent: tuple[tuple[str, ...], ...] = ()
    company: tuple[tuple[str, ...], ...] = ()
    customer: tuple[tuple[str, ...], ...] = ()
    possible_customer: tuple[tuple[str, ...], ...] = ()
