"""Damaged recordings and documents: none may end in a traceback, hang, or be shorter than its bytes promise in silence.

    python benchmarks/mutants.py                       # 600 files through intake, 60 of them through callgrade analyze
    python benchmarks/mutants.py --files 100 --whole 10 --seed 7

Originals are a short piece of the sample audio in every format that can be made here, and two documents. Each mutant is
one of them, cut, with flipped bytes, with another's piece spliced in, with changed header fields, with something behind
it, or with a stretch of zeros. Leaves with 1 where something went wrong.
"""

import argparse
import io
import json
import random
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import soundfile

from callgrade.config.load import load_settings
from callgrade.config.settings import Settings
from callgrade.errors import InputError
from callgrade.intake.source import RecordedCall, open_call
from callgrade.model.record import CallRecord

SAMPLES = Path(__file__).parents[1] / "sample_audio"
SOUND = SAMPLES / "01_insurance_good.wav"
PIECE_S = 4
LATE_S = 10.0  # of intake; recognition is not in it
NOTICED = 0.01  # share of the length that may be missing without a word
SLACK_S = 0.2  # what an encoder adds and a player cuts
TOLD = ("truncated:", "damaged:", "unread:")
BY_SOUNDFILE = {
    ".pcm.wav": ("WAV", "PCM_16"),
    ".ulaw.wav": ("WAV", "ULAW"),
    ".gsm.wav": ("WAV", "GSM610"),
    ".au": ("AU", "PCM_16"),
    ".flac": ("FLAC", "PCM_16"),
    ".ogg": ("OGG", "VORBIS"),
    ".opus": ("OGG", "OPUS"),
    ".mp3": ("MP3", "MPEG_LAYER_III"),
}
BY_AV = {".m4a": ("mp4", "aac"), ".webm": ("webm", "libopus"), ".amr": ("amr", "libopencore_amrnb")}

Mutate = Callable[[bytearray, bytes, random.Random], bytes]


@dataclass(frozen=True)
class Mutant:
    """A damaged file. ``promised_s``: sound that its original holds, ``None`` where it cannot be compared with it."""

    name: str
    content: bytes
    promised_s: float | None


