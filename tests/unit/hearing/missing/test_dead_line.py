"""A stretch of zeros on a line that has noise was not recorded; a line that is silent in its pauses is as it was."""

from dataclasses import replace

import numpy as np
import pytest
from tests.support.talk import call, party, spans

from callgrade.config.hearing import HearingSettings
from callgrade.hearing.missing.dead_line import find_dead_lines
from callgrade.hearing.missing.missing_parts import missing_parts
from callgrade.model.conversation import Conversation
from callgrade.model.gap import Gap
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.recording import Pcm16, Recording, Samples
from callgrade.model.span import Span

RATE_HZ, SECONDS = 8000, 40
AGENT, CUSTOMER = Role.AGENT, Role.CUSTOMER
SIDES = {0: AGENT, 1: CUSTOMER}
AGENT_SPEAKS = [(1.0, 4.0), (9.0, 13.0), (20.0, 24.0), (33.0, 37.0)]
CUSTOMER_SPEAKS = [(5.0, 8.0), (14.0, 19.0), (25.0, 32.0), (37.5, 39.0)]
TALK = call(AGENT_SPEAKS, CUSTOMER_SPEAKS, duration_s=SECONDS)
Found = list[tuple[Span, Role | None]]


def a_line(speech: list[tuple[float, float]], noise_dbov: float = -65, seed: int = 1) -> Samples:
    """Loud where somebody speaks, with noise everywhere."""
    sound = np.random.default_rng(seed).standard_normal(RATE_HZ * SECONDS).astype(np.float32)
    levels = np.full(sound.size, 10 ** (noise_dbov / 20), np.float32)
    for span in spans(speech):
        levels[cut(span)] = 0.1
    return sound * levels


def cut(span: Span) -> slice:
    return slice(round(span.start_s * RATE_HZ), round(span.end_s * RATE_HZ))


def dead(line: Samples, *stretches: tuple[float, float], value: float = 0.0) -> Samples:
    made = line.copy()
    for span in spans(stretches):
        made[cut(span)] = value
    return made


AGENTS, CUSTOMERS = a_line(AGENT_SPEAKS), a_line(CUSTOMER_SPEAKS, seed=2)


def found(hearing: HearingSettings, *lines: Samples, heard: Conversation = TALK) -> Found:
    sides = SIDES if len(lines) == 2 else {0: None}
    recording = Recording(
        "call.wav", "", RATE_HZ, tuple(Pcm16(np.round(line * 2**15).astype(np.int16)) for line in lines)
    )
    return [(rounded(span), role) for span, role in find_dead_lines(recording, heard, sides, hearing.dead_line)]


def rounded(span: Span) -> Span:
    return Span(round(span.start_s, 2), round(span.end_s, 2))


def shared() -> Conversation:
    """Both persons on one channel."""
    parties = (party(AGENT, AGENT_SPEAKS), party(CUSTOMER, CUSTOMER_SPEAKS))
    return replace(TALK, parties=parties, channels=1)


def pauses(speech: list[tuple[float, float]], held_s: float = 0.1) -> list[tuple[float, float]]:
    """From ``held_s`` after speech until the next."""
    ends = [0.0, *(end_s + held_s for _, end_s in speech)]
    starts = [*(start_s for start_s, _ in speech), float(SECONDS)]
    return list(zip(ends, starts, strict=True))


def test_a_line_with_noise_lacks_nothing(hearing: HearingSettings) -> None:
    assert found(hearing, AGENTS, CUSTOMERS) == []


@pytest.mark.parametrize("value", [0.0, 0.03])
def test_a_stretch_without_noise_was_not_recorded(value: float, hearing: HearingSettings) -> None:
    """Whatever constant the recorder writes."""
    assert found(hearing, dead(AGENTS, (5.0, 8.0), value=value), CUSTOMERS) == [(Span(5.0, 8.0), AGENT)]


def test_less_than_half_a_second_is_a_dropout(hearing: HearingSettings) -> None:
    assert found(hearing, dead(AGENTS, (5.0, 5.4)), CUSTOMERS) == []


