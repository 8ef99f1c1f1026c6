"""The pages in other languages, in a real browser: no English is left over but what was said in the call."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from scripts.messages import catalogue_path
from tests.scorecards import CARD
from tests.support.browser import Browser
from tests.support.sound_picture import MEASURED, PICTURE

from callgrade.config.folder import configs_folder
from callgrade.config.load import load_settings
from callgrade.model.finding import Evidence, Finding, Verdict
from callgrade.model.measurement import Measurements
from callgrade.model.reason import Reason
from callgrade.model.scorecard import Scorecard
from callgrade.norms.pack.load import load_pack
from callgrade.norms.pack.norm import Norm
from callgrade.report.morning import Night, NotScored
from callgrade.report.options import ReportOptions
from callgrade.report.site import ReportedCall, write_site

TEXTS = """
const own = (node) => node.parentElement.closest("[lang]") === document.documentElement;
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const texts = [document.title];
while (walker.nextNode()) {
  const node = walker.currentNode;
  if (own(node) && !node.parentElement.closest("script, style, noscript")) texts.push(node.textContent);
}
for (const name of ["aria-label", "title", "placeholder", "alt"])
  for (const one of document.querySelectorAll(`[${name}]`)) texts.push(one.getAttribute(name));
return [...new Set(texts.map((text) => text.replace(/\\s+/g, " ").trim()))];
"""
"""Texts of a page that are not marked as of another language."""

LANGUAGES = ("en", "nl", "zh", "de")
NIGHT = Night(datetime(2026, 3, 3, 2, 10, tzinfo=UTC), {"scored": 2, "passed over": 1}, {"scored": 2, "refused": 1},
              [NotScored("0815.wav", "too_short", "0815.wav holds 0.02 s of sound.")])  # fmt: skip
DATA = {
    "garage",
    "wav",
    "Carol",
    "Jensen",
    "Jack",
    "Turner",
    "Meridian",
    "Motors",
    "Alpha",
    "callgrade",
    "base",
    "html",
}
UNITS = {"dBov", "SHA", "SLA", "full", "JSON", "vCon"}
OF_VERDICT = cycle((Verdict.FAIL, Verdict.PARTIAL, Verdict.PASS, Verdict.CANNOT_TELL, Verdict.NOT_APPLICABLE))
REASONS = cycle(Reason)
SOUND: dict[str, Any] = {"picture": PICTURE, "measurements": Measurements((*MEASURED, *CARD.measurements.items))}


def finding(norm: Norm, verdict: Verdict, advice: str) -> Finding:
    """The norm's own texts, with any verdict; the advice is in the language of the call."""
    judged = verdict.judged
    return Finding(
        norm.id, norm.section, norm.title, verdict, norm.severity, norm.expected,
        evidence=(Evidence(9.4, 13.1, CARD.findings[1].evidence[0].role, "Good afternoon"),) if judged else (),
        reason=None if judged else next(REASONS), advice=advice, effect=norm.effect,
        fault=norm.faults.get("missed", "") if verdict in (Verdict.FAIL, Verdict.PARTIAL) else "",
    )  # fmt: skip


def cards() -> list[Scorecard]:
    """Calls with every norm and many reasons, and one without a score."""
    pack = load_pack(configs_folder(), "en", "service")
    made = []
    for _ in range(4):
        findings = tuple(finding(one, next(OF_VERDICT), pack.words_of(one).advice or "") for one in pack.norms)
        record = replace(CARD.record, team="Alpha")
        made.append(replace(CARD, findings=findings, record=record, agent_said="Ann", **SOUND))
    withheld = replace(CARD.score, overall=None, band=None, reason=Reason.TOO_LITTLE_JUDGED, lost={})
    return [
        *(replace(card, file=replace(card.file, sha256=f"{i:064x}")) for i, card in enumerate(made, start=1 << 250)),
        replace(made[0], score=withheld, file=replace(CARD.file, sha256="f" * 64)),
    ]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same calls in several languages."""
    folder, calls = tmp_path_factory.mktemp("languages"), cards()
    for language in LANGUAGES:
        options = ReportOptions.model_validate({"settings": load_settings().export, "language": language})
        write_site((ReportedCall(card, None) for card in calls), NIGHT, folder / language, options, None)
    return {language: folder / language for language in LANGUAGES}


def pages(site: Path) -> list[Path]:
    """One page of each kind, and the call without a score."""
    kinds = [min((site / kind).glob("*.html")) for kind in ("calls", "agents", "teams")]
    return [site / "index.html", site / "calls" / f"{'f' * 16}.html", *kinds]


@pytest.mark.parametrize(("language", "tag"), [("nl", "nl"), ("zh", "zh-Hans")])
def test_no_english_is_left_over(sites: dict[str, Path], browser: Browser, language: str, tag: str) -> None:
    same = words_alike(language)
    for english, translated in zip(pages(sites["en"]), pages(sites[language]), strict=True):
        browser.open(english)
        before = set(browser.run(TEXTS))
        browser.open(translated)
        shown = set(browser.run(TEXTS))
        assert browser.run("return document.documentElement.lang") == tag
        assert browser.messages() == []
        assert [text for text in sorted(shown & before) if words(text) - same] == [], translated
        if language == "zh":
            assert [text for text in sorted(shown) if words(text)] == [], translated


def words(text: str) -> set[str]:
    """Words in Latin letters that are neither names nor units."""
    return set(re.findall(r"[A-Za-z]{3,}", text)) - DATA - UNITS - {"Ann"}


def words_alike(language: str) -> set[str]:
    """Words that the language writes as English does ("Team")."""
    with catalogue_path(language, "po").open("rb") as file:
        texts = [(str(one.id), str(one.string)) for one in read_po(file, locale=language) if one.id]
    return {word for english, text in texts if english == text for word in words(text)}


def test_the_list_of_calls_shows_dates_and_counts_as_the_language_does(
    sites: dict[str, Path], browser: Browser
) -> None:
    browser.open(sites["zh"] / "index.html")
    assert browser.run("return document.getElementById('count').textContent") == "共 5 通，显示 5 通"
    assert "2026年3月2日" in browser.run("return document.querySelector('#calls tbody').textContent")
    assert "无得分" in browser.run("return document.querySelector('#calls tbody').textContent")


def test_pages_with_long_words_fit_a_telephone_and_are_accessible(sites: dict[str, Path], browser: Browser) -> None:
    browser.look(360)
    for page in pages(sites["de"]):
        browser.open(page)
        assert browser.run("return document.documentElement.scrollWidth") <= 360, page
        assert browser.faults_of_access() == [], page
    browser.look()
