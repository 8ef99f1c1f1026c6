"""How well recorded prompts are told from persons, in sound.

    OMP_NUM_THREADS=1 python -m benchmarks.prompts --words FOLDER [--all]

Prompts are spoken by voices that are in none of the calls and laid before the beginning of the project's own
two-channel calls: on the agent's channel, on the customer's, and in the mix of both. *Found*: share of the prompt's
words that are a prompt's; *eaten*: share of persons' words that are. *Own notice*: what a machine might say as well, in
the voice of the agent, before his own words; nothing may be found in it. With --all every case is listed.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean

import numpy as np
from benchmarks.remembered import Remembering
from sample_audio.line import telephone_band
from sample_audio.script import read_script
from sample_audio.voices import RATE_HZ, Audio, say, sentences
from tests.support.hearing import hear

from callgrade.config.folder import configs_folder
from callgrade.config.load import load_settings
from callgrade.intake.source import RecordedCall, open_call
from callgrade.model.conversation import Conversation
from callgrade.model.record import CallRecord, Role
from callgrade.model.recording import Recording, Samples
from callgrade.model.span import Span, intersect
from callgrade.norms.machines.prompts import prompt_finder
from callgrade.norms.pack.load import load_pack
from callgrade.norms.preparation import prepare_call
from callgrade.norms.roles import attribute

SAMPLES = Path(__file__).parents[1] / "sample_audio"
CALLS = ("01_insurance_good.wav", "11_hotel_overpolite.mp3", "04_energy_outbound.mp3")
VOICES = ("slt", "rms")
PROMPTS = {
    "menu": "Welcome. For sales, press one. For technical support, press two. To speak to an operator, please hold.",
    "notice": "Thank you for calling. Your call may be recorded for training and quality purposes.",
    "queue": "All our agents are currently busy. Please hold the line. You are number three in the queue.",
    "voicemail": "You have reached the voicemail of John Miller. Please leave a message after the tone.",
}
OWN_NOTICE = "Good morning. Just so you know, this call may be recorded for training and quality purposes."
LEVEL_DBOV, PAUSE_S, BEHIND_S, KEPT_S = -23.0, 0.45, 1.2, 40.0


@dataclass(frozen=True)
class Case:
    """A recording with something spoken over ``prompt`` that is a machine's (``machine``), or a person's."""

    name: str
    call: RecordedCall
    prompt: Span
    machine: bool


def spoken(text: str, voice: str, speed: float = 1.0) -> Audio:
    pause = np.zeros(round(PAUSE_S * RATE_HZ))
    parts = [part for sentence in sentences(text) for part in (say(sentence, voice, speed), pause)]
    sound = telephone_band(np.concatenate(parts[:-1]))
    return np.asarray(sound * (10 ** (LEVEL_DBOV / 20) / np.sqrt(np.mean(sound**2))), np.float64)


def sample(name: str) -> RecordedCall:
    call = open_call(SAMPLES / name, load_settings().intake, CallRecord())
    assert isinstance(call, RecordedCall), f"{name} is no recording"
    return call


def cases() -> Iterator[Case]:
    for name in CALLS:
        call, agent = sample(name), read_script((SAMPLES / "scripts" / name).with_suffix(".yaml")).voices["agent"]
        left, right = (channel[: round(KEPT_S * RATE_HZ)] for channel in call.recording.channels)
        for kind, text in PROMPTS.items():
            for voice in VOICES:
                for layout, channels in before(spoken(text, voice), left, right).items():
                    yield case(f"{name[:2]} {kind} {voice} {layout}", call, channels, spoken(text, voice), machine=True)
        own = spoken(OWN_NOTICE, agent.name, agent.speed)
        for layout, channels in before(own, left, right).items():
            if layout != "customer's":
                yield case(f"{name[:2]} own notice {layout}", call, channels, own, machine=False)


def before(prompt: Audio, left: Samples, right: Samples) -> dict[str, list[Samples]]:
    """``prompt`` before both channels' sound: on either, and in their mix."""
    pause, quiet = np.zeros(round(BEHIND_S * RATE_HZ)), np.zeros(prompt.size)
    first = np.concatenate([prompt, pause, left]).astype(np.float32)
    second = np.concatenate([prompt, pause, right]).astype(np.float32)
    without = [np.concatenate([quiet, pause, side]).astype(np.float32) for side in (left, right)]
    return {
        "agent's": [first, without[1]],
        "customer's": [without[0], second],
        "mixed": [((first + without[1]) / 2).astype(np.float32)],
    }


def case(name: str, call: RecordedCall, channels: list[Samples], prompt: Audio, *, machine: bool) -> Case:
    recording = Recording(name, "", RATE_HZ, tuple(channels))
    record = CallRecord(direction=call.record.direction, language="en")
    return Case(name, replace(call, recording=recording, record=record), Span(0.0, prompt.size / RATE_HZ), machine)


def shares(conversation: Conversation, prompt: Span) -> tuple[float, float]:
    """Of the words in ``prompt`` and of all others, the shares that are a prompt's."""
    words = [
        (turn.role, bool(intersect((word.span,), (prompt,)))) for turn in conversation.turns for word in turn.words
    ]
    inside = [role is Role.PROMPT for role, within in words if within]
    outside = [role is Role.PROMPT for role, within in words if not within]
    return mean(inside or [0.0]), mean(outside or [0.0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=Path, required=True, help="folder in which recognised words are kept")
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    settings = load_settings()
    recogniser = Remembering(options.words, settings.hearing.recognition, threads=1)
    pack = load_pack(configs_folder(), "en", "service")
    rows: list[tuple[bool, str, float, float, str]] = []
    for one in cases():
        record = one.call.record
        conversation = hear(one.call.recording, record, recogniser, settings.hearing, prompt_finder(lambda _: pack))
        found, eaten = shares(conversation, one.prompt)
        layout = conversation.assigned(attribute(pack, prepare_call(pack, conversation, record)))
        told = "-".join(sorted({party.role.value for party in layout.parties}))
        rows.append((one.machine, one.name, found, eaten, told))
        if options.all:
            print(f"| {one.name} | {found:.0%} | {eaten:.0%} | {told} |", flush=True)
    for kind, machine in (*((kind, True) for kind in PROMPTS), ("own notice", False)):
        of_kind = [row for row in rows if f" {kind} " in row[1] and row[0] is machine]
        whole = sum(found >= 0.95 for _, _, found, _, _ in of_kind)
        none = sum(found + eaten == 0 for _, _, found, eaten, _ in of_kind)
        most = max(eaten for _, _, _, eaten, _ in of_kind)
        print(f"{kind}: found whole {whole}, nothing found {none}, of {len(of_kind)}; most eaten of persons {most:.1%}")


if __name__ == "__main__":
    main()
