"""A script's events on the clock: two channels of sound, and the truth of what is where."""

import zlib
from dataclasses import dataclass, field

import numpy as np

from sample_audio.line import clipped, g711, noise, telephone_band
from sample_audio.script import Event, Script, Speaker
from sample_audio.tones import RING_BACK, Spans, burst_times, hold_music, tone_bursts
from sample_audio.voices import RATE_HZ, Audio, say, sentences

PAUSE_S = 0.45
"""Between two sentences of one turn."""
GAP_S = 0.4
"""Between two turns."""
DEAD_AIR_S = 3.0
"""From here on a silence is dead air (docs: measures)."""


@dataclass
class Truth:
    """What is heard when: exact, because this project put it there. Seconds from the start of the file."""

    duration_s: float = 0.0
    ringing: dict[str, object] | None = None
    turns: list[dict[str, object]] = field(default_factory=list)
    holds: Spans = field(default_factory=list)
    dead_air: Spans = field(default_factory=list)


@dataclass
class Mix:
    """``pieces``: (start sample, sound) a speaker; ``music``: the same for the hold's sound."""

    pieces: dict[Speaker, list[tuple[int, Audio]]]
    music: list[tuple[int, Audio]]
    bursts: Spans
    truth: Truth
    end_s: float


def lay_out(script: Script) -> Mix:
    """All events in their places."""
    mix = Mix({"agent": [], "customer": []}, [], [], Truth(), 0.0)
    if script.ringing is not None:
        mix.end_s = _ring(script, mix)
    before: Event | None = None
    for event in script.events:
        gap_s = _gap(event, before) if before else script.answer_to_first_word_s
        mix.end_s = _place(event, max(0.0, mix.end_s + gap_s), script, mix)
        before = event
    mix.end_s = round(mix.end_s + script.after_s, 3)
    mix.truth.duration_s = mix.end_s
    return mix


def render(script: Script, mix: Mix) -> list[Audio]:
    """The channels of the file, each shape (n,), 8 kHz."""
    samples = round(mix.end_s * RATE_HZ)
    levels: dict[Speaker, float] = {"agent": script.line.agent_dbov, "customer": script.line.customer_dbov}
    voices = {speaker: _voice(mix.pieces[speaker], levels[speaker], samples) for speaker in levels}
    sides = {speaker: _with_crosstalk(voices, speaker, script.line.crosstalk_db) for speaker in levels}
    for start, sound in mix.music:
        sides["agent"][start : start + sound.size] += sound
    if script.ringing is not None:
        sides["customer"] += tone_bursts(RING_BACK[script.ringing.country], mix.bursts, samples)
    if script.line.clip_customer_at is not None:
        sides["customer"] = clipped(sides["customer"], script.line.clip_customer_at)
    mixed = [sides["agent"], sides["customer"]] if script.format.channels == 2 else [sides["agent"] + sides["customer"]]
    seed = zlib.crc32(script.file.encode())
    return [g711(side + noise(samples, script.line.noise_dbov, seed + n)) for n, side in enumerate(mixed)]


def _gap(event: Event, before: Event) -> float:
    if event.gap is not None:
        return event.gap
    return 0.0 if event.silence is not None or before.silence is not None else GAP_S


def _ring(script: Script, mix: Mix) -> float:
    ring = script.ringing
    assert ring is not None
    tone = RING_BACK[ring.country]
    bursts, answer_s = burst_times(tone, ring.rings, ring.last_burst_s if ring.answered else None)
    mix.bursts = [(max(0.0, start + ring.lead_s), end + ring.lead_s) for start, end in bursts if end + ring.lead_s > 0]
    mix.truth.ringing = {
        "country": ring.country,
        "rings": ring.rings,
        "frequencies_hz": list(tone.frequencies_hz),
        "first_ring_s": max(0.0, ring.lead_s),
        "answer_s": round(answer_s + ring.lead_s, 3) if ring.answered else None,
        "starts_mid_ring": ring.lead_s < 0,
        "bursts": [[round(start, 3), round(end, 3)] for start, end in mix.bursts],
    }
    return answer_s + ring.lead_s


def _place(event: Event, start_s: float, script: Script, mix: Mix) -> float:
    """Put ``event`` at ``start_s``; returns its end in seconds."""
    if event.hold is not None:
        mix.music.append((round(start_s * RATE_HZ), hold_music(event.hold)))
        mix.truth.holds.append((round(start_s, 3), round(start_s + event.hold, 3)))
        return start_s + event.hold
    if event.silence is not None:
        if event.silence >= DEAD_AIR_S:
            mix.truth.dead_air.append((round(start_s, 3), round(start_s + event.silence, 3)))
        return start_s + event.silence
    return _speak(event, start_s, script, mix)


def _speak(event: Event, start_s: float, script: Script, mix: Mix) -> float:
    speaker = event.speaker
    assert speaker is not None
    voice = script.voices[speaker]
    clock_s = start_s
    spoken: list[dict[str, object]] = []
    for sentence in sentences(event.text):
        sound = say(sentence, voice.name, voice.speed)
        if event.cut_off is not None:
            sound = _cut(sound, start_s + event.cut_off - clock_s)
        mix.pieces[speaker].append((round(clock_s * RATE_HZ), sound))
        end_s = clock_s + sound.size / RATE_HZ
        spoken.append({"start_s": round(clock_s, 3), "end_s": round(end_s, 3), "text": sentence})
        clock_s = end_s + PAUSE_S
    end_s = clock_s - PAUSE_S
    turn = {"role": speaker, "start_s": round(start_s, 3), "end_s": round(end_s, 3), "text": event.text}
    mix.truth.turns.append(turn | {"cut_off": event.cut_off is not None, "sentences": spoken})
    return end_s


def _cut(sound: Audio, after_s: float) -> Audio:
    kept = sound[: max(0, round(after_s * RATE_HZ))].copy()
    fade = min(kept.size, RATE_HZ // 50)
    kept[kept.size - fade :] *= np.linspace(1.0, 0.0, fade)
    return kept


def _voice(pieces: list[tuple[int, Audio]], level_dbov: float, samples: int) -> Audio:
    """One speaker's sound in the telephone band; RMS over the speaker's own speech is ``level_dbov``."""
    side = np.zeros(samples)
    speaking = np.zeros(samples, bool)
    for start, sound in pieces:
        side[start : start + sound.size] += sound
        speaking[start : start + sound.size] = True
    side = telephone_band(side)
    if speaking.any():
        side *= 10 ** (level_dbov / 20) / np.sqrt(np.mean(side[speaking] ** 2))
    return side


def _with_crosstalk(voices: dict[Speaker, Audio], speaker: Speaker, crosstalk_db: float | None) -> Audio:
    other: Speaker = "customer" if speaker == "agent" else "agent"
    if crosstalk_db is None:
        return voices[speaker].copy()
    return np.asarray(voices[speaker] + voices[other] * 10 ** (crosstalk_db / 20), np.float64)
