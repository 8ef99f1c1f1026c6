"""The files that define norms: sections, profiles, and what a profile or a site changes."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from callgrade.config.section import Section
from callgrade.meaning.classifier import Power
from callgrade.model.finding import Effect, Severity
from callgrade.model.record import Direction


class NormEntry(Section):
    """One norm of ``norms/<section>.yaml``. ``profiles``: the only ones that judge by it; ``None``: all.

    ``meaning``: what words may do that are found by what they mean; ``None``: nothing. ``faults``: what a call that
    falls short does, by the key of its outcome; ``missed`` where there is no other.
    """

    id: str = Field(pattern=r"^[a-z_]+\.[a-z_]+$")
    title: str
    faults: dict[str, str] = Field(default_factory=dict)
    why: str
    sources: tuple[Literal["NL", "NO", "ZH"], ...]
    severity: Severity
    effect: Effect = Effect.CREDIT
    direction: Literal["in", "out", "both"]
    kind: str
    expected: str
    profiles: tuple[str, ...] | None = None
    meaning: Power | None = None
    parameters: dict[str, Any] = Field(alias="with")


class SectionFile(Section):
    """``norms/<section>.yaml``."""

    section: str
    title: str
    norms: tuple[NormEntry, ...]


class NormChange(BaseModel):
    """What a profile or a site changes in a norm; ``None`` leaves it.

    With a ``title`` it is a norm of the site's own, judged by its words: ``section`` is where it is shown, ``why`` and
    ``sources`` are the site's; the rest has a default.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str | None = None
    section: str | None = None
    why: str | None = None
    sources: tuple[str, ...] = ()

    severity: Severity | None = None
    effect: Effect | None = None
    direction: Literal["in", "out", "both"] | None = None
    expected: str | None = None
    parameters: dict[str, Any] = Field(default_factory=dict, alias="with")

    @property
    def own_power(self) -> Power:
        """What words may do that are found by what they mean, for a norm of the site's own."""
        return Power.LOOK if self.parameters.get("expect") == "absent" else Power.PASS


class ProfileFile(Section):
    """``profiles/<name>.yaml``. ``direction``: assumed when the call record does not say."""

    profile: str
    title: str
    direction: Direction | None = None
    norms: dict[str, NormChange] = Field(default_factory=dict)
