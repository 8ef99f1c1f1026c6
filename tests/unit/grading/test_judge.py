"""Judging only what changed gives the same card as judging everything, for any change."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from tests.support.generated_calls import generated_calls

from callgrade.config.folder import configs_folder
from callgrade.config.load import load_settings, overlay
from callgrade.config.settings import Settings
from callgrade.grading.judge import Judge
from callgrade.model.conversation import Attribution, Layout
from callgrade.model.finding import Finding
from callgrade.model.heard import HeardCall
from callgrade.model.scorecard import Judgement
from callgrade.norms import evaluate
from callgrade.norms.call import Call
from callgrade.norms.names import given
from callgrade.norms.pack.load import load_pack
from callgrade.norms.pack.norm import Norm, Pack
from callgrade.store.documents.stored_documents import read_judgement, write_judgement

SETTINGS = load_settings()
CALLS = 8


def judge(site: Path | None = None, profile: str = "service", settings: Settings = SETTINGS) -> Judge:
    """A judge of English calls (a pack takes half a second to read)."""

    @cache
    def pack(language: str | None) -> Pack:
        return load_pack(configs_folder(), language, profile, site)

    return Judge(settings, pack)


@pytest.fixture(scope="module")
def calls() -> tuple[HeardCall, ...]:
    """English calls, on two channels, on one, and of one voice."""
    english = (call for call in generated_calls(10 * CALLS, words=150, seed=7) if call.conversation.language == "en")
    layouts = (Layout.TWO_CHANNELS, Layout.TWO_CHANNELS, Layout.TWO_VOICES)
    return tuple(
        replace(call, conversation=replace(call.conversation, attribution=Attribution(layouts[number % 3])))
        for number, call in zip(range(CALLS), english, strict=False)
    )


@pytest.fixture(scope="module")
def before(calls: tuple[HeardCall, ...]) -> tuple[Judgement, ...]:
    """What the shipped norms make of them, as it comes out of a store."""
    shipped = judge()
    return tuple(read_judgement(write_judgement(shipped.judge(call))) for call in calls)


def site_pack(folder: Path, text: str) -> Path:
    path = folder / "site.yaml"
    path.write_text(f"site: A\n{text}\n", encoding="utf-8")
    return path


def phrase(norm: str, group: str = "phrases", text: str = "you") -> str:
    return f"words: {{en: {{norms: {{{norm}: {{{group}+: ['{text}']}}}}}}}}"


def halves() -> Iterator[Any]:
    """Site packs that change the words of half of the norms, so that of any two norms one pack changes only the first.

    Without those that tell the roles, as these are shared by all.
    """
    pack = load_pack(configs_folder(), "en", "service")
    assert pack.language is not None
    words = {
        norm: one.lines
        for norm, one in pack.language.norms.items()
        if norm not in {*pack.settings.roles.agent, *pack.settings.roles.customer}
    }
    groups = [(norm, group) for norm, lines in words.items() for group in lines if lines[group]]
    norms = [*words]
    for bit, wanted in product(range(len(norms).bit_length()), (0, 1)):
        chosen = {norm for number, norm in enumerate(norms) if number >> bit & 1 == wanted}
        changed: dict[str, dict[str, list[str]]] = {}
        for norm, group in groups:
            if norm in chosen:
                changed.setdefault(norm, {})[f"{group}+"] = ["you"]
        yield pytest.param(f"words: {{en: {{norms: {json.dumps(changed)}}}}}", id=f"words of half {bit}{wanted}")


CHANGES = {
    "severity": "norms: {closing.farewell: {severity: critical}}",
    "direction": "norms: {closing.farewell: {direction: out}}",
    "expected": "norms: {closing.farewell: {expected: a goodbye}}",
    "limit": "norms: {answering.ring_time: {with: {checks: {ringing.ring_to_answer: {upper: 3}}}}}",
    "advice": "words: {en: {norms: {closing.good_wish: {advice: Wish them well.}}}}",
    "replaced words": "words: {en: {norms: {closing.farewell: {phrases: [you]}}}}",
    "list of one kind": "words: {en: {lists: {jargon+: [you, thank]}}}",
    "list of one norm": "words: {en: {lists: {politics+: [you]}}}",
    "list of some norms": "words: {en: {lists: {insult+: [you]}}}",
    "list within a list": "words: {en: {lists: {digit+: [you]}}}",
    "list of a norm that tells the roles": "words: {en: {lists: {wish+: [you]}}}",
    "list of the measures": "words: {en: {lists: {hold_announcement+: [you]}}}",
    "list of names": "words: {en: {lists: {name_given+: ['you {name}', 'the {name}']}}}",
    "company": "companies: [Thank You]",
    "holiday": "holidays: {easter: [[2026-01-01, 2026-12-30]]}",
    "a norm that tells the roles": "words: {en: {norms: {closing.thanks: {phrases+: [you]}}}}",
    "a limit of one that tells the roles": "norms: {names.asked: {with: {window: closing}}}",
    "another language": "words: {de: {norms: {closing.farewell: {phrases+: [danke]}}}}",
    "nothing": "",
}


@pytest.mark.slow
@pytest.mark.parametrize("text", [*(pytest.param(text, id=name) for name, text in CHANGES.items()), *halves()])
def test_rescoring_after_a_changed_norm_or_list_equals_a_full_judgement(
    text: str, calls: tuple[HeardCall, ...], before: tuple[Judgement, ...], tmp_path: Path
) -> None:
    changed = judge(site_pack(tmp_path, text))
    again = [changed.rescore(call, was) for call, was in zip(calls, before, strict=True)]
    assert again == [changed.judge(call) for call in calls]


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["elderly", "sales", "reception"])
def test_rescoring_with_another_profile_equals_a_full_judgement(
    profile: str, calls: tuple[HeardCall, ...], before: tuple[Judgement, ...]
) -> None:
    other = judge(profile=profile)
    again = [other.rescore(call, was) for call, was in zip(calls, before, strict=True)]
    assert again == [other.judge(call) for call in calls]
    back = judge()
    assert [back.rescore(call, was) for call, was in zip(calls, again, strict=True)] == list(before)


@pytest.mark.slow
@pytest.mark.parametrize(
    "changed",
    [
        {"scoring": {"weights": {"minor": 2}}},
        {"scoring": {"norm_weights": {"closing.farewell": 9}}},
        {"scoring": {"critical_below": 10}},
        {"measures": {"silence": {"dead_air_s": 1.0}}},
        {"measures": {"rate": {"silence_s": 0.4}}},
    ],
    ids=str,
)
def test_rescoring_with_other_weights_or_measure_settings_equals_a_full_judgement(
    changed: dict[str, Any], calls: tuple[HeardCall, ...], before: tuple[Judgement, ...]
) -> None:
    settings = Settings.model_validate(overlay(SETTINGS.model_dump(mode="json"), changed))
    other = judge(settings=settings)
    again = [other.rescore(call, was) for call, was in zip(calls, before, strict=True)]
    assert again == [other.judge(call) for call in calls]
    assert any(one.versions.config != was.versions.config for one, was in zip(again, before, strict=True))


def test_a_judgement_without_hashes_is_made_again(calls: tuple[HeardCall, ...], before: tuple[Judgement, ...]) -> None:
    """As the first version of the store kept it."""
    old = replace(
        before[0],
        findings=tuple(replace(finding, rule="") for finding in before[0].findings),
        versions=replace(before[0].versions, basis=""),
    )
    assert judge().rescore(calls[0], old) == before[0]


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        pytest.param(phrase("help.alternatives"), ["help.alternatives"], id="words of a norm"),
        pytest.param(CHANGES["list of one kind"], ["wording.no_jargon"], id="list of one kind"),
        pytest.param(CHANGES["list of one norm"], ["wording.no_taboo"], id="list that phrases name"),
    ],
)
def test_only_changed_norms_are_judged_again(
    text: str,
    norms: list[str],
    calls: tuple[HeardCall, ...],
    before: tuple[Judgement, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    real = evaluate.finding_of

    def finding_of(norm: Norm, pack: Pack, call: Call) -> Finding:
        asked.append(norm.id)
        return real(norm, pack, call)

    monkeypatch.setattr(evaluate, "finding_of", finding_of)
    changed = judge(site_pack(tmp_path, text))
    changed.rescore(calls[0], before[0])
    assert asked == norms


def test_a_changed_norm_does_not_find_the_names_again(
    calls: tuple[HeardCall, ...], before: tuple[Judgement, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert any(was.names and was.names.customer for was in before)
    changed = judge(site_pack(tmp_path, CHANGES["severity"]))
    expected = [changed.judge(call) for call in calls]
    monkeypatch.setattr(given, "customer_names", None)

    assert [changed.rescore(call, was) for call, was in zip(calls, before, strict=True)] == expected


def test_names_are_found_where_an_earlier_judgement_did_not_keep_them(
    calls: tuple[HeardCall, ...], before: tuple[Judgement, ...], tmp_path: Path
) -> None:
    changed = judge(site_pack(tmp_path, CHANGES["severity"]))
    for call, was in zip(calls, before, strict=True):
        assert changed.rescore(call, replace(was, names=None)).findings == changed.judge(call).findings
