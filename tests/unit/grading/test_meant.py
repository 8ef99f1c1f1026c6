"""Norms by meaning in a ruleset: what their classifiers depend on, and which norms a change judges again."""

from pathlib import Path

import pytest

from callgrade.config.load import load_settings
from callgrade.errors import ConfigError
from callgrade.grading.meant import meaning_of
from callgrade.grading.ruleset import Ruleset
from callgrade.norms.pack.fingerprint import Fingerprint

OWN = """
norms:
  own.allergens:
    title: Mentions the allergens
    section: help
    why: Customers can decide.
    sources: [House rules]
    severity: minor
    direction: in
    expected: the allergens
    with: {expect: present, window: whole}
words:
  en:
    norms:
      own.allergens:
        advice: Name the allergens.
        like: [There is gluten in the crust., The sauce is made with celery., Mind the almonds in it.]
        unlike: [We are out of nuts today., The crust is thin., Would you like celery?]
"""


def fingerprint(site: Path | None) -> Fingerprint:
    return Ruleset(load_settings(), "service", site).pack("en").fingerprint


def changed(site: Path, text: str) -> set[str]:
    """The norms that ``text`` as a site pack judges again; what all norms share must be unchanged."""
    site.write_text(f"site: A{text}", encoding="utf-8")
    before, after = fingerprint(None), fingerprint(site)
    assert before.shared == after.shared
    return {norm for norm in after.norms if before.norms.get(norm) != after.norms[norm]}


def test_classifiers_that_are_missing_are_an_error_and_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="missing or damaged"):
        meaning_of(tmp_path, None)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site.yaml"


def test_a_changed_severity_judges_no_other_norm_again_even_where_the_norm_helps_to_tell_the_roles(site: Path) -> None:
    assert changed(site, "\nnorms:\n  closing.farewell: {severity: critical}\n") == {"closing.farewell"}


@pytest.mark.slow
def test_a_norm_by_examples_judges_only_norms_by_meaning_again(site: Path) -> None:
    by_meaning = {norm.id for norm in Ruleset(load_settings(), "service", None).pack("en").norms if norm.meaning}
    assert "own.allergens" in changed(site, OWN)
    assert changed(site, OWN) <= {"own.allergens", *by_meaning}


def test_a_changed_phrase_for_pressing_judges_again_what_passes_by_meaning(site: Path) -> None:
    """Words that press keep no other norm by their meaning."""
    again = changed(site, "\nwords: {en: {norms: {wording.no_pressure: {insists+: [last chance]}}}}\n")
    assert {"wording.no_pressure", "closing.next_step"} <= again
    assert "closing.address" not in again
