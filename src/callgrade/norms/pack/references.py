"""Refuses unknown names in a pack, with their place; otherwise a norm would silently never apply."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from callgrade.config.yaml_source import Location, YamlSource
from callgrade.norms.pack.pack_file import PackFile, WindowEntry
from callgrade.norms.pack.site_pack import Site

REMEDY = "Correct the id or remove it."


@dataclass(frozen=True)
class Known:
    """What norms may name: windows of the pack, ids of norms, profiles and sections."""

    windows: Mapping[str, WindowEntry]
    norms: Collection[str]
    profiles: Collection[str]
    sections: Collection[str]


def refuse_unknown_window(source: YamlSource, at: Location, window: str | None, known: Known) -> None:
    """Raise ``ConfigError`` for a window that the pack does not have."""
    if window is not None and window not in known.windows:
        there = ", ".join(known.windows)
        raise source.error(at, f"no window is called {window!r}", f"There are: {there}.")


def refuse_unknown_profiles(source: YamlSource, at: Location, profiles: Iterable[str], known: Known) -> None:
    """Raise ``ConfigError`` for an unknown profile of a norm."""
    for index, profile in enumerate(profiles):
        if profile not in known.profiles:
            there = ", ".join(sorted(known.profiles))
            raise source.error((*at, index), f"no profile is called {profile!r}", f"There are: {there}.")


def refuse_unknown_evidence(source: YamlSource, settings: PackFile, known: Known) -> None:
    """Raise ``ConfigError`` for an unknown norm in the evidence for roles and for the edges of a call."""
    roles, edges = settings.roles, settings.edges
    named: dict[Location, Iterable[str]] = {
        ("roles", "agent"): roles.agent,
        ("roles", "customer"): roles.customer,
        ("edges", "beginning"): edges.beginning,
        ("edges", "end"): edges.end,
        ("edges", "end_if_answered"): edges.end_if_answered,
        ("edges", "leave"): edges.leave,
        ("edges", "leave_if_answered"): edges.leave_if_answered,
        ("edges", "not_end"): edges.not_end,
        ("messages", "norms"): settings.messages.norms,
    }
    for at, norms in named.items():
        for norm in norms:
            if norm not in known.norms:
                raise source.error((*at, norm), f"no norm is called {norm!r}", REMEDY)


def refuse_unknown_words(site: Site, languages: Collection[str], known: Known) -> None:
    """Raise ``ConfigError`` for words of an unknown language or norm."""
    for code, words in site.file.words.items():
        if code not in languages:
            what = f"the pack has no words in {code!r}"
            raise site.source.error(("words", code), what, f"There are: {', '.join(languages)}.")
        for norm in words.norms:
            if norm not in known.norms:
                raise site.source.error(("words", code, "norms", norm), f"no norm is called {norm!r}", REMEDY)
