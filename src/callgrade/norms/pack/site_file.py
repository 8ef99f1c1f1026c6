"""The file of a site pack."""

from datetime import date

from pydantic import Field

from callgrade.config.section import Section
from callgrade.norms.pack.norm_files import NormChange


class SiteWords(Section):
    """What a site changes in a norm's words: ``phrases`` replaces, ``phrases+`` adds, and so on.

    ``like``, ``unlike``: sentences that do what the norm is about, and close ones that do not.
    """

    advice: str | None = None
    like: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    phrases: tuple[str, ...] | None = None
    more_phrases: tuple[str, ...] = Field(default=(), alias="phrases+")
    not_in: tuple[str, ...] | None = None
    more_not_in: tuple[str, ...] = Field(default=(), alias="not_in+")
    triggers: tuple[str, ...] | None = None
    more_triggers: tuple[str, ...] = Field(default=(), alias="triggers+")
    triggers_not_in: tuple[str, ...] | None = None
    more_triggers_not_in: tuple[str, ...] = Field(default=(), alias="triggers_not_in+")
    unless: tuple[str, ...] | None = None
    more_unless: tuple[str, ...] = Field(default=(), alias="unless+")
    insists: tuple[str, ...] | None = None
    more_insists: tuple[str, ...] = Field(default=(), alias="insists+")


class SiteLanguage(Section):
    """A site's words in one language; a list called ``name+`` adds to the list ``name``."""

    norms: dict[str, SiteWords] = Field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class SiteFile(Section):
    """A site pack: one file that changes the shipped pack and the profile.

    ``companies``: company names that agents may use. ``holidays``: name → first and last day of each time it falls
    on ("easter": [[2026-04-03, 2026-04-06]]).
    """

    site: str
    companies: tuple[str, ...] = ()
    holidays: dict[str, tuple[tuple[date, date], ...]] = Field(default_factory=dict)
    norms: dict[str, NormChange] = Field(default_factory=dict)
    words: dict[str, SiteLanguage] = Field(default_factory=dict)
