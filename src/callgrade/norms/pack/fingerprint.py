"""Hashes of a pack, so that rescoring a stored call evaluates only the norms that changed.

Everything that was read is either a norm's own (its definition, the changes of profile and site, its words, the lists
that only such norms use) or shared by all norms (other lists, spelling, windows …). Norms that also affect others count
there too: norms that are evidence for the roles are part of what is shared, and the hash of a norm contains the words
of the norms that it reads.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from callgrade.config.yaml_source import YamlSource
from callgrade.norms.pack.language import READ_LISTS
from callgrade.norms.phrases.parser import lists_named

_DIGITS = 12
_LABEL = "site"
"""The name of a site, which does not affect verdicts."""

_TELLS_NOTHING = frozenset({"severity", "title", "why", "sources", "expected", "advice"})
"""Keys of a norm that do not change who is taken for the agent, or for the end of a call."""


@dataclass(frozen=True)
class Fingerprint:
    """Hashes. ``shared``: of what is shared. ``norms``: norm id → of its entries and of the words that it reads."""

    shared: str
    norms: Mapping[str, str]


class Reads(NamedTuple):
    """What a norm uses beside its own entries: the words of other ``norms``, and ``lists`` that only its kind reads."""

    norms: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


def fingerprint(
    definitions: Iterable[YamlSource],
    words: Iterable[YamlSource],
    site: YamlSource | None,
    language: str | None,
    shared_norms: Iterable[str],
    reads: Mapping[str, Reads],
) -> Fingerprint:
    """The hashes of a pack that was read from ``definitions``, ``words`` of ``language``, and ``site``.

    ``shared_norms``: those that are evidence for the roles or the edges of a call, or by which names and prompts are
    found. ``reads``: norm id → what it uses.
    """
    defined: _Entries = {}
    worded: _Entries = {}
    lists: _Entries = {}
    shared = [_without_norms(source.data, defined) for source in definitions]
    shared += [_without_lists(_without_norms(source.data, worded), lists) for source in words]
    shared.append(_of_site(site.data, language, (defined, worded, lists)) if site else {})
    of_all = _used(READ_LISTS.difference(*(read.lists for read in reads.values())), [], lists)
    shared.append({name: lists[name] for name in sorted(of_all)})

    def own(norm: str) -> list[Any]:
        texts = [defined.get(norm), worded.get(norm), *(worded.get(other) for other in reads[norm].norms)]
        return [*texts, {name: lists[name] for name in sorted(_used(reads[norm].lists, texts, lists) - of_all)}]

    def telling(norm: str) -> list[Any]:
        return [_telling([*defined.get(norm, ()), *worded.get(norm, ())]), own(norm)[-1]]

    shared.append({norm: telling(norm) for norm in sorted(shared_norms)})
    return Fingerprint(hash_of(shared), {norm: hash_of(own(norm)) for norm in reads})


def hash_of(value: Any) -> str:
    """First 12 hex digits of the SHA-256 of plain values."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:_DIGITS]


_Entries = dict[str, list[Any]]
"""Id of a norm, or name of a list → its entries, in the order of the files."""


def _without_norms(data: Mapping[str, Any], own: _Entries) -> dict[str, Any]:
    """``data`` of a file without its norms, which are added to ``own``: a list of norms, or a mapping of ids."""
    norms = data.get("norms") or {}
    entries = norms.items() if isinstance(norms, Mapping) else ((entry["id"], entry) for entry in norms)
    for norm, entry in entries:
        own.setdefault(norm, []).append(entry)
    return {key: value for key, value in data.items() if key != "norms"}


def _telling(entries: Iterable[Any]) -> list[Any]:
    """What the ``entries`` of a norm tell about roles and edges: not how much it counts, nor its texts."""
    telling = ({key: value for key, value in entry.items() if key not in _TELLS_NOTHING} for entry in entries)
    return [entry for entry in telling if entry]


def _without_lists(data: Mapping[str, Any], lists: _Entries) -> dict[str, Any]:
    """``data`` of a file without its lists, which are added to ``lists``; ``name+`` adds to the list ``name``."""
    for written, texts in (data.get("lists") or {}).items():
        lists.setdefault(written.removesuffix("+"), []).append([written, texts])
    return {key: value for key, value in data.items() if key != "lists"}


def _used(names: Iterable[str], texts: list[Any], lists: _Entries) -> set[str]:
    """``names``, the lists that ``texts`` name, and those that these lists name, as far as there are such lists."""
    found: set[str] = set()
    new = {*names, *lists_named(json.dumps(texts, default=str))} & lists.keys()
    while new:
        found |= new
        new = lists_named(json.dumps([lists[name] for name in sorted(new)])) & lists.keys() - found
    return found


def _of_site(
    data: Mapping[str, Any], language: str | None, entries: tuple[_Entries, _Entries, _Entries]
) -> dict[str, Any]:
    """The same of a site pack, with its words in ``language`` only, without empty entries.

    ``entries``: what is defined, worded and listed so far; the site's own is added.
    """
    defined, worded, lists = entries
    words = _without_lists(_without_norms((data.get("words") or {}).get(language) or {}, worded), lists)
    rest = _without_norms(data, defined) | {"words": words}
    return {key: value for key, value in rest.items() if value and key != _LABEL}
