"""A norm pack: the norms, once for all languages, and the words of one language, with a profile and a site laid over.

Everything is read and checked here: an unknown norm, kind, parameter, measurement, profile,
window or list, a phrase that cannot be read
and a norm without examples raise ``ConfigError`` with file:line:column.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from callgrade.config.load import overlay
from callgrade.config.section import Section
from callgrade.config.yaml_source import Location, YamlSource, read_yaml, validated
from callgrade.errors import ConfigError
from callgrade.model.finding import Severity
from callgrade.model.record import Direction
from callgrade.norms.kinds import KINDS
from callgrade.norms.kinds.kind import NormKind
from callgrade.norms.pack.fingerprint import Fingerprint, fingerprint
from callgrade.norms.pack.language import Language
from callgrade.norms.pack.pack_files import (
    Certainty,
    NormChange,
    NormEntry,
    PackFile,
    ProfileFile,
    RoleEvidence,
    SectionFile,
    SiteFile,
    WindowEntry,
)
from callgrade.norms.pack.references import (
    Known,
    refuse_unknown_evidence,
    refuse_unknown_profiles,
    refuse_unknown_window,
    refuse_unknown_words,
)
from callgrade.norms.pack.site_pack import Site
from callgrade.norms.pack.words import LANGUAGE_FILE, load_language


@dataclass(frozen=True)
class Norm:
    """One norm with its profile and site applied. ``directions``: of the calls it is for.

    ``profiles``: the only ones that judge by it; ``None``: all.
    """

    id: str
    section: str
    title: str
    why: str
    sources: tuple[str, ...]
    severity: Severity
    directions: frozenset[Direction]
    kind: NormKind[Any]
    parameters: Section
    expected: str
    profiles: tuple[str, ...] | None


@dataclass(frozen=True)
class Pack:
    """What a call is judged by. ``sections``: id → title, in the order of the card.

    ``left_out``: norms that only other profiles judge by. ``language``: ``None`` where the pack has no words of the
    language. ``direction``: what the profile assumes when the call record does not say. ``hash``: first 12 hex digits
    of the SHA-256 of all that was read. ``fingerprint``: hashes of its parts.
    """

    norms: tuple[Norm, ...]
    left_out: tuple[Norm, ...]
    sections: Mapping[str, str]
    windows: Mapping[str, WindowEntry]
    certainty: Certainty
    roles: RoleEvidence
    language: Language | None
    profile: str
    direction: Direction | None
    hash: str
    fingerprint: Fingerprint

    def norm(self, norm_id: str) -> Norm | None:
        """The norm of this id."""
        return next((norm for norm in self.norms if norm.id == norm_id), None)


def section_ids(folder: Path) -> tuple[str, ...]:
    """The ids of the sections of the pack in ``folder``, in the order of the card; raises ``ConfigError``."""
    return read_yaml(folder / "norms" / "pack.yaml").validate(PackFile).sections


def load_pack(folder: Path, language: str | None, profile: str, site: Path | None = None) -> Pack:
    """Read the pack in ``folder`` (``norms/``, ``words/``, ``profiles/``) for one language; raises ``ConfigError``.

    ``site``: a file that extends or overrides it.
    """
    pack_source = read_yaml(folder / "norms" / "pack.yaml")
    settings = pack_source.validate(PackFile)
    profile_source = _profile_source(folder, profile)
    profile_file = profile_source.validate(ProfileFile)
    site_pack = _site(site)
    _refuse_strangers(folder / "norms", settings.sections, pack_source)
    section_sources = [read_yaml(folder / "norms" / f"{name}.yaml") for name in settings.sections]
    sections = [(source, source.validate(SectionFile)) for source in section_sources]
    ids = [entry.id for _, file in sections for entry in file.norms]
    known = Known(
        settings.windows, frozenset(ids), frozenset(path.stem for path in (folder / "profiles").glob("*.yaml"))
    )
    refuse_unknown_evidence(pack_source, settings.roles, known)
    norms = _norms(sections, known)
    norms = _changed(norms, profile_source, profile_file.norms, known)
    if site_pack:
        refuse_unknown_words(site_pack, languages(folder), known)
        norms = _changed(norms, site_pack.source, site_pack.file.norms, known)
    kinds = {norm_id: norm.kind for norm_id, (norm, _) in norms.items()}
    words, word_sources = load_language(folder / "words", language, kinds, site_pack)
    definitions = [pack_source, profile_source, *section_sources]
    site_source = site_pack.source if site_pack else None
    return Pack(
        norms=tuple(norm for norm, _ in norms.values() if _judges(profile_file.profile, norm)),
        left_out=tuple(norm for norm, _ in norms.values() if not _judges(profile_file.profile, norm)),
        sections={file.section: file.title for _, file in sections},
        windows=settings.windows,
        certainty=settings.certainty,
        roles=settings.roles,
        language=words,
        profile=profile_file.profile,
        direction=profile_file.direction,
        hash=_hash([*definitions, *word_sources, *([site_source] if site_source else [])]),
        fingerprint=fingerprint(
            definitions,
            word_sources,
            site_source,
            language,
            tell_roles={*settings.roles.agent, *settings.roles.customer},
            reads={norm_id: norm.kind.reads(norm.parameters) for norm_id, (norm, _) in norms.items()},
        ),
    )


def languages(folder: Path) -> tuple[str, ...]:
    """The languages that the pack in ``folder`` has words for."""
    return tuple(sorted(path.name for path in (folder / "words").iterdir() if (path / LANGUAGE_FILE).is_file()))


_Placed = dict[str, tuple[Norm, dict[str, Any]]]
"""Norm id → the norm and its parameters as written, for a profile to be laid over."""


def _profile_source(folder: Path, profile: str) -> YamlSource:
    path = folder / "profiles" / f"{profile}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in (folder / "profiles").glob("*.yaml")))
        raise ConfigError(f"{path}: no profile is called {profile!r}.", f"There are: {known}.")
    return read_yaml(path)


def _refuse_strangers(folder: Path, sections: tuple[str, ...], source: YamlSource) -> None:
    for path in sorted(folder.glob("*.yaml")):
        if path.stem not in (*sections, "pack"):
            raise source.error(("sections",), f"{path.name} is in no section", f"Add {path.stem!r} to the list.")


def _site(path: Path | None) -> Site | None:
    if path is None:
        return None
    source = read_yaml(path)
    return Site(source, source.validate(SiteFile))


def _norms(sections: Iterable[tuple[YamlSource, SectionFile]], known: Known) -> _Placed:
    norms: _Placed = {}
    for source, file in sections:
        if file.section != source.path.stem:
            raise source.error(("section",), f"{file.section!r} in {source.path.name}", "Name it as the file.")
        for index, entry in enumerate(file.norms):
            at: Location = ("norms", index)
            if entry.id in norms:
                raise source.error((*at, "id"), f"{entry.id!r} appears twice", "Keep one of them.")
            norms[entry.id] = _norm(entry, file.section, source, at, known), entry.parameters
    return norms


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
        directions=_directions(entry.direction),
        kind=kind,
        parameters=_parameters(kind, entry.parameters, source, (*at, "with"), known),
        expected=entry.expected,
        profiles=entry.profiles,
    )


def _parameters(kind: NormKind[Any], data: Any, source: YamlSource, at: Location, known: Known) -> Section:
    parameters: Section = validated(source, kind.parameters, data, at)
    refuse_unknown_window(source, (*at, "window"), getattr(parameters, "window", None), known)
    for where, what, remedy in kind.mistakes(parameters, known.norms):
        raise source.error((*at, *where), what, remedy)
    return parameters


def _directions(direction: str) -> frozenset[Direction]:
    return frozenset(Direction) if direction == "both" else frozenset({Direction(direction)})


def _changed(norms: _Placed, source: YamlSource, changes: Mapping[str, NormChange], known: Known) -> _Placed:
    """``norms`` with ``changes`` of a profile or site laid over them."""
    changed = dict(norms)
    for norm_id, change in changes.items():
        at: Location = ("norms", norm_id)
        if norm_id not in norms:
            raise source.error(at, f"no norm is called {norm_id!r}", "Correct the id or remove it.")
        norm, written = norms[norm_id]
        data = overlay(written, change.parameters)
        changed[norm_id] = _applied(norm, change, _parameters(norm.kind, data, source, (*at, "with"), known)), data
    return changed


def _applied(norm: Norm, change: NormChange, parameters: Section) -> Norm:
    return replace(
        norm,
        severity=change.severity or norm.severity,
        directions=_directions(change.direction) if change.direction else norm.directions,
        expected=change.expected or norm.expected,
        parameters=parameters,
    )


def _judges(profile: str, norm: Norm) -> bool:
    return norm.profiles is None or profile in norm.profiles


def _hash(sources: Iterable[YamlSource]) -> str:
    text = json.dumps([[source.path.name, source.data] for source in sources], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
