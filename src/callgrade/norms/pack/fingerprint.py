"""Hashes of a pack, so that rescoring a stored call evaluates only the norms that changed.

Everything that was read is either a norm's own (its definition, the changes of profile and site, its words) or shared
by all norms (lists, spelling, windows …). Norms that also affect others count there too: norms that are evidence for
the roles are part of what is shared, and the hash of a norm contains the words of the norms that it reads.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from callgrade.config.yaml_source import YamlSource

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


def fingerprint(
    definitions: Iterable[YamlSource],
    words: Iterable[YamlSource],
    site: YamlSource | None,
    language: str | None,
    role_norms: Iterable[str],
    reads: Mapping[str, Iterable[str]],
) -> Fingerprint:
    """The hashes of a pack that was read from ``definitions``, ``words`` of ``language``, and ``site``.

    ``role_norms``: norms that are evidence for the roles or the edges of a call. ``reads``: norm id → other norms whose
    words it uses.
    """
    defined: _Entries = {}
    worded: _Entries = {}
    shared = [_without_norms(source.data, defined) for source in definitions]
    shared += [_without_norms(source.data, worded) for source in words]
    shared.append(_of_site(site.data, language, defined, worded) if site else {})
    shared.append({norm: _telling([*defined.get(norm, ()), *worded.get(norm, ())]) for norm in sorted(role_norms)})
    hashes = {
        norm: hash_of([defined.get(norm), worded.get(norm), *(worded.get(other) for other in read)])
        for norm, read in reads.items()
    }
    return Fingerprint(hash_of(shared), hashes)


def hash_of(value: Any) -> str:
    """First 12 hex digits of the SHA-256 of plain values."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:_DIGITS]


_Entries = dict[str, list[Any]]
"""Norm id → its entries, in the order of the files."""


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


def _of_site(data: Mapping[str, Any], language: str | None, defined: _Entries, worded: _Entries) -> dict[str, Any]:
    """The same of a site pack, with its words in ``language`` only, without empty entries."""
    words = _without_norms((data.get("words") or {}).get(language) or {}, worded)
    rest = _without_norms(data, defined) | {"words": words}
    return {key: value for key, value in rest.items() if value and key != _LABEL}
