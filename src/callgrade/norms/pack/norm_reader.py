"""Read the norms of the section files, and apply what a profile or a site changes."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from callgrade.config.load import overlay
from callgrade.config.section import Section
from callgrade.config.yaml_source import Location, YamlSource, validated
from callgrade.model.record import Direction
from callgrade.norms.kinds import KINDS
from callgrade.norms.kinds.kind import NormKind
from callgrade.norms.pack.norm import Norm
from callgrade.norms.pack.norm_files import NormChange, NormEntry, SectionFile
from callgrade.norms.pack.references import REMEDY, Known, refuse_unknown_profiles, refuse_unknown_window

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
            raise source.error(at, f"no norm is called {norm_id!r}", REMEDY)
        norm, written = norms[norm_id]
        data = overlay(written, change.parameters)
        changed[norm_id] = _changed(norm, change, _parameters(norm.kind, data, source, (*at, "with"), known)), data
    return changed


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
