"""What falls short is named as what it is, and the advice fits it."""

from collections.abc import Iterator

import pytest
from tests.support.conversations import pack_of
from tests.support.norms import conversation

from callgrade.model.finding import Finding, Verdict
from callgrade.model.measurement import Measurement, Measurements
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.norms.evaluate import finding_of
from callgrade.norms.kinds.measure import MeasureCheck, MeasureParameters
from callgrade.norms.pack.norm import MISSED, Norm, chosen_text
from callgrade.norms.preparation import prepare_call

LANGUAGES = ("en", "nl", "nb", "de", "zh")
PACKS = {language: pack_of(language, "service") for language in LANGUAGES}
NORMS = (*PACKS["en"].norms, *PACKS["en"].left_out)
OF_NAMES = {"too_seldom", "too_often"}


@pytest.mark.parametrize("norm", NORMS, ids=[norm.id for norm in NORMS])
def test_every_norm_names_its_fault(norm: Norm) -> None:
    assert norm.faults[MISSED] != norm.title
    assert set(norm.faults) - {MISSED} <= {"low", "high", *OF_NAMES, *sides(norm)}


def test_a_measure_with_two_limits_says_which_side_was_passed() -> None:
    two_sided = [(norm, name) for norm in NORMS for name, check in checks(norm) if both_limits(check)]
    assert {norm.id for norm, _ in two_sided} >= {"voice.rate", "voice.level", "listening.talk_share"}
    for norm, name in two_sided:
        low, high = chosen_text(norm.faults, f"{name} low"), chosen_text(norm.faults, f"{name} high")
        assert low, norm.id
        assert high, norm.id
        assert low != high


@pytest.mark.parametrize("language", LANGUAGES)
def test_advice_for_a_fault_is_there_in_every_language(language: str) -> None:
    advice = {norm.id: PACKS[language].words_of(norm).advice_if for norm in NORMS}
    expected = {norm.id: PACKS["en"].words_of(norm).advice_if for norm in NORMS}
    for norm in NORMS:
        assert set(advice[norm.id]) == set(expected[norm.id]) <= set(norm.faults)
        assert PACKS[language].words_of(norm).advice not in advice[norm.id].values()


def sides(norm: Norm) -> Iterator[str]:
    return (f"{name} {side}" for name, _ in checks(norm) for side in ("low", "high"))


def checks(norm: Norm) -> Iterator[tuple[str, MeasureCheck]]:
    if isinstance(norm.parameters, MeasureParameters):
        yield from norm.parameters.checks.items()


def both_limits(check: MeasureCheck) -> bool:
    limits = [(check.lower, check.upper), *(band for band in (check.bands or {}).values() if band)]
    return any(low is not None and high is not None and low != -high for low, high in limits)  # else a distance


@pytest.mark.parametrize(
    ("replies", "fault", "advice"),
    [
        (["Good morning."], "Does not use the customer's name", "Use the customer's name once or twice"),
        (["Yes, Mr Smith."] * 6, "Uses the customer's name too often", "Use the customer's name less often"),
        (["Yes, Mr Smith."], "", "Use the customer's name once or twice"),
    ],
)
def test_a_name_that_is_used_too_often_is_not_advised_to_be_used(replies: list[str], fault: str, advice: str) -> None:
    dialogue = "\n".join(f"agent: {reply}\ncustomer: I see." for reply in replies)
    found = finding("names.used", dialogue, customer="Jack Smith")
    assert found.fault == fault
    assert found.advice
    assert found.advice.startswith(advice)


@pytest.mark.parametrize(
    ("rate", "fault", "advice"),
    [(1.5, "Speaks too slowly", "Speak a little faster"), (9.0, "Speaks too fast", "Speak at a pace")],
)
def test_slow_speech_is_not_advised_to_slow_down(rate: float, fault: str, advice: str) -> None:
    measured = Measurement("rate.articulation_rate", Role.AGENT, rate, "syl/s")
    found = finding("voice.rate", "agent: Good morning.", measured)
    assert (found.verdict, found.fault) == (Verdict.FAIL, fault)
    assert found.advice
    assert found.advice.startswith(advice)


def finding(norm_id: str, dialogue: str, *measured: Measurement, customer: str | None = None) -> Finding:
    """The finding of a shipped norm on an English dialogue."""
    pack = PACKS["en"]
    norm = pack.norm(norm_id)
    assert norm
    record = CallRecord(direction=Direction.INBOUND, customer=customer)
    return finding_of(norm, pack, prepare_call(pack, conversation(dialogue), record, Measurements(measured)))
