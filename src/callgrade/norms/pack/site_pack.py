"""Applies a site pack to the words of one language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from callgrade.config.yaml_source import Location, YamlSource
from callgrade.meaning.training import FEWEST
from callgrade.norms.pack.language import Dates, Line
from callgrade.norms.pack.site_file import SiteFile, SiteLanguage, SiteWords

OWN_GROUPS = ("phrases", "not_in", "unless")
"""Groups of words of a norm that a site adds."""

NormLines = dict[str, tuple[Line, ...]]
"""Group of words ("phrases", "not_in" …) → its phrases as written."""


@dataclass(frozen=True)
class Site:
    """A site pack as read."""

    source: YamlSource
    file: SiteFile

    @property
    def own(self) -> tuple[str, ...]:
        """Ids of the norms that the site adds."""
        return tuple(norm_id for norm_id, change in self.file.norms.items() if change.title)


@dataclass(frozen=True)
class SiteChanges:
    """The part of a site pack for the language ``code``; empty without a site."""

    code: str
    site: Site | None

    def lists(self, lists: Mapping[str, tuple[Line, ...]]) -> dict[str, tuple[Line, ...]]:
        """``lists`` with the site's: ``name`` replaces, ``name+`` adds."""
        merged = dict(lists)
        for written, texts in self._language.lists.items():
            name = written.removesuffix("+")
            own = self._lines(texts, ("lists", written))
            merged[name] = (*merged.get(name, ()), *own) if written.endswith("+") else own
        return merged

    def lines(self, norm_id: str, lines: NormLines) -> NormLines:
        """The words of a norm with what the site replaces and adds."""
        change = self._language.norms.get(norm_id, SiteWords())
        merged = dict(lines)
        for group in merged:
            at: Location = ("norms", norm_id)
            if (replaced := getattr(change, group)) is not None:
                merged[group] = self._lines(replaced, (*at, group))
            merged[group] += self._lines(getattr(change, f"more_{group}"), (*at, f"{group}+"))
        return merged

    def own(self) -> dict[str, NormLines]:
        """Norms that the site adds, with their phrases in this language; those that nothing is known of are left out.

        A norm with enough examples, in any language, needs no phrases. Raises ``ConfigError`` for one without either.
        """
        if self.site is None:
            return {}
        found = {norm_id: self.lines(norm_id, dict.fromkeys(OWN_GROUPS, ())) for norm_id in self.site.own}
        for norm_id in found:
            _refuse_empty(norm_id, self.site)
        return {
            norm_id: lines for norm_id, lines in found.items() if lines["phrases"] or has_examples(norm_id, self.site)
        }

    @property
    def companies(self) -> tuple[str, ...]:
        """Company names that the site's agents may use."""
        return self.site.file.companies if self.site else ()

    def holiday(self, name: str) -> Dates | None:
        """The dates of a holiday; ``None`` if the site has none."""
        return self.site.file.holidays.get(name) if self.site else None

    def advice(self, norm_id: str) -> str | None:
        """The site's own advice."""
        return self._language.norms.get(norm_id, SiteWords()).advice

    def refuse_unknown(self, norms: Iterable[str]) -> None:
        """Raise ``ConfigError`` for a norm that has no words to change."""
        for norm_id in self._language.norms.keys() - set(norms):
            if self.site and norm_id not in self.site.own:
                at: Location = ("words", self.code, "norms", norm_id)
                what = f"no norm with words is called {norm_id!r}"
                raise self.site.source.error(at, what, "Correct the id or remove it.")

    @property
    def _language(self) -> SiteLanguage:
        return self.site.file.words.get(self.code, SiteLanguage()) if self.site else SiteLanguage()

    def _lines(self, texts: Iterable[str], at: Location) -> tuple[Line, ...]:
        if self.site is None:
            return ()
        return lines_at(texts, self.site.source, ("words", self.code, *at))


def has_examples(norm_id: str, site: Site) -> bool:
    """Whether ``site`` has enough sentences, in all languages together, to find a norm by what words mean."""
    entries = [words.norms[norm_id] for words in site.file.words.values() if norm_id in words.norms]
    return min(sum(len(one.like) for one in entries), sum(len(one.unlike) for one in entries)) >= FEWEST


def _refuse_empty(norm_id: str, site: Site) -> None:
    entries = [words.norms[norm_id] for words in site.file.words.values() if norm_id in words.norms]
    if not has_examples(norm_id, site) and not any(one.phrases or one.more_phrases for one in entries):
        remedy = f"Give phrases, or {FEWEST} sentences like it and {FEWEST} unlike it, in any language."
        raise site.source.error(("norms", norm_id), f"{norm_id}: no words say when it is kept", remedy)


def lines_at(texts: Iterable[str], source: YamlSource, at: Location) -> tuple[Line, ...]:
    """``texts``, the list at ``at`` in ``source``."""
    return tuple(Line(text, source, (*at, index)) for index, text in enumerate(texts))
