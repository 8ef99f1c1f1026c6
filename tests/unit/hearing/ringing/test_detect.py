"""Ring-back: what is found, what it says of the answer, and what is not ring-back."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.support.national_tones import read_tones
from tests.support.tones import (
    RATE_HZ,
    RING_BACK,
    NationalTone,
    cadenced,
    join,
    melody,
    mix,
    mu_law,
    noise,
    ring_back,
    shaped_noise,
    silence,
    speech_like,
    tone,
    vowel,
)

from callgrade.config.load import load_settings
from callgrade.hearing.ringing.detect import detect_ringing, resolve_answer
from callgrade.model.reason import Reason
from callgrade.model.recording import Samples
from callgrade.model.ringing import Ringing
from callgrade.model.span import Span

SETTINGS = load_settings().hearing.ringing
US, UK, FRANCE, GERMANY = RING_BACK[:4]
EXACT_S = 0.05


def heard(samples: Samples, rate_hz: int = RATE_HZ) -> Ringing | None:
    return detect_ringing([samples], rate_hz, SETTINGS).ringing


def found(samples: Samples, rate_hz: int = RATE_HZ) -> Ringing:
    ringing = heard(samples, rate_hz)
    assert ringing is not None, "no ring-back was found"
    return ringing


def answered(national: NationalTone, cycles: int, last_on_s: float, speech_after_s: float = 0.8) -> Samples:
    """A call that rings from 0.5 s on, is answered in mid-burst, and begins with a greeting."""
    ringing = ring_back(national, cycles, last_on_s)
    return join(silence(0.5), ringing, silence(speech_after_s), speech_like(3))


class TestNationalTones:
    @pytest.mark.parametrize("national", RING_BACK, ids=lambda national: national.country)
    @pytest.mark.parametrize("snr_db", [25, 12])
    def test_a_ring_cut_by_the_answer_gives_the_exact_instant(self, national: NationalTone, snr_db: int) -> None:
        last_on_s = 0.6 * national.ons_s[0]
        call = answered(national, 2, last_on_s)
        call = mu_law(mix(call, noise(call.size / RATE_HZ, -20 - snr_db)))
        ringing = found(call)
        true_answer_s = 0.5 + 2 * sum(national.cadence_s) + last_on_s
        assert ringing.answer_s == pytest.approx(true_answer_s, abs=EXACT_S)
        assert ringing.first_ring_s == pytest.approx(0.5, abs=EXACT_S)
        assert ringing.ring_to_answer_s == pytest.approx(true_answer_s - 0.5, abs=2 * EXACT_S)
        assert not ringing.starts_mid_ring

    @pytest.mark.parametrize("national", RING_BACK, ids=lambda national: national.country)
    def test_the_frequencies_of_the_tone_are_given(self, national: NationalTone) -> None:
        ringing = found(answered(national, 2, 0.3))
        expected = set(national.lines_hz)
        if national.am_hz is not None:
            (carrier_hz,) = national.lines_hz
            expected |= {carrier_hz - national.am_hz, carrier_hz + national.am_hz}
        assert ringing.frequencies_hz == pytest.approx(sorted(expected), abs=2)

    @pytest.mark.shared
    @pytest.mark.parametrize("snr_db", [25, 12])
    def test_the_tones_of_75_of_79_countries_are_found(self, shared_calls: Path, snr_db: int) -> None:
        tones = read_tones(shared_calls.parent / "ringtones.csv")
        generator = np.random.default_rng(snr_db)
        missed, errors_s = [], []
        for national in tones:
            level_dbov = generator.uniform(-35, -10)
            last_on_s = generator.uniform(0.4, 0.8) * national.ons_s[0]
            ringing = ring_back(national, 2, last_on_s, level_dbov)
            call = join(silence(1), ringing, silence(generator.uniform(0.3, 2)), speech_like(3, -25))
            call = mu_law(mix(call, shaped_noise(call.size / RATE_HZ, level_dbov - snr_db)[: call.size]))
            told = heard(call)
            if told is None or told.answer_s is None:
                missed.append(national.country)
            else:
                errors_s.append(abs(told.answer_s - 1 - ringing.size / RATE_HZ))
        assert len(tones) - len(missed) >= 75, missed
        assert max(errors_s) <= EXACT_S


class TestRings:
    @pytest.mark.parametrize("cycles", [1, 2, 4])
    def test_a_british_double_ring_is_one_ring(self, cycles: int) -> None:
        assert found(answered(UK, cycles, 0.3)).rings == cycles + 1

    def test_rings_before_an_answer_between_rings(self) -> None:
        ringing = found(join(silence(1), ring_back(US, 2)[: -3 * RATE_HZ], speech_like(3)))
        assert ringing.rings == 2

    def test_a_burst_of_a_tenth_of_a_second_is_the_beginning_of_a_ring(self) -> None:
        ringing = found(answered(GERMANY, 2, 0.1))
        assert ringing.rings == 3
        assert ringing.answer_s == pytest.approx(0.5 + 10 + 0.1, abs=EXACT_S)

    def test_each_burst_has_its_times(self) -> None:
        bursts = found(answered(UK, 1, 0.3)).bursts
        expected = [(0.5, 0.9), (1.1, 1.5), (3.5, 3.8)]
        assert [(burst.start_s, burst.end_s) for burst in bursts] == [
            pytest.approx(pair, abs=0.02) for pair in expected
        ]


class TestAnswer:
    def test_an_answer_between_rings_is_known_to_an_interval(self) -> None:
        ringing = found(join(silence(1), ring_back(GERMANY, 3), silence(2), speech_like(3)))
        assert ringing.answer_s is None
        assert ringing.ring_to_answer_s is None
        assert ringing.answer_interval_s is not None
        assert ringing.answer_interval_s.start_s == pytest.approx(12, abs=EXACT_S)
        assert ringing.answer_interval_s.end_s == pytest.approx(16, abs=0.1)

    def test_speech_narrows_the_interval_of_the_answer(self) -> None:
        ringing = found(join(silence(1), ring_back(GERMANY, 3)[: -3 * RATE_HZ], speech_like(3)))
        resolved = resolve_answer(ringing, (Span(13.2, 16),), 16, SETTINGS)
        assert resolved is not None
        assert resolved.answer_interval_s is not None
        assert resolved.answer_interval_s.end_s == pytest.approx(13.2)
        assert resolved.ring_to_answer_s == pytest.approx(12.2, abs=EXACT_S)

    def test_the_first_ring_of_a_double_ring_is_followed_by_the_second(self) -> None:
        uk = [0.4, 0.2, 0.4, 2.0, 0.4, 0.2, 0.4, 2.0, 0.4]
        ringing = found(join(silence(1), cadenced(tone((400, 450), 9), uk), silence(1), speech_like(3)))
        assert ringing.answer_interval_s is not None
        assert ringing.answer_interval_s.duration_s == pytest.approx(0.2, abs=0.1)

    def test_an_exact_answer_does_not_wait_for_speech(self) -> None:
        ringing = found(answered(US, 2, 0.7, speech_after_s=1.5))
        resolved = resolve_answer(ringing, (Span(14.7, 17),), 18, SETTINGS)
        assert resolved is not None
        assert resolved.ring_to_answer_s == pytest.approx(12.7, abs=EXACT_S)

    def test_without_speech_the_call_is_not_answered(self) -> None:
        ringing = found(join(silence(1), ring_back(GERMANY, 3), silence(20)))
        resolved = resolve_answer(ringing, (), 36, SETTINGS)
        assert resolved is not None
        assert (resolved.answer_s, resolved.answer_interval_s, resolved.ring_to_answer_s) == (None, None, None)

    def test_a_recording_that_ends_in_mid_ring_was_not_answered(self) -> None:
        ringing = found(join(silence(1), ring_back(US, 2, last_on_s=0.5)))
        assert ringing.answer_s is None
        assert ringing.answer_interval_s is None

    def test_voice_activity_that_takes_the_tone_for_speech_does_no_harm(self) -> None:
        ringing = found(join(silence(1), ring_back(GERMANY, 3)[: -3 * RATE_HZ], speech_like(3)))
        resolved = resolve_answer(ringing, (*ringing.bursts, Span(13.2, 16)), 16, SETTINGS)
        assert resolved is not None
        assert resolved.ring_to_answer_s == pytest.approx(12.2, abs=EXACT_S)

    def test_a_ring_after_long_talk_is_a_transfer(self) -> None:
        call = join(speech_like(30), ring_back(US, 2, 0.7), silence(1), speech_like(5))
        back = detect_ringing([call], RATE_HZ, SETTINGS)
        assert back.ringing is not None
        assert resolve_answer(back.ringing, (Span(0, 30), Span(44, 49)), 49, SETTINGS) is None
        assert back.spans[0][0].start_s == pytest.approx(30, abs=EXACT_S)

    def test_a_short_announcement_before_the_ring_is_no_talk(self) -> None:
        ringing = found(join(speech_like(6), ring_back(US, 2, 0.7), silence(1), speech_like(5)))
        assert resolve_answer(ringing, (Span(0, 6), Span(20, 25)), 25, SETTINGS) is not None


class TestStart:
    def test_the_recording_begins_inside_a_ring(self) -> None:
        ringing = found(answered(US, 3, 0.6)[RATE_HZ:])
        assert ringing.starts_mid_ring
        assert ringing.rings == 4

    def test_the_recording_begins_with_a_whole_ring(self) -> None:
        assert not found(answered(US, 3, 0.6)[RATE_HZ // 2 :]).starts_mid_ring

    def test_the_end_of_one_ring_at_the_start_is_ringing(self) -> None:
        ringing = found(join(tone((450,), 0.9), silence(1.5), speech_like(3)))
        assert ringing.starts_mid_ring
        assert ringing.rings == 1
        assert ringing.answer_s is None

    def test_one_burst_later_in_the_recording_is_not_ringing(self) -> None:
        assert heard(join(silence(2), tone((450,), 0.9), silence(1.5), speech_like(3))) is None


class TestChannelsAndRates:
    @pytest.mark.parametrize("channel", [0, 1])
    def test_either_channel_may_hold_the_ring(self, channel: int) -> None:
        call = answered(US, 2, 0.6)
        channels = [noise(call.size / RATE_HZ, -60), call]
        back = detect_ringing(channels if channel else channels[::-1], RATE_HZ, SETTINGS)
        assert back.ringing is not None
        assert back.ringing.channel == channel
        assert back.spans[1 - channel] == ()

    def test_of_a_ring_and_its_echo_the_louder_counts(self) -> None:
        call = answered(US, 2, 0.6)
        back = detect_ringing([call * 0.1, call], RATE_HZ, SETTINGS)
        assert back.ringing is not None
        assert back.ringing.channel == 1

    @pytest.mark.parametrize("rate_hz", [11025, 16000, 44100])
    def test_any_sample_rate_gives_the_same_result(self, rate_hz: int) -> None:
        ringing = join(silence(0.5, rate_hz), ring_back(UK, 2, 0.25, rate_hz=rate_hz), silence(2, rate_hz))
        assert found(ringing, rate_hz).answer_s == pytest.approx(0.5 + 6 + 0.25, abs=EXACT_S)

    def test_a_long_lead_across_the_blocks_of_reading(self) -> None:
        call = join(silence(58.7), ring_back(FRANCE, 2, 0.8), silence(2))
        assert found(call).answer_s == pytest.approx(58.7 + 10 + 0.8, abs=EXACT_S)

    @pytest.mark.parametrize("size", [0, 1, 100, 400])
    def test_a_recording_shorter_than_a_frame(self, size: int) -> None:
        back = detect_ringing([np.zeros(size, dtype=np.float32)], RATE_HZ, SETTINGS)
        assert back.ringing is None
        assert back.reason is Reason.NO_RINGING

    def test_lost_packets_do_not_split_a_burst(self) -> None:
        call = answered(US, 2, 0.6)
        for start in (int(1.2 * RATE_HZ), int(7.4 * RATE_HZ)):
            call[start : start + 320] = 0
        assert len(found(call).bursts) == 3


def repeated(sound: Samples, pause_s: float, times: int = 6) -> Samples:
    return join(*[join(sound, silence(pause_s)) for _ in range(times)])


DIGITS = ((697, 1209), (770, 1336), (852, 1477), (941, 1633))
DIALLING = join(*[join(tone(digit, 0.12), silence(0.08)) for digit in DIGITS])
TUNE = melody([440, 494, 392, 440, 523, 440, 349, 440], 0.4)
BUSY = [f"{on_s}/{off_s}" for on_s, off_s in ((0.5, 0.5), (0.25, 0.25), (0.75, 0.75), (0.33, 0.35), (0.2, 0.6))]

NOT_RING_BACK = {
    **{f"busy {lines} {beat}": repeated(tone(lines, float(beat.split("/")[0])), float(beat.split("/")[1]))
       for lines in ((425,), (400, 450)) for beat in BUSY},
    "congestion, British": cadenced(tone((400,), 20), [0.4, 0.35, 0.225, 0.525] * 8),
    "dial tone, American": join(tone((350, 440), 2), silence(3)),
    "dial tone, dialling": join(tone((425,), 1.5), DIALLING, silence(3)),
    "dial tone, a moment, dialling": join(tone((425,), 1.5), silence(0.5), DIALLING, silence(3)),
    "dial tone, stuttering": join(cadenced(tone((425,), 2), [0.1, 0.1] * 10), tone((425,), 4), silence(2)),
    "dialling": repeated(DIALLING, 1),
    "call waiting, Dutch": repeated(tone((425,), 0.5), 9.5, 4),
    "call waiting, American, in talk": mix(speech_like(40), join(silence(5), repeated(tone((440,), 0.3), 9.7, 3))),
    "call waiting, two beeps at the start": join(tone((440,), 0.3), silence(0.1), tone((440,), 0.3), silence(4)),
    "information tones": repeated(join(tone((950,), 0.33), tone((1400,), 0.33), tone((1800,), 0.33)), 1),
    "fax calling": repeated(tone((1100,), 0.5), 3),
    "fax answering": join(tone((2100,), 3), silence(2)),
    "voicemail beep": join(speech_like(3), tone((1000,), 0.5), silence(4)),
    "censor bleep": repeated(tone((1000,), 1), 3),
    "recording beep": repeated(tone((1400,), 0.4), 5),
    "tune": repeated(TUNE, 3),
    "tune of three voices": mix(TUNE, melody([220, 247, 196, 262] * 2, 0.4), melody([330, 294] * 4, 0.4)),
    "tune of pure tones": repeated(join(*[tone((note,), 0.4) for note in (440, 523, 440, 392)]), 3),
    "noise": shaped_noise(20, -25),
    "silence": silence(20),
    "talk": speech_like(30),
    **{f"held vowel at {f0_hz} Hz": repeated(vowel(f0_hz, 1.5, formants), 2)
       for f0_hz, formants in ((110, (700, 1200, 2500)), (210, (300, 800, 2400)), (222, (400, 800, 2500)),
                               (425, (700, 1200, 2500)))},
    **{f"sung vowel, vibrato of {cents} cents": repeated(vowel(440, 1.5, (300, 2300, 3000), vibrato_cents=cents), 2)
       for cents in (25, 50, 100)},
}  # fmt: skip


class TestNotRingBack:
    @pytest.mark.parametrize("name", NOT_RING_BACK, ids=lambda name: re.sub(r"\W+", "_", name))
    @pytest.mark.parametrize("lead_s", [0, 1.3])
    def test_other_sounds_are_not_ring_back(self, name: str, lead_s: float) -> None:
        back = detect_ringing([mu_law(join(silence(lead_s), NOT_RING_BACK[name]))], RATE_HZ, SETTINGS)
        assert back.ringing is None
        assert back.reason is Reason.NO_RINGING
        assert back.spans == ((),)

    def test_a_dial_tone_and_dialling_do_not_hide_the_ring_after_them(self) -> None:
        call = join(tone((425,), 1.5), silence(0.3), DIALLING, silence(2), ring_back(GERMANY, 2, 0.4), silence(1))
        ringing = found(call)
        assert ringing.rings == 3
        assert ringing.first_ring_s == pytest.approx(1.5 + 0.3 + 0.8 + 2, abs=EXACT_S)


def test_settings_that_forbid_all_tones_find_none() -> None:
    strict = SETTINGS.model_copy(update={"min_on_s": 3.0})
    assert detect_ringing([answered(GERMANY, 2, 0.4)], RATE_HZ, strict).ringing is None


def test_resolving_the_answer_does_not_change_the_rings() -> None:
    ringing = found(answered(US, 2, 0.6))
    resolved = resolve_answer(ringing, (), 20, SETTINGS)
    assert resolved is not None
    assert replace(resolved, ring_to_answer_s=ringing.ring_to_answer_s) == ringing


class TestScraps:
    """Pieces of voice that sound like the tone for an instant."""

    def test_a_scrap_of_voice_in_talk_is_no_second_ring(self) -> None:
        talk = mix(speech_like(3, -16), join(silence(1), tone((450,), 0.1)))
        ringing = found(join(tone((450,), 0.9), silence(1.5), talk))
        assert (ringing.rings, ringing.answer_s) == (1, None)

    def test_a_scrap_of_voice_after_the_answer_changes_no_answer(self) -> None:
        call = answered(GERMANY, 2, 0.5)
        after = join(silence(12.5), tone((425,), 0.12, -22))
        assert found(mix(call, after)).answer_s == pytest.approx(11, abs=EXACT_S)

    def test_ring_back_is_heard_while_somebody_talks_in_the_room(self) -> None:
        call = answered(US, 2, 0.7)
        assert found(mix(call, speech_like(12, -34))).answer_s == pytest.approx(13.2, abs=EXACT_S)
