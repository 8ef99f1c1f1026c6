"""Back-channels and interruptions of known time and level, put into two-channel calls: how many are found.

    python -m benchmarks.inserts ../shared/calls

The host talks as recorded. Short utterances of another recording (0.25 to 0.8 s) are put on the guest's channel inside
the host's turns; in another version longer ones break in upon the host, who falls silent. The level is relative to the
guest's own speech. With ``crosstalk`` the host leaks onto the guest's channel at -62 dBov. What is found without the
inserts is left out. Voice activity alone decides, so nothing is recognised.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

import numpy as np
import soxr

from callgrade.config.load import load_settings
from callgrade.config.settings import Settings
from callgrade.hearing.activity.voice_activity import find_speech
from callgrade.hearing.prepare import prepare
from callgrade.hearing.speech_level import active_speech_level
from callgrade.intake.source import RecordedCall, open_call
from callgrade.measures.exchange import interruptions
from callgrade.measures.floor import take_floor
from callgrade.measures.speech_rate.net_speech import bridged
from callgrade.model.conversation import Conversation, Party
from callgrade.model.record import CallRecord, Role
from callgrade.model.recording import Recording, Samples
from callgrade.model.span import Span, Spans, intersect, merge, total_s

SAMPLES = Path(__file__).parents[1] / "sample_audio"
HOSTS = ((SAMPLES / "01_insurance_good.wav", 0), (SAMPLES / "07_shop_monotone.m4a", 0))
SHARED_HOSTS = (("garage_49_stereo.wav", 0), ("garage_40_stereo.wav", 1))
GUEST = "garage_40_stereo.wav"
RATE_HZ = 8000
LONGEST_S = 100.0
CLEAR_S = 1.6
OVER_S = 0.8
EVERY_S = 8.0
CLIP_DBOV = -26.0
LEAK_DBOV = -62.0
MATCH_S = 0.4
CASES = {"own level": (0.0, False), "-9 dB": (-9.0, False), "-9 dB, crosstalk": (-9.0, True)}


@dataclass(frozen=True)
class Found:
    """Back-channels and interruptions of the guest."""

    nods: Spans
    cuts: Spans


@dataclass
class Count:
    """Inserts that were made, of these found, and other findings."""

    made: int = 0
    found: int = 0
    false: int = 0

    def add(self, truth: Sequence[Span], found: Spans, known: Spans) -> None:
        hits = [one for one in truth if any(_same(one, other) for other in found)]
        others = [one for one in found if not any(_same(one, other) for other in (*truth, *known))]
        self.made, self.found, self.false = self.made + len(truth), self.found + len(hits), self.false + len(others)

    def __str__(self) -> str:
        precision = self.found / max(1, self.found + self.false)
        return f"{self.found} of {self.made} found, {self.false} others: precision {precision:.2f}"


def _same(one: Span, other: Span) -> bool:
    return abs(one.start_s - other.start_s) <= MATCH_S


def main(folder: Path) -> None:
    settings = load_settings()
    human = folder / "human"
    clips = list(_clips(_channel(human / GUEST, 0, settings), settings))
    counts = {name: (Count(), Count()) for name in CASES}
    for path, host_side in (*HOSTS, *((human / name, side) for name, side in SHARED_HOSTS)):
        host, guest = (_channel(path, side, settings) for side in (host_side, 1 - host_side))
        known = found_in(host, guest, settings)
        for name, (level_db, leaks) in CASES.items():
            mixed, nods = with_backchannels(host, guest, clips, level_db, settings)
            found = found_in(host, _leaked(mixed, host, leaks), settings)
            counts[name][0].add(nods, found.nods, known.nods)
            stopped, mixed, cuts = with_interruptions(host, guest, clips, level_db, settings)
            found = found_in(stopped, _leaked(mixed, stopped, leaks), settings)
            counts[name][1].add(cuts, found.cuts, known.cuts)
    for name, (backchannels, interrupted) in counts.items():
        print(f"{name}: back-channels {backchannels}; interruptions {interrupted}")


def _leaked(guest: Samples, host: Samples, leaks: bool) -> Samples:
    return guest + host * _gain(host, LEAK_DBOV) if leaks else guest


def _channel(path: Path, side: int, settings: Settings) -> Samples:
    call = open_call(path, settings.intake, CallRecord())
    assert isinstance(call, RecordedCall), f"{path} is no recording"
    samples = call.recording.channels[side][: round(LONGEST_S * call.recording.sample_rate_hz)]
    return np.asarray(soxr.resample(samples, call.recording.sample_rate_hz, RATE_HZ), np.float32)


def _gain(samples: Samples, level_dbov: float) -> np.float32:
    level = active_speech_level([samples], RATE_HZ)
    assert level is not None
    return np.float32(10 ** ((level_dbov - level) / 20))


def _clips(samples: Samples, settings: Settings) -> Iterator[Samples]:
    """The utterances of a channel, at one active level."""
    for span in find_speech(samples, RATE_HZ, (), settings.hearing.activity).timing:
        clip = samples[round(span.start_s * RATE_HZ) : round(span.end_s * RATE_HZ)]
        yield clip * _gain(clip, CLIP_DBOV)


def with_backchannels(
    host: Samples, guest: Samples, clips: Sequence[Samples], level_db: float, settings: Settings
) -> tuple[Samples, list[Span]]:
    """The guest's channel with back-channels inside the host's turns, and when they are."""
    talk = find_speech(host, RATE_HZ, (), settings.hearing.activity).timing
    own = find_speech(guest, RATE_HZ, (), settings.hearing.activity).timing
    gain = _clip_gain(guest, level_db)
    mixed = guest.copy()
    short = cycle([clip for clip in clips if 0.25 <= clip.size / RATE_HZ <= 0.8])
    nods = []
    for turn in bridged(talk, 1.0):
        for at_s in np.arange(turn.start_s + CLEAR_S, turn.end_s - 2 * CLEAR_S, 2 * CLEAR_S).tolist():
            nods += _put(mixed, next(short) * gain, at_s, own)
    return mixed, nods


def with_interruptions(
    host: Samples, guest: Samples, clips: Sequence[Samples], level_db: float, settings: Settings
) -> tuple[Samples, Samples, list[Span]]:
    """Both channels: the guest breaks in upon every long turn, and the host falls silent ``OVER_S`` later."""
    talk = find_speech(host, RATE_HZ, (), settings.hearing.activity).timing
    own = find_speech(guest, RATE_HZ, (), settings.hearing.activity).timing
    gain = _clip_gain(guest, level_db)
    long = cycle([clip for clip in clips if 1.8 <= clip.size / RATE_HZ <= 3.5])
    stopped, mixed, cuts = host.copy(), guest.copy(), []
    for at_s in np.arange(EVERY_S, host.size / RATE_HZ - EVERY_S, EVERY_S).tolist():
        around = Span(at_s - CLEAR_S, at_s + OVER_S)
        if total_s(intersect(talk, [around])) < around.duration_s - 0.4:
            continue
        clip = next(long) * gain
        if put := _put(mixed, clip, at_s, own):
            stopped[round((at_s + OVER_S) * RATE_HZ) : round((at_s + 1.0) * RATE_HZ) + clip.size] = 0.0
            cuts += put
    return stopped, mixed, cuts


def _clip_gain(guest: Samples, level_db: float) -> np.float32:
    level = active_speech_level([guest], RATE_HZ)
    return np.float32(10 ** (((level or CLIP_DBOV) - CLIP_DBOV + level_db) / 20))


def _put(mixed: Samples, clip: Samples, at_s: float, own: Spans) -> list[Span]:
    """Puts ``clip`` where the guest says nothing else."""
    start, span = round(at_s * RATE_HZ), Span(at_s, at_s + clip.size / RATE_HZ)
    near = [Span(max(0.0, span.start_s - CLEAR_S), span.end_s + CLEAR_S)]
    if start + clip.size > mixed.size or intersect(own, near):
        return []
    mixed[start : start + clip.size] += clip
    return [span]


def found_in(host: Samples, guest: Samples, settings: Settings) -> Found:
    """What the measures find in a call of these channels."""
    recording = Recording("inserts", "", RATE_HZ, (host, guest))
    prepared = prepare(recording, CallRecord(), settings.hearing)
    speech = [merge(side.activity.timing) for side in prepared.sides]
    roles = (Role.AGENT, Role.CUSTOMER)
    parties = tuple(Party(role, i, spans, (), None) for i, (role, spans) in enumerate(zip(roles, speech, strict=True)))
    heard = replace(EMPTY, duration_s=recording.duration_s, parties=parties)
    floor = take_floor(heard, settings.measures.floor)
    nods = floor.backchannels_of(Role.CUSTOMER)
    return Found(nods, interruptions(heard, floor, Role.CUSTOMER, settings.measures.floor))


EMPTY = Conversation(
    language="en", language_probability=1.0, duration_s=0.0, channels=2, parties=(), turns=(),
    ringing=None, ringing_reason=None,
)  # fmt: skip

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    main(parser.parse_args().folder)