def test_where_all_channels_are_dead_anybody_may_be_missing(hearing: HearingSettings) -> None:
    both = dead(AGENTS, (15.0, 18.0)), dead(CUSTOMERS, (15.0, 18.0))
    assert found(hearing, *both) == [(Span(15.0, 18.0), None)]


def test_on_one_channel_anybody_may_be_missing(hearing: HearingSettings) -> None:
    quiet = [(0.0, 1.0), (4.0, 5.0), (8.0, 9.0), (13.0, 14.0), (32.0, 33.0)]
    line = a_line([*AGENT_SPEAKS, *CUSTOMER_SPEAKS])
    assert found(hearing, dead(line, (20.0, 24.0)), heard=longer_pauses()) == [(Span(20.0, 24.0), None)]
    assert found(hearing, dead(line, *quiet), heard=shared()) == []


def longer_pauses() -> Conversation:
    """Both persons on one channel, who leave pauses; from 20 to 24 s nobody is heard."""
    return replace(TALK, parties=(party(AGENT, [(1.0, 4.0), (9.0, 13.0), (33.0, 37.0)]),), channels=1)


@pytest.mark.parametrize("held_s", [0.05, 0.3, 1.5])
def test_a_gated_line_is_silent_in_its_pauses(held_s: float, hearing: HearingSettings) -> None:
    assert found(hearing, dead(AGENTS, *pauses(AGENT_SPEAKS, held_s)), CUSTOMERS) == []


def test_a_quiet_line_in_coarse_steps_is_as_it_was(hearing: HearingSettings) -> None:
    """G.711 has steps of 8 there: its noise is lost between two of them, here and there for longer."""
    coarse = (np.round(a_line(AGENT_SPEAKS, -87) * 2**12) / 2**12).astype(np.float32)
    assert found(hearing, dead(coarse, (25.0, 25.7)), CUSTOMERS) == []


@pytest.mark.parametrize(
    ("stretch", "lacks"),
    [((0.0, 0.9), False), ((0.0, 6.5), True), ((39.1, 40.0), False), ((37.0, 40.0), True)],
)
def test_before_and_after_the_call_there_may_be_nothing(
    stretch: tuple[float, float], lacks: bool, hearing: HearingSettings
) -> None:
    """Unless the other person speaks meanwhile."""
    heard = replace(TALK, parties=(party(AGENT, AGENT_SPEAKS[1:], 0), party(CUSTOMER, CUSTOMER_SPEAKS, 1)))
    expected = [(Span(*stretch), AGENT)] if lacks else []
    assert found(hearing, dead(AGENTS, stretch), CUSTOMERS, heard=heard) == expected


@pytest.mark.parametrize("prompt", [(25.0, 31.0), (21.0, 23.0)])
def test_the_pauses_of_a_menu_are_zeros(prompt: tuple[float, float], hearing: HearingSettings) -> None:
    heard = replace(TALK, parties=(*TALK.parties, party(Role.PROMPT, [prompt], 1)))
    assert found(hearing, dead(AGENTS, (25.0, 31.0)), CUSTOMERS, heard=heard) == []


def test_nobody_is_missing_while_the_other_one_hears_music(hearing: HearingSettings) -> None:
    heard = call(AGENT_SPEAKS, [*CUSTOMER_SPEAKS[:2], CUSTOMER_SPEAKS[3]], sound=[(25.0, 32.0)], duration_s=SECONDS)
    assert found(hearing, dead(AGENTS, (25.0, 32.0)), CUSTOMERS, heard=heard) == []


def test_a_recording_of_nothing_lacks_nothing(hearing: HearingSettings) -> None:
    assert found(hearing, AGENTS[:0], CUSTOMERS[:0], heard=call(duration_s=0.0)) == []


def test_what_was_not_recorded_is_a_gap_of_that_person(hearing: HearingSettings) -> None:
    recording = Recording("call.wav", "", RATE_HZ, (dead(AGENTS, (5.0, 8.0)), CUSTOMERS))
    (gap,) = missing_parts(recording, TALK, {0: AGENT, 1: CUSTOMER}, hearing)
    assert gap == Gap(gap.span, Reason.SOUND_MISSING, AGENT)
    assert rounded(gap.span) == Span(5.0, 8.0)
