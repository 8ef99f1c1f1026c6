"""Applies a site pack to the words of one language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from callgrade.config.yaml_source import Location, YamlSource
from callgrade.norms.pack.language import Dates, Line
from callgrade.norms.pack.site_file import SiteFile, SiteLanguage, SiteWords

NormLines = dict[str, tuple[Line, ...]]
"""Group of words ("phrases", "not_in" …) → its phrases as written."""


@dataclass(frozen=True)
class Site:
    """A site pack as read."""

    source: YamlSource
    file: SiteFile


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
            if self.site:
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


def lines_at(texts: Iterable[str], source: YamlSource, at: Location) -> tuple[Line, ...]:
    """``texts``, the list at ``at`` in ``source``."""
    return tuple(Line(text, source, (*at, index)) for index, text in enumerate(texts))
