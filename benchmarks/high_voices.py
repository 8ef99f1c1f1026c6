"""High voices on loud lines: how much of them is lost, and what else is taken for speech.

    OMP_NUM_THREADS=1 python -m benchmarks.high_voices ../shared/calls [--slowing 1]

*Lost*: the first minute of each channel is raised by some semitones (by playing it faster), made so loud that it clips,
and cut to zero between words. The truth is what is found in the channel as it is and is nearly as loud as speech then.
*Found*: seconds of speech in sounds that are none, each from silence to silence on a channel of speech.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr
from scipy.signal import butter, sosfilt
from tests.support.tones import RING_BACK

from callgrade.config.hearing import VoiceActivitySettings
from callgrade.config.load import load_settings
from callgrade.hearing.activity.voice_activity import find_speech
from callgrade.hearing.speech_level import active_speech_level
from callgrade.intake.source import RecordedCall, open_call
from callgrade.model.record import CallRecord
from callgrade.model.recording import Samples
from callgrade.model.span import Span, Spans, intersect, merge, subtract, total_s

RATE_HZ = 8000
SEMITONES = (0, 5, 8, 12)
FIRST_S = 60
LEAST_S = 5.0
LOUD_DBOV = -12.0
LOUD_DB, GATE_DB = 15.0, 23.0
PIECES = 140
SEED = 3

Floats = npt.NDArray[np.floating]
RNG = np.random.default_rng(SEED)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("calls", type=Path)
    parser.add_argument(
        "--slowing", type=int, help="instead of the setting; 1: as it was before high voices were heard"
    )
    options = parser.parse_args()
    how = load_settings().hearing.activity
    if options.slowing:
        runs = how.loud_runs.model_copy(update={"slowing": options.slowing})
        how = how.model_copy(update={"loud_runs": runs})
    paths = [path for folder in ("human", "scripted") for path in sorted((options.calls / folder).iterdir())]
    voices = [voice for path in paths if path.suffix in (".wav", ".mp3") for voice in channels_of(path)]
    for semitones in SEMITONES:
        known_s, lost_s, more_s = np.sum([raised(voice, semitones, how) for voice in voices], axis=0)
        print(f"+{semitones} semitones: lost {lost_s / known_s:.2%} of {known_s:.0f} s, found besides {more_s:.1f} s")
    music = [one for path in sorted((options.calls / "tones").glob("*music*")) for one in channels_of(path)]
    for name, make in no_speech(music).items():
        found_s, all_s = none_found(voices[0], make, how)
        print(f"{name}: found {found_s:.1f} s of {all_s:.0f} s", flush=True)


def channels_of(path: Path) -> list[Samples]:
    """Each channel of a recording, at ``RATE_HZ``."""
    call = open_call(path, load_settings().intake, CallRecord())
    assert isinstance(call, RecordedCall)
    return [soxr.resample(one[:], call.recording.sample_rate_hz, RATE_HZ) for one in call.recording.channels]


def found_in(samples: Floats, how: VoiceActivitySettings) -> Spans:
    return find_speech(samples.astype(np.float32), RATE_HZ, (), how).timing


def raised(voice: Samples, semitones: int, how: VoiceActivitySettings) -> tuple[float, float, float]:
    """Seconds of speech in the raised voice, those of them that are lost, and those found elsewhere."""
    ratio, whole = 2 ** (semitones / 12), voice[: FIRST_S * RATE_HZ]
    known = found_in(whole, how)
    if total_s(known) < LEAST_S:
        return 0.0, 0.0, 0.0
    sound = overdriven(soxr.resample(whole, RATE_HZ * ratio, RATE_HZ))
    speech = [Span(span.start_s / ratio, span.end_s / ratio) for span in known]
    truth, found = intersect(speech, louder(sound, LOUD_DBOV - LOUD_DB)), found_in(sound, how)
    near = [Span(max(0.0, span.start_s - 0.1), span.end_s + 0.1) for span in speech]
    return total_s(truth), total_s(subtract(truth, found)), total_s(subtract(found, near))


def overdriven(sound: Floats) -> Floats:
    """``sound`` at ``LOUD_DBOV``, clipped, and zero where it is ``GATE_DB`` below that."""
    loud = np.clip(sound * 10 ** ((LOUD_DBOV - level_of(sound)) / 20), -1, 1)
    width = RATE_HZ // 20
    power = np.convolve(loud**2, np.ones(width) / width, "same")
    return np.where(power > 10 ** ((LOUD_DBOV - GATE_DB) / 10), loud, 0)


def level_of(sound: Floats) -> float:
    level_dbov = active_speech_level([sound.astype(np.float32)], RATE_HZ)
    assert level_dbov is not None
    return level_dbov


def louder(sound: Floats, limit_dbov: float) -> Spans:
    """When ``sound`` is above ``limit_dbov``, in frames of 20 ms."""
    frames = sound[: sound.size // 160 * 160].reshape(-1, 160)
    loud = np.flatnonzero(np.mean(frames**2, axis=1) > 10 ** (limit_dbov / 10))
    return merge(Span(at * 0.02, (at + 1) * 0.02) for at in loud.tolist())


def no_speech(music: list[Samples]) -> Mapping[str, Callable[[], Floats]]:
    """Makers of sounds of 0.1 to 4 s that are no speech."""

    def excerpt() -> Floats:
        whole, size = music[RNG.integers(len(music))], round(RNG.uniform(0.15, 4) * RATE_HZ)
        first = RNG.integers(whole.size - size)
        return whole[first : first + size]

    def keys() -> Floats:
        return tone((RNG.choice([697, 770, 852, 941]), RNG.choice([1209, 1336, 1477])), RNG.uniform(0.08, 0.5))

    def harmonics() -> Floats:
        return tone([hz for hz in RNG.uniform(120, 900) * np.arange(1, 6) if hz < 3600], RNG.uniform(0.15, 1.5))

    def melody() -> Floats:
        scale_hz = RNG.choice([262, 294, 330, 349, 392, 440, 494, 523], RNG.integers(1, 10))
        return np.concatenate([tone((hz, 2 * hz, 3 * hz), 0.25) for hz in scale_hz])

    return {
        "hold music": excerpt,
        "beeps": lambda: tone((RNG.uniform(200, 1800),), RNG.uniform(0.1, 1.5)),
        "keys": keys,
        "ringing": lambda: tone(RING_BACK[RNG.integers(len(RING_BACK))].lines_hz, RNG.uniform(0.2, 2)),
        "harmonic tones": harmonics,
        "melodies": melody,
        "breaths": lambda: np.hanning((one := hiss(RNG.uniform(0.2, 1.2))).size) * one,
        "bangs": lambda: np.exp(-np.arange((one := hiss(RNG.uniform(0.2, 0.8))).size) / RATE_HZ / 0.15) * one,
        "noise": lambda: RNG.normal(size=round(RNG.uniform(0.2, 2) * RATE_HZ)),
    }


def tone(lines_hz: Sequence[float], duration_s: float) -> Floats:
    time_s = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    return np.asarray(sum(np.sin(2 * np.pi * hz * time_s) for hz in lines_hz))


def hiss(duration_s: float) -> Floats:
    """Noise in a band of one to two octaves."""
    low_hz = RNG.uniform(200, 900)
    band = butter(2, (low_hz, low_hz * RNG.uniform(2, 3.9)), "bandpass", fs=RATE_HZ, output="sos")
    return np.asarray(sosfilt(band, RNG.normal(size=round(duration_s * RATE_HZ))))


def none_found(voice: Samples, make: Callable[[], Floats], how: VoiceActivitySettings) -> tuple[float, float]:
    """Seconds that are found of ``PIECES`` sounds after the first minute of ``voice``, and seconds of them in all."""
    speech = overdriven(voice[: FIRST_S * RATE_HZ])
    parts, spans, at = [speech], [], speech.size
    for _ in range(PIECES):
        pause, sound = np.zeros(round(RNG.uniform(0.3, 0.9) * RATE_HZ)), make()
        sound *= 10 ** ((LOUD_DBOV + RNG.uniform(-6, 8)) / 20) / np.sqrt(np.mean(sound**2))
        spans.append(Span((at + pause.size) / RATE_HZ, (at + pause.size + sound.size) / RATE_HZ))
        parts += [pause, sound]
        at += pause.size + sound.size
    found = found_in(np.clip(np.concatenate(parts), -1, 1), how)
    return total_s(intersect(found, spans)), total_s(spans)


if __name__ == "__main__":
    main()