def originals() -> dict[str, bytes]:
    """Ending → a whole file."""
    rate_hz = soundfile.info(SOUND).samplerate
    sound = soundfile.read(SOUND, frames=PIECE_S * rate_hz, always_2d=True, dtype="float32")[0][:, 0]
    made = {}
    for ending, (container, subtype) in BY_SOUNDFILE.items():
        buffer = io.BytesIO()
        soundfile.write(buffer, sound[:: rate_hz // 8000], 8000, format=container, subtype=subtype)
        made[ending] = buffer.getvalue()
    for ending, (container, codec) in BY_AV.items():
        made[ending] = _encoded(sound, rate_hz, container, codec)
    made[".gsm"] = b"".join(bytes([0xD0 + i % 16]) + bytes(i * j % 256 for j in range(32)) for i in range(200))
    return made | _documents()


def _documents() -> dict[str, bytes]:
    """A transcript and a vCon of the same words."""
    said = [("agent", "Good morning, Meridian Motors, Carol speaking."), ("customer", "Hello, my car makes a noise.")]
    turns = [
        {"role": who, "start_s": 3.0 * n, "end_s": 3.0 * n + 2.5, "text": text} for n, (who, text) in enumerate(said)
    ]
    began = "2026-03-02T15:30:00+01:00"
    vcon = {
        "vcon": "0.0.1",
        "uuid": "0195544a-b9b1-8ee4-b9a2-279e0d16bc46",
        "created_at": began,
        "parties": [{"name": "Carol", "role": "agent"}, {"name": "Pat", "role": "customer"}],
        "dialog": [
            {"type": "text", "start": began, "parties": n, "body": text, "encoding": "none", "mediatype": "text/plain"}
            for n, (_, text) in enumerate(said)
        ],
    }
    transcript = {"language": "en", "started": began, "turns": turns}
    return {".json": json.dumps(transcript).encode(), ".vcon": json.dumps(vcon).encode()}


def _encoded(sound: np.ndarray[Any, Any], rate_hz: int, container: str, codec: str) -> bytes:
    buffer = io.BytesIO()
    target_hz = rate_hz if codec == "aac" else 8000
    with av.open(buffer, "w", format=container) as output:
        stream: Any = output.add_stream(codec, rate=target_hz, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[None]), format="flt", layout="mono")
        frame.sample_rate, frame.pts = rate_hz, 0
        context = stream.codec_context
        resampler = av.AudioResampler(context.format, "mono", target_hz, frame_size=context.frame_size or 1024)
        for piece in [*resampler.resample(frame), *resampler.resample(None), None]:
            for packet in stream.encode(piece):
                output.mux(packet)
    return buffer.getvalue()


def cut(content: bytearray, _other: bytes, chance: random.Random) -> bytes:
    """The end is missing."""
    return bytes(content[: chance.randrange(len(content))])


def flip(content: bytearray, _other: bytes, chance: random.Random) -> bytes:
    """Some bits are wrong."""
    for _ in range(chance.randint(1, 40)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


def splice(content: bytearray, other: bytes, chance: random.Random) -> bytes:
    """A piece of another file stands in it."""
    at, start = chance.randrange(len(content)), chance.randrange(len(other))
    return bytes(content[:at]) + other[start : start + chance.randrange(1, 4000)] + bytes(content[at:])


def header(content: bytearray, _other: bytes, chance: random.Random) -> bytes:
    """A number in the header is an awkward one."""
    at = chance.randrange(min(len(content), 80))
    value = chance.choice((0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, chance.randrange(2**32)))
    content[at : at + 4] = struct.pack(chance.choice("<>") + "I", value)
    return bytes(content)


def behind(content: bytearray, other: bytes, chance: random.Random) -> bytes:
    """Something follows: the same again, another file, zeros, or noise."""
    return bytes(content) + chance.choice((bytes(content), other, bytes(2000), chance.randbytes(2000)))


def zeros(content: bytearray, _other: bytes, chance: random.Random) -> bytes:
    """A block was never written."""
    at = chance.randrange(len(content))
    count = min(chance.randrange(1, 8000), len(content) - at)
    content[at : at + count] = bytes(count)
    return bytes(content)


WAYS: tuple[Mutate, ...] = (cut, flip, splice, header, behind, zeros)


def mutants(count: int, seed: int, lengths_s: dict[str, float]) -> Iterator[Mutant]:
    """``count`` damaged files, the same for the same ``seed``."""
    chance, whole = random.Random(seed), originals()
    for number in range(count):
        ending, way = chance.choice(list(whole)), chance.choice(WAYS)
        content = way(bytearray(whole[ending]), whole[chance.choice(list(whole))], chance)
        twice = content == whole[ending] * 2
        promised_s = lengths_s[ending] * (2 if twice else 1) if ending in lengths_s and way is not header else None
        yield Mutant(f"{number:04d}_{way.__name__}{ending}", content, promised_s)


def lengths(folder: Path, settings: Settings) -> dict[str, float]:
    """Ending → seconds of the whole recording."""
    found = {}
    for ending, content in originals().items():
        path = folder / f"whole{ending}"
        path.write_bytes(content)
        opened = open_call(path, settings.intake, CallRecord())
        if isinstance(opened, RecordedCall):
            found[ending] = opened.recording.duration_s
        path.unlink()
    return found


def through_intake(mutant: Mutant, path: Path, settings: Settings) -> str:
    """What became of a mutant, in a word."""
    begin_s = time.monotonic()
    try:
        opened = open_call(path, settings.intake, CallRecord())
    except InputError as error:
        return f"refused, {error.code}"
    except Exception as error:  # noqa: BLE001  that is what is looked for
        return f"FAULT {type(error).__name__}"
    if time.monotonic() - begin_s > LATE_S:
        return "FAULT late"
    if not isinstance(opened, RecordedCall) or mutant.promised_s is None:
        return "read"
    if opened.recording.duration_s >= mutant.promised_s * (1 - NOTICED) - SLACK_S:
        return "read whole"
    told = any(warning.startswith(TOLD) for warning in opened.recording.warnings)
    return "read in part, with a warning" if told else "read in part, SILENT"


def through_the_program(paths: list[Path]) -> list[str]:
    """What went wrong in ``callgrade analyze`` over all of them at once."""
    command = [sys.executable, "-m", "callgrade", "analyze", "--format", "json", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    cards, messages = done.stdout.splitlines(), done.stderr.splitlines()
    print(f"analyze: {len(paths)} files, exit {done.returncode}, {len(cards)} cards, {len(messages)} messages")
    wrong = [message for message in messages if message.endswith(("[failed]", "[crashed]", "[hung]"))]
    wrong += [f"exit {done.returncode}"] * (done.returncode not in (0, 3, 5))
    wrong += ["a traceback"] * ("Traceback" in done.stderr)
    return wrong + ["files without a line"] * (len(cards) + len(messages) != len(paths))


def main() -> int:
    """Make, try, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=600)
    parser.add_argument("--whole", type=int, default=60, help="so many of them go through the whole program")
    parser.add_argument("--seed", type=int, default=20260302)
    chosen = parser.parse_args()
    settings = load_settings()
    with tempfile.TemporaryDirectory() as name:
        folder, paths, told = Path(name), [], Counter[str]()
        for mutant in mutants(chosen.files, chosen.seed, lengths(folder, settings)):
            paths.append(folder / mutant.name)
            paths[-1].write_bytes(mutant.content)
            what = through_intake(mutant, paths[-1], settings)
            told[what] += 1
            if what.startswith("FAULT") or what.endswith("SILENT"):
                print(f"{mutant.name}: {what}")
        for what, count in sorted(told.items()):
            print(f"{count:5}  {what}")
        step = max(1, len(paths) // max(1, chosen.whole))
        wrong = through_the_program(paths[::step][: chosen.whole]) if chosen.whole else []
    print("\n".join(wrong) or "nothing went wrong in the program")
    return int(bool(wrong) or any(what.startswith("FAULT") for what in told))


if __name__ == "__main__":
    sys.exit(main())
