"""Load a norm pack: the norms, the words of one language, a profile and a site pack.

Everything is checked here. An unknown norm, kind, parameter, measurement, profile, window or list, a phrase that
cannot be read and a norm without examples raise ``ConfigError`` with file:line:column.
"""

from collections.abc import Iterable
from pathlib import Path

from callgrade.config.yaml_source import YamlSource, read_yaml
from callgrade.errors import ConfigError
from callgrade.meaning.classifier import Power
from callgrade.norms.pack.fingerprint import Reads, fingerprint, hash_of
from callgrade.norms.pack.language import ANOTHER_THING, READ_NORMS
from callgrade.norms.pack.norm import Norm, Pack
from callgrade.norms.pack.norm_files import ProfileFile, SectionFile
from callgrade.norms.pack.norm_reader import WrittenNorms, read_norms, with_changes
from callgrade.norms.pack.pack_file import PackFile
from callgrade.norms.pack.references import Known, refuse_unknown_evidence, refuse_unknown_words
from callgrade.norms.pack.site_file import SiteFile
from callgrade.norms.pack.site_pack import Site
from callgrade.norms.pack.words import LANGUAGE_FILE, load_language

Sections = list[tuple[YamlSource, SectionFile]]


def section_ids(folder: Path) -> tuple[str, ...]:
    """The ids of the sections of the pack in ``folder``, in the order of the card; raises ``ConfigError``."""
    return read_yaml(folder / "norms" / "pack.yaml").validate(PackFile).sections


def languages(folder: Path) -> tuple[str, ...]:
    """The languages for which the pack in ``folder`` has words."""
    return tuple(sorted(path.name for path in (folder / "words").iterdir() if (path / LANGUAGE_FILE).is_file()))


def load_pack(folder: Path, language: str | None, profile: str, site: Path | None = None) -> Pack:
    """Load the pack in ``folder`` (``norms/``, ``words/``, ``profiles/``) for one language; raises ``ConfigError``.

    ``site``: the file of a site pack, which extends or overrides it.
    """
    pack_source = read_yaml(folder / "norms" / "pack.yaml")
    settings = pack_source.validate(PackFile)
    profile_source = _profile_source(folder, profile)
    profile_file = profile_source.validate(ProfileFile)
    site_pack = _site(site)
    sections = _sections(folder / "norms", settings, pack_source)
    known = _known(folder, settings, sections, site_pack)
    refuse_unknown_evidence(pack_source, settings, known)
    if site_pack:
        refuse_unknown_words(site_pack, languages(folder), known)
    written = with_changes(read_norms(sections, known), profile_source, profile_file.norms, known)
    if site_pack:
        written = with_changes(written, site_pack.source, site_pack.file.norms, known)
    norms = sorted((norm for norm, _ in written.values()), key=lambda norm: settings.sections.index(norm.section))
    words, word_sources = load_language(folder / "words", language, {norm.id: norm.kind for norm in norms}, site_pack)
    definitions = [pack_source, profile_source, *(source for source, _ in sections)]
    site_source = site_pack.source if site_pack else None
    return Pack(
        norms=tuple(norm for norm in norms if norm.used_by(profile_file.profile)),
        left_out=tuple(norm for norm in norms if not norm.used_by(profile_file.profile)),
        sections={file.section: file.title for _, file in sections},
        settings=settings,
        language=words,
        profile=profile_file.profile,
        direction=profile_file.direction,
        hash=_hash([*definitions, *word_sources, *([site_source] if site_source else [])]),
        fingerprint=fingerprint(
            definitions,
            word_sources,
            site_source,
            language,
            shared_norms={
                *settings.roles.agent,
                *settings.roles.customer,
                *settings.edges.norms,
                *(READ_NORMS & written.keys()),
            },
            reads=_reads(written),
        ),
    )


def _profile_source(folder: Path, profile: str) -> YamlSource:
    path = folder / "profiles" / f"{profile}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in (folder / "profiles").glob("*.yaml")))
        raise ConfigError(f"{path}: no profile is called {profile!r}.", f"There are: {known}.")
    return read_yaml(path)


def own_norms(site: Path | None) -> tuple[str, ...]:
    """Ids of the norms that the site pack at ``site`` adds; raises ``ConfigError``."""
    read = _site(site)
    return read.own if read else ()


def _site(path: Path | None) -> Site | None:
    if path is None:
        return None
    source = read_yaml(path)
    return Site(source, source.validate(SiteFile))


def _sections(folder: Path, settings: PackFile, pack_source: YamlSource) -> Sections:
    """The section files, in the order of the pack; raises ``ConfigError`` for a file that the pack does not list."""
    for path in sorted(folder.glob("*.yaml")):
        if path.stem not in (*settings.sections, "pack"):
            raise pack_source.error(("sections",), f"{path.name} is in no section", f"Add {path.stem!r} to the list.")
    sources = [read_yaml(folder / f"{name}.yaml") for name in settings.sections]
    return [(source, source.validate(SectionFile)) for source in sources]


def _known(folder: Path, settings: PackFile, sections: Sections, site: Site | None) -> Known:
    return Known(
        windows=settings.windows,
        norms=frozenset((*(entry.id for _, file in sections for entry in file.norms), *(site.own if site else ()))),
        profiles=frozenset(path.stem for path in (folder / "profiles").glob("*.yaml")),
        sections=settings.sections,
    )


def _reads(norms: WrittenNorms) -> dict[str, Reads]:
    """Norm id → what it uses beside its own entries."""
    return {
        norm_id: Reads((*norm.kind.reads(norm.parameters), *_beside_meaning(norm)), norm.kind.lists)
        for norm_id, (norm, _) in norms.items()
    }


def _beside_meaning(norm: Norm) -> tuple[str, ...]:
    return ANOTHER_THING if norm.meaning and norm.meaning is not Power.LOOK else ()


def _hash(sources: Iterable[YamlSource]) -> str:
    return hash_of([[source.path.name, source.data] for source in sources])
