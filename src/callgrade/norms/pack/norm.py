"""A norm and a pack of norms, as read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from callgrade.config.section import Section
from callgrade.meaning.classifier import Classifier, Power
from callgrade.model.finding import Effect, Severity, Verdict
from callgrade.model.frozen import FrozenDict
from callgrade.model.record import Direction
from callgrade.norms.kinds.kind import NormKind
from callgrade.norms.outcome import Outcome
from callgrade.norms.pack.fingerprint import Fingerprint
from callgrade.norms.pack.language import Language, NormWords
from callgrade.norms.pack.pack_file import PackFile

MISSED = "missed"
"""The key of the text of a fault where the outcome has no key of its own."""


def chosen_text(texts: Mapping[str, str], key: str) -> str | None:
    """The text of ``key``, such as "loudness.clipping high", or of its last word; ``None`` if there is neither."""
    return texts.get(key) or texts.get(key.rpartition(" ")[2])


@dataclass(frozen=True)
class Norm:
    """One norm, with the changes of profile and site applied. ``directions``: the calls it applies to.

    ``profiles``: the only profiles that use it; ``None``: all. ``meaning``: what words may do that are
    found by what they mean; ``None``: nothing. ``faults``: what falls short, by the key of the outcome.
    """

    id: str
    section: str
    title: str
    why: str
    sources: tuple[str, ...]
    severity: Severity
    effect: Effect
    directions: frozenset[Direction]
    kind: NormKind[Any]
    parameters: Section
    expected: str
    profiles: tuple[str, ...] | None
    meaning: Power | None = None
    faults: Mapping[str, str] = field(default_factory=FrozenDict)

    def fault_of(self, outcome: Outcome) -> str:
        """What the call does that falls short, in words: "Speaks too fast"; "" if it does not, or has no words."""
        if outcome.verdict not in (Verdict.FAIL, Verdict.PARTIAL):
            return ""
        return chosen_text(self.faults, outcome.fault) or self.faults.get(MISSED, "")

    def used_by(self, profile: str) -> bool:
        """Whether ``profile`` uses this norm."""
        return self.profiles is None or profile in self.profiles


@dataclass(frozen=True)
class Pack:
    """The norms for calls in one language. ``sections``: id → title, in the order of the card.

    ``left_out``: norms that only other profiles use. ``settings``: windows and limits that all norms share.
    ``language``: ``None`` if the pack has no words of the language. ``direction``: assumed if the call record has none.
    ``hash``: first 12 hex digits of the SHA-256 of all that was read. ``fingerprint``: hashes of its parts.
    ``classifiers``: norm id → how its words are found by what they mean.
    """

    norms: tuple[Norm, ...]
    left_out: tuple[Norm, ...]
    sections: Mapping[str, str]
    settings: PackFile
    language: Language | None
    profile: str
    direction: Direction | None
    hash: str
    fingerprint: Fingerprint
    classifiers: Mapping[str, Classifier] = field(default_factory=FrozenDict)

    def norm(self, norm_id: str) -> Norm | None:
        """The norm of this id; ``None`` if the profile does not use it."""
        return next((norm for norm in self.norms if norm.id == norm_id), None)

    def words_of(self, norm: Norm) -> NormWords:
        """The words of ``norm``; empty if the language has none."""
        return self.language.norms.get(norm.id, NormWords()) if self.language else NormWords()
