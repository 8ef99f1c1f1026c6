"""Read the norms of the section files, and apply what a profile or a site changes."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from callgrade.config.load import overlay
from callgrade.config.section import Section
from callgrade.config.yaml_source import Location, YamlSource, validated
from callgrade.model.finding import Effect, Severity
from callgrade.model.frozen import FrozenDict
from callgrade.model.record import Direction
from callgrade.norms.kinds import KINDS
from callgrade.norms.kinds.kind import NormKind
from callgrade.norms.pack.norm import Norm
from callgrade.norms.pack.norm_files import NormChange, NormEntry, SectionFile
from callgrade.norms.pack.references import REMEDY, Known, refuse_unknown_profiles, refuse_unknown_window

OWN_PARAMETERS = FrozenDict({"speaker": "agent", "expect": "present", "window": "whole"})
"""Parameters of a norm of the site's own, where it gives no others."""

WrittenNorms = dict[str, tuple[Norm, dict[str, Any]]]
"""Norm id → the norm and its parameters as written, so that a profile can change single parameters."""


def read_norms(sections: Iterable[tuple[YamlSource, SectionFile]], known: Known) -> WrittenNorms:
    """The norms of all section files, in order; raises ``ConfigError``."""
    norms: WrittenNorms = {}
    for source, file in sections:
        if file.section != source.path.stem:
            raise source.error(("section",), f"{file.section!r} in {source.path.name}", "Name it as the file.")
        for index, entry in enumerate(file.norms):
            at: Location = ("norms", index)
            if entry.id in norms:
                raise source.error((*at, "id"), f"{entry.id!r} is defined twice", "Keep one of them.")
            norms[entry.id] = _norm(entry, file.section, source, at, known), entry.parameters
    return norms


def with_changes(
    norms: WrittenNorms, source: YamlSource, changes: Mapping[str, NormChange], known: Known
) -> WrittenNorms:
    """``norms`` with the ``changes`` of a profile or site; raises ``ConfigError``."""
    changed = dict(norms)
    for norm_id, change in changes.items():
        at: Location = ("norms", norm_id)
        if norm_id not in norms:
            changed[norm_id] = _own(norm_id, change, source, at, known)
            continue
        if change.title or change.section:
            raise source.error(at, f"{norm_id!r} is a norm of the pack", "Give your own norm another id.")
        norm, written = norms[norm_id]
        data = overlay(written, change.parameters)
        changed[norm_id] = _changed(norm, change, _parameters(norm.kind, data, source, (*at, "with"), known)), data
    return changed


def _own(
    norm_id: str, change: NormChange, source: YamlSource, at: Location, known: Known
) -> tuple[Norm, dict[str, Any]]:
    """A norm of the site's own."""
    if change.title is None:
        raise source.error(at, f"no norm is called {norm_id!r}", f"{REMEDY} A norm of your own has a title.")
    if change.section is None or change.section not in known.sections:
        there = ", ".join(known.sections)
        raise source.error(at, f"no section is called {change.section!r}", f"There are: {there}.")
    data = overlay(dict(OWN_PARAMETERS), change.parameters)
    norm = Norm(
        id=norm_id,
        section=change.section,
        title=change.title,
        why=change.why or change.title,
        sources=change.sources,
        severity=change.severity or Severity.MINOR,
        effect=change.effect or (Effect.DEDUCTION if data.get("expect") == "absent" else Effect.CREDIT),
        directions=_directions(change.direction or "both"),
        kind=KINDS["phrase"],
        parameters=_parameters(KINDS["phrase"], data, source, (*at, "with"), known),
        expected=change.expected or change.title,
        profiles=None,
        meaning=change.own_power,
    )
    return norm, data


def _norm(entry: NormEntry, section: str, source: YamlSource, at: Location, known: Known) -> Norm:
    if entry.kind not in KINDS:
        raise source.error((*at, "kind"), f"no kind is called {entry.kind!r}", f"There are: {', '.join(KINDS)}.")
    kind = KINDS[entry.kind]
    refuse_unknown_profiles(source, (*at, "profiles"), entry.profiles or (), known)
    return Norm(
        id=entry.id,
        section=section,
        title=entry.title,
        why=entry.why,
        sources=entry.sources,
        severity=entry.severity,
        effect=entry.effect,
        directions=_directions(entry.direction),
        kind=kind,
        parameters=_parameters(kind, entry.parameters, source, (*at, "with"), known),
        expected=entry.expected,
        profiles=entry.profiles,
        meaning=entry.meaning,
        faults=FrozenDict(entry.faults),
    )


def _changed(norm: Norm, change: NormChange, parameters: Section) -> Norm:
    return replace(
        norm,
        severity=change.severity or norm.severity,
        effect=change.effect or norm.effect,
        directions=_directions(change.direction) if change.direction else norm.directions,
        expected=change.expected or norm.expected,
        parameters=parameters,
    )


def _parameters(kind: NormKind[Any], data: Any, source: YamlSource, at: Location, known: Known) -> Section:
    parameters: Section = validated(source, kind.parameters, data, at)
    refuse_unknown_window(source, (*at, "window"), getattr(parameters, "window", None), known)
    for where, what, remedy in kind.mistakes(parameters, known.norms):
        raise source.error((*at, *where), what, remedy)
    return parameters


def _directions(direction: str) -> frozenset[Direction]:
    return frozenset(Direction) if direction == "both" else frozenset({Direction(direction)})
