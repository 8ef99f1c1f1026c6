"""The form of a script: who says what when, over which line, and what a person would say of the call."""

from datetime import datetime
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from callgrade.config.yaml_source import read_yaml

Speaker = Literal["agent", "customer"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Format(_Part):
    """The file: ``container`` and ``codec`` as PyAV names them, ``channels`` 2 (agent left) or 1."""

    container: str
    codec: str
    channels: Literal[1, 2]
    bit_rate: int | None = None


class Record(_Part):
    """What the telephone system knew of the call; written beside the recording."""

    direction: Literal["in", "out"]
    started: datetime
    language: str
    company: str
    agent: str
    customer: str | None = None
    channels: dict[Speaker, int] | None = None


class Voice(_Part):
    """``name``: a voice of ``voices.py``; ``speed``: 1 = as the voice speaks by itself."""

    name: str
    speed: float = 1.0


class Ringing(_Part):
    """Ring-back of ``country``: ``rings`` begun, the last burst cut ``last_burst_s`` after its onset by the answer.

    ``answered: false``: the last pause is waited out and nobody answers. ``lead_s``: quiet line before the first ring;
    negative: the recording begins so many seconds into it.
    """

    country: str
    rings: int
    last_burst_s: float = 0.5
    answered: bool = True
    lead_s: float = 0.0


class Line(_Part):
    """``agent_dbov``, ``customer_dbov``: active speech level. ``noise_dbov``: line noise, RMS.

    ``crosstalk_db``: each side in the other's channel, relative to itself. ``clip_customer_at``: share of the peak at
    which the customer's channel is clipped.
    """

    agent_dbov: float = -23.0
    customer_dbov: float = -23.0
    noise_dbov: float = -62.0
    crosstalk_db: float | None = None
    clip_customer_at: float | None = None


class Event(_Part):
    """One event: somebody speaks (``agent`` or ``customer``), or nobody does (``hold`` or ``silence``, in seconds).

    ``gap``: seconds after the end of what came before; negative = overlap; when not given 0.4, and 0 at a silence's
    ends. ``cut_off``: seconds after which this turn breaks off, because the other has cut in.
    """

    agent: str | None = None
    customer: str | None = None
    hold: float | None = None
    silence: float | None = None
    gap: float | None = None
    cut_off: float | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if sum(part is not None for part in (self.agent, self.customer, self.hold, self.silence)) != 1:
            raise ValueError("an event is exactly one of agent, customer, hold, silence")
        return self

    @property
    def speaker(self) -> Speaker | None:
        """Who speaks, ``None`` when nobody does."""
        if self.agent is not None:
            return "agent"
        return "customer" if self.customer is not None else None

    @property
    def text(self) -> str:
        """What is said."""
        return self.agent or self.customer or ""


class Script(_Part):
    """A whole call. ``expected``: norm → the verdict a person gives who has read this script and norms.md.

    ``nothing_judged``: no norm at all comes to a judgement. ``why``: what this call is there to show.
    """

    title: str
    why: str
    file: str
    format: Format
    record: Record
    voices: dict[Speaker, Voice]
    ringing: Ringing | None = None
    answer_to_first_word_s: float = 0.6
    after_s: float = 1.0
    line: Line = Line()
    events: list[Event]
    nothing_judged: bool = False
    expected: dict[str, Literal["pass", "partial", "fail", "not_applicable", "cannot_tell"]]


def read_script(path: Path) -> Script:
    """The script at ``path``; raises ``ConfigError`` with file:line:column."""
    return read_yaml(path).validate(Script)
